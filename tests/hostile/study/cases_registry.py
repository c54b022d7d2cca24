"""Cases: raw/sources.yaml and the files that it registers."""

from pathlib import Path

from spoiled import EXPORT, REGISTRY, Case, append, case, edit

ENTRY = """
  - file: visit_2024.csv
    producer: somebody
    title: again
    licence: MIT
    date: "2026"
    sha256: 0000000000000000000000000000000000000000000000000000000000000000
    basis: collected
"""

CASES: list[Case] = [
    case("changed raw file", lambda: EXPORT.write_bytes(b"a"), """
"""),
    case("unregistered file", lambda: Path("raw/notes.txt").write_bytes(b"a"), """
"""),
    case("missing file", lambda: append(REGISTRY, ENTRY.replace("visit_2024", "visit_2023")), """
"""),
    case("file with two entries", lambda: append(REGISTRY, ENTRY), """
"""),
    case("no registry", lambda: REGISTRY.unlink(), """
"""),
    case("registry that is no YAML", lambda: REGISTRY.write_text("sources: [\n"), """
"""),
    case("date without quotes", lambda: edit(REGISTRY, '"2026-11-22"', "2026-11-22"), """
"""),
    case("date in another order", lambda: edit(REGISTRY, "2026-11-22", "22.11.2026"), """
"""),
    case("hash that is none", lambda: edit(REGISTRY, "sha256: c651750107", "sha256: C651750107"), """
"""),
    case("basis that is none", lambda: edit(REGISTRY, "basis: collected", "basis: measured"), """
"""),
    case("registered path that leaves raw/", lambda: edit(REGISTRY, "file: visit_2024.csv", "file: ../config.yaml"), """
"""),
]
