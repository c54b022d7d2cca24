"""Text measured, wrapped and drawn. All lengths are inches."""

from functools import cache
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from wavework.charts import style

LINE = 1.25  # line height in units of the type size
CAP = 0.73  # height of capitals in units of the type size
_FINE = 720  # dots per inch at which text is measured


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in inches."""
    return _width(style.families(), text, size, bold)


@cache
def _width(families: tuple[str, ...], text: str, size: float, bold: bool) -> float:
    font = FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")
    width, _, _ = _ruler().get_text_width_height_descent(text, font, ismath=False)
    return float(width) / _FINE


@cache
def _ruler() -> RendererAgg:
    return RendererAgg(1, 1, _FINE)


def line_height(size: float) -> float:
    """Height of one line of text in inches."""
    return size * LINE / 72


def wrapped(text: str, width: float, size: float, bold: bool = False, even: bool = False) -> str:
    """Text broken into lines of at most `width`: at spaces (never at no-break spaces), within a word if need be.

    even: lines of a like length, as many as are needed anyway; otherwise each line is filled.
    """
    lines = _filled(text, width, size, bold)
    narrow, wide = 0.0, width
    if even and len(lines) > 1:
        for _ in range(8):
            trial = _filled(text, (narrow + wide) / 2, size, bold)
            if len(trial) > len(lines):
                narrow = (narrow + wide) / 2
            else:
                wide, lines = (narrow + wide) / 2, trial
    return "\n".join(lines)


def fitted(text: str, width: float, size: float, lines: float) -> str:
    """Text wrapped, with "…" where it has more lines than there is room for."""
    broken = wrapped(text, width, size).split("\n")
    if len(broken) <= lines:
        return "\n".join(broken)
    last = broken[int(lines) - 1]
    while last and text_width(f"{last}\u2026", size) > width:
        last = last[:-1]
    return "\n".join([*broken[: int(lines) - 1], f"{last.rstrip()}\u2026"])


def _filled(text: str, width: float, size: float, bold: bool) -> list[str]:
    text = text.lstrip(" ")
    if text_width(text, size, bold) <= width:  # one measurement in place of one for each word
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while text_width(word, size, bold) > width and len(word) > 1:
            fits = next(k for k in range(len(word) - 1, 0, -1) if k == 1 or text_width(word[:k], size, bold) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line]


def block_width(text: str, size: float, bold: bool = False) -> float:
    """Width of the longest line of a text."""
    return max(text_width(line, size, bold) for line in text.split("\n"))


def block_height(text: str, size: float) -> float:
    """Height of a text of one or more lines."""
    return line_height(size) * (text.count("\n") + 1)


class Line(Text):
    """One line of text on its baseline: what is left of its place needs no measuring, which most of drawing it was."""

    def draw(self, renderer: Any) -> None:
        """Draw it; where it is turned, has a ground or another anchor, as matplotlib does."""
        said, side = self.get_text(), self.get_horizontalalignment()
        turned, ground = self.get_rotation(), self.get_bbox_patch()
        if turned or ground or self.get_clip_on() or "\n" in said or self.get_verticalalignment() != "baseline":
            super().draw(renderer)
            return
        if not (said and self.get_visible()):
            return
        x, y = self.get_transform().transform(self.get_position())
        properties = self.get_fontproperties()
        if side != "left":
            width = renderer.get_text_width_height_descent(said, properties, False)[0]
            x -= width / 2 if side == "center" else width
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        renderer.open_group("text", self.get_gid())
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        renderer.draw_text(gc, x, y, said, properties, 0, mtext=self)
        gc.restore()
        renderer.close_group("text")
        self.stale = False
