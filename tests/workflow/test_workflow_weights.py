"""The libraries' last wave with a column of weights and one of strata, from its export to the table of findings."""

import csv
import shutil

import pytest
from tests.conftest import STUDIES
from tests.workflow.choices import TOWN, edited
from tests.workflow.conftest import Study

from wavework.sources import registered_anew

WEIGHTS = ["1.5", "2", "1", "0.5", "1", "3", "1.25", "0"]
ZONES = ["n", "n", "n", "n", "s", "s", "s", "s"]


@pytest.fixture(scope="module")
def weighted(tmp_path_factory, workflow_copy):
    """Run to the findings."""
    folder = tmp_path_factory.mktemp("weights") / "libraries"
    shutil.copytree(STUDIES / "libraries", folder)
    export = folder / f"raw/surveys/{TOWN}.csv"
    lines = export.read_text("utf-8").splitlines()
    cells = zip(lines, ["Weight", *WEIGHTS], ["Zone", *ZONES], strict=True)
    export.write_text("\n".join(map(",".join, cells)) + "\n", "utf-8")

    def edit(config):
        config["waves"] = {TOWN: {**config["waves"][TOWN], "weights": "Weight", "strata": "Zone"}}
        del config["comparisons"]

    edited(folder / "config.yaml", edit)
    registry = folder / "raw/sources.yaml"
    registry.write_text(registered_anew(registry, str(export)), "utf-8")
    study = Study(folder, workflow_copy)
    study.run("processed/statistics.csv", "processed/scores.csv")
    return study


def rows(study, name):
    with (study.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_shares_are_weighted_as_by_hand(weighted):
    answered = rows(weighted, f"raw/surveys/{TOWN}.csv")
    total = sum(float(row["Weight"]) for row in answered)
    ticked = sum(float(row["Weight"]) for row in answered if row["Barrier: building"] == "x")
    found = [row for row in rows(weighted, "processed/statistics.csv") if row["item"] == "bar_building"]
    shares = {(row["measure"], row["outcome"]): row for row in found if row["question"] == "share"}
    assert set(shares) == {(m, o) for m in ("wilson", "clopper_pearson", "weighted") for o in ("ticked", "unticked")}
    share = shares["weighted", "ticked"]
    assert float(share["estimate"]) == pytest.approx(ticked / total, abs=1e-6)
    assert 0 < float(share["low"]) < ticked / total < float(share["high"]) < 1
    assert share["n"] == "8"
    squares = sum(float(row["Weight"]) ** 2 for row in answered)
    assert f"effective_n={total**2 / squares:.6g}" in share["detail"]
    assert "weights=not used" not in share["detail"]
    count = sum(row["Barrier: building"] == "x" for row in answered)
    assert shares["wilson", "ticked"]["detail"] == f"count={count}; weights=not used"


def test_means_are_weighted_means_of_the_scores(weighted):
    of = ("implementation", "overall")
    scores = [row for row in rows(weighted, "processed/scores.csv") if (row["measure"], row["dimension"]) == of]
    pairs = [(float(row["score"]), float(weight)) for row, weight in zip(scores, WEIGHTS, strict=True) if row["score"]]
    (mean,) = [
        row for row in rows(weighted, "processed/statistics.csv")
        if (row["question"], row["measure"], row["dimension"]) == ("mean", *of)
    ]  # fmt: skip
    assert mean["method"] == "weighted mean"
    assert mean["interval_method"] == "t, design-based"
    expected = sum(score * weight for score, weight in pairs) / sum(weight for _, weight in pairs)
    assert float(mean["estimate"]) == pytest.approx(expected, abs=1e-5)


def test_what_uses_no_weights_says_so(weighted):
    for row in rows(weighted, "processed/statistics.csv"):
        if row["status"] == "ok":
            assert row["method"].startswith("weighted ") != row["detail"].endswith("weights=not used"), row["statistic"]


def test_no_weight_is_printed(weighted):
    logs = "".join(path.read_text("utf-8") for path in (weighted.folder / "logs").rglob("*.log"))
    assert "weights of 8 responses" in logs
    assert "1.25" not in logs + weighted.said
