"""A page links what is rendered with it, and no file that config.yaml did not ask for."""

import re
from collections.abc import Sequence

import pytest
from tests.conftest import REPO

from wavework.rendering.pandoc import render_document

SAMPLE = REPO / "tests/rendering/sample/en"


@pytest.mark.parametrize(
    ("formats", "linked"),
    [
        (("html",), set()),
        (("html", "docx"), {"index.docx"}),
        (("html", "pdf", "slides"), {"index.pdf", "slides.html"}),
        (("html", "pdf", "docx", "pptx", "slides"), {"index.pdf", "index.docx", "slides.pptx", "slides.html"}),
    ],
)
def test_the_page_links_the_formats_that_are_rendered(formats: Sequence[str], linked: set[str]) -> None:
    page = render_document(SAMPLE, SAMPLE / "index.qmd", "html", language="en", formats=formats).decode("utf-8")
    assert set(re.findall(r'href="((?:index|slides)\.\w+)"', page)) == linked
