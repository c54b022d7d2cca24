"""Where Quarto is installed: the same text, references and figures come out of both renderers."""

import re
import shutil
from pathlib import Path

import pytest
from tests.pages import Page

from wavework.rendering.renderer import render

needs_quarto = pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not on this machine")


def told(page: Page) -> tuple[str, list[str | None]]:
    """What a page says, whatever rendered it, and the alternative texts of its figures."""
    return re.sub(r"Rendered with [\w., ]+", "", page.text), [image["alt"] for image in page.all("img")]


@needs_quarto
@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_renderers_tell_the_same(sample: Path, tmp_path: Path, language: str) -> None:
    pandoc, quarto = (
        render(sample / language, tmp_path / name, language=language, formats=["html"], renderer=name)
        for name in ("pandoc", "quarto")
    )
    assert told(Page(pandoc.files[0])) == told(Page(quarto.files[0]))
