"""expected/: what a release is held against is there whole, and names every exhibit that is declared."""

import pytest
import yaml

from wavework.review.manifest_rows import FILES, RESULTS, read_rows

LANGUAGES = ("en", "fr", "es")


@pytest.fixture(scope="module")
def rows(repo):
    if not (repo / "expected").is_dir():
        pytest.skip("expected/ is written with a release: make expect")
    return read_rows(repo / "expected")


def exhibits(rows, *kinds):
    return {row.exhibit for row in rows if row.kind in kinds}


def test_every_figure_is_expected_in_each_language_or_left_out_with_a_reason(repo, rows):
    declared = set(yaml.safe_load((repo / "workflow/codebook/figures.yaml").read_text("utf-8")))
    absent = exhibits(rows, "left out")
    held = {(row.exhibit, row.what, row.language) for row in rows if row.kind == "figure"}
    missing = [
        (figure, what, language)
        for figure in declared - absent
        for language in LANGUAGES
        for what in ("svg", "png", "colours", "look", "title", "caption", "alt")
        if (figure, what, language) not in held
    ]
    assert missing == []
    assert {figure for figure, what, _ in held if what == "data"} >= declared - absent


def test_every_claim_has_an_expected_verdict(repo, rows):
    declared = set(yaml.safe_load((repo / "workflow/codebook/claims.yaml").read_text("utf-8")))
    held = {row.exhibit for row in rows if row.kind == "claim" and row.what == "verdict"}
    assert held | exhibits(rows, "left out") >= declared


def test_every_raw_file_is_expected_with_its_registered_hash(repo, rows):
    registered = yaml.safe_load((repo / "raw/sources.yaml").read_text("utf-8"))["sources"]
    held = {row.exhibit: row.value for row in rows if row.kind == "raw"}
    assert {f"raw/{entry['file']}": entry["sha256"] for entry in registered}.items() <= held.items()


def test_numbers_tables_text_and_reports_are_expected_in_each_language(rows):
    for kind in ("number", "table", "running text", "report"):
        named = [{row.exhibit for row in rows if row.kind == kind and row.language == code} for code in LANGUAGES]
        assert all(len(names) > 4 for names in named), kind
        if kind in ("number", "table"):
            assert named[0] == named[1] == named[2], kind
    assert {kind for kinds in FILES.values() for kind in kinds} >= set(RESULTS)
