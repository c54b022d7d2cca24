"""Spoiling a study (the working directory), and running what the workflow does with it, in one process."""

from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from wave_answers import cleaned_wave  # workflow/scripts/wave_answers.py
from wave_measures import measured_wave  # workflow/scripts/wave_measures.py

from wavework.answers import all_answers
from wavework.checks_before_a_run import check_codebook
from wavework.claims.declarations import Known, applicable, read_claims, unknown_in_claims
from wavework.codebook import read_codebook
from wavework.exhibits.declarations import present_figures, read_figures
from wavework.language.language import language_of
from wavework.problems import collected_problems
from wavework.sources import verified_sources
from wavework.study import validated_study
from wavework.what_a_study_has import presence_of, read_names, taken_part
from wavework.yaml_files import read_yaml

EXPORT, REGISTRY, CONFIG = Path("raw/visit_2024.csv"), Path("raw/sources.yaml"), Path("config.yaml")
BOOK = Path("codebook")
ANSWERS = ("items", "batteries", "scales", "units", "crosswalk", "corrections")
MEASURES = ("units", "measures", "measure_columns", "not_units")


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


def tables(*names: str) -> list[str]:
    """The tables of the codebook that are there."""
    return [path.as_posix() for path in (BOOK / f"{name}.csv" for name in names) if path.is_file()]


def run() -> None:
    """What a run does with what people write, in the order of the workflow; writes nothing."""
    config = validated_study(read_yaml(CONFIG) or {})
    presence = presence_of(config)
    config = taken_part(config, presence)
    study = config | {"presence": asdict(presence)}
    present_figures(read_figures(f"{config['codebook']}/figures.yaml"), *read_names(config), study)
    names = {key: list(config[key]) for key in ("regions", "dimensions")}
    names["not_taken"] = [*presence.waves, *presence.regions]
    every = {**names, "waves": [*config["waves"], *config["measured"]]}
    check_codebook(study, every)
    sources = verified_sources(config["registry"])
    asked = {**names, "waves": list(config["waves"])}
    answers = {
        wave: cleaned_wave(choices["export"], wave, choices, tables(*ANSWERS), sources, asked)[0]
        for wave, choices in config["waves"].items()
    }
    for wave, choices in config["measured"].items():
        measured_wave(choices["export"], wave, choices, tables(*MEASURES), sources, every)
    if (claims := BOOK / "claims.yaml").is_file():
        book = read_codebook(tables(*ANSWERS))
        units = {wave: list(rows["unit"]) for wave, rows in all_answers(answers, book.items).groupby("wave")}
        regions = {wave: choices["region"] for wave, choices in config["waves"].items()}
        declared, _ = applicable(read_claims(claims, config["languages"]), presence)
        with collected_problems() as problems:
            sections = language_of(config, config["languages"][0]).shared["sections"]
            known = Known(book, units, regions, config["dimensions"], sections)
            problems += unknown_in_claims(declared, known, str(claims))
