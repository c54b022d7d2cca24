"""Expected and obtained rows without a run: verdicts, tolerances and first causes of a study of six files.

raw/egdi/ranks.csv ─ egdi ─ processed/egdi.csv ─────────────┐
raw/surveys/w.csv ─ answers ─ processed/answers.csv ────────┴ statistics ─ processed/statistics.csv
constraints.csv ─ agreeing ─ processed/prevalence.csv            └ figure ─ figures/f.csv ─ draw ─ figures/f.svg
                                                                 └ values ─ report/{en,fr}/_variables.yml
"""

from dataclasses import replace

import pytest

from wavework.problems import InputError
from wavework.provenance.workflow_steps import Step, Steps
from wavework.review.clean_copy import Ran
from wavework.review.manifest_rows import BYTES, LOOK, SETTING, SOURCES, TOLD, Row, read_rows, write_rows
from wavework.review.pass_or_fail import FAIL, NOT_COMPARED, PASS, compared, failed
from wavework.review.verification import asked_for, judged, targets_of, unknown_to_git


def step(rule, inputs, outputs):
    return Step(rule, f"workflow/scripts/{rule}.py", tuple(inputs), tuple(outputs))


TEXTS = "processed/figures/s.json"
CODEBOOK = ["codebook/items.csv"]
STEPS = Steps([
    step("sources", ["raw/egdi/ranks.csv", "raw/surveys/w.csv"], ["processed/sources.csv"]),
    step("egdi", ["raw/egdi/ranks.csv", "processed/sources.csv"], ["processed/egdi.csv"]),
    step("answers", ["raw/surveys/w.csv", "processed/sources.csv", *CODEBOOK], ["processed/answers.csv"]),
    step("agreeing", ["codebook/constraints.csv"], ["processed/prevalence.csv"]),
    step("statistics", ["processed/egdi.csv", "processed/answers.csv"], ["processed/statistics.csv"]),
    step("figure", ["processed/statistics.csv", "codebook/figures.yaml"], ["figures/f.csv", TEXTS]),
    step("draw", ["figures/f.csv", TEXTS], ["figures/f.svg", "figures/fr/f.svg"]),
    step("values", ["processed/statistics.csv", "workflow/words/fr.yaml"], ["report/fr/_variables.yml"]),
])  # fmt: skip
IMPORTED = {"workflow/scripts/statistics.py": {"workflow/wavework/association.py"}}


def source(kind, file, tolerance=TOLD, value="a" * 64):
    return Row(kind, file, "sha256", "", value, file, tolerance)


ROWS = [
    source("raw", "raw/egdi/ranks.csv", "exact"),
    source("raw", "raw/surveys/w.csv", "exact"),
    Row("config", "config.yaml: statistics.seed", "value", "", "7", "config.yaml", TOLD),
    source("codebook", "codebook/constraints.csv"),
    source("codebook", "codebook/figures.yaml"),
    source("codebook", "codebook/items.csv"),
    source("code", "workflow/wavework/association.py"),
    source("code", "workflow/wavework/claims.py"),
    source("words", "workflow/words/fr.yaml"),
    Row("lock", "envs/pipeline.lock", "sha256", "", "a" * 64, "envs/pipeline.lock"),
    Row("step", "processed/statistics.csv", "parameters", "", "p", "", TOLD),
    Row("step", "processed/statistics.csv", "code", "", "c", "", TOLD),
    Row("software", "numpy", "version", "", "2.4.6", "envs/pipeline.lock"),
    Row("setting", "platform", "name", "", "Linux x86_64", "", SETTING),
    Row("setting", "zlib", "version", "", "1.3", "", SETTING),
    Row("result", "processed/egdi.csv", "data", "", "egdi", "processed/egdi.csv"),
    Row("result", "processed/answers.csv", "data", "", "answers", "processed/answers.csv"),
    Row("result", "processed/prevalence.csv", "data", "", "prevalence", "processed/prevalence.csv"),
    Row("result", "processed/statistics.csv", "data", "", "statistics", "processed/statistics.csv"),
    Row("figure", "f", "data", "", "plotted", "figures/f.csv"),
    Row("figure", "f", "colours", "en", "#0b5c8a×3 #ffffff×1", "figures/f.svg"),
    Row("figure", "f", "svg", "en", "bytes", "figures/f.svg", BYTES),
    Row("figure", "f", "caption", "fr", "n = 16", "processed/figures/s.json"),
    Row("number", "rho", "value", "fr", "0,52", "report/fr/_variables.yml"),
]  # fmt: skip
WELL = Ran(True, "", 1, 1)


def with_values(*values, rows=ROWS):
    """The rows, of which some have another value: (exhibit, what, value); None takes the row away."""
    given = {(exhibit, what): value for exhibit, what, value in values}
    changed = [replace(row, value=given.get((row.exhibit, row.what), row.value)) for row in rows]
    return [row for row in changed if row.value is not None]


FINDINGS = "processed/statistics.csv"
STATISTICS, PARAMETERS = (FINDINGS, "data", "x"), (FINDINGS, "parameters", "q")
EGDI, DATA = ("processed/egdi.csv", "data", "x"), ("f", "data", "x")
RANK, SEED = ("raw/egdi/ranks.csv", "sha256", "b" * 64), ("config.yaml: statistics.seed", "value", "8")
TAMPERINGS = {  # what is another -> the first cause, and the exhibits that it explains beside itself
    "a rank": ([RANK, EGDI, STATISTICS, DATA], "raw/egdi/ranks.csv", {"processed/egdi.csv", FINDINGS, "f"}),
    "a constraint": (
        [("codebook/constraints.csv", "sha256", "b"), ("processed/prevalence.csv", "data", "x")],
        "codebook/constraints.csv", {"processed/prevalence.csv"},
    ),
    "the seed": ([SEED, PARAMETERS, STATISTICS, DATA], SEED[0], {FINDINGS, "f"}),
    "a line of code": (
        [("workflow/wavework/association.py", "sha256", "b"), ("workflow/wavework/claims.py", "sha256", "b"),
         ("processed/statistics.csv", "code", "d"), STATISTICS],
        "workflow/wavework/association.py", {FINDINGS},
    ),
    "a translation's number": (
        [("workflow/words/fr.yaml", "sha256", "b"), ("rho", "value", "0,53")], "workflow/words/fr.yaml", {"rho"},
    ),
    "a caption's n, by the figure's declaration": (
        [("codebook/figures.yaml", "sha256", "b"), ("f", "caption", "n = 17")], "codebook/figures.yaml", {"f"},
    ),
    "a package": ([("numpy", "version", "2.4.5"), STATISTICS], "numpy", {FINDINGS}),
    "a lock": ([("envs/pipeline.lock", "sha256", "b" * 64), STATISTICS], "envs/pipeline.lock", {FINDINGS}),
    "chance": ([STATISTICS, DATA], "processed/statistics.csv", {FINDINGS, "f"}),
    "a plotted value alone": ([DATA], "figures/f.csv", {"f"}),
    "one colour": ([("f", "colours", "#0b5c8b×3 #ffffff×1"), ("f", "svg", "x")], "figures/f.svg", {"f"}),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_first_cause_along_the_way_is_named_and_told_once(name):
    values, first, explained = TAMPERINGS[name]
    found = judged(ROWS, with_values(*values), [], STEPS, WELL, imported=IMPORTED)
    assert not found.passed
    assert [cause.what for cause in found.causes] == [first]
    assert {check.row.exhibit for check in found.causes[0].checks} - {first} == explained - {first}


def test_two_causes_are_two():
    values = [RANK, EGDI, ("codebook/constraints.csv", "sha256", "b"), ("processed/prevalence.csv", "data", "x")]
    found = judged(ROWS, with_values(*values), [], STEPS, WELL)
    assert [cause.what for cause in found.causes] == ["raw/egdi/ranks.csv", "codebook/constraints.csv"]


def test_a_source_that_changes_nothing_is_told_and_fails_nothing():
    found = judged(ROWS, with_values(("codebook/items.csv", "sha256", "b"), SEED), [], STEPS, WELL)
    assert found.passed
    assert {check.row.exhibit for check in found.checks if check.verdict == "CHANGED"} == {
        "codebook/items.csv",
        SEED[0],
    }


def test_a_run_that_stops_fails_what_it_did_not_make_by_what_stopped_it():
    obtained = [row for row in ROWS if not row.file.startswith(("figures", "report"))]
    stopped = Ran(False, "MemoryError: no more memory", 1, 1)
    found = judged(ROWS, obtained, [], Steps([]), stopped)
    assert [(cause.kind, cause.said) for cause in found.causes] == [
        ("run", "it did not end: MemoryError: no more memory")
    ]
    assert {check.note for check in failed(found.checks)} == {"missing"}


def test_on_another_platform_bytes_are_not_compared_and_colours_are():
    other = ("platform", "name", "Darwin arm64")
    checks = {c.row.what: c for c in compared(ROWS, with_values(other, ("f", "svg", "x"))) if c.row.kind == "figure"}
    assert checks["svg"].verdict == NOT_COMPARED
    assert "Darwin arm64" in checks["svg"].note
    checks = compared(ROWS, with_values(other, ("f", "colours", "#0b5c8b×3 #ffffff×1")))
    assert [(c.row.what, c.note) for c in failed(checks)] == [("colours", "#0b5c8b×3 instead of #0b5c8a×3")]


def test_bytes_of_pictures_do_not_hang_on_zlib_and_those_of_reports_do():
    rows = [*ROWS, Row("report", "en/index.docx", "bytes", "en", "zipped", "report/_output/en/index.docx", BYTES)]
    values = [("zlib", "version", "1.2"), ("f", "svg", "x"), ("en/index.docx", "bytes", "x")]
    verdicts = {c.row.what: c.verdict for c in compared(rows, with_values(*values, rows=rows))}
    assert (verdicts["svg"], verdicts["bytes"]) == (FAIL, NOT_COMPARED)


def test_an_untouched_run_passes():
    found = judged(ROWS, ROWS, [], STEPS, WELL)
    assert found.passed
    assert {check.verdict for check in found.checks} == {PASS}


def test_no_row_is_left_unjudged():
    extra = Row("figure", "new", "data", "", "x", "figures/new.csv")
    assert [c.note for c in failed(compared(ROWS, [*ROWS, extra]))] == ["nobody expects it"]
    assert [c.note for c in failed(compared([*ROWS, extra], ROWS))] == ["missing"]


def test_rows_read_back_are_those_that_were_written(tmp_path):
    write_rows(ROWS, tmp_path / "expected")
    assert sorted(read_rows(tmp_path / "expected")) == sorted(ROWS)
    (tmp_path / "expected/text.csv").unlink()
    with pytest.raises(InputError, match=r"expected/text\.csv: there is no such file"):
        read_rows(tmp_path / "expected")


def test_an_exhibit_is_asked_for_by_its_name_or_its_file():
    assert {key[2] for key in asked_for(ROWS, "f")} == {"data", "colours", "svg", "caption"}
    assert asked_for(ROWS, "fig-f") == asked_for(ROWS, "f")  # as links of the report call it
    only = asked_for(ROWS, "processed/egdi.csv")
    assert targets_of(row for row in ROWS if row.key in only) == ["processed/egdi.csv"]
    assert targets_of([Row("table", "waves", "text", "en", "", "report/en/_tables/waves.md")]) == ["report/en/_tables"]
    with pytest.raises(InputError, match=r"did you mean processed/egdi\.csv"):
        asked_for(ROWS, "processed/egdi.cvs")


def test_of_one_exhibit_only_the_raw_files_on_its_way_count():
    only = asked_for(ROWS, "processed/answers.csv")
    assert judged(ROWS, with_values(RANK, EGDI), [], STEPS, WELL, only).passed
    assert not judged(ROWS, with_values(RANK, EGDI), [], STEPS, WELL, asked_for(ROWS, "f")).passed


def test_a_source_that_git_does_not_know_is_told(tmp_path):
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook/items.csv").write_text("item\n", "utf-8")
    copied = [row for row in ROWS if row.file != "codebook/items.csv"]
    (told,) = unknown_to_git(tmp_path, ROWS, copied)
    assert told.splitlines()[0] == "codebook/items.csv: not in git, so it is not handed out"
    assert unknown_to_git(tmp_path, ROWS, ROWS) == []


def test_every_kind_of_row_stands_in_one_file():
    from wavework.review.manifest_rows import FILES, RESULTS

    kinds = [kind for kinds in FILES.values() for kind in kinds]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == {*SOURCES, *RESULTS, "step", "software", "setting"}


def test_a_look_has_a_tolerance():
    row = Row("figure", "f", "look", "en", "1×1 AAAA", "figures/f.png", LOOK)
    assert compared([row], [replace(row, value="1×1 AAAB")])[0].verdict == PASS  # blue 0 and 1 of 255
    assert compared([row], [replace(row, value="1×1 AAD/")])[0].verdict == FAIL
