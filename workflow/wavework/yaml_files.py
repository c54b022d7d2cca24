"""YAML that people write: read by the parser in C where it is there, which is ten times faster."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from wavework.problems import InputError, Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def loaded(text: str) -> Any:
    """The content of YAML text. Raises yaml.YAMLError."""
    return yaml.load(text, LOADER)


def read_yaml(path: str | Path) -> Any:
    """The content of a YAML file. Raises InputError for one that is missing, unreadable or has a key twice in one
    mapping: readers of YAML take the last and drop the others."""
    path = Path(path)
    try:
        loader = LOADER(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        again = list(_repeated_keys(node, "", str(path)))  # before merge keys (<<) are put in
        content = loader.construct_document(node) if node else None
    except FileNotFoundError as error:
        raise InputError(Problem(str(path), "the file is missing", "a YAML file", "run the pipeline first")) from error
    except UnicodeDecodeError as error:
        raise InputError(Problem(str(path), f"byte {error.start} is not UTF-8", "UTF-8 YAML")) from error
    except yaml.YAMLError as error:
        raise InputError(unreadable(error, str(path))) from error
    if again:
        raise InputError(again)
    return content


def unreadable(error: yaml.YAMLError, file: str, part: str = "", before: int = 0) -> Problem:
    """What stops the reader, and where. part: which part of the file it read; before: the lines before that part."""
    mark = getattr(error, "problem_mark", None)
    found = f"{part}not readable as YAML: {getattr(error, 'problem', error)}"
    row = mark.line + 1 + before if mark else None
    return Problem(file, found, "UTF-8 YAML", "look at this line and before", row=row)


def _repeated_keys(node: yaml.Node | None, path: str, file: str) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = f"{path}.{key.value}".lstrip(".")
            if key.value in seen:
                row = key.start_mark.line + 1
                yield Problem(file, f"key {name} stands twice", "each key once", "rename or remove one", row=row)
            seen.add(key.value)
            yield from _repeated_keys(value, name, file)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _repeated_keys(value, f"{path}.{place}", file)
