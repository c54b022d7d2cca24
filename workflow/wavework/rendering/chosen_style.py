"""What a study's house style changes in pages, slides and PDF: nothing where it chooses none."""

import base64
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wavework.house_style import HouseStyle

if TYPE_CHECKING:  # matplotlib comes with it: imported where a font is chosen
    from wavework.fonts import Face

TODAY = HouseStyle()
_NIGHT = (
    '@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {0} }} }}\n'
    '@media screen {{ :root[data-theme="dark"] {{ {0} }} }}'
)
_TYPES = {".ttf": "font/ttf", ".otf": "font/otf"}


@cache
def report_face(style: HouseStyle) -> "Face | None":
    """The font of the report, if one is chosen. Raises InputError where it is not there."""
    if not style.report:
        return None
    from wavework.fonts import face_of

    return face_of(style.report, "style.fonts.report", "config.yaml")


def style_sheet(style: HouseStyle) -> str:
    """The rules that follow report.css. A font of the study's own is put into the page, one that is installed named."""
    rules, face = [], report_face(style)
    if style.accent != TODAY.accent:
        rules.append(f":root {{ --accent: {style.accent}; --accent-tint: {style.tint}; }}")
        rules.append(_NIGHT.format(f"--accent: {style.night_accent}; --accent-tint: {style.night_tint};"))
    if face is not None:
        rules += [_embedded(face.family, path) for path in face.files if face.own]
        rules.append(f'body {{ font-family: "{face.family}", var(--sans); }}')
    return "".join(f"{rule}\n" for rule in rules)


def _embedded(family: str, path: Path) -> str:
    from matplotlib.ft2font import FT2Font, StyleFlags

    flags = FT2Font(str(path)).style_flags
    weight, slant = ("bold" if StyleFlags.BOLD in flags else "normal"), StyleFlags.ITALIC in flags
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    source = f"url(data:{_TYPES[path.suffix.lower()]};base64,{data})"
    look = f"font-weight: {weight}; font-style: {'italic' if slant else 'normal'}"
    return f'@font-face {{ font-family: "{family}"; {look}; src: {source}; }}'


def typst_choices(style: HouseStyle) -> dict[str, str]:
    """What report.typ takes: colours without #, which pandoc would escape, and the family."""
    face = report_face(style)
    colours = {"report-accent": style.accent[1:], "report-tint": style.tint[1:]}
    return (colours if style.accent != TODAY.accent else {}) | ({"report-font": face.family} if face else {})


def copy_fonts(style: HouseStyle, folder: Path) -> list[Path]:
    """The folders where typst finds the chosen font: none, or `folder`, which then holds it."""
    face = report_face(style)
    if face is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    for path in face.files:
        shutil.copyfile(path, folder / path.name)
    return [folder]
