"""A picture in a few characters: which colours it is drawn in, and how it looks from afar.

Bytes of pictures agree on one lock and platform; elsewhere a font or a compression may differ by a shade. So a picture
is also held by the colours of its SVG, exactly, and by its PNG seen as 12 × 12 fields: in no field may the mean colour
differ by more than ΔE*ab = 2.3 (CIE 1976, in CIE L*a*b* under D65), the difference that an observer just notices
(Mahy, Van Eycken and Oosterlinck 1994, Color Research & Application 19(2)).
"""

import base64
import re
from collections import Counter
from pathlib import Path

import numpy as np
from matplotlib.image import imread

from wavework.house_style import Floats, cielab, distance, linear_rgb

FIELDS = 12
NOTICEABLE = 2.3  # ΔE*ab
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def colours(svg: Path) -> str:
    """The colours of an SVG and how often each is used: `#0b5c8a×14 #ffffff×31`."""
    found = Counter(colour.lower() for colour in COLOUR.findall(svg.read_text(encoding="utf-8")))
    return " ".join(f"{colour}×{count}" for colour, count in sorted(found.items()))


def look(png: Path) -> str:
    """How a PNG looks: width × height, and the mean colour (sRGB) of each of 12 × 12 fields, row by row, in base64."""
    shown = np.atleast_3d(imread(png))  # from 0 to 1: grey, RGB or RGBA
    height, width = shown.shape[:2]
    if shown.shape[2] == 4 and shown[..., 3].min() < 1:
        shown = 1 - (1 - shown[..., :3]) * shown[..., 3:]  # on white
    rows, columns = (np.arange(FIELDS) * length // FIELDS for length in (height, width))
    sums = np.add.reduceat(np.add.reduceat(shown[..., :3], rows, axis=0, dtype=np.float64), columns, axis=1)
    sizes = np.outer(np.diff([*rows, height]).clip(1), np.diff([*columns, width]).clip(1))
    fields = np.rint(np.broadcast_to(sums / sizes[..., None], (FIELDS, FIELDS, 3)) * 255).astype(np.uint8)
    return f"{width}×{height} {base64.b64encode(fields.tobytes()).decode()}"


def difference(expected: str, obtained: str) -> float:
    """The largest ΔE*ab of two looks over their fields; infinite where a side has another length, or is no look."""
    (size, one), (other_size, other) = (text.partition(" ")[::2] for text in (expected, obtained))
    if size != other_size or len(one) != len(other) or not one:
        return float("inf")
    return float(distance(_lab(one), _lab(other)).max())


def _lab(text: str) -> Floats:
    """The fields of a look, (144, 3), as L*, a*, b*."""
    coded = np.frombuffer(base64.b64decode(text), dtype=np.uint8).reshape(-1, 3) / 255
    return cielab(linear_rgb(coded))
