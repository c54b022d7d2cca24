"""What `make read` shows: enough to see that a file was read right, and nothing that one person wrote."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import read as script
from tests.exports.export_files import SAMPLES, csv_bytes, sample, workbook, write

from wavework.exports import read_export
from wavework.exports.reading_report import WIDTH, reading_report
from wavework.problems import InputError

HEAD = ["id", "submitdate", "lastpage", "token", "Q1[SQ001]", "Q1[SQ002]", "Q2", "Q3", "Q4", "remarks"]
DAY = "2024-04-01 10:00:00"
RESPONSES = [
    ["1", DAY, "7", "CanaryTok", "Y", "", "Fully\x1b[31m", "12", "NA", "Canaria Piepmatz said so"],
    ["2", "", "2", "CanaryTuk", "", "", "Fully\x1b[31m", "17", "Often", ""],
    ["3", DAY, "7", "CanaryTek", "Y", "Y", "Planned", "230", "Often", "-"],
    ["4", DAY, "7", "CanaryTik", "", "Y", "Planned", "41", "Seldom", "Piepmatz, Canaria"],
    ["5", DAY, "7", "CanaryTak", "", "Y", "Planned", "7", "Seldom", "Ask Piepmatz"],
]


def limesurvey(folder: Path) -> Path:
    return write(folder / "results.csv", csv_bytes([HEAD, *RESPONSES], ";"))


def line(report: str, begin: str) -> str:
    [found] = [text for text in report.partition("\nNotes")[0].splitlines() if text.lstrip().startswith(begin)]
    return " ".join(found.split())


def test_what_an_updater_sees(tmp_path):
    report = script.read(str(limesurvey(tmp_path)))
    assert report.splitlines()[0] == "results.csv"
    assert line(report, "platform ").startswith("platform limesurvey (headings ")
    assert line(report, "encoding") == "encoding utf-8"
    assert line(report, "delimiter") == "delimiter ';'"
    assert line(report, "header").endswith("the first response is row 2, the last row 6")
    assert line(report, "responses") == "responses 5: 4 complete, 1 not complete"
    kinds = "2 choices that are ticked or not, 2 with few answers, 1 of numbers, 1 of texts"
    assert line(report, "questions") == f"questions 6: {kinds}"
    assert line(report, "platform's") == "platform's id, submitdate, lastpage"
    assert line(report, "withheld") == "withheld 1 of persons: token"
    assert " missing? NA in 1 cells of 1 columns (Q4) is read as an answer" in " ".join(report.split())
    assert report.count("NA in 1 cells") == 1
    assert line(report, "Q1[SQ001]") == "Q1[SQ001] ticked - ticked"
    assert line(report, "Q2") == "Q2 text of 10 characters text of 10 characters Planned"
    assert line(report, "Q3") == "Q3 number number number"
    assert line(report, "Q4") == "Q4 text of 2 characters Often Often"
    assert line(report, "remarks") == "remarks text of 24 characters - text of 1 characters"
    assert not re.search(r"Canar|Piepmatz|\x1b", report)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*")) or [None], ids=lambda path: getattr(path, "name", "none"))
def test_of_genuine_exports(path):
    """Lines fit a terminal, and no text stands in the table that one cell of the file alone holds."""
    if path is None or path.suffix in (".lss", ".qsf") or "dictionary" in path.name:
        pytest.skip("no export")
    export = read_export(path, encoding="mac_roman" if "StarWars" in path.name else None)
    report = reading_report(export)
    assert max(map(len, report.splitlines())) <= WIDTH
    table = report[report.index("as they were understood") : report.index("\nNotes")]
    held = Counter(text.strip() for code in export.cells.columns for text in export.cells[code])
    held += Counter(label for labels in export.labels.values() for said in labels.values() for label in said.values())
    once = [text for text, count in held.items() if count == 1 and len(text) > 5]
    assert [text for text in once if re.search(rf"  {re.escape(text)}(  |\n)", table)] == []


def test_a_label_beside_its_code():
    path = sample("redcap/REDCapR__longitudinal__data.csv")
    report = script.read(str(path), structure=str(path.with_name(path.name.replace("data", "dictionary"))))
    assert line(report, "sex: Gender") == "sex: Gender 1 = Male not shown not shown"


def test_the_sheet_of_a_workbook(tmp_path):
    path = workbook(
        tmp_path / "b.xlsx", ["unit", "q"], ["Nepal", "Yes"], title="Answers", Other=[["x", "y"], ["1", "2"]]
    )
    assert "sheet       Answers" in script.read(str(path), sheet="Answers")
    with pytest.raises(InputError, match="2 sheets hold cells"):
        script.read(str(path))


@pytest.mark.parametrize(
    "text", ["canaria.piepmatz@example.net", "203.0.113.7", "+41 22 799 61 11", "2024-04-01 10:00:00"]
)
def test_a_response_in_the_place_of_the_headings_is_not_told(tmp_path, text):
    rows = [["Canaria Piepmatz", text, "Yes"], ["b", "b@example.org", "No"]]
    with pytest.raises(InputError, match="row 1, column number 2: the row of headings holds") as refused:
        script.read(str(write(tmp_path / "x.csv", csv_bytes(rows))))
    assert "iepmatz" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"export": "nowhere.csv"}, "no such file"),
        ({"structure": "nowhere.lss"}, "no such file"),
        ({"header_rows": "two"}, "HEADER_ROWS: 'two'"),
        ({"platform": "kobo"}, "To do: "),
    ],
)
def test_what_cannot_be(tmp_path, given, message):
    with pytest.raises(InputError, match=message):
        script.read(**({"export": str(limesurvey(tmp_path))} | given))


def test_as_a_command(tmp_path):
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, str(root / "workflow/scripts/read.py"), "--export", str(limesurvey(tmp_path))]
    environment = {"PYTHONPATH": str(root / "workflow"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}

    def run(*more: str) -> subprocess.CompletedProcess:
        return subprocess.run([*command, *more], env=environment, capture_output=True, text=True, check=False)

    assert "responses   5: 4 complete" in run().stdout
    failed = run("--platform", "lime")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "make read … PLATFORM=… ENCODING=… DELIMITER=… SHEET=… HEADER_ROWS=…" in failed.stderr
