"""What has changed since a run ended well is found by what the disk says; what a run itself made is no change."""

import os
from base64 import urlsafe_b64encode

import pytest

from wavework.finished_state import (
    Finished,
    changed_since,
    files_seen,
    how_started,
    keep,
    kept,
    outside_of,
    pages_gone,
    state_after,
)


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    for name in ("config.yaml", "raw/answers.csv", "processed/scores.csv", ".snakemake/metadata/none", "logs/a.log"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text('{"input": []}')
    (folder / ".snakemake/metadata" / urlsafe_b64encode(b"processed/scores.csv").decode()).write_text('{"input": []}')
    return folder


def names(paths, study):
    return [os.path.relpath(path, study) for path in paths]


def after_a_run(study):
    files = files_seen(study, study)
    keep(Finished(how_started(["run"]), files), study)
    return kept(study)


def test_where_nothing_has_changed_nothing_is_found_and_what_snakemake_keeps_is_not_looked_at(study):
    last = after_a_run(study)
    (study / "logs/a.log").write_text("other")
    (study / ".snakemake/metadata/more").write_text("{}")
    assert changed_since(last, files_seen(study, study)) == []


@pytest.mark.parametrize("edit", [
    lambda study: (study / "config.yaml").write_text("other"),
    lambda study: os.utime(study / "config.yaml", ns=(1, 1)),
    lambda study: (study / "config.yaml").unlink(),
])  # fmt: skip
def test_a_file_that_is_another_or_gone_is_found(study, edit):
    last = after_a_run(study)
    edit(study)
    assert names(changed_since(last, files_seen(study, study)), study) == ["config.yaml"]


def test_a_new_file_is_found_also_a_hidden_one_and_behind_a_link(study, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (study / "raw/more").symlink_to(tmp_path / "elsewhere")
    (study / "raw/round").symlink_to(study)
    last = after_a_run(study)
    (tmp_path / "elsewhere/new.csv").write_text("")
    (study / "raw/.hidden.csv").write_text("")
    found = names(changed_since(last, files_seen(study, study)), study)
    assert found == ["../elsewhere/new.csv", "raw/.hidden.csv"]


def test_what_a_run_made_is_no_change_and_what_a_person_edits_meanwhile_is(study):
    before = files_seen(study, study)
    (study / "processed/scores.csv").write_text("made anew")
    (study / "config.yaml").write_text("edited while it ran")
    last = Finished([], state_after(before, study, study, ()))
    assert names(changed_since(last, files_seen(study, study)), study) == ["config.yaml"]


def test_files_elsewhere_that_the_study_reads_are_known_by_snakemakes_records(study, tmp_path):
    (study / ".snakemake/metadata/more").write_text(f'{{"input": ["../shared.csv", "{study}/raw/answers.csv"]}}')
    (tmp_path / "shared.csv").write_text("")
    outside = outside_of(study, study)
    assert outside == [str(tmp_path / "shared.csv")]
    last = Finished([], files_seen(study, study, outside))
    (tmp_path / "shared.csv").write_text("other")
    assert changed_since(last, files_seen(study, study, outside)) == outside


def test_the_number_of_cores_decides_nothing(study):
    assert how_started(["run", "--cores", "1"]) == how_started(["run", "--cores", "all"]) != how_started(["other"])


def test_a_record_that_cannot_be_read_is_none(study):
    assert kept(study) is None
    (study / ".snakemake/finished.json").write_text("{")
    assert kept(study) is None


def test_pages_are_made_though_snakemake_knows_of_the_first_only_and_one_that_is_gone_is_missed(study):
    page, source = study / "report/_output/fr/strategy.html", study / "report/fr/strategy.qmd"
    for path in (page, source):
        path.parent.mkdir(parents=True)
    before = files_seen(study, study)
    page.write_text("<p>")
    source.write_text("---\n# Written by the pipeline, of the fragments that index.qmd includes.\n---\n")
    keep(Finished(how_started(["run"]), state_after(before, study, study, [])), study)
    last = kept(study)
    assert changed_since(last, files_seen(study, study)) == []
    assert pages_gone(last, files_seen(study, study), study) == []
    page.unlink()
    assert pages_gone(last, files_seen(study, study), study) == ["fr"]
