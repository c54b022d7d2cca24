"""The report as a finished run left it: the run that `WAVEWORK_RUN` names, or that of this folder; else skipped."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.conftest import REPO, RUN

LANGUAGES = yaml.safe_load((REPO / "config.yaml").read_text("utf-8"))["languages"]


@pytest.fixture(scope="session")
def finished() -> Callable[[str, str], Path]:
    """finished("fr", "index.pdf"): a file of the report."""

    def file(language: str, name: str) -> Path:
        path = RUN / "report/_output" / language / name
        if not path.is_file():
            pytest.skip(f"no finished run: {path.name} in {language} is not there")
        return path

    return file
