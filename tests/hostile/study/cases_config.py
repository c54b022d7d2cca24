"""Cases: config.yaml."""

from pathlib import Path

from spoiled import CONFIG, EXPORT, Case, append, case, edit

SECOND_WAVE = """
  visit_2025:
    title: {en: Visit of 2025}
    region: hills
    year: 2025
    export: raw/visit_2024.csv
    unit_column: museum
"""


def leave_by_link() -> None:
    """The export becomes a link to a file outside of the study."""
    outside = Path("../outside.csv").resolve()
    outside.write_bytes(EXPORT.read_bytes())
    EXPORT.unlink()
    EXPORT.symlink_to(outside)


CASES: list[Case] = [
    case("typo in config.yaml", lambda: edit(CONFIG, "renderer:", "rendrer:"), """
"""),
    case("typo in a wave of config.yaml", lambda: edit(CONFIG, "unit_column:", "unit_colum:"), """
"""),
    case("value that config.yaml does not know", lambda: edit(CONFIG, "[html]", "[htm]"), """
"""),
    case("year that is a text", lambda: edit(CONFIG, "year: 2024", "year: '2024'"), """
"""),
    case("unknown wave in a comparison", lambda: append(CONFIG, "comparisons: {change: [{from: visit_2023, to: visit_2024}]}\n"), """
"""),
    case("change over two regions", lambda: (
        append(CONFIG, SECOND_WAVE + "\ncomparisons: {change: [{from: visit_2024, to: visit_2025}]}\n"),
        edit(CONFIG, "  coast: {en: The coast}", "  coast: {en: The coast}\n  hills: {en: The hills}")), """
"""),
    case("wave of an unknown region", lambda: edit(CONFIG, "region: coast", "region: coats"), """
"""),
    case("path that climbs out of the study", lambda: edit(CONFIG, "export: raw/", "export: raw/../../other/"), """
"""),
    case("absolute path", lambda: edit(CONFIG, "codebook: codebook", "codebook: /etc"), """
"""),
    case("link that leaves the study", leave_by_link, """
"""),
    case("export that is not there", lambda: edit(CONFIG, "export: raw/visit_2024", "export: raw/visit_2025"), """
"""),
    case("language without a text", lambda: edit(CONFIG, "languages: [en]", "languages: [en, fr]"), """
"""),
]
