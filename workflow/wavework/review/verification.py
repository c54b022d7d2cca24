"""From expectations to a verdict: run a clean copy, hold what it gives and what lies here, name the first causes."""

import os
import platform
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wavework.import_closure import closure
from wavework.locked_packages import LOCK, locked_versions
from wavework.problems import InputError, Problem, did_you_mean
from wavework.provenance.workflow_steps import CHECK, Steps, plain_paths, recorded_steps
from wavework.review.clean_copy import Ran, clean_copy, reason, run
from wavework.review.first_causes import Cause, Told, causes
from wavework.review.manifest_rows import BYTES, RESULTS, SOURCES, Row, by_key, read_rows
from wavework.review.observed_rows import observed, results
from wavework.review.pass_or_fail import NOTHING, Check, Key, compared, different_settings, failed

EXPECTED = "expected"
HERE = "it is not what its raw files and code give: changed after the run, or of another run"
NOT_REPEATED = "nothing that it is made of has changed, and yet it came out otherwise"


@dataclass(frozen=True)
class Verification:
    """What was found. delivered: the checks of the results that lie in the folder; problems: why nothing, or not all,
    could be held; settings: what differs of what bytes depend on."""

    exhibit: str = ""
    revision: str = ""
    checks: Sequence[Check] = ()
    delivered: Sequence[Check] = ()
    causes: Sequence[Cause] = ()
    problems: Sequence[str] = ()
    settings: Sequence[str] = ()
    ran: Ran | None = None
    machine: str = field(default_factory=lambda: f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")

    @property
    def passed(self) -> bool:
        """Whether all that was expected came out, and the results here are those of their sources."""
        return not (self.problems or failed(self.checks) or failed(self.delivered)) and bool(self.checks)


def verified(
    study: Path, pipeline: Path, exhibit: str = "", cores: str = "all", say: Callable[[str], None] = print
) -> Verification:
    """Run a clean copy of a study and hold it against `expected/`. exhibit: only this one, and what it is made of."""
    revision = revision_of(study)
    try:
        expected = read_rows(study / EXPECTED)
        only = asked_for(expected, exhibit) if exhibit else set()
    except InputError as error:
        return Verification(exhibit, revision, problems=[str(error)])
    targets = targets_of(row for row in expected if row.key in only)
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        copy = clean_copy(pipeline, study, Path(folder, "copy"))
        say(f"Running {exhibit or 'the whole pipeline'} in a clean copy, from raw files alone …")
        ran = run(copy, targets, cores)
        steps = recorded_steps(copy.study, copy.pipeline)
        obtained = observed(copy.study, copy.pipeline, steps)
        scripts = {step.script: imported(copy.study, copy.pipeline, step.script) for step in steps}
    unknown = unknown_to_git(study, expected, obtained)
    found = judged(
        expected, obtained, list(results(study)) if (study / "processed").is_dir() else [], steps, ran, only,
        exhibit=exhibit, revision=revision, imported=scripts,
    )  # fmt: skip
    return replace(found, problems=[*unknown, *found.problems])


def unknown_to_git(study: Path, expected: Iterable[Row], obtained: Sequence[Row]) -> list[str]:
    """Sources that lie in the study's folder and did not come into the copy, as git does not know them."""
    copied = {row.file for row in obtained}
    left = {row.file for row in expected if row.kind in SOURCES and row.file not in copied}
    return [
        str(Problem(file, "not in git, so it is not handed out", "a file that git knows", f"git add {file}"))
        for file in sorted(left)
        if (study / file).is_file()
    ]


def verified_here(study: Path, pipeline: Path) -> Verification:
    """The run that lies in a study's folder against `expected/`, where it is known to be from raw alone (as in CI)."""
    revision = revision_of(study)
    try:
        expected = read_rows(study / EXPECTED)
    except InputError as error:
        return Verification("", revision, problems=[str(error)])
    steps = recorded_steps(study, pipeline)
    scripts = {step.script: imported(study, pipeline, step.script) for step in steps}
    done = Ran(True, "", 0, 0)
    rows = observed(study, pipeline, steps)
    return replace(judged(expected, rows, [], steps, done, revision=revision, imported=scripts), ran=None)


def judged(
    expected: Sequence[Row], obtained: Sequence[Row], delivered: Sequence[Row], steps: Steps, ran: Ran,
    only: set[Key] | None = None, *, exhibit: str = "", revision: str = "", imported: dict[str, set[str]] | None = None,
) -> Verification:  # fmt: skip
    """Hold rows against rows. delivered: the rows of the results in the study's folder, none where there are none."""
    stopped = "" if ran.ended else reason(ran.said)
    checks = compared(expected, obtained)
    if only:
        reached = {name for key in only for name in steps.sources_of(by_key(expected)[key].file, beyond=[CHECK])}
        kept = (*SOURCES, "software", "setting", "step")
        checks = [c for c in checks if c.row.key in only or c.row.kind in kept]
        checks = [c for c in checks if c.row.kind != "raw" or not reached or c.row.file in reached]
        checks = [c for c in checks if c.row.kind not in ("step", "setting") or c.obtained != NOTHING]
    told = Told(stopped, NOT_REPEATED, imported or {})
    found = causes(checks, steps, told)
    base = obtained if ran.ended else expected
    here = delivered_checks(expected, base, delivered, only) if delivered else []
    found += causes(here, steps, Told(product=_said_here(here)))
    problems = [f"The run in the clean copy did not end: {stopped}"] if stopped else []
    _, settings = different_settings(by_key(expected), by_key(obtained))
    return Verification(exhibit, revision, checks, here, found, problems, [] if only else settings, ran)


def delivered_checks(
    expected: Sequence[Row], base: Sequence[Row], delivered: Sequence[Row], only: set[Key] | None
) -> list[Check]:
    """The results that lie in the folder against what their sources give. Bytes may also be those of the release, which
    was made on another machine; the setting of that one is not known, so it is taken to be this one's."""
    want = by_key(expected)
    own_setting = [row for row in base if row.kind not in RESULTS]
    checks = compared(base, [*own_setting, *delivered], RESULTS, only)
    released = {row.key for row in delivered if row.tolerance == BYTES and want.get(row.key) == row}
    return [check for check in checks if not (check.row.key in released and check.verdict == "FAIL")]


def _said_here(checks: Sequence[Check]) -> str:
    files = {check.row.file for check in checks}
    there = {check.row.file for check in checks if check.obtained != "nothing"}
    if missing := len(files - there):
        return f"a half-finished run, or one of another state: of {len(files)} files {missing} are not here; run make"
    return HERE


def asked_for(expected: Iterable[Row], exhibit: str) -> set[Key]:
    """The rows of an exhibit: a figure, table, claim, number, section of the text, report, or a file that a run makes.
    Raises InputError that names the nearest one."""
    rows = [row for row in expected if row.kind in RESULTS]
    if any(row.kind == "figure" and row.exhibit == exhibit.removeprefix("fig-") for row in rows):
        exhibit = exhibit.removeprefix("fig-")  # as the report's links call it
    found = {row.key for row in rows if exhibit in (row.exhibit, row.file)}
    if not found:
        names = {row.exhibit for row in rows} | {row.file for row in rows}
        remedy = did_you_mean(exhibit, sorted(names), "take a name of expected/*.csv, column exhibit")
        raise InputError(
            Problem("EXHIBIT", f"no exhibit is called {exhibit!r}", "a figure, table, claim, number …", remedy)
        )
    return found


def targets_of(rows: Iterable[Row]) -> list[str]:
    """What Snakemake is asked for: the files of rows; of an include the folder that is made as a whole."""
    files = {row.file for row in rows}
    return sorted({str(Path(file).parent) if Path(file).parent.name == "_tables" else file for file in files})


def imported(study: Path, pipeline: Path, script: str) -> set[str]:
    """The files of the pipeline that a script runs, named as steps name them."""
    if not (pipeline / script).is_file():
        return set()
    found = closure(pipeline / script, pipeline / "workflow/wavework") | {pipeline / script}
    return set(map(plain_paths(study, pipeline), found))


def revision_of(folder: Path) -> str:
    """The commit of a checkout, and whether something is changed in it; "" where git knows nothing of the folder."""
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip()


def written_expectations(study: Path, pipeline: Path) -> tuple[list[Row], list[Row]]:
    """(the former rows, the rows of the run that lies in the folder). Raises InputError for a run that is not whole, or
    one in an environment that is not that of the lock."""
    rows = observed(study, pipeline)
    made = {row.file for row in rows}
    steps = recorded_steps(study, pipeline)
    missing = sorted(
        name for step in steps for name in step.outputs
        if not (study / name).exists() and name.startswith(("processed/", "figures/", "report/"))
    )  # fmt: skip
    missing += [name for name in ("processed/exhibits.csv", "processed/report_values.csv") if name not in made]
    if missing:
        raise InputError(
            Problem(missing[0], f"not there, as {len(missing) - 1} other files", "a finished run", "run make first")
        )
    locked = locked_versions((pipeline / LOCK).read_text("utf-8"))
    others = [row.exhibit for row in rows if row.kind == "software" and row.value != locked[row.exhibit]]
    if others:
        found = f"{', '.join(others[:5])} installed in other versions"
        raise InputError(Problem(LOCK, found, "an environment of the lock", "make environment, then make"))
    try:
        return read_rows(study / EXPECTED), rows
    except InputError:
        return [], rows
