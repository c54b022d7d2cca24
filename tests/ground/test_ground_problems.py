"""How problems are said, and what a job does with them."""

import errno
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wavework.basis import weakest
from wavework.jobs import logged
from wavework.problems import InputError, Problem, collected_problems


def test_a_problem_says_place_found_expected_and_remedy():
    whole = Problem("raw/x.xlsx", "'6'", "1 | 2", "correct it", row=7, column="Q1", sheet="Answers")
    assert str(whole) == ("raw/x.xlsx, sheet Answers, row 7, column Q1: '6'\n  Expected: 1 | 2\n  To do: correct it")
    assert str(Problem("raw/x.csv", "empty")) == "raw/x.csv: empty"
    assert str(Problem("raw/x.csv", "empty", row=0)) == "raw/x.csv, row 0: empty"


def test_problems_of_a_block_are_raised_together():
    def two() -> None:
        with collected_problems() as problems:
            problems.append(Problem("a.csv", "first"))
            problems.append(Problem("a.csv", "second"))

    with pytest.raises(InputError) as error:
        two()
    assert str(error.value) == "a.csv: first\na.csv: second"
    with collected_problems() as problems:
        pass
    assert problems == []


def test_an_error_inside_the_block_is_not_hidden_by_problems():
    def defect() -> None:
        with collected_problems() as problems:
            problems.append(Problem("a.csv", "first"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        defect()


def test_fifty_problems_are_shown_and_the_rest_is_counted():
    error = InputError(Problem("a.csv", f"number {n}") for n in range(53))
    lines = str(error).splitlines()
    assert lines[49] == "a.csv: number 49"
    assert lines[50] == "… and 3 more problems"
    assert len(lines) == 51
    assert len(error.problems) == 53


def test_the_weakest_basis_counts():
    assert weakest(["collected", "published"]) == "collected"
    assert weakest(["published", "reconstructed", "collected"]) == "reconstructed"
    assert weakest([]) == "published"
    with pytest.raises(ValueError, match="not in tuple"):
        weakest(["guessed", "collected"])


@given(st.lists(st.sampled_from(["published", "collected", "reconstructed"]), min_size=1))
def test_the_basis_of_a_whole_is_that_of_its_parts_in_any_order(bases):
    assert weakest(bases) == weakest(reversed(bases)) == weakest([weakest(bases[:1]), weakest(bases)])
    assert ("reconstructed" in bases) == (weakest(bases) == "reconstructed")


def stopped(path, error):
    """The exit status of a job that ends with the error."""

    def job() -> None:
        with logged(path):
            logging.getLogger("wavework.answers").info("began")
            raise error

    with pytest.raises(SystemExit) as end:
        job()
    return end.value.code


def test_refused_input_ends_a_job_with_status_1_and_its_message(tmp_path, capsys):
    assert stopped(tmp_path / "logs" / "job.log", InputError(Problem("raw/x.csv", "changed", "as it was"))) == 1
    assert capsys.readouterr().err == "\nraw/x.csv: changed\n  Expected: as it was\n\n"
    log = (tmp_path / "logs" / "job.log").read_text()
    assert log.startswith("INFO began\nTraceback (most recent call last):")
    assert "raw/x.csv: changed" in log


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("wave"), "An error that nobody foresaw: KeyError: 'wave'\n  To do: report it with this log"),
        (MemoryError(), "There is not enough memory.\n  To do: close other programs, or run with CORES=1"),
        (
            OSError(errno.ENOSPC, "?", "processed/answers.csv"),
            "processed/answers.csv: No space left on device\n  To do: make room on the disk, then run again",
        ),
        (
            PermissionError(errno.EACCES, "?", "figures"),
            "figures: Permission denied\n  To do: give yourself the right to it, or run in a folder that is yours",
        ),
        (
            FileNotFoundError(errno.ENOENT, "?", "raw/x.csv"),
            "raw/x.csv: No such file or directory\n  To do: put it back: it was there when the run started",
        ),
    ],
)
def test_what_else_ends_a_job_is_one_reason_on_both_sides_and_the_log_holds_where(tmp_path, capsys, error, said):
    assert stopped(tmp_path / "job.log", error) == 1
    assert capsys.readouterr().err == f"\n{said}\n\n"
    log = (tmp_path / "job.log").read_text()
    assert log.startswith("INFO began\nTraceback (most recent call last):")
    assert log.endswith(f"\nThe reason:\n{said}\n")


def test_where_make_reads_the_reason_from_the_log_the_job_does_not_tell_it_again(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("WAVEWORK_TOLD_BY_MAKE", "yes")
    assert stopped(tmp_path / "job.log", KeyError("wave")) == 1
    assert capsys.readouterr().err == ""


def test_the_log_of_a_job_holds_no_time_and_nothing_of_the_job_before(tmp_path):
    for name in ("first", "second"):
        with logged(tmp_path / f"{name}.log"):
            logging.getLogger("wavework.answers").info("from %s", name)
    assert (tmp_path / "first.log").read_bytes() == b"INFO from first\n"
    assert (tmp_path / "second.log").read_bytes() == b"INFO from second\n"
    assert sys.exc_info() == (None, None, None)
