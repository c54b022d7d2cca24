"""Precision of the matching: what differs from the codebook in one thing is never proposed as comparable in silence."""

import csv
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import new_waves as made
import pandas as pd
import pytest

from wavework.codebook import Codebook
from wavework.drafting import Draft, drafted_wave, earlier_waves, report_lines
from wavework.drafting.headings import heard, readings, wordings
from wavework.drafting.joint_assignment import Others, assigned
from wavework.drafting.likeness import likeness, words
from wavework.exports import read_export

Drafted = Callable[..., Draft]
BACK_OFFICE = made.items_of("back_office")
QUESTION = made.BATTERIES["back_office"]["question_en"]


def row_of(draft: Draft, item: str) -> dict[str, str]:
    rows = draft.rows[draft.rows["item"] == item].to_dict("records")
    assert len(rows) <= 1
    return rows[0] if rows else {}


def headed(items: list[str], question: str = QUESTION, **other: str) -> list[tuple[str, str, str]]:
    """Columns B02[SQ001], … of code & text headings over items; other: item -> its row where it is worded otherwise."""
    return [
        (
            f"B02[SQ{place:03d}]",
            f"B02[SQ{place:03d}]. {question} [{other.get(item, made.ITEMS[item]['label_en'])}]",
            item,
        )
        for place, item in enumerate(items, start=1)
    ]


def drafted_survey(tmp_path: Path, drafted: Drafted, columns: list, cell: made.Cell, **options: object) -> Draft:
    heads = {code: f"{code}. {code}" for code in made.LIMESURVEY}  # code & text headings also over the system columns
    unit = "country. Country"
    return drafted(made.limesurvey(tmp_path / "x.csv", made.AP, columns, cell, unit, heads=heads, **options))


def test_words_are_compared_without_case_accents_marks_html_and_numbers() -> None:
    assert words("<b>3. Système</b> de&nbsp;gestion –  des dossiers&#160;?") == words("systeme de gestion des dossiers")
    assert words("Data") != words("Date")
    assert likeness(words("Digital strategy for the back office"), words("Digital strategy for the front office")) < 1


def test_a_heading_is_read_in_every_way_that_platforms_write_it(book) -> None:
    item = wordings(book, {})["bo_case_management"]
    for heading in (
        f"{QUESTION} [Case management system]", f"{QUESTION} - Case management system", "Case management system",
        f"{QUESTION}: Case management system",
        f"{QUESTION[:-1]}-Case management system", f"{QUESTION}.Case management system", "12. Case management system*",
    ):  # fmt: skip
        assert heard(readings(heading), item).row == 1.0, heading
    assert heard(readings("Plans for next year? [Case management system]"), item).question == 0.0


def test_the_heading_decides_where_a_battery_is_asked_in_another_order(tmp_path: Path, drafted: Drafted) -> None:
    turned = BACK_OFFICE[3:] + BACK_OFFICE[:3]
    draft = drafted_survey(tmp_path, drafted, headed(turned), made.label("en"))
    assert list(draft.rows["item"]) == turned
    assert set(draft.rows["comparable"]) == {"yes"}
    assert len(draft.moved) == len(BACK_OFFICE)  # each code held another item in 2022
    assert "B02[SQ001]: bo_strategy -> bo_profiling" in draft.moved


@pytest.mark.parametrize(
    ("item", "wording"),
    [
        ("bo_case_management", "System for case management"),
        ("bo_real_time_lmi", "Labour market information"),  # not in real time: not comparable, as in 2020
        ("bo_cloud", "Cloud platform for external services"),
        ("bo_strategy", "Digital strategy for the front office"),  # an item of another battery
        ("bo_data_exchange", "Data exchange with other agencies (planned)"),
    ],
)
def test_another_wording_is_never_comparable_in_silence(
    tmp_path: Path, drafted: Drafted, item: str, wording: str
) -> None:
    draft = drafted_survey(tmp_path, drafted, headed(BACK_OFFICE, **{item: wording}), made.label("en"))
    column = f"B02[SQ{BACK_OFFICE.index(item) + 1:03d}]"
    rows = draft.rows[draft.rows["column"] == column].to_dict("records")
    assert all(row["comparable"] == "?" and row["look"] for row in rows)
    others = draft.rows[draft.rows["column"] != column]
    assert set(others["comparable"]) == {"yes"}
    assert list(others["item"]) == [one for one in BACK_OFFICE if one != item]


def test_the_same_rows_under_another_question_are_in_doubt(tmp_path: Path, drafted: Drafted) -> None:
    columns = headed(BACK_OFFICE, "Which of these do your clients ask for most often?")
    draft = drafted_survey(tmp_path, drafted, columns, made.label("en"))
    assert set(draft.rows["comparable"]) == {"?"}
    assert all("the question above it is not" in look for look in draft.rows["look"])


def test_of_two_questions_with_the_same_rows_the_one_that_was_asked_before_is_meant(
    tmp_path: Path, drafted: Drafted
) -> None:
    again = [
        (f"B03[SQ{place:03d}]", f"B03[SQ{place:03d}]. Which will you buy? [{made.ITEMS[item]['label_en']}]", item)
        for place, item in enumerate(BACK_OFFICE, start=1)
    ]
    draft = drafted_survey(tmp_path, drafted, [*again, *headed(BACK_OFFICE)], made.label("en"))
    assert {row["column"][:3] for row in draft.rows.to_dict("records")} == {"B02"}
    assert set(draft.rows["comparable"]) == {"yes"}
    assert len([text for text in draft.unmatched if text.startswith("B03")]) == len(BACK_OFFICE)


SIBLING = QUESTION.replace("are in place", "are planned")


def with_siblings(book: Codebook) -> Codebook:
    """The codebook with a second battery: the rows of the back office under a question that differs in a word."""
    assert SIBLING != QUESTION
    battery = book.batteries[book.batteries["battery"] == "back_office"]
    battery = battery.assign(battery="planned", question_en=SIBLING, question_fr="", question_es="")
    titles = {f"title_{language}": "" for language in ("en", "fr", "es")}
    items = book.items[book.items["battery"] == "back_office"]
    items = items.assign(battery="planned", item="plan_" + items["item"])
    return replace(
        book, batteries=pd.concat([book.batteries, battery.assign(**titles)]), items=pd.concat([book.items, items])
    )


def of_siblings(tmp_path: Path, book: Codebook, columns: list[tuple[str, str, str]]) -> Draft:
    heads = {code: f"{code}. {code}" for code in made.LIMESURVEY}
    path = made.limesurvey(tmp_path / "x.csv", made.AP, columns, made.label("en"), "country. Country", heads=heads)
    return drafted_wave(read_export(path), "new_wave", with_siblings(book), earlier_waves({}, "AP", 2024, {}))


def asked_under(question: str, letter: str) -> list[tuple[str, str, str]]:
    return [(code.replace("B02", letter), heading.replace("B02", letter), item)
            for code, heading, item in headed(BACK_OFFICE, question)]  # fmt: skip


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_sibling_questions_the_identical_one_is_meant(tmp_path: Path, book: Codebook, turned: bool) -> None:
    """In whichever order they stand: a like question is none where an identical one is."""
    questions = [asked_under(SIBLING, "P"), asked_under(QUESTION, "Q")][:: -1 if turned else 1]
    draft = of_siblings(tmp_path, book, [column for columns in questions for column in columns])
    expected = {f"Q[SQ{place:03d}]": item for place, item in enumerate(BACK_OFFICE, start=1)}
    expected |= {f"P[SQ{place:03d}]": f"plan_{item}" for place, item in enumerate(BACK_OFFICE, start=1)}
    assert dict(zip(draft.rows["column"], draft.rows["item"], strict=True)) == expected
    assert set(draft.rows["comparable"]) == {"yes"}


def test_a_question_between_two_siblings_is_left_open_with_both_named(tmp_path: Path, book: Codebook) -> None:
    """Neither is identical, and neither is the likelier one."""
    between = QUESTION.replace("are in place", "are in place or are planned")
    draft = of_siblings(tmp_path, book, asked_under(between, "P"))
    assert set(draft.rows["item"]) == set(draft.rows["comparable"]) == {"?"}
    assert not any(draft.rows["recode"])
    for row, item in zip(draft.rows.to_dict("records"), BACK_OFFICE, strict=True):
        planned = f"plan_{item}"
        assert f"it fits {item} as well" in row["look"] or f"it fits {planned} as well" in row["look"]
        report = "\n".join(report_lines(draft, with_siblings(book)))
        assert f"-> {item} or {planned}," in report or f"-> {planned} or {item}," in report
    assert not set(draft.missing) & {*BACK_OFFICE, *(f"plan_{item}" for item in BACK_OFFICE)}


def test_a_like_question_is_in_doubt(tmp_path: Path, drafted: Drafted) -> None:
    draft = drafted_survey(tmp_path, drafted, headed(BACK_OFFICE, SIBLING), made.label("en"))
    assert list(draft.rows["item"]) == BACK_OFFICE
    assert set(draft.rows["comparable"]) == {"?"}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"aA": 1.0, "aB": 0.97, "bA": 0.97}, {"aA": Others()}),  # identical first: not aB and bA
        ({"aA": 0.9, "aB": 0.9, "bB": 0.9}, {"aA": Others(), "bB": Others()}),  # only so both have one
        ({"aA": 0.9, "aB": 0.88}, {"aA": Others(items=("B",))}),
        ({"aA": 0.9, "aB": 0.85}, {"aA": Others()}),
        ({"aA": 1.0, "bA": 1.0}, {"aA": Others(columns=("b",))}),
        ({"aA": 1.0, "bA": 0.99}, {"aA": Others()}),
        (
            {"aA": 0.9, "aB": 0.9, "bA": 0.9, "bB": 0.9},
            {"aA": Others(("B",), ("b",)), "bB": Others(("A",), ("a",))},
        ),
        ({"aA": 0.8, "aB": 0.9, "bB": 0.9, "cC": 0.5}, {"aA": Others(), "bB": Others(), "cC": Others()}),
    ],
)
def test_columns_and_items_are_assigned_together(scores: dict[str, float], expected: dict[str, Others]) -> None:
    found = assigned({(pair[0], pair[1]): score for pair, score in scores.items()})
    assert {column + item: others for (column, item), others in found.items()} == expected


def test_what_speaks_for_a_pair_decides_which_of_equal_ones_is_proposed() -> None:
    scores = {("a", "A"): 0.9, ("a", "B"): 0.9}
    assert assigned(scores, [("a", "B")]) == {("a", "B"): Others(items=("A",))}


def test_two_columns_with_one_heading_are_both_in_doubt(tmp_path: Path, drafted: Drafted) -> None:
    twice = [("B02[SQ001]", f"B02[SQ001]. {QUESTION} [Case management system]", "bo_case_management"),
             ("B02[SQ002]", f"B02[SQ002]. {QUESTION} [Case management system]", "bo_case_management")]  # fmt: skip
    draft = drafted_survey(tmp_path, drafted, twice, made.label("en"))
    assert row_of(draft, "bo_case_management")["comparable"] == "?"
    assert "column B02[SQ002] fits the item as well" in row_of(draft, "bo_case_management")["look"]


def test_a_heading_over_another_kind_of_answers_is_not_proposed(tmp_path: Path, drafted: Drafted) -> None:
    def cell(item: str, service: int) -> str:
        kinds = ("SAP from 2019", "own system", "Oracle", "paper and spreadsheets", "bought in 2021")
        return kinds[service % 5] if item == "bo_case_management" else made.label("en")(item, service)

    draft = drafted_survey(tmp_path, drafted, headed(BACK_OFFICE), cell)
    assert row_of(draft, "bo_case_management") == {}
    assert [(match.column.code, match.item) for match in draft.misfits] == [("B02[SQ003]", "bo_case_management")]


def test_html_in_headings(tmp_path: Path, drafted: Drafted) -> None:
    worded = {
        item: f'<span style=""color:red"">{made.ITEMS[item]["label_en"]}</span><script>alert(1)</script>&nbsp;'
        for item in BACK_OFFICE
    }
    columns = headed(BACK_OFFICE, f"<p><strong>{QUESTION}</strong><br/></p>", **worded)
    draft = drafted_survey(tmp_path, drafted, columns, made.label("en"))
    assert list(draft.rows["item"]) == BACK_OFFICE
    assert set(draft.rows["comparable"]) == {"yes"}
    assert not draft.rows["heading"].str.contains("[<>]").any()


def test_answer_codes_without_labels_are_in_doubt_in_other_columns_than_before(
    tmp_path: Path, drafted: Drafted
) -> None:
    other = [
        (code.replace("B02", "Z9"), heading.replace("B02", "Z9"), item) for code, heading, item in headed(BACK_OFFICE)
    ]
    draft = drafted_survey(tmp_path, drafted, other, made.code)
    assert set(draft.rows["comparable"]) == {"?"}
    assert all("codes without labels" in look for look in draft.rows["look"])


def test_answer_codes_of_the_same_columns_as_before_are_believed_if_all_of_them_occur(
    tmp_path: Path, drafted: Drafted
) -> None:
    assert set(drafted_survey(tmp_path, drafted, headed(BACK_OFFICE), made.code).rows["comparable"]) == {"yes"}

    def three_answers(item: str, service: int) -> str:
        return ("A1", "A2", "A3", "A9")[service % 4]  # A3 may be "no", as it was in 2020

    draft = drafted_survey(tmp_path, drafted, headed(BACK_OFFICE), three_answers)
    assert set(draft.rows["comparable"]) == {"?"}
    assert all("was it offered?" in look for look in draft.rows["look"])


def test_an_answer_that_nobody_of_many_gave_may_not_have_been_offered(tmp_path: Path, drafted: Drafted) -> None:
    def no_plans(item: str, service: int) -> str:
        answer = made.given(item, service)
        return "No, and not planned" if answer["answer"] == "planned" else answer["label_en"]

    draft = drafted_survey(tmp_path, drafted, headed(BACK_OFFICE), no_plans)  # 9 items, 11 services
    assert set(draft.rows["comparable"]) == {"?"}
    assert "none of the 99 answers to the question is No, but concrete plans" in draft.rows["look"].iloc[0]


def test_only_answers_of_responses_that_count(tmp_path: Path, drafted: Drafted) -> None:
    """An unfinished response neither names a unit nor brings an answer into doubt."""
    path = made.limesurvey(tmp_path / "x.csv", made.AP, [("Q1", "bo_cloud", "bo_cloud")], made.label("en"))
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    unit = len(made.LIMESURVEY)
    unfinished = ["99", "", *rows[2][2:unit], "Atlantis", "who knows", ""]
    path.write_bytes(made.csv_bytes([*rows, unfinished], quoting=csv.QUOTE_ALL, bom=True))
    draft = drafted(path)
    assert draft.units.unknown == {}
    assert not draft.shown


def test_every_certain_proposal_is_right_however_headings_are_mangled(tmp_path: Path, drafted: Drafted, book) -> None:
    """Headings of all items of 2022, two thirds of them mangled at random: words dropped, added, swapped with others.

    What is proposed with certainty must be a column whose heading was left alone, under its own item.
    """
    items = [row["item"] for row in made.codebook("crosswalk") if row["wave"] == "ilo_ap_2022"]
    dice = random.Random(11)
    vocabulary = sorted({word for item in items for word in made.ITEMS[item]["label_en"].split()})
    columns, intact = [], {}
    for place, item in enumerate(items):
        question, row = made.asked(item, "en")
        kind = dice.choice(["intact", "row", "question"])
        if kind == "row":
            parts = row.split()
            change = dice.choice(["drop", "add", "swap"])
            at = dice.randrange(max(len(parts), 1))
            if change == "drop" and len(parts) > 1:
                del parts[at]
            elif change == "swap" and parts:
                parts[at] = dice.choice(vocabulary)
            else:
                parts.insert(at, dice.choice(vocabulary))
            row = " ".join(parts)
        elif kind == "question":
            question = f"How satisfied are you with item {place}?"
        heading = f"{question} [{row}]" if row else question
        if words(heading) == words(" [".join(made.asked(item, "en")) + "]") or kind == "intact":
            intact[heading] = item
        columns.append((f"Q{place}", heading, item))

    heads = {"id": "Response ID", "submitdate": "Date submitted"}
    answers = made.full_answer("en", "Yes", "No")
    draft = drafted(made.limesurvey(tmp_path / "x.csv", made.AP, columns, answers, heads=heads))
    certain = draft.rows[draft.rows["comparable"] == "yes"]
    assert len(certain) >= 15
    for row in certain.to_dict("records"):
        assert intact.get(row["heading"]) == row["item"], row
    assert len(certain) + len(draft.rows[draft.rows["comparable"] != "yes"]) == len(draft.rows)
    assert "\n".join(report_lines(draft, book))  # the report can be written of such a draft
