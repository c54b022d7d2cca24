"""`make compare OLD=…`: what changed between other results and those that lie here, as a page and a table."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from wavework.problems import InputError, Problem
from wavework.review.changed_results import Results, changes, table_of
from wavework.review.clean_copy import clean_copy, reason, run
from wavework.review.comparison_page import lines, page
from wavework.review.revisions import checked_out
from wavework.review.verification import revision_of
from wavework.tables import write_table, write_text

PIPELINE = Path(__file__).resolve().parents[2]


def compare(study: Path, old: str, cores: str) -> None:
    """Compare the results in a study's folder with those of another folder, or of a revision, which is run first.

    Writes report/_output/comparison.html and .csv. Raises InputError where a side has no results or cannot be built.
    """
    if not old:
        raise InputError(Problem("OLD", "nothing is named", "a folder or a git revision", "make compare OLD=HEAD~1"))
    new, output = _results(study), study / "report" / "_output"
    with ExitStack() as stack:
        before = _results(Path(old).resolve()) if Path(old).is_dir() else _run_of(old, study, cores, stack)
        found = changes(before, new)
        write_text(page(found, before, new, (old, revision_of(study) or study.name)), output / "comparison.html")
        write_table(table_of(found.listed), output / "comparison.csv")
    print("\n".join(lines(found)))
    print(f"Page and table: {output / 'comparison.html'}, {output / 'comparison.csv'}")


def _results(folder: Path) -> Results:
    """The results in a folder: of a checkout by its own pipeline, of a study in a folder of its own by this one."""
    return Results(folder, folder if (folder / "Snakefile").is_file() else PIPELINE)


def _run_of(revision: str, study: Path, cores: str, stack: ExitStack) -> Results:
    """The results of a revision of the repository, made in a folder of its own."""
    there = stack.enter_context(checked_out(PIPELINE, revision))
    place = there / study.relative_to(PIPELINE) if study.is_relative_to(PIPELINE) else study
    target = Path(stack.enter_context(TemporaryDirectory(prefix="compare-")), "copy")
    copy = clean_copy(there, place, target)
    print(f"Running revision {revision} in a folder of its own …")
    ran = run(copy, cores=cores)
    if not ran.ended:
        raise InputError(
            Problem(f"revision {revision}", f"its run did not end: {reason(ran.said)}", "results", "see its log")
        )
    return Results(copy.study, copy.pipeline)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make compare")
    parser.add_argument("--study", default=".", type=Path)
    for option, otherwise in (("old", ""), ("cores", "all")):
        parser.add_argument(f"--{option}", default=otherwise)
    given = parser.parse_args()
    try:
        compare(given.study.resolve(), given.old, given.cores)
    except InputError as error:
        sys.exit(str(error))
