"""The house style of a study: its colours and fonts, chosen in config.yaml (`style`), and whether they can be read.

Text needs a contrast of 4.5 with what it stands on, marks one of 3 (WCAG 2.2, 1.4.3 and 1.4.11). Colours that stand for
different things in one picture differ by at least `APART` in CIELAB (CIE76, of which about 2.3 is just noticeable), to
common vision and to readers without red, green or blue cones (simulated after Machado, Oliveira & Fernandes 2009, IEEE
Transactions on Visualization and Computer Graphics 15(6), severity 1).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wavework.problems import InputError, Problem

TEXT, MARKS, APART = 4.5, 3.0, 10.0
WHITE, BLACK, NIGHT = "#ffffff", "#000000", "#12181e"  # the papers of pages by day and by night
TINT = 0.06  # of the accent in the ground of a callout
Triple = tuple[float, float, float]
Floats = NDArray[np.float64]

VISIONS: Mapping[str, Sequence[Triple]] = {  # of linear RGB
    "common vision": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "readers without red cones": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "readers without green cones": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "readers without blue cones": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_D65 = (0.95047, 1.0, 1.08883)


@dataclass(frozen=True)
class HouseStyle:
    """accent: headings, links and what a chart shows; alarm: what differs or is excluded. sequential, diverging: the
    answers of a scale, from the most to the least. regions: up to four groups; waves: an earlier and a later one of a
    region. charts, report: fonts, a family or files of the study; none: today's of each format."""

    accent: str = "#0b5c8a"
    alarm: str = "#a3350f"
    # From deep blue to pale sand, so that "no" is not merely a paler "yes".
    sequential: tuple[str, ...] = ("#0a3a5c", "#25719c", "#97c8e2", "#efe8d6")
    # Decreased, the same, increased; lightness differs between all three.
    diverging: tuple[str, ...] = ("#c8682a", "#e8e6e1", "#0a4a73")
    regions: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    report: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The colours of regions; where none are chosen the accent and three more, told apart in grey too."""
        return self.regions or (self.accent, "#c9741a", "#3c3c3c", "#5d8f3a")

    @property
    def pair(self) -> tuple[str, ...]:
        """The colours of two waves of one region; where none are chosen two blues, the earlier one lighter."""
        return self.waves or ("#4a90b8", self.sequential[0])

    @property
    def tint(self) -> str:
        """The pale ground of a callout."""
        return "#eef5f9" if self.accent == HouseStyle.accent else mixed(self.accent, WHITE, TINT)

    @property
    def night_accent(self) -> str:
        """The accent on a dark page: light enough to be read there."""
        return "#7cc3ec" if self.accent == HouseStyle.accent else readable(self.accent, NIGHT, WHITE, 7)

    @property
    def night_tint(self) -> str:
        """The ground of a callout on a dark page."""
        return "#16242f" if self.accent == HouseStyle.accent else mixed(self.night_accent, NIGHT, 0.1)


def house_style(choices: Mapping[str, Any]) -> HouseStyle:
    """The style of a study. choices: `style` of config.yaml as the schema has checked it."""
    keys: dict[str, Any] = {
        name: each if isinstance(each, str) else tuple(each) for name, each in choices.get("colours", {}).items()
    }
    for name, each in choices.get("fonts", {}).items():
        keys[name] = (each,) if isinstance(each, str) else tuple(each)
    return HouseStyle(**keys)


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white. Source: WCAG 2.2, definition of relative luminance."""
    return float(_linear(colour) @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def apart(one: str, other: str) -> tuple[float, str]:
    """How far two colours are apart to the readers to whom they are nearest, and who these are (see the module)."""
    return min(
        (float(distance(cielab(_seen(one, eyes)), cielab(_seen(other, eyes)))), who) for who, eyes in VISIONS.items()
    )


def mixed(one: str, other: str, share: float) -> str:
    """A colour with `share` of the one and the rest of the other."""
    parts = zip(_bytes(one), _bytes(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in parts)


def readable(colour: str, ground: str, towards: str, ratio: float) -> str:
    """The colour mixed with so much of another as it needs for its contrast with a ground."""
    steps = (mixed(towards, colour, step / 50) for step in range(51))
    return next((step for step in steps if contrast(step, ground) >= ratio), towards)


def problems_of_style(style: HouseStyle, file: str) -> Iterator[Problem]:
    """What is wrong with the colours and the fonts that a study chooses."""
    yield from _problems_of_colours(style, file)
    for key, names in (("charts", style.charts), ("report", style.report)):
        if names:
            from wavework.fonts import face_of  # heavy, and seldom needed

            try:
                face_of(names, f"style.fonts.{key}", file)
            except InputError as error:
                yield from error.problems


def _problems_of_colours(style: HouseStyle, file: str) -> Iterator[Problem]:
    """Colours that cannot be read where they stand, or not be told apart."""
    texts = {"accent": (style.accent, {"white": WHITE, "its own pale tint": style.tint})}
    texts["alarm"] = (style.alarm, {"white": WHITE})
    for name, (colour, grounds) in texts.items():
        for where, ground in grounds.items():
            if contrast(colour, ground) < TEXT:
                yield _faint(file, name, colour, where, contrast(colour, ground), TEXT, "text", ground)
                break
    marks = {f"regions.{place}": colour for place, colour in enumerate(style.groups)}
    marks |= {f"waves.{place}": colour for place, colour in enumerate(style.pair)}
    marks |= {"sequential.0": style.sequential[0], "diverging.0": style.diverging[0], "diverging.2": style.diverging[2]}
    for name, colour in marks.items():
        if contrast(colour, WHITE) < MARKS:
            yield _faint(file, name, colour, "white", contrast(colour, WHITE), MARKS, "a mark", WHITE)
    tones = [luminance(colour) for colour in style.sequential]
    if tones != sorted(tones):
        found = f"style.colours.sequential is {', '.join(style.sequential)}"
        yield Problem(file, found, "each colour lighter than the one before it", "put them in the order of lightness")
    together = {"sequential": style.sequential, "diverging": style.diverging, "regions": style.groups}
    together |= {"waves": style.pair, "accent and alarm": (style.accent, style.alarm)}
    for name, colours in together.items():
        for one, other in combinations(colours, 2):
            far, who = apart(one, other)
            if far < APART:
                found = f"style.colours, {name}: {one} and {other} are {far:.1f} apart to {who}"
                yield Problem(file, found, f"at least {APART:.0f} (CIELAB)", "make one of them lighter or darker")


def _faint(
    file: str, name: str, colour: str, where: str, found: float, ratio: float, what: str, ground: str
) -> Problem:
    expected = f"a contrast of at least {ratio:g}: it is drawn as {what}"
    remedy = f"a darker one, for example {readable(colour, ground, BLACK, ratio)}"
    return Problem(
        file, f"style.colours.{name} is {colour}, whose contrast with {where} is {found:.2f}", expected, remedy
    )


def _bytes(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _linear(colour: str) -> Floats:
    return linear_rgb(np.array(_bytes(colour)) / 255)


def _seen(colour: str, eyes: Sequence[Triple]) -> Floats:
    return np.clip(_linear(colour) @ np.array(eyes).T, 0, 1)


def linear_rgb(coded: Floats) -> Floats:
    """sRGB (…, 3) from 0 to 1 without its coding (IEC 61966-2-1)."""
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def cielab(linear: Floats) -> Floats:
    """L*, a*, b* under D65 (…, 3) of linear sRGB (…, 3). Source: CIE 15:2004."""
    parts = linear @ np.array(_XYZ).T / np.array(_D65)
    x, y, z = np.moveaxis(np.where(parts > 216 / 24389, np.cbrt(parts), (24389 / 27 * parts + 16) / 116), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def distance(one: Floats, other: Floats) -> Floats:
    """ΔE*ab (CIE 1976) of colours in CIELAB (…, 3)."""
    return np.sqrt(((one - other) ** 2).sum(axis=-1))
