"""Cases: raw/sources.yaml and the files that it registers."""

from pathlib import Path

from spoiled import EXPORT, REGISTRY, Case, append, case, edit

ENTRY = """
  - file: visit_2024.csv
    producer: somebody
    title: again
    licence: MIT
    date: "2026"
    sha256: ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
    basis: collected
"""

CASES: list[Case] = [
    case(
        "changed raw file",
        lambda: EXPORT.write_bytes(b"a"),
        """
raw/visit_2024.csv: changed: SHA-256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
  Expected: SHA-256 c6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259, as registered in raw/sources.yaml
  To do: restore the file as received; if it is a new version, register its new hash and date
""",
    ),
    case(
        "unregistered file",
        lambda: Path("raw/notes.txt").write_bytes(b"a"),
        """
raw/notes.txt: not registered
  Expected: an entry in raw/sources.yaml
  To do: register it (SHA-256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb) or take it out of raw/
""",
    ),
    case(
        "missing file",
        lambda: append(REGISTRY, ENTRY.replace("visit_2024", "visit_2023")),
        """
raw/visit_2023.csv: missing
  Expected: the file that raw/sources.yaml registers
  To do: put it back, or remove its entry
""",
    ),
    case(
        "file with two entries",
        lambda: append(REGISTRY, ENTRY),
        """
raw/sources.yaml: visit_2024.csv has 2 entries
  Expected: one entry per file
  To do: remove the old ones
raw/visit_2024.csv: changed: SHA-256 c6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259
  Expected: SHA-256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb, as registered in raw/sources.yaml
  To do: restore the file as received; if it is a new version, register its new hash and date
""",
    ),
    case(
        "no registry",
        lambda: REGISTRY.unlink(),
        """
config.yaml: registry is 'raw/sources.yaml': there is no such file
  Expected: a path from the study's folder
  To do: put it back, or correct the path
""",
    ),
    case(
        "entry with two hashes",
        lambda: append(REGISTRY, "    sha256: ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n"),
        """
raw/sources.yaml, row 12: key sources.0.sha256 stands twice
  Expected: each key once
  To do: rename or remove one
""",
    ),
    case(
        "registry that is no YAML",
        lambda: REGISTRY.write_text("sources: [\n"),
        """
raw/sources.yaml, row 2: not readable as YAML: did not find expected node content
  Expected: UTF-8 YAML
  To do: look at this line and before
""",
    ),
    case(
        "date without quotes",
        lambda: edit(REGISTRY, '"2026-11-22"', "2026-11-22"),
        """
raw/sources.yaml: sources.0.date is datetime.date(2026, 11, 22)
  Expected: a value of type string
  To do: When it was issued or received, as a quoted text: "2026-11-22".
""",
    ),
    case(
        "date in another order",
        lambda: edit(REGISTRY, "2026-11-22", "22.11.2026"),
        r"""
raw/sources.yaml: sources.0.date is '22.11.2026'
  Expected: a text like ^\d{4}(-\d\d(-\d\d)?)?$
  To do: When it was issued or received, as a quoted text: "2026-11-22".
""",
    ),
    case(
        "hash that is none",
        lambda: edit(REGISTRY, "sha256: c651750107", "sha256: C651750107"),
        """
raw/sources.yaml: sources.0.sha256 is 'C6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259'
  Expected: a text like ^[0-9a-f]{64}$
  To do: 64 hexadecimal digits, lower case.
""",
    ),
    case(
        "basis that is none",
        lambda: edit(REGISTRY, "basis: collected", "basis: measured"),
        """
raw/sources.yaml: sources.0.basis is 'measured'
  Expected: one of published, reconstructed, collected
""",
    ),
    case(
        "registered path that leaves raw/",
        lambda: edit(REGISTRY, "file: visit_2024.csv", "file: ../config.yaml"),
        r"""
raw/sources.yaml: sources.0.file is '../config.yaml'
  Expected: a text like ^(?!/)(?!.*\.\.)[^\\]+$
  To do: Path below raw/, with /.
""",
    ),
]
