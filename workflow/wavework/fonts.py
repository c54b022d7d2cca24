"""The fonts that a study chooses in config.yaml: an installed family, or files in its own folder; and their glyphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from wavework.problems import InputError, Problem, did_you_mean

ENDINGS = (".ttf", ".otf")


@dataclass(frozen=True)
class Face:
    """A family and its files: regular, bold, italic, bold italic, as far as there are such. own: of the study."""

    family: str
    files: tuple[Path, ...]
    own: bool = False


def face_of(names: Sequence[str], key: str, file: str) -> Face:
    """The face that `key` of config.yaml (`file`) names: one family, or files of one.

    Raises InputError for a family that is not installed (with the nearest that is), and for files that are missing, lie
    outside the study's folder, are no fonts, or are of several families.
    """
    if not any(name.lower().endswith(ENDINGS) for name in names):
        return _installed(names[0], key, file)
    problems = [problem for name in names for problem in _problems_of_file(name, key, file)]
    if problems:
        raise InputError(problems)
    families = sorted({FT2Font(name).family_name for name in names})
    if len(families) > 1:
        expected = "files of one family: regular, bold, italic"
        raise InputError(
            Problem(file, f"{key} has the families {' and '.join(families)}", expected, "take the others out")
        )
    return Face(families[0], tuple(map(Path, names)), own=True)


def _problems_of_file(name: str, key: str, file: str) -> Iterator[Problem]:
    path = Path(name)
    if not name.lower().endswith(ENDINGS):
        yield Problem(file, f"{key} is {name!r}, beside files", "either one family or files", "take one of them out")
    elif not path.resolve().is_relative_to(Path.cwd()):
        yield Problem(file, f"{key} is {name!r}", "a file inside the study's folder", "copy the font there")
    elif not path.is_file():
        yield Problem(
            file, f"{key} is {name!r}: there is no such file", "a file in the study's folder", "correct the path"
        )
    else:
        try:
            FT2Font(name)
        except (RuntimeError, OSError):
            yield Problem(file, f"{key} is {name!r}, which is no font", "a TrueType or OpenType file", "copy it anew")


def _installed(family: str, key: str, file: str) -> Face:
    if family not in _families():
        font_manager.fontManager.__init__()  # type: ignore[misc]  # what was installed since it last looked
    known = _families()
    if family not in known:
        found, expected = f"{key} is {family!r}, which is not installed", "an installed family, or a file of the study"
        few = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        remedy = did_you_mean(family, known, f"install it, or name one of: {few}")
        raise InputError(Problem(file, found, expected, remedy))
    wanted = [font_manager.FontProperties(family=[family], weight=weight) for weight in ("normal", "bold")]
    wanted += [font_manager.FontProperties(family=[family], weight=one.get_weight(), style="italic") for one in wanted]
    files = [str(font_manager.findfont(one)) for one in wanted]
    return Face(family, tuple(map(Path, dict.fromkeys(files))))


def _families() -> list[str]:
    return sorted({entry.name for entry in font_manager.fontManager.ttflist if not entry.name.startswith("wavework ")})


@cache
def glyphs(path: str) -> frozenset[str]:
    """The signs that a font file has a glyph for."""
    return frozenset(map(chr, FT2Font(path).get_charmap()))
