"""A figure as files: SVG and PNG with the same bytes each time, text laid out once for all pictures of a run.

Matplotlib's own writers draw each glyph of each text anew; most of a chart is text, and most texts stand in several
pictures (numbers, answers, names; page, phone and slide). So runs of glyphs are kept here. What comes out is what
`Figure.savefig` writes, byte for byte (SVG) and pixel for pixel (PNG): a test holds it so.
"""

import io
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from PIL import Image

from wavework.charts.shape import shape
from wavework.charts.style import BLACK, FONT, house, look
from wavework.fonts import glyphs
from wavework.problems import InputError, Problem
from wavework.tables import write_text, written_whole

SVG_DPI, PNG_DPI = 72, 200
COMPRESSION = 3  # of PNG: what more would save, 2 % of the bytes, costs half as much again
SIZE = re.compile(r'(width|height)="([\d.]+)pt"')
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
Glyphs = dict[str, tuple[Any, Any]]  # name of a glyph -> vertices and codes of its outline
_text_to_path = TextToPath()


def save(figure: Figure, svg_path: str | Path, png_path: str | Path | None, title: str, description: str) -> None:
    """Write a figure as SVG and, where there is a path for it, PNG, each whole or not at all.

    title, description: plain text in the language of the figure; the SVG carries them for screen readers.
    Raises InputError for a sign that no font has.
    """
    name = Path(svg_path).stem
    check_glyphs(figure, name)
    # Python 3.12 sums floats differently in the last bit, and matplotlib makes ids of what comes of them.
    width, height = (round(float(side), 6) for side in figure.get_size_inches())
    figure.set_size_inches((width, height))
    for axes in figure.axes:
        left, bottom, wide, high = (round(float(edge), 9) for edge in axes.get_position().bounds)
        axes.set_position((left, bottom, wide, high))
    with look():
        write_text(_described(_zoomed(svg_of(figure)), name, title, description), svg_path)
        if png_path is not None:
            with written_whole(png_path) as beside:
                png_of(figure).save(beside, "png", dpi=(PNG_DPI, PNG_DPI), compress_level=COMPRESSION)


def check_glyphs(figure: Figure, name: str) -> None:
    """Raise InputError with every sign of a figure's texts that none of its fonts has: it would be an empty box."""
    lacking: dict[str, str] = {}
    for text in figure.findobj(Text):
        said, font = text.get_text(), text.get_fontproperties()
        if not said.strip():
            continue
        there = _signs_of(tuple(font.get_family()), font.get_style(), font.get_weight())
        lacking |= {sign: said for sign in set(said) - there if sign.strip() and sign not in lacking}
    if lacking:
        family = house().charts[0] if house().charts else FONT.removeprefix("wavework ")
        raise InputError(
            Problem(
                f"figures/{name}.csv",
                f"{sign} (U+{ord(sign):04X}, {unicodedata.name(sign, 'without name')}) in {said!r}: "
                f"{family} has no glyph for it, nor has the font that stands in",
                "a font with every sign that is drawn",
                "name one under style.fonts.charts in config.yaml, or write it otherwise",
            )
            for sign, said in sorted(lacking.items())
        )


@cache
def _signs_of(names: tuple[str, ...], slant: Any, weight: int | str) -> frozenset[str]:
    """The signs that the first of some families has, or one that stands in for it."""
    each = (FontProperties(family=[name], style=slant, weight=weight) for name in names)
    return frozenset().union(*(glyphs(str(findfont(one))) for one in each))


def svg_of(figure: Figure) -> str:
    """The figure as SVG."""
    figure.set_dpi(SVG_DPI)
    width, height = figure.get_size_inches() * SVG_DPI
    stream = io.StringIO()
    renderer = _Svg(width, height, stream)
    figure.draw(renderer)
    renderer.finalize()
    return stream.getvalue()


def png_of(figure: Figure) -> Image.Image:
    """The figure as a picture of pixels. It has no transparency: three bytes a pixel are enough."""
    figure.set_dpi(PNG_DPI * min(shape().zoom, 1))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _zoomed(svg: str) -> str:
    """The SVG as large as its shape shows it."""
    zoom = shape().zoom
    if zoom == 1:
        return svg
    return SIZE.sub(lambda size: f'{size[1]}="{_short(float(size[2]) * zoom)}pt"', svg, count=2)


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


class _Svg(RendererSVG):
    """Matplotlib's renderer, with the glyphs of a text from `_run`."""

    def __init__(self, width: float, height: float, stream: io.StringIO):
        super().__init__(width, height, stream, metadata=NO_METADATA)
        self._stream = stream
        self._defined: set[str] = set()

    def _draw_text_as_path(self, gc, x, y, s, prop, angle, ismath, mtext=None):  # type: ignore[no-untyped-def]
        writer, size = self.writer, prop.get_size_in_points() / TextToPath.FONT_SCALE
        uses, glyphs = _run(tuple(prop.get_family()), prop.get_style(), prop.get_weight(), s)
        writer.comment(s)
        colour, moved = to_hex(gc.get_rgb()), f"translate({_short(x)} {_short(y)})"
        turned = f" rotate({_short(-angle)})" if angle else ""
        depth = 1 + writer.start(
            "g",
            style="" if colour == BLACK else f"fill: {colour}",
            transform=f"{moved}{turned} scale({_short(size)} {_short(-size)})",
        )
        if new := {glyph: outline for glyph, outline in glyphs.items() if glyph not in self._defined}:
            writer.start("defs")
            for glyph, (vertices, codes) in new.items():
                outline = self._convert_path(Outline(vertices * 64, codes), simplify=False)  # the font's whole numbers
                writer.element("path", id=glyph, d=outline, transform=f"scale({_short(1 / 64)})")
            writer.end("defs")
            self._defined |= set(new)
        if uses:
            glyph, moved = uses[0]
            writer.element("use", attrib={"xlink:href": f"#{glyph}"}, transform=moved)  # closes the tag before it
            indent = " " * depth
            self._stream.write("".join(_use(indent, glyph, moved) for glyph, moved in uses[1:]))
        writer.end("g")


def _use(indent: str, glyph: str, moved: str) -> str:
    place = f' transform="{moved}"' if moved else ""
    return f'{indent}<use xlink:href="#{glyph}"{place}/>\n'


def _short(number: float) -> str:
    """As matplotlib writes numbers into SVG: six decimals, without zeros at the end."""
    return f"{number:f}".rstrip("0").rstrip(".")


@cache
def _run(families: tuple[str, ...], slant: Any, weight: int | str, text: str) -> tuple[list[tuple[str, str]], Glyphs]:
    """The glyphs of a text at 100 points, each with its place, and their outlines."""
    font, known = _font(families, slant, weight)
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)
    run, _, _ = _text_to_path.get_glyphs_with_font(font, text, glyph_map=known)
    uses = [(glyph, f"translate({_short(x)} {_short(y)})" if (x, y) != (0, 0) else "") for glyph, x, y, _ in run]
    return uses, {glyph: known[glyph] for glyph, _, _, _ in run}


@cache
def _font(families: tuple[str, ...], slant: Any, weight: int | str) -> tuple[FT2Font, Glyphs]:
    """The font of some families, the first with what it lacks from the others; and its outlines, as far as needed."""
    each = (FontProperties(family=[name], style=slant, weight=weight) for name in families)
    return get_font([str(findfont(one)) for one in each]), {}
