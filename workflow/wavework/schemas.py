"""Validation by JSON Schema with messages for people: the key, what was found, what to write instead."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from wavework.problems import InputError, Problem, did_you_mean

SCHEMAS = Path(__file__).parent.parent / "schemas"


def schema(name: str) -> dict[str, Any]:
    """The schema `workflow/schemas/<name>.schema.yaml`."""
    return yaml.safe_load((SCHEMAS / f"{name}.schema.yaml").read_text(encoding="utf-8"))


def with_defaults(content: Any, rules: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Any:
    """`content` with the schema's defaults in the place of missing keys, at every depth."""
    root = root or rules
    if "$ref" in rules:
        return with_defaults(content, _resolved(rules["$ref"], root), root)
    if isinstance(content, Mapping):
        filled = dict(content)
        for key, rule in rules.get("properties", {}).items():
            if key not in filled and "default" in rule:
                filled[key] = deepcopy(rule["default"])
        others = rules.get("additionalProperties")
        known = rules.get("properties", {})
        return {
            key: with_defaults(value, known.get(key, others if isinstance(others, Mapping) else {}), root)
            for key, value in filled.items()
        }
    if isinstance(content, list):
        return [with_defaults(value, rules.get("items", {}), root) for value in content]
    return content


def _resolved(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def schema_problems(content: Any, rules: Mapping[str, Any], file: str) -> list[Problem]:
    """Every way in which `content` breaks the schema, in the order of the keys."""
    errors = Draft202012Validator(rules).iter_errors(content)
    found = (
        problem
        for error in sorted(errors, key=lambda e: [str(part) for part in e.absolute_path])
        for problem in _said(error, file)
    )
    return list(dict.fromkeys(found))  # jsonschema says "required" once per missing key, each time of all of them


def _said(error: ValidationError, file: str) -> Iterable[Problem]:
    told: Any = error.validator_value
    key = ".".join(str(part) for part in error.absolute_path)
    rule: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        known = sorted(rule.get("properties", {}))
        for unknown in sorted(set(error.instance) - set(known)):
            yield Problem(
                file,
                f"unknown key {'.'.join(filter(None, [key, str(unknown)]))}",
                f"one of {', '.join(known)}" if known else "no such key",
                did_you_mean(str(unknown), known, "remove it or correct its name"),
                column=None,
            )
    elif error.validator == "required":
        instance: Any = error.instance
        for name in (name for name in told if name not in instance):
            yield Problem(file, f"key {'.'.join(filter(None, [key, name]))} is missing", "a value", "add it")
    else:
        expected = {
            "enum": lambda: "one of " + ", ".join(map(str, told)),
            "type": lambda: f"a value of type {told}",
            "pattern": lambda: f"a text like {told}",
            "minimum": lambda: f"at least {told}",
            "maximum": lambda: f"at most {told}",
            "minLength": lambda: "a text that is not empty",
        }.get(str(error.validator), lambda: str(error.message))()
        yield Problem(
            file,
            f"{key or 'the whole'} is {error.instance!r}"[:300],
            expected,
            str(rule.get("description", "")),
        )


def read_yaml(path: str | Path) -> Any:
    """The content of a YAML file. Raises InputError for one that is unreadable or has a key twice in one mapping:
    readers of YAML take the last and drop the others."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise InputError(Problem(str(path), f"byte {error.start} is not UTF-8", "UTF-8 YAML")) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = f"not readable as YAML: {getattr(error, 'problem', error)}"
        row = mark.line + 1 if mark else None
        raise InputError(Problem(str(path), found, "UTF-8 YAML", "look at this line and before", row=row)) from error
    if again := list(_repeated_keys(node, "", str(path))):
        raise InputError(again)
    return content


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


def validated(content: Any, name: str, file: str) -> Any:
    """`content` with defaults, or an InputError that names every key that is wrong."""
    rules = schema(name)
    problems = schema_problems(content, rules, file)
    if problems:
        raise InputError(problems)
    return with_defaults(content, rules)


def table_problems(table: pd.DataFrame, name: str, file: str) -> list[Problem]:
    """Problems of a table whose rows have the schema `name`: columns first, then every bad cell."""
    rules = schema(name)
    columns = rules["properties"]
    missing = [column for column in rules.get("required", []) if column not in table.columns]
    unknown = [str(column) for column in table.columns if column not in columns]
    if missing or unknown:
        return [
            Problem(file, f"column {column} is missing", f"columns {', '.join(columns)}", "add it", column=column)
            for column in missing
        ] + [
            Problem(file, f"unknown column {column}", f"columns {', '.join(columns)}", "remove it", column=column)
            for column in unknown
        ]
    validator = Draft202012Validator(rules)
    problems = []
    for row, record in enumerate(table.to_dict("records"), start=2):
        for error in validator.iter_errors(record):
            column = str(error.absolute_path[0]) if error.absolute_path else None
            said = next(iter(_said(error, file)))
            found = repr(error.instance) if column else said.found
            problems.append(Problem(file, found, said.expected, said.remedy, row=row, column=column))
    return problems
