"""Validation by JSON Schema with messages for people: the key, what was found, what to write instead."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from wavework.problems import InputError, Problem, did_you_mean
from wavework.yaml_files import loaded

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
            "oneOf": lambda: _one_of_keys(told) or str(error.message),
            "minLength": lambda: "a text that is not empty",
        }.get(str(error.validator), lambda: str(error.message))()
        yield Problem(
            file,
            f"{key or 'the whole'} is {error.instance!r}"[:300],
            expected,
            str(rule.get("description", "")),
        )


def _one_of_keys(told: Sequence[Mapping[str, Any]]) -> str:
    """What `oneOf` expects where each of its cases is that a key is there; else ""."""
    if any(set(case) != {"required"} for case in told):
        return ""
    return "exactly one of the keys " + ", ".join(key for case in told for key in case["required"])


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
