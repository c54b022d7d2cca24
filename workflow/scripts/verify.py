"""`make verify`: whether raw files and code give what is expected, with a certificate; `make expect` writes what is."""

import argparse
import sys
from pathlib import Path

from wavework.problems import InputError
from wavework.review.certificate import lines, write_certificate
from wavework.review.manifest_rows import RESULTS, write_rows
from wavework.review.pass_or_fail import FAIL, NOTHING, compared
from wavework.review.revisions import verified_revision
from wavework.review.verification import EXPECTED, verified, verified_here, written_expectations

PIPELINE = Path(__file__).resolve().parents[2]


def verify(study: Path, exhibit: str, revision: str, cores: str, here: bool) -> bool:
    """Verify a study, or a revision of it by its own expectations; print what was found; whether all passed.

    here: take the run that lies in the folder for the one from raw alone.
    """
    folder = study / "report" / "_output"
    if revision:
        return verified_revision(PIPELINE, study, revision, exhibit, cores)
    found = verified_here(study, PIPELINE) if here else verified(study, PIPELINE, exhibit, cores)
    write_certificate(found, folder)
    print("\n".join(lines(found)))
    print(f"Certificate: {folder / 'verification.html'}, {folder / 'verification.json'}")
    return found.passed


def expect(study: Path) -> None:
    """Write `expected/` of the finished run in a study's folder, and say what of the results is expected otherwise."""
    before, rows = written_expectations(study, PIPELINE)
    write_rows(rows, study / EXPECTED)
    changed = [check for check in compared(before, rows, RESULTS) if check.verdict == FAIL]
    new = sum(check.expected == NOTHING for check in changed)
    print(f"{EXPECTED}/: {len(rows)} rows; of the results {new} are new, {len(changed) - new} others have changed.")
    print(f"Look at them before you commit: git diff {EXPECTED}/")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make verify")
    parser.add_argument("--expect", action="store_true")
    parser.add_argument("--here", action="store_true")
    parser.add_argument("--study", default=".", type=Path)
    for option, otherwise in (("exhibit", ""), ("revision", ""), ("cores", "all")):
        parser.add_argument(f"--{option}", default=otherwise)
    given = parser.parse_args()
    try:
        if given.expect:
            expect(given.study.resolve())
        elif not verify(given.study.resolve(), given.exhibit, given.revision, given.cores, given.here):
            sys.exit(1)
    except InputError as error:
        sys.exit(str(error))
