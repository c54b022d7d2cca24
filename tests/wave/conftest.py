"""The study's codebook and earlier waves, read once; drafts of an export without the script."""

from collections.abc import Callable
from pathlib import Path

import new_waves
import pytest
import yaml

from wavework.codebook import Codebook, read_codebook
from wavework.drafting import Draft, drafted_wave, earlier_waves
from wavework.exports import read_export

TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


@pytest.fixture(scope="session")
def book() -> Codebook:
    return read_codebook([new_waves.CODEBOOK / f"{table}.csv" for table in TABLES])


@pytest.fixture(scope="session")
def waves() -> dict:
    """The waves of answers: one of measures has no region of its own."""
    waves = yaml.safe_load((new_waves.REPOSITORY / "config.yaml").read_text(encoding="utf-8"))["waves"]
    return {wave: choices for wave, choices in waves.items() if "region" in choices}


@pytest.fixture(scope="session")
def headings(waves: dict) -> dict[tuple[str, str], str]:
    """Headings of the earlier waves' exports as the study's own files have them, by (wave, column)."""
    found = {}
    for wave, choices in waves.items():
        export = read_export(new_waves.REPOSITORY / choices["export"], platform=choices["platform"])
        found.update({(wave, column.code): column.text for column in export.columns})
    return found


@pytest.fixture
def drafted(book: Codebook, waves: dict, headings: dict) -> Callable[..., Draft]:
    def draft(path: Path, region: str = "AP", year: int = 2024, structure: Path | None = None, **reading: str) -> Draft:
        export = read_export(path, structure=structure, **reading)
        return drafted_wave(export, "new_wave", book, earlier_waves(waves, region, year, headings))

    return draft


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the study, as the current folder."""
    folder = new_waves.study_copy(tmp_path / "study")
    monkeypatch.chdir(folder)
    return folder
