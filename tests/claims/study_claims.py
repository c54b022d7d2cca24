"""This study's claims run from its own files: codebook, exports in raw/, config."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from egdi import egdi

from claims import claim_verdicts
from wavework.answers import all_answers, wave_answers
from wavework.claims.association_rule import Choices
from wavework.codebook import read_codebook
from wavework.exports import read_export
from wavework.language.words import words_of
from wavework.sources import basis_of, verified_sources
from wavework.study import validated_study
from wavework.tables import read_table

TABLES = ("items", "batteries", "scales", "units", "crosswalk")


@cache
def study() -> dict[str, Any]:
    """config.yaml, with defaults."""
    return validated_study(yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8")))


def files(*tables: str) -> list[str]:
    """Paths of tables of the codebook."""
    return [f"{study()['codebook']}/{table}.csv" for table in tables]


def text_of(table: pd.DataFrame) -> pd.DataFrame:
    """A table as it is read back from its file: all cells text."""
    return table.astype(object).where(table.notna(), "").astype(str)


@cache
def study_answers() -> pd.DataFrame:
    """processed/answers.csv, made from the exports as the pipeline makes it."""
    book, sources = read_codebook(files(*TABLES, "corrections")), verified_sources(study()["registry"])
    waves = {}
    for wave, choices in study()["waves"].items():
        columns = [choices["unit_column"], *book.crosswalk.loc[book.crosswalk["wave"] == wave, "column"]]
        export = read_export(choices["export"], columns=columns, platform=choices.get("platform"))
        basis = basis_of(sources, choices["export"])
        waves[wave] = text_of(wave_answers(export, wave, choices, book, basis)[0])
    return text_of(all_answers(waves, book.items))


@cache
def study_egdi() -> pd.DataFrame:
    """processed/egdi.csv."""
    return egdi(
        study()["egdi"]["files"],
        verified_sources(study()["registry"]),
        files("units"),
        regions=list(study()["regions"]),
    )


def study_verdicts(answers: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The verdicts of the study on these answers, with few draws and resamples."""
    config = study()
    tests = {
        "egdi": study_egdi(),
        **{f"{key}s": {wave: keys[key] for wave, keys in config["waves"].items()} for key in ("year", "region")},
        "wave_year": config["egdi"]["wave_year"],
        "seed": config["reconstruction"]["seed"],
        "minimum_answered": config["scores"]["minimum_answered"],
        "alpha": config["statistics"]["alpha"],
        "coefficient": config["statistics"]["coefficient"],
        "resamples": 199,
        "bootstrap": 199,
        "statistics_seed": config["statistics"]["seed"],
    }
    given = {
        "choices": Choices(**tests),
        "published": read_table(config["published"]),
        "published_file": config["published"],
        "dimensions": list(config["dimensions"]),
        "sections": list(words_of("en")["sections"]),
        "assumptions": config["reconstruction"]["assumptions"],
        "draws": 60,
        "development": config["scores"]["development"],
    }
    return claim_verdicts(
        answers,
        files(*TABLES),
        f"{config['codebook']}/claims.yaml",
        files("constraints")[0],
        **given,
    )
