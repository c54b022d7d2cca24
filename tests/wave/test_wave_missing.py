"""What other tools write for an empty cell: proposed as no answer, counted, and read so once it is confirmed."""

import wave as script
from collections.abc import Callable
from pathlib import Path

import new_waves as made
import pandas as pd
import pyreadstat
import pytest
import yaml
from test_wave_confirm import WAVE, edit, fill_in

from wavework.answers import read_wave
from wavework.codebook import Codebook, read_codebook
from wavework.drafting import Draft, report_lines
from wavework.drafting.study_as_it_stands import TABLES
from wavework.problems import InputError

Drafted = Callable[..., Draft]
BACK_OFFICE = made.items_of("back_office")
BLANKS = {
    "bo_cloud": "NA",
    "bo_matching": "-99",
    "bo_profiling": "999",
    "bo_strategy": ".",
    "bo_data_exchange": "N/A",
}
LACKING = (2, 5)  # services whose cells hold them


def cell(item: str, service: int) -> str:
    return BLANKS[item] if service in LACKING and item in BLANKS else made.label("en")(item, service)


def export(path: Path) -> Path:
    question = made.BATTERIES["back_office"]["question_en"]
    columns = [(f"B{i}", f"{question} [{made.ITEMS[item]['label_en']}]", item) for i, item in enumerate(BACK_OFFICE)]
    return made.limesurvey(path, made.AP, columns, cell, heads={"id": "Response ID"})


def test_they_are_proposed_with_counts_and_decided_by_a_person(
    tmp_path: Path, drafted: Drafted, book: Codebook
) -> None:
    draft = drafted(export(tmp_path / "x.csv"))
    rows = {row["item"]: row for row in draft.rows.to_dict("records")}
    report = "\n".join(report_lines(draft, book))
    for item, text in BLANKS.items():
        assert (rows[item]["comparable"], rows[item]["recode"]) == ("?", f"{text}>no_answer")
        assert f"  {text} in 2 cells: " in report
        assert f"{text} may mean no answer" in rows[item]["look"]
    assert {rows[item]["comparable"] for item in BACK_OFFICE if item not in BLANKS} == {"yes"}


def test_what_the_file_itself_declares_as_missing_is_proposed_too(tmp_path: Path, drafted: Drafted) -> None:
    """SPSS: 9 is declared as a missing value of a question of yes or no, 7 is not and stays in doubt."""
    frame = pd.DataFrame({"unit": made.AP[:6], "ai": [1.0, 2.0, 9.0, 9.0, 1.0, 2.0]})
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(
        frame, path, column_labels={"unit": "Country", "ai": made.ITEMS["ai_solutions"]["label_en"]},
        variable_value_labels={"ai": {1: "Yes", 2: "No"}}, missing_ranges={"ai": [9]},
    )  # fmt: skip
    [row] = [row for row in drafted(path).rows.to_dict("records") if row["item"] == "ai_solutions"]
    assert "9>no_answer" in row["recode"].split(";")
    assert "9 may mean no answer" in row["look"]
    assert row["comparable"] != "yes"


def test_they_are_answers_until_a_person_says_that_they_are_none(study: Path, tmp_path: Path) -> None:
    folder = script.draft(str(export(tmp_path / "x.csv")), WAVE, "AP", 2024, units="country")
    fill_in(folder)
    with pytest.raises(InputError, match="bo_cloud: \\? is said"):
        script.confirm(WAVE, script.check_figures)
    table = folder / "crosswalk.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",?,", ",yes,"), encoding="utf-8")
    script.confirm(WAVE, script.check_figures)
    book = read_codebook([Path("workflow/codebook", f"{name}.csv") for name in TABLES])
    choices = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))["waves"][WAVE]
    answers, log = read_wave(WAVE, {"duplicates": "refuse", "incomplete": "drop", **choices}, book, "collected")
    lacking = {row["unit"] for row in answers.to_dict("records")
               if row["item"] == "bo_cloud" and (row["status"], row["answer"]) == ("no_answer", "")}  # fmt: skip
    assert lacking == {"CHN", "JPN"}  # the third and the sixth of the services
    recoded = log[(log["item"] == "bo_cloud") & (log["after"] == "no_answer")]
    assert list(recoded["before"]) == ["NA", "NA"]
    edit(Path("workflow/codebook/crosswalk.csv"), "NA>no_answer", "NA>nothing")
    with pytest.raises(InputError, match="'nothing' is not an answer of scale"):
        read_codebook([Path("workflow/codebook", f"{name}.csv") for name in TABLES])
