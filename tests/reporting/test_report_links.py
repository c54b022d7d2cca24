"""A page links what is rendered with it, and no file that config.yaml did not ask for."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.rendering.conftest import copied_sample

from wavework.rendering.renderer import render


@pytest.mark.parametrize(
    ("formats", "linked"),
    [
        (("html",), set()),
        (("html", "docx"), {"index.docx"}),
        (("html", "pdf", "slides"), {"index.pdf", "slides.html"}),
        (("html", "pdf", "docx", "pptx", "slides"), {"index.pdf", "index.docx", "slides.pptx", "slides.html"}),
    ],
)
def test_the_page_links_the_formats_that_are_rendered(formats: Sequence[str], linked: set[str], tmp_path: Path) -> None:
    project = copied_sample(tmp_path / "report") / "en"
    record = render(project, tmp_path / "out", language="en", formats=formats, renderer="pandoc")
    page = record.files[0].read_text("utf-8")
    assert set(re.findall(r'href="((?:index|slides)\.\w+)"', page)) == linked
