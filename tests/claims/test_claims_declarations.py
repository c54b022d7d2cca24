"""claims.yaml: what is wrong is named with file, claim and key, all of it at once."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from toy_claims import HAVE, toy_book

from wavework.claims.declarations import Known, read_claims, unknown_in_claims, unknown_in_constraints
from wavework.problems import InputError, collected_problems

WORDS = {"en": "A text.", "fr": "Un texte.", "es": "Un texto."}
FILE, CONSTRAINTS = "claims.yaml", "constraints.csv"


def claim(rule: Any = None, **keys: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "section": "data",
        "deck": {"place": WORDS},
        "kind": "finding" if rule else "qualitative",
        "text": WORDS,
        "scope": {"waves": ["w"], "regions": ["R"]},
    }
    return made | ({"rule": rule} if rule else {"why": WORDS}) | keys


def share(**keys: Any) -> dict[str, Any]:
    return {"kind": "share", "wave": "w", "items": ["portal"], "answers": HAVE, "relation": "most"} | keys


@pytest.fixture
def problems(tmp_path: Path):
    """problems(id=claim, …): the text of the error, "" if there is none."""

    def read(stated: str = "", wave: str = "w", editions=(), columns=("item_id", "percent"), **claims: Any) -> str:
        path = tmp_path / FILE
        path.write_text(
            yaml.safe_dump({name.replace("_", "-"): keys for name, keys in claims.items()}), encoding="utf-8"
        )
        book = toy_book({"w": ["portal", "phone", "grade_a"], "v": ["grade_a", "grade_b"]})
        book.crosswalk.loc[book.crosswalk["item"] == "grade_b", "comparable"] = "no"
        known = Known(book, {"w": ["A", "B"], "v": ["A"]}, {"w": "R", "v": "R"}, ["front"], ["data"], editions, columns)
        try:
            declared, table = read_claims(path), pd.DataFrame({"wave": [wave], "claim": [stated]})
            with collected_problems() as found:
                found += unknown_in_claims(declared, known, FILE)
                found += unknown_in_constraints(table, CONSTRAINTS, FILE, [one.id for one in declared], known.units)
        except InputError as error:
            return str(error).replace(str(path), FILE)
        return ""

    return read


def test_a_good_file_has_no_problems(problems):
    assert problems(one=claim(share()), two=claim(), stated="one|two") == ""


def test_a_claim_of_ones_own_stands_nowhere_in_a_source(problems, tmp_path):
    own = claim(share())
    del own["deck"]
    assert problems(one=own, stated="one") == ""
    assert [one.place for one in read_claims(tmp_path / FILE)] == [""]
    slip = claim({"kind": "repeated_label", "labels": ["a", "a"]}, kind="inconsistency")
    del slip["deck"]
    assert "key one.deck is missing" in problems(one=slip)


def test_order_of_the_file_and_defaults(tmp_path):
    path = tmp_path / FILE
    path.write_text(yaml.safe_dump({"b": claim(share()), "a": claim([share(), share(needed=1)])}, sort_keys=False))
    found = read_claims(path)
    assert [(one.id, one.position) for one in found] == [("b", 1), ("a", 2)]
    assert found[0].rules[0]["needed"] == "all"
    assert [rule["needed"] for rule in found[1].rules] == ["all", 1]


# In `told`, ` < ` stands for the line with what was expected and ` > ` for the one with what to do.
BOTH = {"waves": ["v", "w"], "regions": ["R"]}
NOWHERE = {"waves": [], "regions": []}


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (claim(share(wave="x")), "rule.wave: 'x' < a wave of config.yaml"),
        (claim(share(wave="v", items=["grade_a"], answers=["5"])), "rule.wave: 'v' < a wave of the claim's scope"),
        (claim(share(items=["portl"])), "rule.items: 'portl' < an item of items.csv > did you mean portal?"),
        (claim(share(items=["letter"])), "rule.items: 'letter' < an item asked in w"),
        (claim(share(items="battery:chanels")), "rule: 'chanels' < a battery > did you mean channels?"),
        (claim(share(answers=["fuly"])), "rule.answers: 'fuly' < an answer of portal > did you mean fully?"),
        (claim(share(needed=2)), "rule.needed: 2 < at most 1"),
        (claim(share(relation="mostly")), "bad-one.rule.relation is 'mostly' < one of all, none"),
        (claim(share(relation="below")), "key bad-one.rule.value is missing"),
        (claim(share(relation="at_least")), " < exactly one of the keys count, value"),
        (claim(share(relation="at_most", count=2, value=0.5)), " < exactly one of the keys count, value"),
        (claim(share(relation="at_most", count=-1)), "bad-one.rule.count is -1 < at least 0"),
        (claim(share(relation="at_most", value=50)), "bad-one.rule.value is 50 < at most 1"),
        (claim(share(relatoin="most")), "unknown key bad-one.rule.relatoin"),
        (claim({"kind": "shares", "wave": "w"}), "bad-one.rule.kind is 'shares' < one of share, distribution"),
        (
            claim({"kind": "named", "wave": "w", "units": ["Z"], "items": ["portal"], "answers": HAVE}),
            "rule.units: 'Z' < a unit of w",
        ),
        (claim({"kind": "means", "wave": "w", "means": {"grade_b": 3}}), "rule.means: 'grade_b' < an item asked in w"),
        (
            claim({"kind": "increase", "from": "v", "to": "w", "items": ["grade_b"]}, scope=BOTH),
            "rule.items: 'grade_b' < an item asked comparably in v",
        ),
        (
            claim({"kind": "association", "waves": ["w"], "dimension": "front", "expected": "positive"}),
            "rule.kind: association < a study with the e-government index",
        ),
        (claim({"kind": "missing_years", "region": "Q", "years": [2016]}), "rule.region: 'Q' < a region of a wave"),
        (claim(scope={"waves": ["w"], "regions": ["Q"]}), "scope.regions: 'Q' < a region of a wave"),
        (claim(scope={"waves": ["w"], "regions": ["Q", "R"]}), "scope.regions: 'Q'"),
        (claim(scope={"waves": ["q"], "regions": []}), "scope.waves: 'q' < a wave of config.yaml"),
        (claim(scope=NOWHERE | {"items": ["nothing"]}), "scope.items: 'nothing' < an item of items.csv"),
        (
            claim(share(), published=[{"select": {"itm": "a"}, "field": "percent", "is": 1}]),
            "published: 'itm' < a column of published values",
        ),
        (claim(share(), published=[{"select": {"item_id": "a"}, "field": "percent"}]), "published.0"),
        (claim([share(), {"kind": "repeated_label", "labels": ["a", "a"]}]), "several rules, not all on answers"),
        (claim(kind="finding"), "key bad-one.rule is missing"),
        (claim(section="dta"), "bad-one.section: 'dta' < a section of the report > did you mean data?"),
        (claim(section="own_words"), " > correct it, or declare it under sections of config.yaml"),
        (claim(section=3), "bad-one.section is 3"),
        (claim(kind="inconsistency") | {"deck": None}, "bad-one.deck is empty"),
        (claim(text={"fr": "Une seule."}), "key bad-one.text.en is missing"),
        (claim(share()) | {"kind": "qualitative"}, "key bad-one.why is missing"),
    ],
)
def test_what_is_wrong_is_named_with_claim_and_key(problems, bad, told):
    text = problems(good=claim(share()), bad_one=bad)
    assert re.match(rf"{FILE},? .*\bbad-one\b", text)
    assert all(
        part in text for part in told.replace(" < ", "\n  Expected: |").replace(" > ", "|\n  To do: ").split("|")
    )
    assert "good" not in text


def test_all_problems_of_a_file_at_once(problems):
    text = problems(one=claim(share(items=["a_b"])), two=claim(share(answers=["x"])), stated="three")
    for place in ("key one.rule.items", "key two.rule.answers", "constraints.csv, row 2, column claim: 'three'"):
        assert place in text


def test_a_wave_of_a_constraint_that_nobody_knows_is_named(problems):
    text = problems(one=claim(share()), wave="vv")
    assert "constraints.csv, row 2, column wave: 'vv'\n  Expected: a wave of config.yaml" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("one: {kind: finding}\ntwo: {kind: finding}\none: {kind: qualitative}\n", "key one stands twice"),
        ("one: [", "not readable as YAML"),
        ("", "no claims"),
        ("one: !!python/object/apply:os.getcwd []\n", "not readable as YAML"),  # a survey's text makes no objects
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path, content, words):
    path = tmp_path / FILE
    path.write_text(content)
    with pytest.raises(InputError, match=words):
        read_claims(path)
