"""Cases: config.yaml."""

from pathlib import Path

from spoiled import CONFIG, EXPORT, Cases, append, edit

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


CASES: Cases = {
    "typo in config.yaml": (
        lambda: edit(CONFIG, "renderer:", "rendrer:"),
        "config.yaml, row 9: unknown key rendrer < one of codebook, comparisons, covariates, …"
        " > did you mean renderer?",
    ),
    "typo in a wave of config.yaml": (
        lambda: edit(CONFIG, "unit_column:", "unit_colum:"),
        "config.yaml, row 26: unknown key waves.visit_2024.unit_colum"
        " < one of choices, clusters, delimiter, duplicates, … > did you mean unit_column?\n"
        "config.yaml, row 21: key waves.visit_2024.unit_column is missing < a text > add it",
    ),
    "value that config.yaml does not know": (
        lambda: edit(CONFIG, "[html]", "[htm]"),
        "config.yaml, row 10: formats.0 is 'htm' < one of html, pdf, docx, pptx, slides > did you mean html?",
    ),
    "year that is a text": (
        lambda: edit(CONFIG, "year: 2024", "year: '2024'"),
        "config.yaml, row 24: waves.visit_2024.year is '2024' < a whole number (year of fieldwork)"
        " > write it without quotes: 2024",
    ),
    "unknown wave in a comparison": (
        lambda: append(CONFIG, "comparisons: {change: [{from: visit_2023, to: visit_2024}]}\n"),
        "config.yaml, row 28: comparisons.change.0.from is 'visit_2023' < one of visit_2024 > did you mean visit_2024?",
    ),
    "change over two regions": (
        lambda: (
            append(CONFIG, SECOND_WAVE + "\ncomparisons: {change: [{from: visit_2024, to: visit_2025}]}\n"),
            edit(CONFIG, "  coast: {en: The coast}", "  coast: {en: The coast}\n  hills: {en: The hills}"),
        ),
        "config.yaml, row 37: comparisons.change.0 joins regions coast and hills"
        " < two waves of one region: change is never pooled over regions"
        " > compare regions under comparisons.contrast",
    ),
    "wave of an unknown region": (
        lambda: edit(CONFIG, "region: coast", "region: coats"),
        "config.yaml, row 23: waves.visit_2024.region is 'coats' < one of coast > did you mean coast?",
    ),
    "wave that stands twice": (
        lambda: append(CONFIG, SECOND_WAVE.replace("visit_2025", "visit_2024").replace("hills", "coast")),
        "config.yaml, row 29: key waves.visit_2024 stands twice < each key once > rename or remove one",
    ),
    "link that leaves the study": (
        leave_by_link,
        "config.yaml, row 25: waves.visit_2024.export is 'raw/visit_2024.csv'"
        " < a path inside the study's folder > copy the file under raw/ and register it",
    ),
    "export that is not there": (
        lambda: edit(CONFIG, "export: raw/visit_2024", "export: raw/visit_2025"),
        "config.yaml, row 25: waves.visit_2024.export is 'raw/visit_2025.csv': there is no such file"
        " < a path from the study's folder > put it back, or correct the path",
    ),
    "language without a text": (
        lambda: edit(CONFIG, "languages: [en]", "languages: [en, fr]"),
        "config.yaml, row 4: study.title has no text in 'fr' < a text in each of languages > add it\n"
        "config.yaml, row 5: study.unit has no text in 'fr' < a text in each of languages > add it\n"
        "config.yaml, row 6: study.units has no text in 'fr' < a text in each of languages > add it\n"
        "config.yaml, row 15: regions.coast has no text in 'fr' < a text in each of languages > add it\n"
        "config.yaml, row 18: dimensions.access has no text in 'fr' < a text in each of languages"
        " > add it\n"
        "config.yaml, row 22: waves.visit_2024.title has no text in 'fr' < a text in each of languages"
        " > add it",
    ),
}
