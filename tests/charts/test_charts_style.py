"""The one look: palettes that read in grey, contrast, and files with the same bytes each time."""

import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from PIL import Image, ImageChops, ImageColor
from tests.charts.cases import ONE_OF_EACH

from wavework.charts import kinds, picture_files, style
from wavework.house_style import contrast, luminance

ROOT = Path(__file__).parents[2]


def grey(colour: str) -> int:
    """Lightness 0-255 as a grey printer has it, by Pillow (ITU-R 601)."""
    return Image.new("RGB", (1, 1), ImageColor.getrgb(colour)).convert("L").getpixel((0, 0))


def test_contrast_is_that_of_the_standard():
    # Known pairs of WCAG's own examples.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_four_answers_have_four_fixed_colours():
    assert style.scale_colours(4) == list(style.house().sequential)


@pytest.mark.parametrize("length", range(2, 10))
def test_the_scale_grows_lighter_step_by_step(length):
    colours = style.scale_colours(length)
    assert len(set(colours)) == length
    assert all(luminance(b) > luminance(a) for a, b in pairwise(colours))


def test_answers_are_far_enough_apart_in_grey():
    tones = [grey(colour) for colour in style.house().sequential]
    assert all(b - a >= 35 for a, b in pairwise(tones)), tones
    tones = sorted(grey(colour) for colour in style.house().diverging)
    assert all(b - a >= 35 for a, b in pairwise(tones)), tones


def test_two_regions_and_two_waves_differ_in_grey_and_in_shape():
    for (one, shape), (other, form) in (style.groups()[:2], style.waves()):
        assert abs(grey(one) - grey(other)) >= 35
        assert shape != form


@pytest.mark.parametrize("palette", ["sequential", "diverging"])
@pytest.mark.parametrize("length", range(2, 8))
def test_ink_reads_on_every_colour_of_a_scale(palette, length):
    for colour in style.scale_colours(length, palette):
        assert contrast(style.ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("ink", [style.INK, style.GREY, style.accent(), style.alarm()])
def test_inks_read_on_white(ink):
    assert contrast(ink, style.WHITE) >= 4.5


def test_markers_show_on_white():
    for colour, _ in (*style.groups()[:3], *style.waves()):
        assert contrast(colour, style.WHITE) >= 3


# What a reader's own matplotlibrc may hold: none of it may reach a figure.
SETTINGS = """\
font.size: 20
svg.fonttype: none
lines.linewidth: 9
lines.markeredgewidth: 5
patch.linewidth: 7
patch.force_edgecolor: True
legend.fontsize: 3
text.antialiased: False
"""


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def draw_one_of_each(folder: Path) -> None:
    """One figure of each kind into a folder; also run in another process."""
    for kind, case in sorted(ONE_OF_EACH.items()):
        picture_files.save(kinds.draw(kind, *case), folder / f"{kind}.svg", folder / f"{kind}.png", kind, "A toy")


def test_the_same_bytes_in_another_process_and_setting(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    draw_one_of_each(here)
    (tmp_path / "matplotlibrc").write_text(SETTINGS)
    setting = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "MPLCONFIGDIR": str(tmp_path / "config"),
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "workflow")]),
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    code = (
        "import sys; from pathlib import Path; from tests.charts.test_charts_style import draw_one_of_each; "
        "draw_one_of_each(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(there)], env=setting, check=True, cwd=tmp_path)
    assert len(hashes(here)) == 2 * len(kinds.KINDS)
    assert hashes(here) == hashes(there)


@pytest.mark.parametrize("kind", ["stacked_shares", "scatter_labelled", "ladder"])
def test_files_are_those_of_matplotlib_itself(kind, tmp_path):
    """Glyphs that are kept from text to text, and lines that are not measured, change no byte and no pixel."""
    figure = kinds.draw(kind, *ONE_OF_EACH[kind])
    picture_files.save(figure, tmp_path / "own.svg", tmp_path / "own.png", "", "")
    with style.look():
        for ending in ("svg", "png"):
            said: dict = dict.fromkeys(("Date", "Creator", "Format", "Type")) if ending == "svg" else {"Software": None}
            figure.savefig(tmp_path / f"theirs.{ending}", dpi=picture_files.PNG_DPI, metadata=said)
    own, theirs = ((tmp_path / f"{name}.svg").read_text("utf-8").split("<defs>", 1)[1] for name in ("own", "theirs"))
    assert own == theirs
    with Image.open(tmp_path / "own.png") as one, Image.open(tmp_path / "theirs.png") as other:
        assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def saved(tmp_path: Path, title: str, description: str) -> tuple[str, ElementTree.Element]:
    with style.look():
        figure = Figure(figsize=(1, 1))
        figure.text(0.1, 0.5, "x")
    picture_files.save(figure, tmp_path / "a-figure.svg", tmp_path / "a-figure.png", title, description)
    text = (tmp_path / "a-figure.svg").read_text(encoding="utf-8")
    return text, ElementTree.fromstring(text)


SVG = "{http://www.w3.org/2000/svg}"


def test_a_screen_reader_finds_title_and_description(tmp_path):
    _, root = saved(tmp_path, "Développement du back-office", "3 sur 11 < 4 & plus")
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert [named[name] for name in root.get("aria-labelledby").split()] == [
        "Développement du back-office",
        "3 sur 11 < 4 & plus",
    ]


def test_a_title_cannot_become_markup(tmp_path):
    text, root = saved(tmp_path, "</title><script>alert(1)</script>", '"><script/>')
    assert not root.findall(f".//{SVG}script")
    assert "<script" not in text


def test_files_name_no_date_no_version_and_no_place(tmp_path):
    text, _ = saved(tmp_path, "t", "d")
    for trace in ("Matplotlib v", "dc:date", str(tmp_path), "/usr/", "DejaVuSans.ttf"):
        assert trace not in text
    with Image.open(tmp_path / "a-figure.png") as picture:
        assert set(picture.info) <= {"dpi"}
        assert picture.size == (200, 200)


def test_the_look_leaves_the_callers_settings_alone():
    import matplotlib as mpl

    before = mpl.rcParams["font.size"]
    with style.look():
        assert mpl.rcParams["font.size"] == style.BASE
    assert mpl.rcParams["font.size"] == before
