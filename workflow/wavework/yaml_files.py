"""YAML that people write: read by the parser in C where it is there, which is ten times faster."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wavework.problems import InputError, Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What the parser says, and what a person can do about it.
REMEDIES = {
    "tab": "indent with blanks: YAML takes no tabs",
    "cannot start any token": "indent with blanks, not with tabs; a text that begins with a sign stands in quotes",
    "mapping values are not allowed": "look whether the row begins below the one before, and put a text that holds"
    " a colon in quotes",
    "could not find expected ':'": "write `key: value`, with a blank after the colon",
    "expected ',' or": "close the bracket, and put a text that holds a colon, comma or bracket in quotes",
    "block end": "let the row begin below those that it belongs to",
    "expected '-'": "take away the -, or give each row of the list one",
    "expected key": "let the row begin below those that it belongs to",
}


def loaded(text: str) -> Any:
    """The content of YAML text. Raises yaml.YAMLError."""
    return yaml.load(text, LOADER)


def read_yaml(path: str | Path) -> Any:
    """The content of a YAML file. Raises InputError for one that is missing, unreadable, has a key twice in one
    mapping (readers of YAML take the last and drop the others), or a key that YAML reads as true or false."""
    path = Path(path)
    try:
        loader = LOADER(path.read_bytes().decode("utf-8-sig"))
        node = loader.get_single_node()
        bad = list(_bad_keys(node, "", str(path)))  # before merge keys (<<) are put in
        content = loader.construct_document(node) if node and not bad else None
    except FileNotFoundError as error:
        raise InputError(Problem(str(path), "the file is missing", "a YAML file", "run the pipeline first")) from error
    except IsADirectoryError as error:
        raise InputError(Problem(str(path), "it is a folder", "a YAML file", "name the file")) from error
    except UnicodeDecodeError as error:
        raise InputError(not_utf8(error, str(path))) from error
    except yaml.YAMLError as error:
        raise InputError(unreadable(error, str(path))) from error
    except RecursionError as error:
        found, remedy = "a part of it holds itself, by & and *", "write the part out where it is meant"
        raise InputError(Problem(str(path), found, "YAML that comes to an end", remedy)) from error
    except ValueError as error:  # of a date or a number
        raise InputError(_bad_values(node, str(path))) from error
    if bad:
        raise InputError(bad)
    return content


def flat(content: Mapping[Any, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of nested mappings, each by its keys joined by dots; a list, or an empty mapping, is a leaf."""
    for key, value in content.items():
        if isinstance(value, Mapping) and value:
            yield from flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def not_utf8(error: UnicodeDecodeError, file: str) -> Problem:
    """Where the bytes of a file that a person writes are no UTF-8."""
    row = error.object[: error.start].count(b"\n") + 1
    found = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Problem(file, found, "UTF-8 text", "save the file as UTF-8", row=row)


def unreadable(error: yaml.YAMLError, file: str, part: str = "", before: int = 0) -> Problem:
    """What stops the reader, and where. part: which part of the file it read; before: the lines before that part."""
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", error))
    remedy = next((words for sign, words in REMEDIES.items() if sign in said), "look at this row and the one before")
    row = mark.line + 1 + before if mark else None
    return Problem(file, f"{part}not readable as YAML: {said}", "UTF-8 YAML", remedy, row=row)


def row_of(file: str, *keys: object) -> int | None:
    """The row in which the key stands, from the outermost on; of a key that is not there, that of the deepest that is.

    None for a file that is not there or cannot be read, and where not even the first key is.
    """
    try:
        node = _node(Path(file).read_bytes())
    except (OSError, ValueError, yaml.YAMLError):
        return None
    row = None
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == str(key)]
        elif isinstance(node, yaml.SequenceNode):
            found = [(entry, entry) for place, entry in enumerate(node.value) if str(place) == str(key)]
        else:
            break
        if not found:
            break
        row, node = found[0][0].start_mark.line + 1, found[0][1]
    return row


def placed(problems: Iterable[Problem], *keys: object) -> Iterator[Problem]:
    """Problems of a YAML file, each with the row of this key of it where it names no row itself."""
    for problem in problems:
        yield problem if problem.row is not None else replace(problem, row=row_of(problem.file, *keys))


@lru_cache(maxsize=4)
def _node(content: bytes) -> yaml.Node | None:
    return LOADER(content.decode("utf-8-sig")).get_single_node()


def _bad_values(node: yaml.Node | None, file: str) -> Iterator[Problem]:
    """Values that look like a date or a number and are none: 2024-02-30."""
    if isinstance(node, yaml.ScalarNode):
        try:
            LOADER("").construct_object(node)
        except ValueError as error:
            found = f"{node.value} is read as a date or a number, and is none: {error}"
            yield Problem(file, found, "a value", "correct it, or put it in quotes", row=node.start_mark.line + 1)
    elif isinstance(node, yaml.CollectionNode):
        for part in node.value:
            for each in part if isinstance(part, tuple) else [part]:
                yield from _bad_values(each, file)


def _bad_keys(node: yaml.Node | None, path: str, file: str) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                found, remedy = "a key is a list or a mapping", "put it in quotes, or take the bracket or brace away"
                yield Problem(file, found, "a text", remedy, row=key.start_mark.line + 1)
                continue
            name, row = f"{path}.{key.value}".lstrip("."), key.start_mark.line + 1
            if key.value in seen:
                yield Problem(file, f"key {name} stands twice", "each key once", "rename or remove one", row=row)
            if key.tag == "tag:yaml.org,2002:bool":
                found, remedy = f"YAML reads the key {name} as true or false", f'write it in quotes: "{key.value}"'
                yield Problem(file, found, "a text", remedy, row=row)
            seen.add(key.value)
            yield from _bad_keys(value, name, file)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _bad_keys(value, f"{path}.{place}", file)
