"""The sample project (invented numbers), whole and rendered once in each language; a stand-in for Quarto."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wavework.rendering.renderer import FORMATS, render

HERE = Path(__file__).parent
REPO = HERE.parents[1]


def copied_sample(folder: Path) -> Path:
    """The projects of the sample in a folder, with the theme of the reports beside them."""
    shutil.copytree(HERE / "sample", folder)
    for path in (REPO / "report/_theme").iterdir():
        if not (folder / "_theme" / path.name).exists():
            shutil.copyfile(path, folder / "_theme" / path.name)
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, not to be spoiled."""
    return copied_sample(tmp_path_factory.mktemp("sample") / "report")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the English sample that a test may spoil."""
    return copied_sample(tmp_path / "sample") / "en"


@pytest.fixture(scope="session")
def rendered(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders with the sample in every format, by language."""
    out = tmp_path_factory.mktemp("rendered")
    for language in ("en", "fr"):
        render(sample / language, out / language, language=language, formats=FORMATS, renderer="pandoc")
    return {language: out / language for language in ("en", "fr")}


def program(folder: Path, text: str) -> Path:
    """A program `quarto` in a folder, which is returned for the PATH."""
    folder.mkdir(exist_ok=True)
    (folder / "quarto").write_text(text, "utf-8")
    (folder / "quarto").chmod(0o755)
    return folder


def stand_in_program(folder: Path) -> Path:
    """The stand-in for Quarto (`stand_in/quarto.py`) as a program in a folder, which is returned for the PATH."""
    return program(folder, f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "stand_in/quarto.py"}" "$@"\n')


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stand-in for Quarto."""
    return stand_in_program(tmp_path_factory.mktemp("bin"))


@pytest.fixture
def quarto(stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a `quarto` on the PATH: the stand-in, or a shell script that runs `body`."""

    def put(body: str = "") -> None:
        said = f'#!/bin/sh\nif [ "$1" = "--version" ]; then echo 1.9.38; exit 0; fi\n{body}\n'
        folder = program(tmp_path / "bin", said) if body else stand_in
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return put
