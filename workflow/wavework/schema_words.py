"""What a schema asks for, and what to do about a value that is something else, in words for people."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from jsonschema.exceptions import ValidationError

from wavework.problems import did_you_mean

TYPES = {
    "integer": "a whole number", "number": "a number", "string": "a text", "array": "a list",
    "boolean": "true or false", "object": "keys with their values",
}  # fmt: skip
PATTERNS = {
    r"^\d+$": "a whole number",
    r"^-?\d+(\.\d+)?$": "a number",
    r"^(-?\d+(\.\d+)?)?$": "a number, or nothing",
    r"^(\d{1,2}(\.\d+)?|100(\.0+)?)?$": "a number from 0 to 100, or nothing",
    r"^[^|]*(\|[^|]*)?$": "one text, or two with a | between them",
    "^[0-6]$": "a whole number from 0 to 6",
    "^[a-z][a-z0-9_]*$": "a name of small letters, digits and _ that begins with a letter",
    "^[a-z][a-z0-9-]*$": "a name of small letters, digits and - that begins with a letter",
    "^[a-z][a-z_]*$": "a name of small letters and _",
    "^([a-z][a-z0-9_]*)?$": "a name of small letters, digits and _ that begins with a letter, or nothing",
    "^([a-z][a-z0-9-]*)?$": "a name of small letters, digits and - that begins with a letter, or nothing",
    "^[a-z0-9][a-z0-9_]*$": "a name of small letters, digits and _",
    "^[A-Za-z][A-Za-z0-9_]*$": "a name of letters, digits and _ that begins with a letter",
    "^[A-Za-z0-9][A-Za-z0-9_-]*$": "a name of letters, digits, _ and -",
    r"^[a-z][a-z0-9_]*(\|[a-z][a-z0-9_]*)*$": "names of small letters, digits and _, | between them",
    r"^([a-z][a-z0-9_]*(\|[a-z][a-z0-9_]*)*)?$": "names of small letters, digits and _, | between them, or nothing",
    "^([A-Z]{3})?$": "three capital letters, or nothing",
    "^([^>;]+>[a-z0-9_]+(;[^>;]+>[a-z0-9_]+)*)?$": "text>answer;text>answer",
    "^battery:[a-z][a-z0-9_]*$": "battery:<id>",
    "^#[0-9a-fA-F]{6}$": "a colour: # and six hexadecimal digits",
    "^[0-9a-f]{64}$": "a SHA-256",
    r"^\d{4}(-\d\d(-\d\d)?)?$": "a date such as 2026-11-22, or a year",
    r"^(?!/)(?!.*\.\.)[^\\]+$": "a path without .. that begins with no /",
}
A_DATE = re.compile(
    r"\d{4}-\d\d-\d\d.*|\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{1,2}[-. ][^\W\d]{3,4}\.?([- ]\d{2,4})?|[A-Za-z]{3}-\d\d"
)
SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
SPREADSHEET = {
    "true": "yes",
    "false": "no",
    "wahr": "yes",
    "falsch": "no",
    "vrai": "yes",
    "faux": "no",
    "y": "yes",
    "n": "no",
}


def _all_digits(text: str) -> str:
    return f"{float(text.replace(',', '.')):.15g}" if SHORTENED.fullmatch(text) else text


# How a text may have been meant, and what a person is told where it then fits.
MEANT: tuple[tuple[Callable[[str], str], str], ...] = (
    (str.strip, "take away the blanks around it"),
    (lambda text: text.strip().replace(",", "."), "write it with a decimal point"),
    (_all_digits, "write all its digits, in a column that is set to text"),
    (lambda text: SPREADSHEET.get(text.strip().lower(), text), "write yes or no, not what a spreadsheet makes of it"),
    (lambda text: re.sub(r">\s*[^;]+", lambda answer: answer[0].lower(), text), "write answers as scales.csv has them"),
    (lambda text: text.strip().lower(), "write it in small letters"),
    (lambda text: text.strip().upper(), "write it in capital letters"),
    (lambda text: text.strip().rstrip("%").strip(), "write the number alone"),
    (lambda text: re.sub(r"[\s-]+", "_", text.strip().lower()), "write it as a name"),
    (lambda text: re.sub(r"[\s_]+", "-", text.strip().lower()), "write it as a name"),
    (lambda text: text.replace("=", ">").replace(",", ";"), "write each as text>answer, with ; between them"),
    (lambda text: text.replace("\\", "/"), "write it with /"),
    (lambda text: re.sub(r"^(\d\d?)[./](\d\d?)[./](\d{4})$", r"\3-\2-\1", text), "write the year first"),
)  # fmt: skip


def wanted(error: ValidationError) -> tuple[str, str]:
    """What the rule that a value breaks asks for, with what the value means; and what to do."""
    told: Any = error.validator_value
    rule: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    meant = str(rule.get("description", "")).rstrip(".")
    if error.validator == "not" or error.validator is None:
        return "no such key" + (f": {_inside(meant)}" if meant else " here"), "take it out"
    expected = {
        "enum": lambda: "one of " + ", ".join(map(str, told)),
        "type": lambda: TYPES.get(told, str(told)),
        "pattern": lambda: PATTERNS.get(told, f"a text like {told}"),
        "minimum": lambda: f"at least {told}",
        "maximum": lambda: f"at most {told}",
        "exclusiveMinimum": lambda: f"more than {told}",
        "exclusiveMaximum": lambda: f"less than {told}",
        "minLength": lambda: "a text that is not empty",
        "maxLength": lambda: "one sign" if told == 1 else f"at most {told} signs",
        "minItems": lambda: f"at least {told} in the list",
        "minProperties": lambda: f"at least {told} key{'s' if told > 1 else ''}",
        "uniqueItems": lambda: "each once",
        "anyOf": lambda: " or ".join(dict.fromkeys(filter(None, map(meaning, _alternatives(error))))),
        "oneOf": lambda: (
            _one_of_keys(told) or " or ".join(dict.fromkeys(filter(None, map(meaning, _alternatives(error)))))
        ),
    }.get(str(error.validator), lambda: str(error.message))()
    return expected + (f" ({_inside(meant)})" if meant else ""), _remedy(error)


def kind_of(value: object) -> str:
    """What a value is, in the words of TYPES."""
    return "a list" if isinstance(value, list) else "keys with their values" if isinstance(value, Mapping) else "a text"


def meaning(rule: Mapping[str, Any]) -> str:
    """What a rule asks for in a word or two; "" where it does not say."""
    if "enum" in rule:
        return "one of " + ", ".join(map(str, rule["enum"]))
    if "pattern" in rule:
        return PATTERNS.get(rule["pattern"], f"a text like {rule['pattern']}")
    return TYPES.get(str(rule.get("type", "")), "")


def _one_of_keys(told: Sequence[Mapping[str, Any]]) -> str:
    """What `oneOf` expects where each of its cases is that a key is there; else ""."""
    if any(set(case) != {"required"} for case in told):
        return ""
    return "exactly one of the keys " + ", ".join(key for case in told for key in case["required"])


def _alternatives(error: ValidationError) -> list[Mapping[str, Any]]:
    """The rules of an anyOf, with those that a $ref of them names."""
    named = {one.schema_path[0]: one.schema for one in error.context or () if isinstance(one.schema, Mapping)}
    rules: Any = error.validator_value
    return [named.get(place, rule) for place, rule in enumerate(rules)]


def _inside(description: str) -> str:
    """A description as it stands inside of a sentence: not with a capital, but for a name."""
    return description[:1].lower() + description[1:] if not description[1:2].isupper() else description


def _remedy(error: ValidationError) -> str:
    found: Any = error.instance
    told: Any = error.validator_value
    kind = str(error.validator)
    if found is None or found == "":
        return "fill it in"
    if kind == "uniqueItems":
        twice = [text for text, count in Counter(map(str, found)).items() if count > 1]
        return f"take {', '.join(twice)} out once"
    if kind == "type":
        return _of_another_type(error)
    if isinstance(found, str) and kind in ("pattern", "enum", "minLength"):
        for rewritten, words in MEANT:
            if _fits(rewritten(found), kind, told):
                return f"{words}: {rewritten(found)}"
        if kind != "enum" and A_DATE.fullmatch(found.strip()):
            return "write it anew, in a column that is set to text: a spreadsheet has made a date of it"
        return did_you_mean(found, map(str, told), "take one of these") if kind == "enum" else "correct it"
    if kind in ("anyOf", "oneOf") and any(rule.get("type") == "array" for rule in _alternatives(error)):
        return f"write it as a list: [{found}]" if isinstance(found, str) else "correct it"
    return "correct it"


def _fits(text: str, kind: str, told: Any) -> bool:
    return text in told if kind == "enum" else bool(text) and kind == "pattern" and bool(re.search(told, text))


def _of_another_type(error: ValidationError) -> str:
    found: Any = error.instance
    told = str(error.validator_value)
    if told == "string":
        if isinstance(found, bool):
            return 'write it in quotes, such as "yes": YAML reads yes, no, on and off as true or false'
        return f'write it in quotes: "{found}"' if isinstance(found, int | float | date) else "write a text"
    if told == "array" and isinstance(found, str | int | float):
        return f"write it as a list: [{found}]"
    if told == "object":
        properties = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
        if "en" in properties and not isinstance(found, list | Mapping):
            return f"write it by language: {{en: {found}}}"
        needed = error.schema.get("required", []) if isinstance(error.schema, Mapping) else []
        return f"write {{{', '.join(f'{key}: …' for key in needed or ['key'])}}}"
    if told in ("integer", "number") and isinstance(found, str):
        if re.fullmatch(r"\d+ ?%", found) and isinstance(error.schema, Mapping) and error.schema.get("maximum") == 1:
            return f"write the share: {int(found.rstrip('% ')) / 100:g}"
        for rewritten, words in ((str.strip, "write it without quotes"), *MEANT):
            if re.fullmatch(r"-?\d+" if told == "integer" else r"-?\d+(\.\d+)?", rewritten(found)):
                return f"{words}: {rewritten(found)}"
    return "write true or false" if told == "boolean" else "correct it"
