"""What a run has changed of the results before it: told in a line and a table, and nothing where nothing changed."""

from pathlib import Path

import pandas as pd
import pytest

from wavework.earlier_results import CHANGED, changed_since_last_run

COLUMNS = [
    "statistic",
    "question",
    "wave_from",
    "wave",
    "region",
    "estimate",
    "p",
    "p_holm",
    "status",
    "seed",
    "family",
]
BEFORE = [
    ["agreement.w20", "agreement", "", "w20", "AP", "0.4", "0.28", "0.56", "ok", "1", "agreement"],
    ["agreement.w22", "agreement", "", "w22", "AP", "0.3", "0.9", "0.9", "ok", "1", "agreement"],
    ["mean.w22", "mean", "", "w22", "AP", "50", "", "", "ok", "", "mean"],
]
NEW = ["mean.w24", "mean", "", "w24", "AP", "60", "", "", "ok", "", "mean"]


def run(study: Path, rows: list[list[str]], specifications: int = 896) -> list[str]:
    """The last lines of a run that has these results."""
    (study / "processed").mkdir(exist_ok=True)
    pd.DataFrame(rows, columns=COLUMNS).to_csv(study / "processed/statistics.csv", index=False)
    pd.DataFrame({"estimate": ["0.1"] * specifications}).to_csv(study / "processed/specifications.csv", index=False)
    return list(changed_since_last_run(study))


def changed(study: Path) -> list[list[str]]:
    return pd.read_csv(study / CHANGED, dtype=str, keep_default_na=False).to_numpy().tolist()


def test_the_first_run_has_nothing_before_it(tmp_path: Path) -> None:
    assert run(tmp_path, BEFORE) == []
    assert not (tmp_path / CHANGED).exists()


def test_what_is_new_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, BEFORE)
    assert run(tmp_path, [NEW, *BEFORE]) == ["Earlier results: none of 3 changed since the run before, 1 are new."]
    assert changed(tmp_path) == []
    assert run(tmp_path, [NEW, *BEFORE]) == ["Earlier results: none of 4 changed."]


def test_what_changed_is_named_before_and_after(tmp_path: Path) -> None:
    """Of another seed, or another name of a family, nobody need be told."""
    run(tmp_path, BEFORE)
    after = [["agreement.w20", "agreement", "", "w20", "AP", "0.4", "0.28", "0.84", "ok", "2", "agreement/w20"],
             BEFORE[1], NEW]  # fmt: skip
    assert run(tmp_path, after, specifications=1344) == [
        "Earlier results: 3 of 3 changed since the run before, 1 are new (processed/changed_results.csv): "
        "agreement of w20 (1), mean of w22 (1), specification curve (1)"
    ]
    expected = [
        ["agreement.w20", "agreement", "", "w20", "AP", "p_holm", "0.56", "0.84"],
        ["mean.w22", "mean", "", "w22", "AP", "gone", "ok", ""],
        ["specifications", "specification curve", "", "", "", "specifications", "896", "1344"],
    ]
    assert changed(tmp_path) == expected
    assert run(tmp_path, after, specifications=1344) == ["Earlier results: none of 3 changed."]
    assert changed(tmp_path) == expected  # until results change again


def test_many_groups_are_counted(tmp_path: Path) -> None:
    rows = [[f"mean.w{k}", "mean", "", f"w{k}", "AP", "1", "", "", "ok", "", ""] for k in range(9)]
    run(tmp_path, rows)
    [said] = run(tmp_path, [[*row[:5], "2", *row[6:]] for row in rows])
    assert said.startswith("Earlier results: 9 of 9 changed since the run before, 0 are new")
    assert said.endswith("mean of w5 (1), 3 more")


@pytest.mark.parametrize("missing", ["statistics.csv"])
def test_a_study_without_statistics_is_silent(tmp_path: Path, missing: str) -> None:
    run(tmp_path, BEFORE)
    (tmp_path / "processed" / missing).unlink()
    assert list(changed_since_last_run(tmp_path)) == []
