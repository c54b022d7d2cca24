"""The one look of all charts: font, type scale, colours, sizes.

Accent, palettes and font are the study's choice (`house_style`); inks, lines and sizes are the same in all studies.

Text is stored in SVG as outlines (`svg.fonttype: path`): the picture is then the same on every machine, and
what was measured here still fits there; with text elements it would depend on the reader's fonts. The price is
about 130 kB a figure (17 kB compressed), and that a screen reader needs the title and description that
`picture_files.save` puts into the file.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.ft2font import FT2Font

from wavework.fonts import face_of
from wavework.house_style import HouseStyle, contrast

SMALL, BASE = 7.5, 8.5  # type scale, in points; of a shape `Shape.base`
MARGIN = 0.1  # inches, round every sheet

# Ink and grey have a contrast of at least 4.5 on white.
INK, GREY, RULE, FAINT, WHITE = "#1f2328", "#5c6670", "#dfe3e6", "#f4f5f6", "#ffffff"
BLACK = "#000000"
PALE, HATCH = "#ffffff", "#9aa3ab"
UNDECIDED, QUIET, THIN = "#87919a", "#8b949d", "#c3c9cf"  # quieter than what was decided, or found
MARKERS = "oDs^"  # of groups (regions, waves), which their shape tells apart too

FONT = "wavework DejaVu Sans"  # where none is chosen, and for what the chosen one lacks
_FONT_FILES = (
    ("DejaVuSans.ttf", "normal", 400),
    ("DejaVuSans-Bold.ttf", "normal", 700),
    ("DejaVuSans-Oblique.ttf", "italic", 400),
)
# What figures are made of: a sheet draws its own axes, ticks and grid.
LOOK: dict[str, Any] = {
    "font.size": BASE,
    "text.color": INK,
    "text.parse_math": False,  # a label such as $x^2$ is shown as it is written
    "text.hinting": "no_hinting",  # text has the width that was measured, at every resolution
    "axes.axisbelow": True,
    "hatch.color": HATCH,
    "hatch.linewidth": 0.6,
    "lines.solid_capstyle": "butt",
    "figure.facecolor": WHITE,
    "savefig.facecolor": WHITE,
    "svg.fonttype": "path",
    "svg.hashsalt": "wavework",
}


_TODAY = HouseStyle()
_CHOSEN: ContextVar[HouseStyle] = ContextVar("house style", default=_TODAY)
_FAMILIES: ContextVar[tuple[str, ...]] = ContextVar("families", default=(FONT,))


def house() -> HouseStyle:
    """The style of the study whose charts are drawn."""
    return _CHOSEN.get()


def accent() -> str:
    """The colour of headings, and of what a chart shows."""
    return house().accent


def alarm() -> str:
    """The colour of what differs, is excluded or stands out."""
    return house().alarm


def families() -> tuple[str, ...]:
    """The fonts of charts, by matplotlib's names: the chosen one, and the one that has what it lacks."""
    return _FAMILIES.get()


def groups() -> list[tuple[str, str]]:
    """Colour and marker of each group, told apart by lightness and shape too."""
    return list(zip(house().groups, MARKERS, strict=False))


def waves() -> list[tuple[str, str]]:
    """Colour and marker of the earlier and the later wave of one region."""
    return list(zip(house().pair, "os", strict=False))


@contextmanager
def dressed(chosen: HouseStyle) -> Iterator[None]:
    """Charts in the style of a study. Raises InputError for a font that is not there."""
    names: tuple[str, ...] = (FONT,)
    if chosen.charts:
        face = face_of(chosen.charts, "style.fonts.charts", "config.yaml")
        names = (f"wavework {face.family}, chosen", FONT)
        _register(names[0], [(path, *_slant_and_weight(path)) for path in face.files])
    tokens = _CHOSEN.set(chosen), _FAMILIES.set(names)
    try:
        yield
    finally:
        _CHOSEN.reset(tokens[0])
        _FAMILIES.reset(tokens[1])


def _slant_and_weight(path: Path) -> tuple[str, int | str]:
    found = font_manager.ttfFontProperty(FT2Font(path))
    return found.style, found.weight


def _register(name: str, files: Iterable[tuple[Path, str, int | str]]) -> None:
    """Name font files, so that a system font of the same family is never taken instead."""
    if any(entry.name == name for entry in font_manager.fontManager.ttflist):
        return
    for path, slant, weight in files:
        entry = font_manager.FontEntry(
            fname=str(path), name=name, style=slant, weight=weight, stretch="normal", size="scalable"
        )
        font_manager.fontManager.ttflist.append(entry)


@contextmanager
def look() -> Iterator[None]:
    """Matplotlib in the one look, whatever the machine's or the caller's own settings are."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    _register(FONT, [(folder / file, slant, weight) for file, slant, weight in _FONT_FILES])
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, LOOK | {"font.family": list(families())}))
        yield


def scale_colours(length: int, palette: str = "sequential") -> list[str]:
    """Colours of a scale's answers in order; the 4-point scale always has the same four.

    Other lengths are taken evenly from the same ramp, so that lightness always rises from first to last
    (sequential), or in the two arms (diverging).
    """
    anchors = {"sequential": house().sequential, "diverging": house().diverging}[palette]
    if length == len(anchors):
        return list(anchors)
    ramp = LinearSegmentedColormap.from_list(palette, anchors)
    return [to_hex(ramp(step / max(length - 1, 1))) for step in range(length)]


def ink_on(colour: str) -> str:
    """White or black, whichever reads better on the colour; the contrast is always above 4.5."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))
