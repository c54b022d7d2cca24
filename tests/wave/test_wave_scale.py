"""An item whose scale changed: the draft names it, the answers that it does not know, and the recode to fill in."""

import csv
import wave as script
from collections.abc import Callable
from pathlib import Path

import new_waves as made
from test_wave_confirm import WAVE, answers_of_wave, fill_in, refused

from wavework.codebook import Codebook
from wavework.drafting import Draft, report_lines

Drafted = Callable[..., Draft]
ITEM = "bo_case_management"
QUESTION = made.BATTERIES["back_office"]["question_en"]
COLUMNS = [
    (f"B{place}", f"{QUESTION} [{made.ITEMS[item]['label_en']}]", item)
    for place, item in enumerate(made.items_of("back_office"), start=1)
]
COLUMN = f"{QUESTION} [{made.ITEMS[ITEM]['label_en']}]"  # its code as well: the export has headings alone
LEVELS = ("High", "Middle", "Low")  # the scale of this wave, whatever the codebook has
MEANT = {"High": "fully", "Middle": "development", "Low": "not_planned"}
KNOWN = " | ".join(f"{row['answer']} ({row['label_en']})" for row in made.answers_of(ITEM))


def cell(item: str, service: int) -> str:
    return LEVELS[service % 3] if item == ITEM else made.label("en")(item, service)


def export(path: Path, own: made.Cell = cell) -> Path:
    return made.limesurvey(path, made.AP, COLUMNS, own, heads={"id": "Response ID"})


def test_the_draft_names_item_answers_and_the_line_to_fill_in(tmp_path: Path, drafted: Drafted, book: Codebook) -> None:
    draft = drafted(export(tmp_path / "x.csv"))
    assert ITEM not in set(draft.rows["item"])
    scale = made.ITEMS[ITEM]["scale"]
    assert f"""
Columns whose heading fits an item but not their answers (1): not proposed; without a row in crosswalk.csv they \
are not read.
If one is the item on another scale, take its row over and write an answer of the scale for each ?;
if it is another question, it gets an item of its own (A new question, in docs/adding-a-wave.md).
  look: {COLUMN} -> {ITEM}: most of its answers are not of scale {scale}
      not of the scale: 'High' | 'Low' | 'Middle'
      scale {scale}: {KNOWN}
      new_wave,{COLUMN},{ITEM},recoded,High>?;Low>?;Middle>?,? how its answers differ,,,,
""" in "\n".join(report_lines(draft, book))


def test_what_persons_may_have_written_is_not_in_the_line(tmp_path: Path, drafted: Drafted, book: Codebook) -> None:
    def own(item: str, service: int) -> str:
        return f"Canary Piepmatz {service}" if item == ITEM and service < 2 else cell(item, service)

    report = "\n".join(report_lines(drafted(export(tmp_path / "x.csv", own)), book))
    assert "Piepmatz" not in report
    assert f"new_wave,{COLUMN},{ITEM},recoded,High>?;Low>?;Middle>?,? how its answers differ,,,," in report
    assert "not shown since they may be free texts: 2 (row 3, 4)" in report


def test_answer_codes_are_named_with_their_labels(tmp_path: Path, drafted: Drafted, book: Codebook) -> None:
    """The questionnaire file tells what was offered; what is known of it is filled in."""
    offered = [*LEVELS, "Don\u2019t know"]
    codes = [f"A{place}" for place, _ in enumerate(offered, start=1)]

    def answers(item: str) -> list[made.Row]:
        if item != ITEM:
            return made.answers_of(item)
        return [{"code": code, "position": str(k), "label_en": text, "label_fr": text}
                for k, (code, text) in enumerate(zip(codes, offered, strict=True))]  # fmt: skip

    def own(item: str, service: int) -> str:
        return codes[service % 4] if item == ITEM else made.code(item, service)

    column = "B02[SQ003]"
    structure = made.lss(tmp_path / "x.lss", [(column, ITEM)], offered=answers)
    path = made.limesurvey(tmp_path / "x.csv", made.AP, [(column, column, ITEM)], own)
    draft = drafted(path, structure=structure)
    report = "\n".join(report_lines(draft, book))
    assert f"new_wave,{column},{ITEM},recoded,A1>?;A2>?;A3>?;A4>dont_know,? how its answers differ,,,," in report


def test_the_line_once_filled_in_is_confirmed_and_read(study: Path, tmp_path: Path) -> None:
    folder = script.draft(str(export(tmp_path / "x.csv")), WAVE, "AP", 2024)
    fill_in(folder)
    report = (folder / "report.txt").read_text("utf-8").splitlines()
    [line] = [line.strip() for line in report if f",{ITEM},recoded," in line]
    table = folder / "crosswalk.csv"
    before = table.read_text("utf-8")
    table.write_text(f"{before}{line}\n", "utf-8")
    refused(folder, "'High>?'", "the reason is a template")
    for raw, answer in MEANT.items():
        line = line.replace(f"{raw}>?", f"{raw}>{answer}")
    table.write_text(f"{before}{line.replace('? how its answers differ', 'asked in three levels')}\n", "utf-8")
    script.confirm(WAVE, script.check_figures)
    answers = answers_of_wave(WAVE)
    for service, unit in enumerate(["AUS", "KHM", "CHN", "IND", "IDN", "JPN", "NPL", "PHL", "KOR", "SGP", "VNM"]):
        assert answers[unit, ITEM] == MEANT[LEVELS[service % 3]]
    rows = list(csv.DictReader(Path("workflow/codebook/crosswalk.csv").read_text("utf-8").splitlines()))
    assert [row["comparable"] for row in rows if (row["wave"], row["item"]) == (WAVE, ITEM)] == ["recoded"]
