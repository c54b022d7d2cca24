"""Answers against scales: what maps by label is prefilled, the rest is left to a person."""

from collections.abc import Callable
from pathlib import Path

import new_waves as made
import pytest

from wavework.drafting import Draft, report_lines
from wavework.drafting.answer_matching import answers_fit, scale_named

Drafted = Callable[..., Draft]
BACK_OFFICE = made.items_of("back_office")
COLUMNS = [(f"B02[SQ{place:03d}]", item) for place, item in enumerate(BACK_OFFICE, start=1)]


def answers(*pairs: tuple[str, str]) -> list[made.Row]:
    return [{"code": code, "label_en": text, "label_fr": text, "position": str(place)}
            for place, (code, text) in enumerate(pairs, start=1)]  # fmt: skip


def with_structure(tmp_path: Path, drafted: Drafted, offered: list[made.Row], given: list[str] | None = None) -> Draft:
    codes = given or [row["code"] for row in offered]
    path = made.limesurvey(
        tmp_path / "x.csv", made.AP, [(code, code, item) for code, item in COLUMNS],
        lambda item, service: codes[(service + BACK_OFFICE.index(item)) % len(codes)],
    )  # fmt: skip
    structure = made.lss(tmp_path / "x.lss", COLUMNS, offered=lambda item: offered)
    return drafted(path, structure=structure)


def only(draft: Draft, column: str) -> str:
    """The one value of a column of the draft."""
    found = set(draft.rows[column])
    assert len(found) == 1, found
    return found.pop()


FOUR = (("A1", "Yes, fully in place"), ("A2", "Yes, under development"), ("A3", "No, but concrete plans"),
        ("A4", "No, and not planned"), ("A9", "Don't know"))  # fmt: skip


def test_labels_of_the_scale_are_comparable(tmp_path: Path, drafted: Drafted) -> None:
    draft = with_structure(tmp_path, drafted, answers(*FOUR))
    assert (only(draft, "comparable"), only(draft, "recode")) == ("yes", "")


def test_the_same_labels_under_other_codes_are_comparable_with_a_recode_by_label(
    tmp_path: Path, drafted: Drafted
) -> None:
    """A1 is "no" in this file: read by the scale's codes it would be the contrary."""
    turned = [(code, label) for (code, _), (_, label) in zip(FOUR[:4], reversed(FOUR[:4]), strict=True)]
    draft = with_structure(tmp_path, drafted, answers(*turned, FOUR[4]))
    assert only(draft, "comparable") == "yes"
    assert only(draft, "recode") == "A1>not_planned;A2>planned;A3>development;A4>fully;A9>dont_know"
    assert "codes" in only(draft, "reason")


def test_an_answer_that_was_not_offered_makes_a_recoded_item(tmp_path: Path, drafted: Drafted) -> None:
    draft = with_structure(tmp_path, drafted, answers(FOUR[0], FOUR[1], ("A3", "No, and not planned"), FOUR[4]))
    assert only(draft, "comparable") == "recoded"
    assert only(draft, "recode") == "A1>fully;A2>development;A3>not_planned;A9>dont_know"
    assert only(draft, "reason").startswith("? it was not offered: No, but concrete plans")


def test_an_answer_that_no_label_explains_is_left_open(tmp_path: Path, drafted: Drafted, book) -> None:
    draft = with_structure(tmp_path, drafted, answers(*FOUR, ("A5", "In some offices")))
    assert only(draft, "comparable") == "recoded"
    assert only(draft, "recode").endswith("A9>dont_know;A5>?")
    report = "\n".join(report_lines(draft, book))
    assert "not of the scale: 'A5'" in report


def test_the_words_of_an_earlier_wave_are_recoded_as_they_were_there(tmp_path: Path, drafted: Drafted) -> None:
    """IDB 2019 offered Sí, En parte, No, No sabe; so does this file, in the same questions."""
    items = ["bo_case_management", "bo_matching", "bo_data_exchange"]
    question = made.BATTERIES["back_office"]["question_es"]
    columns = [(f"Q14_{i}", f"{question} - {made.ITEMS[item]['label_es']}", item) for i, item in enumerate(items)]
    texts = ["Sí", "En parte", "No", "No sabe"]
    path = made.qualtrics(tmp_path / "q.csv", made.LAC, columns, lambda item, service: texts[service % 4])
    draft = drafted(path, "LAC", 2021)
    assert only(draft, "comparable") == "recoded"
    assert only(draft, "recode") == "Sí>fully;En parte>development;No>not_planned;No sabe>dont_know"
    assert only(draft, "reason").startswith("answers as in idb_lac_2019: ")


def test_answers_outside_the_scale_are_told_and_what_may_be_a_free_text_is_not_shown(
    tmp_path: Path, drafted: Drafted, book
) -> None:
    question = made.BATTERIES["back_office"]["question_en"]
    columns = [(f"B{i}", f"{question} [{made.ITEMS[item]['label_en']}]", item) for i, item in enumerate(BACK_OFFICE)]

    def cell(item: str, service: int) -> str:
        if item == "bo_cloud" and service == 4:
            return "Ask my colleague Canaria Piepmatz"
        if item in ("bo_cloud", "bo_matching") and service in (6, 8):
            return "In pilot regions"
        if item == "bo_strategy" and service == 7:
            return "Yes, partly in place"
        return made.label("en")(item, service)

    draft = drafted(made.limesurvey(tmp_path / "x.csv", made.AP, columns, cell, heads={"id": "Response ID"}))
    rows = {row["item"]: row for row in draft.rows.to_dict("records")}
    assert rows["bo_cloud"]["comparable"] == rows["bo_matching"]["comparable"] == "recoded"
    assert rows["bo_cloud"]["recode"] == rows["bo_matching"]["recode"] == "In pilot regions>?"
    assert rows["bo_strategy"]["recode"] == ""  # one service wrote it: it may be anything
    assert rows["bo_profiling"]["comparable"] == "yes"
    report = "\n".join(report_lines(draft, book))
    assert "'In pilot regions'" in report
    assert "Piepmatz" not in report + draft.rows.to_csv()
    assert "partly" not in report
    assert "free texts: 1 (row 7)" in report  # header, a test, four services, the fifth
    assert "free texts: 1 (row 10, like 'fully')" in report


@pytest.mark.parametrize(
    ("item", "given", "level"),
    [
        ("maturity_data", ["1", "2", "3", "4", "5"], "agree"),
        ("maturity_data", ["1 (lowest)", "2"], "agree"),
        ("bo_cloud", ["1", "2", "3", "4"], "recoded"),  # a numeric export tells nothing of its order
        ("bo_cloud", ["A1", "A4"], "codes"),
        ("budget_general", ["Decreased", "Sans objet", "Aumentó"], "agree"),
        ("digital_strategy_any", ["Y", "N"], "agree"),
        ("obst_legal", ["1", "0"], "codes"),
        ("bo_cloud", ["0", "Yes, fully in place"], "recoded"),
        ("bo_cloud", ["12.5", "8", "9.75", "Yes"], "misfit"),
        ("bo_cloud", [], "empty"),
    ],
)
def test_kinds_of_answers(book, item: str, given: list[str], level: str) -> None:
    states = ["answer"] * len(given) or ["no_answer"]
    assert answers_fit(given, states, {}, scale_named(book, book.scale_of[item]), []).level == level


def test_numbers_are_never_prefilled(book) -> None:
    fit = answers_fit(["1", "2", "3"], ["answer"] * 3, {}, scale_named(book, book.scale_of["bo_cloud"]), [])
    assert fit.recode == "1>?;2>?;3>?"


def test_ticks_over_an_item_of_yes_and_no(book) -> None:
    fit = answers_fit(
        [], ["ticked", "unticked", "no_answer"], {}, scale_named(book, book.scale_of["online_services"]), []
    )
    assert (fit.level, fit.recode) == ("recoded", "ticked>yes;unticked>no")
    assert answers_fit([], ["ticked"], {}, scale_named(book, book.scale_of["bo_cloud"]), []).level == "misfit"


def test_a_label_with_the_marks_of_a_recode_is_not_put_into_one(book) -> None:
    labels = {"1": {"en": "Yes, fully in place"}, "2": {"en": "No; not planned > 2 years"}, "3": {"en": "Don't know"},
              "4": {"en": "Yes, under development"}, "5": {"en": "No, and not planned"}}  # fmt: skip
    fit = answers_fit(["Yes, fully in place"], ["answer"], labels, scale_named(book, book.scale_of["bo_cloud"]), [])
    assert fit.recode == "Yes, fully in place>fully;Don't know>dont_know;Yes, under development>development;" + (
        "No, and not planned>not_planned"
    )
    assert any("alias" in why for why in fit.why)


def test_a_wording_known_only_from_a_wave_that_was_not_comparable_is_not_comparable(book, waves) -> None:
    """A heading that only an earlier wave had, and there under comparable: no."""
    from wavework.drafting.headings import heard, readings, wordings

    headings = {("ilo_global_2020", "B1[SQ005]"): "Which developments? [Labour market information of any kind]"}
    said = heard(readings("Q [Labour market information of any kind]"), wordings(book, headings)["bo_real_time_lmi"])
    assert (said.row, said.other) == (1.0, "ilo_global_2020")
    # under comparable: yes the same heading is the item's own wording
    headings = {("ilo_ap_2022", "B02[SQ006]"): "Which developments? [Labour market information of any kind]"}
    said = heard(readings("Q [Labour market information of any kind]"), wordings(book, headings)["bo_real_time_lmi"])
    assert (said.row, said.other) == (1.0, "")


def test_a_label_whose_translations_disagree_is_left_open(book) -> None:
    labels = {code: {"en": text} for code, text in FOUR} | {
        "A1": {"en": "Yes, fully in place", "fr": "Non, et non planifié"},
    }
    fit = answers_fit(["A1"], ["answer"], labels, scale_named(book, book.scale_of["bo_cloud"]), [])
    assert fit.level == "recoded"
    assert "A1>?" in fit.recode.split(";")


def test_a_code_that_the_questionnaire_explains_is_no_missing_code(tmp_path: Path, drafted: Drafted) -> None:
    codes = [*FOUR[:4], ("-99", "Don't know")]
    draft = with_structure(tmp_path, drafted, answers(*codes))
    assert only(draft, "recode").endswith("-99>dont_know")
    assert only(draft, "comparable") == "yes"
