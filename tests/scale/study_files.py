"""The files of a generated study beside its exports: config, codebook, registry."""

from collections.abc import Mapping, Sequence
from pathlib import Path

ANSWERS = {  # code in the export -> answer, position, value, score, status, label
    "A1": ("never", 1, 1, 0, "answered", "Never"),
    "A2": ("rarely", 2, 2, 25, "answered", "Rarely"),
    "A3": ("sometimes", 3, 3, 50, "answered", "Sometimes"),
    "A4": ("often", 4, 4, 75, "answered", "Often"),
    "A5": ("always", 5, 5, 100, "answered", "Always"),
    "A6": ("dont_know", 6, "", "", "dont_know", "Don't know"),
}
DIMENSIONS = ("access", "service", "trust")


def rows_of(*rows: Sequence[object]) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def write_study(folder: Path, columns: Sequence[str], exports: Mapping[str, str], unit_column: str) -> None:
    """columns: of the export, a question each. exports: name of a file under raw/ -> its hash, a wave each."""
    book = folder / "codebook"
    book.mkdir(parents=True, exist_ok=True)
    batteries = [f"battery_{k + 1}" for k in range((len(columns) + 9) // 10)]
    of = {battery: DIMENSIONS[k % len(DIMENSIONS)] for k, battery in enumerate(batteries)}
    (book / "scales.csv").write_text(
        rows_of(
            ["scale", "answer", "position", "value", "score", "status", "label_en", "aliases"],
            *(["often5", *said, code] for code, said in ANSWERS.items()),
        )
    )
    (book / "batteries.csv").write_text(
        rows_of(
            ["battery", "dimension", "scale", "title_en"],
            *([name, of[name], "often5", f"Battery {k + 1}"] for k, name in enumerate(batteries)),
        )
    )
    (book / "figures.yaml").write_text(FIGURES)
    items = []
    for i in range(len(columns)):
        battery = batteries[i // 10]
        scored = "self_reported" if i % 10 == 9 and i // 10 < len(DIMENSIONS) else "yes"
        items.append([f"item_{i + 1}", battery, of[battery], "often5", scored, f"Statement {i + 1}"])
    (book / "items.csv").write_text(rows_of(["item", "battery", "dimension", "scale", "scored", "label_en"], *items))
    waves = [name.removesuffix(".csv") for name in exports]
    crosswalk = [[wave, column, items[i][0], "yes", "", ""] for wave in waves for i, column in enumerate(columns)]
    (book / "crosswalk.csv").write_text(
        rows_of(["wave", "column", "item", "comparable", "recode", "reason"], *crosswalk)
    )
    (book / "corrections.csv").write_text("wave,unit,item,found,corrected,reason,source\n")
    registry = "sources:\n"
    config = CONFIG
    for k, (name, digest) in enumerate(exports.items()):
        registry += SOURCE.format(file=name, wave=waves[k], digest=digest)
        config += WAVE.format(wave=waves[k], year=2020 + k, file=name, unit_column=unit_column)
    (folder / "raw/sources.yaml").write_text(registry)
    (folder / "config.yaml").write_text(config)


FIGURES = """\
answers: {section: answers, kind: stacked_shares, battery: battery_1, regions: [land], title: {en: How often}}
scores: {section: scores, kind: dot_interval, data: implementation, regions: [land], title: {en: Scores}}
everyone: {section: scores, kind: heatmap, regions: [land], title: {en: Every answer}}
"""
SOURCE = """\
  - file: {file}
    producer: a generator
    title: Respondents that do not exist
    wave: {wave}
    licence: MIT
    date: "2026-11-27"
    sha256: {digest}
    basis: collected
"""
CONFIG = """\
study:
  title: {en: Generated respondents}
  unit: {en: respondent}
  units: {en: respondents}

languages: [en]
renderer: pandoc
formats: [html]
codebook: codebook
registry: raw/sources.yaml

regions:
  land: {en: The land}

dimensions:
  access: {en: Access}
  service: {en: Service}
  trust: {en: Trust}

waves:
"""
WAVE = """\
  {wave}:
    title: {{en: {wave}}}
    region: land
    year: {year}
    export: raw/{file}
    unit_column: {unit_column}
    units: responses
"""
