"""Spoiling the tiny study (the working directory), and running what the workflow does with it, in one process."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import yaml
from wave_answers import cleaned_wave  # workflow/scripts/wave_answers.py

from wavework.codebook import read_codebook
from wavework.exhibits.declarations import read_declarations, read_figures
from wavework.sources import verified_sources
from wavework.study import validated_study

EXPORT, REGISTRY, CONFIG = Path("raw/visit_2024.csv"), Path("raw/sources.yaml"), Path("config.yaml")
BOOK = Path("codebook")
TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


Cases = dict[str, tuple[Callable[[], object], str]]  # name -> how to break the study, and all that it must be told


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), "utf-8")


def append(path: Path, text: str) -> None:
    """Write a text at the end of a file."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def received(content: bytes) -> None:
    """Another export in the place of the study's, registered as it is: only what stands in it is wrong."""
    before = sha256(EXPORT.read_bytes()).hexdigest()
    EXPORT.write_bytes(content)
    edit(REGISTRY, before, sha256(content).hexdigest())


def export(old: str, new: str) -> None:
    """Replace a text that stands exactly once in the export, and register the result."""
    text = EXPORT.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    received(text.replace(old, new).encode())


def run() -> None:
    """What a run does with what people write, in the order of the workflow; writes nothing."""
    config = validated_study(yaml.safe_load(CONFIG.read_text("utf-8")))
    figures = f"{config['codebook']}/figures.yaml"
    read_figures(figures)
    sources = verified_sources(config["registry"])
    tables = [f"{config['codebook']}/{name}.csv" for name in TABLES]
    known = {key: list(config[key]) for key in ("waves", "regions", "dimensions")}
    for wave, choices in config["waves"].items():
        cleaned_wave(choices["export"], wave, choices, tables, sources, known)
    book = read_codebook(tables, config["languages"])
    read_declarations(figures, book.items, book.crosswalk, config)
