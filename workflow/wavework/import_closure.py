"""What a script runs: the files of the package that it imports, and those that they import."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

# Import statements alone: parsing every file whole would make each start of Snakemake slower.
NAMES = r"\((?:[^)#]|#.*)*\)|.*"  # in brackets over several lines, comments among them
IMPORT = re.compile(rf"^[ \t]*(?:from (wavework[\w.]*) import ({NAMES})|import (wavework[\w.]+))", re.MULTILINE)


def closure(file: Path, package: Path, beyond: Collection[Path] = ()) -> set[Path]:
    """The files of `package` (the folder wavework) that running `file` imports, directly or through others.

    Imports are absolute, as everywhere in this repository. A module that is found by its name while running (a kind of
    chart) is not among them. A package's own `__init__.py` is, unless it is empty. beyond: files that are not followed.
    """
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        new = imported(waiting.pop(), package) - found - set(beyond)
        found |= new
        waiting += new
    return {path for path in found if path.stat().st_size}


def digest(files: Iterable[Path], package: Path) -> str:
    """One hash of files: of their paths, seen from `package`, and their contents."""
    named = sorted((str(file.relative_to(package.parent)), file) for file in files)
    return sha256(repr([(name, _content(file)) for name, file in named]).encode()).hexdigest()[:16]


def names_in(files: Iterable[Path]) -> set[str]:
    """Every name and word that stands in the files: what a key of a mapping can be, as far as the code tells."""
    return {name for file in files for name in re.findall(r"\w+", file.read_text("utf-8"))}


@cache
def _content(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@cache
def imported(file: Path, package: Path) -> frozenset[Path]:
    """The files that one file names in its import statements."""
    found: set[Path] = set()
    for module, names, plain in IMPORT.findall(file.read_text("utf-8")):
        base = module or plain
        for name in (base, *(f"{base}.{name}" for name in re.findall(r"\w+", names))):
            place = package
            for part in name.split(".")[1:]:
                place /= part
                found |= {place.with_suffix(".py"), place / "__init__.py"}
    return frozenset(found & _modules(package))


@cache
def _modules(package: Path) -> frozenset[Path]:
    return frozenset(package.rglob("*.py"))
