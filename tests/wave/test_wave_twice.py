"""A service that answered twice: what a person is told of its responses, and the three ways to say which one stands."""

import wave as script
from pathlib import Path

import new_waves as made
import pytest
from test_wave_confirm import WAVE, edit, fill_in, read_of_wave, refused
from test_wave_draft import QUESTION

ALL, FEW = len(made.items_of("back_office")), 2  # answers of Nepal's first response, and of its second


def twice(path: Path) -> Path:
    """Nepal answered all first, and later two questions alone."""
    cell = made.label("en")
    columns = [(f"B{k}", f"{QUESTION} [{made.ITEMS[item]['label_en']}]", item)
               for k, item in enumerate(made.items_of("back_office"), start=1)]  # fmt: skip
    few = {item for _, _, item in columns[:FEW]}
    last = len(made.AP)
    return made.limesurvey(path, [*made.AP, "Nepal"], columns, lambda item, number: (
        cell(item, number) if number < last or item in few else ""
    ), heads={"id": "Response ID"})  # fmt: skip


@pytest.mark.parametrize(
    ("line", "row", "why"),
    [
        ("duplicates: fullest", 9, f"superseded by row 9 (answers: {FEW} here, {ALL} there)"),
        ("duplicates: latest", 14, f"superseded by row 14 (answers: {ALL} here, {FEW} there)"),
        ("responses: {NPL: {row: 9, reason: ''}}", 9,
         f"superseded by row 9 (answers: {FEW} here, {ALL} there), as waves.{WAVE}.responses says: sent by its head"),
    ],
)  # fmt: skip
def test_two_responses_of_one_service_are_settled_in_the_draft(
    study: Path, tmp_path: Path, line: str, row: int, why: str
) -> None:
    folder = script.draft(str(twice(tmp_path / "x.csv")), WAVE, "AP", 2024)
    fill_in(folder)
    told = [f"row 9: {ALL} answers, 2024-04-07 10:00:00, complete"]
    told += [f"row 14: {FEW} answers, 2024-04-12 10:00:00, complete"]
    report = (folder / "report.txt").read_text("utf-8")
    assert f"NPL answered 2 times; which response stands, say in wave.yaml:\n    {told[0]}\n    {told[1]}\n" in report
    refused(folder, f"NPL answered 2 times ({told[0]}; {told[1]})", f"set waves.{WAVE}.duplicates to fullest or latest")
    edit(folder / "wave.yaml", f"    # {line}", f"    {line}")
    if "responses" in line:
        refused(folder, f"waves.{WAVE}.responses.NPL.reason is ''")
        edit(folder / "wave.yaml", "reason: ''", "reason: sent by its head")
    script.confirm(WAVE, script.check_figures)
    answers, log = read_of_wave(WAVE)
    last = made.items_of("back_office")[-1]  # the later response does not answer it
    assert answers["NPL", last] == {9: made.given(last, made.AP.index("Nepal"))["answer"], 14: ""}[row]
    assert [reason for reason in log["reason"] if reason.startswith("superseded")] == [why]


def test_an_unfinished_response_that_is_fuller_is_told(study: Path, tmp_path: Path) -> None:
    path = twice(tmp_path / "x.csv")
    edit(path, '"8","2024-04-07 10:00:00"', '"8",""')  # never submitted
    report = (script.draft(str(path), WAVE, "AP", 2024) / "report.txt").read_text("utf-8")
    assert f"    row 9: {ALL} answers, no date, unfinished\n    row 14: {FEW} answers" in report
    assert "An unfinished response stands only where `responses` names it." in report
