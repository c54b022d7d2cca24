"""Validation by JSON Schema with messages for people: the key, what was found, what to write instead."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from wavework.problems import InputError, Problem, did_you_mean
from wavework.schema_words import kind_of, meaning, wanted
from wavework.yaml_files import loaded, row_of

SCHEMAS = Path(__file__).parent.parent / "schemas"


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema `workflow/schemas/<name>.schema.yaml`."""
    return loaded((SCHEMAS / f"{name}.schema.yaml").read_text(encoding="utf-8"))


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


def schema_problems(content: Any, rules: Mapping[str, Any], file: str, *within: str) -> list[Problem]:
    """Every way in which `content` breaks the schema, in the order of the keys, each with its row in the file.

    within: the keys of the file under which the content stands.
    """
    errors = Draft202012Validator(rules).iter_errors(content)
    found = (
        problem
        for error in sorted(errors, key=lambda e: [str(part) for part in e.absolute_path])
        for problem in _said(error, file, within)
    )
    return list(dict.fromkeys(found))  # jsonschema says "required" once per missing key, each time of all of them


def _said(error: ValidationError, file: str, within: Sequence[str]) -> Iterator[Problem]:
    path = [*within, *error.absolute_path]
    rule: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    told: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "additionalProperties" and isinstance(instance, Mapping):
        known = sorted(rule.get("properties", {}))
        for unknown in sorted(set(instance) - set(known), key=str):
            remedy = did_you_mean(str(unknown), known, "remove it or correct its name")
            if instance[unknown] is None and str(unknown).isdecimal():
                remedy = "write numbers with a decimal point; a text that holds a comma stands in quotes"
            expected = f"one of {', '.join(known)}" if known else "no such key"
            row = row_of(file, *path, unknown)
            yield Problem(file, f"unknown key {_key(path, unknown)}", expected, remedy, row)
    elif error.validator == "required":
        for name in (name for name in told if name not in instance):
            expected, remedy = meaning(rule.get("properties", {}).get(name, {})) or "a value", "add it"
            yield Problem(file, f"key {_key(path, name)} is missing", expected, remedy, row_of(file, *path))
    elif "propertyNames" in error.absolute_schema_path:
        yield Problem(file, f"key {_key(path, instance)}", *wanted(error), row_of(file, *path, instance))
    else:
        found = f"{_key(path)} is {'empty' if instance is None else _shown(instance)}"
        if not path:
            found = "the file is empty" if instance is None else f"the file holds {kind_of(instance)} at its top"
        yield Problem(file, found[:300], *wanted(error), row_of(file, *path))


def _key(path: Sequence[object], *more: object) -> str:
    return ".".join(map(str, [*path, *more]))


def _shown(instance: Any) -> str:
    """A value as it is written in YAML."""
    if isinstance(instance, bool):
        return str(instance).lower()
    return str(instance) if isinstance(instance, date) else repr(instance)


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
    needed = rules.get("required", [])
    missing = [column for column in needed if column not in table.columns]
    unknown = [str(column) for column in table.columns if column not in columns]
    if len(missing) == len(needed):
        found, remedy = (
            f"none of the columns {', '.join(needed)}",
            "write the header in its first row, and save it as CSV",
        )
        return [Problem(file, found, f"columns {', '.join(columns)}", remedy, row=1)]
    if missing or unknown:
        expected = f"columns {', '.join(columns)}"
        return [
            Problem(file, f"column {column} is missing", expected, _renamed(column, unknown), 1, column)
            for column in missing
        ] + [
            Problem(file, f"unknown column {column!r}", expected, did_you_mean(column, missing, "remove it"), 1, column)
            for column in unknown
        ]
    validator = Draft202012Validator(rules)
    problems = []
    for row, record in enumerate(table.to_dict("records"), start=2):
        if not any(record.values()):
            problems.append(Problem(file, "an empty row", "a row with cells", "take the row out", row))
            continue
        for error in validator.iter_errors(record):
            column = str(error.absolute_path[0])
            problems.append(Problem(file, repr(error.instance), *wanted(error), row=row, column=column))
    return problems


def _renamed(column: str, unknown: Sequence[str]) -> str:
    near = get_close_matches(column, unknown, n=1)
    return f"add it, or rename {near[0]!r}" if near else "add it"
