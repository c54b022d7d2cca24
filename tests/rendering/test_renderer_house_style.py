"""The study's colours and font in every format; without a choice each is as it was."""

import re
import shutil
import zipfile
from pathlib import Path

import matplotlib
import pypdf
import pytest

from wavework.house_style import HouseStyle
from wavework.rendering.renderer import FORMATS, render

ACCENT = "#1f2a6b"
SERIF = ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf")


@pytest.fixture
def styled(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the sample in another style, its font a file of the study."""
    monkeypatch.chdir(tmp_path)
    for name in SERIF:
        shutil.copy(Path(matplotlib.get_data_path(), "fonts", "ttf", name), tmp_path)
    style = HouseStyle(accent=ACCENT, report=SERIF)
    render(project, tmp_path / "out", language="en", formats=FORMATS, renderer="pandoc", style=style)
    return tmp_path / "out"


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")


def test_every_format_has_the_chosen_accent_and_font(styled: Path) -> None:
    for name in ("index.html", "slides.html"):
        page = (styled / name).read_text(encoding="utf-8")
        # The last rule counts: by day, then what the dark page has instead.
        assert re.findall(r"--accent: (#\w+)", page)[-3] == ACCENT
        assert page.count('@font-face { font-family: "DejaVu Serif"') == 2
        assert 'body { font-family: "DejaVu Serif", var(--sans); }' in page
    document = part(styled / "index.docx", "word/styles.xml")
    assert 'w:ascii="DejaVu Serif"' in document
    assert "1F2A6B" in document
    assert "0B5C8A" not in document
    theme = part(styled / "slides.pptx", "ppt/theme/theme1.xml")
    assert '<a:accent1><a:srgbClr val="1F2A6B"' in theme
    assert theme.count('<a:latin typeface="DejaVu Serif"') == 2
    pdf = pypdf.PdfReader(styled / "index.pdf")
    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert any("DejaVuSerif" in font for font in fonts)
    assert not any("Libertinus" in font for font in fonts)
    red, green, blue = (int(ACCENT[at : at + 2], 16) / 255 for at in (1, 3, 5))
    content = "".join(page.get_contents().get_data().decode("latin-1") for page in pdf.pages)
    drawn = {tuple(round(float(each), 2) for each in found) for found in
             re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|rg)\b", content)}  # fmt: skip
    assert (round(red, 2), round(green, 2), round(blue, 2)) in drawn


def test_without_a_choice_nothing_is_added(rendered: dict[str, Path]) -> None:
    page = (rendered["en"] / "index.html").read_text(encoding="utf-8")
    assert "@font-face" not in page
    assert set(re.findall(r"--accent: (#\w+)", page)) == {"#0b5c8a", "#7cc3ec"}
    assert 'w:ascii="Calibri"' in part(rendered["en"] / "index.docx", "word/styles.xml")
