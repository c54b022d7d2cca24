"""The report's variables: each value with the finished table and row that it was read from.

`_variables.yml` holds the values as quoted strings; `processed/report_values.csv` says where each comes from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import yaml

from wavework.basis import weakest
from wavework.reporting.markdown import markdown_text

_NUMBER = re.compile(r"\d+(?:[eE]\d+)?|0[xX][0-9a-fA-F]+")
Row = Mapping[Any, Any]  # a row of a finished table, by column
COLUMNS = ["variable", "value", "file", "key", "basis"]


@dataclass(frozen=True)
class Origin:
    """Where a value was read: file; statistic ids joined by `|`, or `column=value` pairs joined by `; `; its basis
    (empty where the value is a name or a choice and no result)."""

    file: str
    key: str
    basis: str = ""


def row_key(**columns: object) -> str:
    """The key of a row, or of the rows, that have these values."""
    return "; ".join(f"{column}={value}" for column, value in columns.items())


def joined(origins: Iterable[Origin]) -> Origin:
    """The origin of a value that was made of several of one file: all their keys and the weakest basis."""
    parts = list(origins)
    files = list(dict.fromkeys(part.file for part in parts))
    keys = list(dict.fromkeys(part.key for part in parts))
    return Origin("|".join(files), "|".join(keys), weakest(part.basis for part in parts if part.basis))


def statistic_origin(row: Row) -> Origin:
    """The origin of what was read from a row of processed/statistics.csv."""
    return Origin("processed/statistics.csv", str(row["statistic"]), str(row["basis"]))


def spoken(name: str) -> str:
    """A variable's name with an `n` before each part that reads as a number (an answer's code, a wave called 2022):
    Quarto would take such a part as the place in a list, and find no variable."""
    return ".".join(f"n{part}" if _NUMBER.fullmatch(part) else part for part in name.split("."))


def nested(named: Mapping[str, Any]) -> dict[str, Any]:
    """What has names joined by dots as a tree of keys."""
    tree: dict[str, Any] = {}
    for name, content in named.items():
        *groups, last = name.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[last] = content
    return tree


class Values:
    """The variables of a report in one language, in the order in which they were added."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, Origin]] = {}
        self._groups: set[str] = set()

    def add(self, name: str, text: str, origin: Origin) -> None:
        """Add the variable `name` (words joined by dots; `spoken`). Raises ValueError for an empty text, a name given
        twice, and one that is both a variable and a group of others."""
        name = spoken(name)
        groups = {name.rsplit(".", depth)[0] for depth in range(1, name.count(".") + 1)}
        if name in self._found or name in self._groups or groups & self._found.keys():
            raise ValueError(f"variable {name} is there already, or is a group of variables")
        if not text.strip():
            raise ValueError(f"variable {name} is empty")
        self._found[name] = (text, origin)
        self._groups |= groups

    def tell(self, name: str, text: str, *rows: Row) -> None:
        """Add what was read from rows of processed/statistics.csv."""
        self.add(name, text, joined(map(statistic_origin, rows)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def __getitem__(self, name: str) -> str:
        """The plain text of a variable."""
        return self._found[name][0]

    def origin(self, name: str) -> Origin:
        """Where a variable was read."""
        return self._found[name][1]

    def yaml(self) -> str:
        """`_variables.yml`: nested keys, every value a quoted string of escaped markdown."""
        tree = nested({name: str(markdown_text(text)) for name, (text, _) in self._found.items()})
        return yaml.dump(tree, Dumper=_Quoted, default_style='"', allow_unicode=True, sort_keys=False, width=1_000_000)

    def table(self) -> pd.DataFrame:
        """Columns COLUMNS, sorted by variable."""
        rows = [
            {"variable": name, "value": text, "file": origin.file, "key": origin.key, "basis": origin.basis}
            for name, (text, origin) in self._found.items()
        ]
        return pd.DataFrame(rows, columns=COLUMNS).sort_values("variable", ignore_index=True)


class _Quoted(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # the writer in C, if it is there
    """YAML without anchors: a text that stands twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True
