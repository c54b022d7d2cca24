"""The one look of all charts: font, type scale, colours, sizes, and files with the same bytes each time.

Text is stored in SVG as outlines (`svg.fonttype: path`): the picture is then the same on every machine, and
what was measured here still fits there; with text elements it would depend on the reader's fonts. The price is
about 130 kB a figure (17 kB compressed), and that a screen reader needs the title and description that `save`
puts into the file.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure

from wavework.tables import write_text, written_whole

# Type scale, in points.
SMALL, BASE = 7.5, 8.5
# Inches. All pictures have the text width of a page; their height follows from their rows.
WIDE = 7.2
MARGIN = 0.1
PNG_DPI = 200

# Colours. Ink and grey have a contrast of at least 4.5 on white.
INK, GREY, RULE, FAINT, WHITE = "#1f2328", "#5c6670", "#dfe3e6", "#f4f5f6", "#ffffff"
ACCENT = "#0b5c8a"
ALARM = "#a3350f"
# Sequential, from most to least: from deep blue to pale sand, so that "no" is not merely a paler "yes".
SEQUENTIAL = ("#0a3a5c", "#25719c", "#97c8e2", "#efe8d6")
# Diverging, in the order of the scale (decreased, the same, increased); lightness differs between all three.
DIVERGING = ("#c8682a", "#e8e6e1", "#0a4a73")
PALE, HATCH = "#ffffff", "#9aa3ab"
# Groups (regions, waves): colour and marker, told apart by lightness and shape too.
GROUPS = ((ACCENT, "o"), ("#c9741a", "D"), ("#3c3c3c", "s"), ("#8fae3f", "^"))
# Waves of one region: two blues, the earlier one lighter.
WAVES = (("#4a90b8", "o"), (SEQUENTIAL[0], "s"))

FONT = "wavework DejaVu Sans"
_FONT_FILES = (
    ("DejaVuSans.ttf", "normal", 400),
    ("DejaVuSans-Bold.ttf", "normal", 700),
    ("DejaVuSans-Oblique.ttf", "italic", 400),
)
# What figures are made of: a sheet draws its own axes, ticks and grid.
LOOK: dict[str, Any] = {
    "font.family": [FONT],
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


Colour = str | tuple[float, float, float]


def _register_font() -> None:
    """Name matplotlib's own DejaVu files, so that a system font of the same name is never taken instead."""
    if any(entry.name == FONT for entry in font_manager.fontManager.ttflist):
        return
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for file, slant, weight in _FONT_FILES:
        entry = font_manager.FontEntry(
            fname=str(folder / file), name=FONT, style=slant, weight=weight, stretch="normal", size="scalable"
        )
        font_manager.fontManager.ttflist.append(entry)


@contextmanager
def look() -> Iterator[None]:
    """Matplotlib in the one look, whatever the machine's or the caller's own settings are."""
    _register_font()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, LOOK))
        yield


def scale_colours(length: int, palette: str = "sequential") -> list[str]:
    """Colours of a scale's answers in order; the 4-point scale always has the same four.

    Other lengths are taken evenly from the same ramp, so that lightness always rises from first to last
    (sequential), or in the two arms (diverging).
    """
    anchors = {"sequential": SEQUENTIAL, "diverging": DIVERGING}[palette]
    if length == len(anchors):
        return list(anchors)
    ramp = LinearSegmentedColormap.from_list(palette, anchors)
    return [to_hex(ramp(step / max(length - 1, 1))) for step in range(length)]


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 black to 1 white. Source: WCAG 2.2, definition of relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: Colour) -> str:
    """White or black, whichever reads better on the colour; the contrast is always above 4.5."""
    return max((WHITE, "#000000"), key=lambda ink: contrast(ink, colour))


def save(figure: Figure, svg_path: str | Path, png_path: str | Path, title: str, description: str) -> None:
    """Write a figure as SVG and PNG, each whole or not at all, with the same bytes each time.

    title, description: plain text in the language of the figure; the SVG carries them for screen readers.
    """
    # Python 3.12 sums floats differently in the last bit, and matplotlib makes ids of what comes of them.
    width, height = (round(float(side), 6) for side in figure.get_size_inches())
    figure.set_size_inches((width, height))
    for axes in figure.axes:
        left, bottom, wide, high = (round(float(edge), 9) for edge in axes.get_position().bounds)
        axes.set_position((left, bottom, wide, high))
    with look():
        drawn = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(drawn, format="svg", metadata=nothing)
        write_text(_described(drawn.getvalue(), Path(svg_path).stem, title, description), svg_path)
        with written_whole(png_path) as beside:
            figure.savefig(beside, format="png", dpi=PNG_DPI, metadata={"Software": None})


def _described(svg: str, name: str, title: str, description: str) -> str:
    """The SVG with role, title and description; ids start with the figure's name, so pages can hold several."""
    head, rest = svg.split("<svg ", 1)
    attributes, content = rest.split(">", 1)
    ids = quoteattr(f"{name}-title {name}-desc")
    texts = (
        f"\n <title id={quoteattr(name + '-title')}>{escape(title)}</title>"
        f"\n <desc id={quoteattr(name + '-desc')}>{escape(description)}</desc>"
    )
    return f'{head}<svg role="img" aria-labelledby={ids} {attributes}>{texts}{content}'
