"""processed/comparability.csv: against a small study by hand, and against the change that is computed."""

from collections.abc import Iterable

import new_waves as made
import pandas as pd
import yaml
from change import changes
from comparability import comparability

from wavework.agreeing_tables import agreeing
from wavework.answers import wave_answers
from wavework.codebook import Codebook
from wavework.exports import read_export
from wavework.tables import read_table

ITEMS = pd.DataFrame({"item": ["zeal", "ease", "price", "colour"]})


def crosswalk(*rows: str) -> pd.DataFrame:
    """wave item comparable [reason]"""
    cells = [[*row.split(maxsplit=3), ""][:4] for row in rows]
    return pd.DataFrame(cells, columns=["wave", "item", "comparable", "reason"]).assign(recode="", column="x")


def told(waves: str, rows: Iterable[str]) -> pd.DataFrame:
    """answers.csv where all that was asked was answered, but for what `rows` (wave unit item status) say."""
    entries = crosswalk(*waves.strip().splitlines())
    units = {"first": ["u1", "u2", "u3"], "second": ["u2", "u3", "u4"], "third": ["u5"]}
    asked = {(row.wave, row.item): row.comparable for row in entries.itertuples()}
    other = {tuple(row.split()[:3]): row.split()[3] for row in rows}
    cells = [
        (wave, unit, item, other.get((wave, unit, item), "answered" if (wave, item) in asked else "not_asked"),
         asked.get((wave, item), "no"))
        for wave, members in units.items() for unit in members for item in ITEMS["item"]
    ]  # fmt: skip
    return pd.DataFrame(cells, columns=["wave", "unit", "item", "status", "comparable"])


WAVES = """
first zeal yes
first ease recoded three answers
first price no asked of costs
second zeal yes
second ease yes
second price yes
second colour yes
third zeal yes
"""
PAIRS = [{"from": "first", "to": "second"}, {"from": "second", "to": "third"}]


def small(*rows: str) -> dict[tuple[str, str], dict[str, str]]:
    table = comparability(
        told(WAVES, rows), crosswalk(*WAVES.strip().splitlines()), ITEMS,
        waves=["first", "second", "third"], pairs=PAIRS,
    )  # fmt: skip
    assert list(table["item"].drop_duplicates()) == list(ITEMS["item"])  # the codebook's order
    assert len(table) == 12
    return {(row["item"], row["wave"]): row for row in table.to_dict("records")}


def outcome(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(str(row[key]) for key in ("comparable", "wave_from", "change", "obstacle", "obstacle_wave", "units"))


def test_each_item_wave_and_pair() -> None:
    found = small()
    assert outcome(found["zeal", "first"]) == ("yes", "", "", "", "", "")
    assert outcome(found["zeal", "second"]) == ("yes", "first", "yes", "", "", "2")
    assert outcome(found["ease", "second"]) == ("yes", "first", "yes", "", "", "2")
    assert outcome(found["price", "second"]) == ("yes", "first", "no", "not_comparable", "first", "")
    assert outcome(found["colour", "second"]) == ("yes", "first", "no", "not_asked", "first", "")
    assert outcome(found["zeal", "third"]) == ("yes", "second", "no", "no_panel", "", "")
    assert outcome(found["colour", "third"]) == ("not_asked", "second", "no", "not_asked", "third", "")
    assert found["ease", "first"]["reason"] == "three answers"
    assert found["price", "first"]["reason"] == "asked of costs"


def test_units_without_an_answer_in_both_waves_leave_no_change() -> None:
    found = small("first u2 zeal no_answer", "second u3 zeal dont_know", "first u3 ease not_applicable")
    assert outcome(found["zeal", "second"]) == ("yes", "first", "no", "no_answers", "", "")
    assert outcome(found["ease", "second"]) == ("yes", "first", "yes", "", "", "1")


def test_nowhere_asked() -> None:
    table = comparability(
        told(WAVES, []), crosswalk("first zeal yes"), ITEMS, waves=["first", "second"], pairs=PAIRS[:1]
    )
    row = table[(table["item"] == "colour") & (table["wave"] == "second")].iloc[0]
    assert (row["obstacle"], row["obstacle_wave"]) == ("not_asked", "")


def test_the_study_computes_change_where_the_table_says_so(book: Codebook) -> None:
    """The items of processed/statistics/change.csv are those with change: yes, for each pair."""
    config = yaml.safe_load((made.REPOSITORY / "config.yaml").read_text(encoding="utf-8"))
    waves = {wave: choices for wave, choices in config["waves"].items() if "region" in choices}  # those of answers
    parts = []
    for wave, choices in waves.items():
        columns = [choices["unit_column"], *book.crosswalk.loc[book.crosswalk["wave"] == wave, "column"]]
        export = read_export(made.REPOSITORY / choices["export"], platform=choices["platform"], columns=columns)
        keys = {"incomplete": "drop", "duplicates": "refuse", **choices}
        parts.append(wave_answers(export, wave, keys, book, "reconstructed")[0])
    answers = pd.concat(parts, ignore_index=True).astype(object).fillna("")
    pairs = [pair for pair in config["comparisons"]["change"] if pair["to"] in waves]
    table = comparability(answers, book.crosswalk, book.items, waves=list(waves), pairs=pairs)
    tables = agreeing(answers.assign(basis="collected"), book, development=50)
    found, _ = changes(tables, pairs=pairs, minimum_answered=0.5, seed=1, resamples=99, alpha=0.05)
    for pair in pairs:
        computed = found[(found["wave"] == pair["to"]) & found["question"].isin(["item change", "rank change"])]
        said = table[(table["wave"] == pair["to"]) & (table["change"] == "yes")]
        assert set(computed["item"]) - {""} == set(said["item"])
        assert len(said) > 20
    assert read_table(made.CODEBOOK / "crosswalk.csv").shape[0] == (table["comparable"] != "not_asked").sum()
