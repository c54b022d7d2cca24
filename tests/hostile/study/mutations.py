"""Studies broken in a way that a number decides: one file that people write (config, codebook, registry) is spoiled."""

import random
import shutil
from pathlib import Path

from tests.conftest import STUDIES
from tests.hostile.exports.mutations import (
    cells,
    columns,
    cut,
    encode,
    flip,
    insert,
    lines,
    lose,
    nothing,
    repeat,
    signs,
)

BYTES = (flip, cut, lose, insert, repeat, nothing, lines, lines, encode, signs)
# What a value, a key or a cell may be in the place of what it should be.
OTHERS = (
    "", "null", "~", "[]", "{}", "[a, b]", "{en: a}", "-1", "0", "1.5", "1e400", ".nan", "9" * 40, "yes", "no", "true",
    "2024-02-30", "2024-13-01", "12:30:45", "'", '"', "&a *a", "*a", "!!python/object:os.system {}", "a: b: c", "%",
    "@x",
    "`", "x" * 5000, "ü\u202e𝕏", "../../etc/passwd", "/", ".", "raw", "codebook", "CON", "east", "visit_2024", "access",
    "en", "a|b", "|", "||", "east|east", "=1+1", "#N/A", "NaN", "nan", "None", " east", "East", "é", "e\u0301", "\\",
    "\t",
    "<<: *a", "? a", "- a", "0x1F", "1_000", "0o17", "+1", "1,5",
)  # fmt: skip


def values(data: bytes, draw: random.Random) -> bytes:
    """A value of YAML becomes something else."""
    rows = data.decode("utf-8", "replace").split("\n")
    places = [place for place, row in enumerate(rows) if ":" in row and not row.lstrip().startswith("#")]
    if places:
        place = draw.choice(places)
        rows[place] = rows[place].partition(":")[0] + ": " + draw.choice(OTHERS)
    return "\n".join(rows).encode()


def keys(data: bytes, draw: random.Random) -> bytes:
    """A key of YAML becomes something else, stands twice, loses its indent or gains some."""
    rows = data.decode("utf-8", "replace").split("\n")
    places = [place for place, row in enumerate(rows) if ":" in row]
    if not places:
        return data
    place = draw.choice(places)
    key, _, value = rows[place].partition(":")
    match draw.randrange(5):
        case 0:
            rows[place] = key[: len(key) - len(key.lstrip())] + draw.choice(OTHERS) + ":" + value
        case 1:
            rows.insert(draw.choice(places), rows[place])
        case 2:
            rows[place] = rows[place].lstrip()
        case 3:
            rows[place] = draw.choice((" ", "  ", "\t", "    ")) + rows[place]
        case _:
            del rows[place]
    return "\n".join(rows).encode()


def inline(data: bytes, draw: random.Random) -> bytes:
    """A word within YAML's braces or brackets, or anywhere, becomes something else."""
    words = data.decode("utf-8", "replace").split(" ")
    words[draw.randrange(len(words))] = draw.choice(OTHERS)
    return " ".join(words).encode()


def cell(data: bytes, draw: random.Random) -> bytes:
    """A cell of a table becomes something else; quotes are not heeded."""
    rows = [row.split(",") for row in data.decode("utf-8", "replace").split("\n")]
    row = draw.choice(rows)
    row[draw.randrange(len(row))] = draw.choice((*OTHERS, *draw.choice(rows)))
    return "\n".join(map(",".join, rows)).encode()


YAML = (*BYTES, *(values, keys, inline) * 5)
TABLE = (*BYTES, columns, columns, cells, *(cell,) * 9)
STUDY_NAMES = ("tiny", "libraries")


def written_by_people(folder: Path) -> list[Path]:
    """The files of a study that people write."""
    found = [folder / "config.yaml", *folder.glob("codebook/*.csv"), *folder.glob("codebook/*.yaml")]
    return sorted(found) + [folder / "config.yaml"] * 4 + [folder / "raw/sources.yaml"]


def spoiled_study(number: int, target: Path) -> str:
    """Copy the study with this number to a folder and spoil it there; which file is spoiled, and how."""
    draw = random.Random(f"mutated study {number}")
    shutil.copytree(STUDIES / draw.choice(STUDY_NAMES), target)
    told = []
    for _ in range(draw.choice((1, 1, 1, 2))):
        file = draw.choice(written_by_people(target))
        change = draw.choice(YAML if file.suffix == ".yaml" else TABLE)
        file.write_bytes(change(file.read_bytes(), draw))
        told.append(f"{file.relative_to(target)} by {change.__name__}")
    return ", ".join(told)
