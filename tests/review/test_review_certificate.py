"""What a person, a machine and a terminal are told of a verification."""

import json

from wavework.provenance.workflow_steps import Step, Steps
from wavework.review.certificate import as_data, lines, page, short, write_certificate
from wavework.review.clean_copy import Ran, reason
from wavework.review.manifest_rows import BYTES, Row
from wavework.review.verification import judged

RAW = Row("raw", "raw/a.csv", "sha256", "", "a" * 64, "raw/a.csv")
FIGURES = [Row("figure", f"f{number}", "data", "", "x", f"figures/f{number}.csv") for number in range(40)]
PICTURE = Row("figure", "f0", "svg", "en", "<&>", "figures/f0.svg", BYTES)
STEPS = Steps([Step("figure", "", ("raw/a.csv",), tuple(row.file for row in FIGURES))])


def failing():
    obtained = [Row(*(RAW.key[:2]), "sha256", "", "b" * 64, "raw/a.csv"), PICTURE]
    obtained += [Row("figure", row.exhibit, "data", "", "y", row.file) for row in FIGURES]
    return judged([RAW, *FIGURES, PICTURE], obtained, [], STEPS, Ran(True, "", 12.34, 567))


def test_one_cause_of_forty_figures_is_told_once_everywhere():
    told = "raw/a.csv: the raw file is another (SHA-256 bbbbbbbbbbbb…, expected aaaaaaaaaaaa…) → 40 exhibits"
    found = failing()
    assert [line for line in lines(found) if told in line] == [line for line in lines(found) if "First cause" in line]
    assert page(found).count(told) == 1
    assert [(cause["what"], len(cause["exhibits"])) for cause in as_data(found)["causes"]] == [("raw/a.csv", 41)]


def test_terminal_names_kinds_and_ends_with_the_verdict():
    said = list(lines(failing()))
    assert said[-1] == "Verdict: FAIL"
    assert "Run time 12 s, largest process 567 MB" in said[-2]
    assert any(line.split() == ["Figures", "40", "FAIL", "(40", "of", "40)"] for line in said)


def test_the_page_needs_nothing_else_and_shows_what_is_written_as_it_is():
    text = page(failing())
    assert "http" not in text
    assert "src=" not in text
    assert "<&>" not in text
    assert text.count('<b class="FAIL">FAIL</b>') > 40


def test_the_certificate_of_a_machine_holds_every_check(tmp_path):
    write_certificate(failing(), tmp_path)
    data = json.loads((tmp_path / "verification.json").read_text("utf-8"))
    assert data["verdict"] == "FAIL"
    assert data["counts"] == {"FAIL": 41, "NOT COMPARED": 0, "CHANGED": 0, "PASS": 1}
    assert data["run"] == {"ended": True, "seconds": 12.3, "peak_megabytes": 567}
    assert len(data["checks"]) == 42
    assert (tmp_path / "verification.html").is_file()


def test_hashes_are_shortened_and_short_texts_are_not():
    assert short("a" * 64) == "aaaaaaaaaaaa…"
    assert short("n = 16") == "n = 16"
    assert len(short("long " * 50)) == 60


def test_the_reason_of_a_stopped_run_is_the_line_that_names_it():
    said = (
        "Building DAG\n\nraw/a.csv: changed: SHA-256 bb\n  Expected: SHA-256 aa\n\nRuleException:\nCalledProcessError"
    )
    assert reason(said) == "raw/a.csv: changed: SHA-256 bb"
    assert reason("") == "it said nothing"
