"""Messages of schemas: they name the key, what was found, and what to write instead."""

import pandas as pd
import pytest

from wavework.problems import InputError
from wavework.schema_words import PATTERNS
from wavework.schemas import SCHEMAS, schema, schema_problems, table_problems, validated, with_defaults

RULES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title"],
    "$defs": {"share": {"type": "number", "minimum": 0, "maximum": 1}},
    "properties": {
        "title": {"type": "string", "description": "What it is called."},
        "kind": {"enum": ["bar", "line"], "default": "bar"},
        "least": {"$ref": "#/$defs/share", "default": 0.5, "description": "A share."},
        "parts": {
            "type": "object",
            "default": {},
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"drop": {"type": "boolean", "default": True}, "name": {"type": "string"}},
            },
        },
    },
}


def said(content):
    return [str(problem) for problem in schema_problems(content, RULES, "f.yaml")]


def test_an_unknown_key_is_named_with_the_nearest_one():
    assert said({"title": "x", "knid": "bar"}) == [
        "f.yaml: unknown key knid\n  Expected: one of kind, least, parts, title\n  To do: did you mean kind?"
    ]
    assert said({"title": "x", "zzz": 1}) == [
        "f.yaml: unknown key zzz\n  Expected: one of kind, least, parts, title\n  To do: remove it or correct its name"
    ]


def test_a_nested_key_is_named_with_its_whole_path():
    assert said({"title": "x", "parts": {"ap": {"dorp": True}}}) == [
        "f.yaml: unknown key parts.ap.dorp\n  Expected: one of drop, name\n  To do: did you mean drop?"
    ]


def test_all_problems_are_said_in_the_order_of_the_keys():
    found = said({"parts": {"ap": {"name": 3}}, "kind": "pie", "least": 1.5, "extra": 0})
    assert found == [
        "f.yaml: unknown key extra\n  Expected: one of kind, least, parts, title\n"
        "  To do: remove it or correct its name",
        "f.yaml: key title is missing\n  Expected: a text\n  To do: add it",
        "f.yaml: kind is 'pie'\n  Expected: one of bar, line\n  To do: take one of these",
        "f.yaml: least is 1.5\n  Expected: at most 1\n  To do: correct it",
        'f.yaml: parts.ap.name is 3\n  Expected: a text\n  To do: write it in quotes: "3"',
    ]


def test_every_missing_key_is_named_not_only_the_first():
    rules = {"type": "object", "required": ["a", "b", "c"], "properties": {}}
    assert [problem.found for problem in schema_problems({"b": 1}, rules, "f")] == [
        "key a is missing",
        "key c is missing",
    ]


def test_an_endless_value_is_cut():
    [problem] = schema_problems({"title": ["x" * 5000]}, RULES, "f.yaml")
    assert len(problem.found) == 300


def test_defaults_fill_what_is_missing_at_every_depth_and_change_nothing_else():
    given = {"title": "x", "parts": {"ap": {"name": "A"}, "lac": {"drop": False}}}
    assert with_defaults(given, RULES) == {
        "title": "x",
        "kind": "bar",
        "least": 0.5,
        "parts": {"ap": {"name": "A", "drop": True}, "lac": {"drop": False}},
    }
    assert given == {"title": "x", "parts": {"ap": {"name": "A"}, "lac": {"drop": False}}}


def test_defaults_are_not_shared_between_contents():
    first, second = with_defaults({"title": "x"}, RULES), with_defaults({"title": "y"}, RULES)
    first["parts"]["new"] = 1
    assert second["parts"] == {}


def test_validated_raises_with_every_problem():
    with pytest.raises(InputError) as error:
        validated({"sources": [{"file": "/etc/passwd"}, {"fiel": "x"}]}, "sources", "raw/sources.yaml")
    found = [problem.found for problem in error.value.problems]
    assert "sources.0.file is '/etc/passwd'" in found
    assert "unknown key sources.1.fiel" in found
    assert "key sources.1.file is missing" in found


def test_columns_of_a_table_come_before_its_cells():
    table = pd.DataFrame({"wave": [""], "unit": ["x"], "itm": ["y"]})
    problems = [str(problem) for problem in table_problems(table, "corrections", "corrections.csv")]
    known = "wave, unit, item, found, corrected, reason, source"
    expected, place = f"\n  Expected: columns {known}\n  To do: ", "corrections.csv, row 1, column"
    assert problems == [
        f"{place} item: column item is missing{expected}add it, or rename 'itm'",
        *(
            f"{place} {name}: column {name} is missing{expected}add it"
            for name in ("found", "corrected", "reason", "source")
        ),
        f"{place} itm: unknown column 'itm'{expected}did you mean item?",
    ]


def test_every_bad_cell_of_a_table_is_named_by_row_and_column():
    rows = [
        {"wave": "w1", "column": "Q1", "item": "a", "comparable": "yes", "recode": "", "reason": ""},
        {"wave": "", "column": "Q2", "item": "b", "comparable": "maybe", "recode": "A1-yes", "reason": ""},
        {"wave": "w1", "column": "Q3", "item": "c", "comparable": "no", "recode": "", "reason": ""},
    ]
    problems = table_problems(pd.DataFrame(rows), "crosswalk", "crosswalk.csv")
    assert [(problem.row, problem.column, problem.found) for problem in problems] == [
        (3, "wave", "''"),
        (3, "comparable", "'maybe'"),
        (3, "recode", "'A1-yes'"),
        (4, "reason", "''"),
    ]
    assert problems[1].expected == "one of yes, recoded, no"
    assert problems[3].expected == "a text that is not empty (why the item is recoded or not comparable)"


@pytest.mark.parametrize("name", sorted(path.name.split(".")[0] for path in SCHEMAS.glob("*.yaml")))
def test_every_rule_of_a_schema_can_be_said_in_words(name):
    """Each pattern has its words, and no description is cut by a comma (in YAML's {} it would begin another key)."""
    patterns, cut = [], []

    def walk(rules):
        for key, rule in (
            rules.items() if isinstance(rules, dict) else enumerate(rules) if isinstance(rules, list) else ()
        ):
            if key == "pattern" and isinstance(rule, str):
                patterns.append(rule)
            if rule is None:
                cut.append(key)
            walk(rule)

    walk(schema(name))
    assert [pattern for pattern in patterns if pattern not in PATTERNS] == []
    assert cut == []


@pytest.mark.parametrize("name", sorted(path.name.split(".")[0] for path in SCHEMAS.glob("*.yaml")))
def test_every_schema_refuses_unknown_keys(name):
    rules = schema(name)
    closed = rules.get("additionalProperties")
    # a mapping of ids (figures, claims) has a rule for their content and a pattern for the ids themselves
    assert closed is False or (closed is not None and "propertyNames" in rules)
