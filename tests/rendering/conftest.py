"""The sample project (invented numbers), whole and rendered once in each language."""

import shutil
from pathlib import Path

import pytest

from wavework.rendering.renderer import FORMATS, render

SAMPLE = Path(__file__).parent / "sample"
THEME = Path(__file__).parents[2] / "report" / "_theme"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the English sample that a test may spoil."""
    shutil.copytree(SAMPLE, tmp_path / "sample")
    folder = tmp_path / "sample" / "en"
    for path in (folder / "_quarto.yml", folder / "slides.qmd"):
        path.write_text(path.read_text("utf-8").replace("../../../../report/_theme", str(THEME)), "utf-8")
    return folder


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders with the sample in every format, by language."""
    out = tmp_path_factory.mktemp("rendered")
    for language in ("en", "fr"):
        render(SAMPLE / language, out / language, language=language, formats=FORMATS, renderer="pandoc")
    return {language: out / language for language in ("en", "fr")}
