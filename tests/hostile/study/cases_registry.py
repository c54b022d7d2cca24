"""Cases: raw/sources.yaml and the files that it registers."""

from pathlib import Path

from spoiled import EXPORT, REGISTRY, Cases, append, edit

ENTRY = """
  - file: visit_2024.csv
    producer: somebody
    title: again
    licence: MIT
    date: "2026"
    sha256: ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
    basis: collected
"""

CASES: Cases = {
    "changed raw file": (
        lambda: EXPORT.write_bytes(b"a"),
        "raw/visit_2024.csv: changed: SHA-256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
        " < SHA-256 c6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259, as registered in"
        " raw/sources.yaml > restore the file as received; if it is a new version, register its new hash and date",
    ),
    "unregistered file": (
        lambda: Path("raw/notes.txt").write_bytes(b"a"),
        "raw/notes.txt: not registered < an entry in raw/sources.yaml"
        " > register it (SHA-256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb) or take it"
        " out of raw/",
    ),
    "missing file": (
        lambda: append(REGISTRY, ENTRY.replace("visit_2024", "visit_2023")),
        "raw/visit_2023.csv: missing < the file that raw/sources.yaml registers > put it back, or remove its entry",
    ),
    "file with two entries": (
        lambda: append(REGISTRY, ENTRY),
        "raw/sources.yaml, row 13: visit_2024.csv has 2 entries < one entry per file"
        " > remove the old ones\n"
        "raw/visit_2024.csv: changed: SHA-256 c6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259"
        " < SHA-256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb, as registered in"
        " raw/sources.yaml"
        " > restore the file as received; if it is a new version, register its new hash and date",
    ),
    "no registry": (
        lambda: REGISTRY.unlink(),
        "config.yaml, row 12: registry is 'raw/sources.yaml': there is no such file"
        " < a path from the study's folder > put it back, or correct the path",
    ),
    "entry with two hashes": (
        lambda: append(REGISTRY, "    sha256: ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n"),
        "raw/sources.yaml, row 12: key sources.0.sha256 stands twice < each key once > rename or remove one",
    ),
    "registry that is no YAML": (
        lambda: REGISTRY.write_text("sources: [\n"),
        "raw/sources.yaml, row 2: not readable as YAML: did not find expected node content < UTF-8 YAML"
        " > look at this row and the one before",
    ),
    "date without quotes": (
        lambda: edit(REGISTRY, '"2026-11-22"', "2026-11-22"),
        "raw/sources.yaml, row 9: sources.0.date is 2026-11-22"
        ' < a text (when it was issued or received, as a quoted text: "2026-11-22")'
        ' > write it in quotes: "2026-11-22"',
    ),
    "date in another order": (
        lambda: edit(REGISTRY, "2026-11-22", "22.11.2026"),
        "raw/sources.yaml, row 9: sources.0.date is '22.11.2026'"
        ' < a date such as 2026-11-22, or a year (when it was issued or received, as a quoted text: "2026-11-22")'
        " > write the year first: 2026-11-22",
    ),
    "hash that is none": (
        lambda: edit(REGISTRY, "sha256: c651750107", "sha256: C651750107"),
        "raw/sources.yaml, row 10: sources.0.sha256 is"
        " 'C6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259'"
        " < a SHA-256 (64 hexadecimal digits, lower case)"
        " > write it in small letters: c6517501070769fd20ac3ed460daa92b6d95f2994bf91cbd9511d3f65815d259",
    ),
    "basis that is none": (
        lambda: edit(REGISTRY, "basis: collected", "basis: measured"),
        "raw/sources.yaml, row 11: sources.0.basis is 'measured'"
        " < one of published, reconstructed, collected > take one of these",
    ),
    "registered path that leaves raw/": (
        lambda: edit(REGISTRY, "file: visit_2024.csv", "file: ../config.yaml"),
        "raw/sources.yaml, row 4: sources.0.file is '../config.yaml'"
        " < a path without .. that begins with no / (path below raw/, with /) > correct it",
    ),
}
