"""What is deleted comes back, what is edited reruns what depends on it, and nothing else changes."""

import os
import re

import pytest

# Files whose jobs few others wait for: what a job makes anew, its followers take anew too.
DELETED = ("processed/power.csv", "processed/claims.json", "figures/entrance.csv", "figures/barriers.png")


def test_the_last_rule_asks_for_every_file_of_processed_and_figures(libraries):
    """Snakemake makes a deleted file anew only if the target names it."""
    path = libraries.folder / "figures/staff.svg"
    kept = path.read_bytes(), path.stat()
    path.unlink()
    said = libraries.run("--dry-run", "--workflow-profile", "none")
    path.write_bytes(kept[0])
    os.utime(path, ns=(kept[1].st_atime_ns, kept[1].st_mtime_ns))
    asked = re.search(r"^(?:local)?rule all:\n    input: (.*)$", said, re.MULTILINE)
    assert asked
    assert set(libraries.files("processed", "figures")) - set(asked.group(1).split(", ")) == set()


def test_deleted_files_come_back_as_they_were(elsewhere):
    before = elsewhere.files()
    for name in DELETED:
        (elsewhere.folder / name).unlink()
    elsewhere.run()
    after = elsewhere.files()
    assert [name for name in before if after.get(name) != before[name]] == []
    assert "Nothing to be done" in elsewhere.run()


@pytest.mark.parametrize(
    ("edited", "reruns", "stays"),
    [
        (
            "wavework/statistics/paired_differences.py",
            {"change", "findings"},
            {"wave_answers", "answers", "scores", "sources"},
        ),
        ("wavework/exports/qualtrics.py", {"wave_answers", "scores"}, {"sources"}),
        (
            "wavework/charts/kinds/heatmap.py",
            {"draw_all-answers_en"},
            {"wave_answers", "shares", "figure_data_all-answers", "draw_barriers_en"},
        ),
        ("wavework/exhibits/captions.py", {"figure_data_barriers"}, {"scores", "shares"}),
        ("scripts/shares.py", {"shares"}, {"change", "scores"}),
        ("words/en.yaml", {"figure_data_barriers", "draw_barriers_en"}, {"scores", "shares"}),
    ],
)
def test_an_edited_file_of_the_workflow_reruns_what_depends_on_it(libraries, edited, reruns, stays):
    path = libraries.repository / "workflow" / edited
    before, times = path.read_bytes(), path.stat()
    path.write_bytes(before + b"\n# edited\n")
    try:
        planned = libraries.plan()
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert reruns <= planned
    assert not stays & planned


def test_a_choice_of_the_config_reruns_what_takes_it(libraries):
    path = libraries.folder / "config.yaml"
    before = path.read_text("utf-8")
    path.write_text(before + "\nscores: {minimum_answered: 1}\n", "utf-8")
    try:
        planned = libraries.plan()
    finally:
        path.write_text(before, "utf-8")
    assert {"scores", "change", "findings"} <= planned
    assert not {"wave_answers", "answers", "sources"} & planned


def test_one_changed_answer_changes_what_depends_on_it_and_nothing_else(elsewhere):
    """Heathside's answer on money in 2023: an item of the barriers, which enters no score and no claim;
    it did not take part before, so no change is touched."""
    before = elsewhere.files("processed", "figures")
    del before["processed/report_values.csv"]
    elsewhere.replace_export("access_2023", b"No,No,3,x,x,x,", b"No,No,3,-,x,x,")
    elsewhere.run("--", *before)  # everything but the report
    after = elsewhere.files("processed", "figures")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "processed/sources.csv",
        "processed/answers/access_2023.csv",
        "processed/answers.csv",
        "processed/prevalence.csv",
        "processed/possible_answers.csv",
        "processed/statistics/shares.csv",
        "processed/statistics.csv",
        "processed/figures/barriers.json",
        "processed/pictures/en/barriers.json",
        "processed/codebook/categories.csv",
        "processed/codebook/ddi.xml",
        "processed/datapackage.json",
        "figures/datapackage.json",
        "figures/barriers.csv",
        "figures/barriers.svg",
        "figures/barriers.png",
        "figures/phone/barriers.svg",
    }


def test_a_figure_that_is_declared_no_more_leaves_no_file(elsewhere):
    """And the report has no picture of it: one that its own text still shows would be refused as missing."""
    figures, claims = (elsewhere.folder / f"codebook/{name}.yaml" for name in ("figures", "claims"))
    before, claimed = figures.read_text("utf-8"), claims.read_text("utf-8")
    without = re.sub(r"^staff:\n((?: .*|#.*|)\n)*", "", before, flags=re.MULTILINE)
    figures.write_text(without, "utf-8")
    # A claim that names the figure is refused, see tests of the checks: its key goes with the figure.
    assert "  exhibit: staff\n" in claimed
    claims.write_text(claimed.replace("  exhibit: staff\n", ""), "utf-8")
    there = [file for file in elsewhere.files() if re.search(r"\bstaff\.\w+$", file)]
    assert "figures/staff.svg" in there
    try:
        said = elsewhere.run()
        assert [file for file in elsewhere.files() if file in there] == []
        assert "figures/staff.svg" in said
    finally:
        figures.write_text(before, "utf-8")
        claims.write_text(claimed, "utf-8")
        elsewhere.run()
