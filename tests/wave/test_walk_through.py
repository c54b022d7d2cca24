"""A fifth wave by following docs/adding-a-wave.md: it stands in every exhibit that can hold it, and no code changed."""

import shutil
from collections import Counter
from pathlib import Path

import new_waves as made
import pytest
import walked
import yaml
from walked import COLUMNS, NOT_ASKED, OTHERWISE, SERVICES, TURNED, WAVE, Walk

pytestmark = [
    pytest.mark.skipif(not shutil.which("make"), reason="needs make"),
]
UNITS = ["AUS", "KHM", "CHN", "IND", "IDN", "JPN", "NPL", "PHL", "KOR", "SGP", "VNM", "LKA"]  # as SERVICES
ASKED = [item for _, item in COLUMNS]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return walked.followed(tmp_path_factory.mktemp("walk"))


def answers(item: str) -> Counter:
    """How many services gave each answer, by arithmetic."""
    return Counter(made.given(item, service)["answer"] for service in range(len(SERVICES)))


def test_the_document_has_the_commands_that_were_run(walk: Walk) -> None:
    commands = [line for line in walk.said if line.startswith(("make", "cp", "sha256sum"))]
    assert [line.split()[0:2] for line in commands] == [
        ["make", "read"], ["make", "wave"], ["make", "wave-confirm"], ["cp", "~/Downloads/EGOV_DATA_2024.csv"],
        ["sha256sum", "raw/egdi/EGOV_DATA_2024.csv"], ["make"],
    ]  # fmt: skip


def test_no_code_changed(walk: Walk) -> None:
    before, after = walk.code
    assert before == after
    assert before == walked.code_of(made.REPOSITORY)


def test_the_draft(walk: Walk) -> None:
    first, again = next(said for line, said in walk.said.items() if line.startswith("make wave ")), walk.said["again"]
    assert "not known: 'Sri Lanka' (row 14)" in first
    assert "column country names 12 units (100% of its cells name one)" in again
    rows = {row["item"]: row for row in walk.rows}
    assert set(rows) == set(ASKED)
    assert [item for item in ASKED if rows[item]["comparable"] != "yes"] == [OTHERWISE]
    turned = {rows[item]["recode"] for item in ASKED if made.ITEMS[item]["battery"] == TURNED}
    assert turned == {"A4>fully;A3>development;A2>planned;A1>not_planned;A9>dont_know"}
    assert not any(rows[item]["recode"] for item in ASKED if made.ITEMS[item]["battery"] != TURNED)
    assert f"({NOT_ASKED})" not in again
    assert f"Items of ilo_ap_2022 that this wave does not hold (1): {NOT_ASKED}" in again


def test_every_answer_arrives_as_it_was_given(walk: Walk) -> None:
    found = {
        (row["unit"], row["item"]): row["answer"] for row in walk.table("processed/answers.csv") if row["wave"] == WAVE
    }
    for item in ASKED:
        for service, unit in enumerate(UNITS):
            assert found[unit, item] == made.given(item, service)["answer"], (unit, item)
    assert {answer for (_, item), answer in found.items() if item == NOT_ASKED} == {""}


def test_prevalence(walk: Walk) -> None:
    rows = [row for row in walk.table("processed/prevalence.csv") if row["wave"] == WAVE]
    for item in ASKED:
        found = {row["answer"]: int(row["units"]) for row in rows if row["item"] == item and row["units"] != "0"}
        assert found == dict(answers(item)), item


def test_scores(walk: Walk) -> None:
    """Nepal's back office by hand: the mean of 100, 50, 0 and 0 over what it answered."""
    worth = {"fully": 100, "development": 50, "planned": 0, "not_planned": 0}
    service = UNITS.index("NPL")
    items = [item for item in made.items_of("back_office") if item in ASKED]
    given = [made.given(item, service)["answer"] for item in items]
    expected = [worth[answer] for answer in given if answer in worth]
    key = {"wave": WAVE, "unit": "NPL", "dimension": "back_office", "measure": "implementation"}
    row = next(row for row in walk.table("processed/scores.csv") if key.items() <= row.items())
    assert float(row["score"]) == pytest.approx(sum(expected) / len(expected), abs=1e-6)
    assert (int(row["n_items"]), int(row["n_answered"])) == (len(items), len(expected))


def test_figures_of_regions_show_the_wave(walk: Walk) -> None:
    rows = [row for row in walk.table("figures/back-office-ap.csv") if row["panel"] == WAVE]
    for item in made.items_of("back_office"):
        shown = {row["answer"]: int(row["count"] or 0) for row in rows if row["item"] == item and row["reason"] == ""}
        told = dict(answers(item)) if item in ASKED else {}
        assert {answer: count for answer, count in shown.items() if count} == told, item
    panels = [row["panel"] for row in walk.table("figures/back-office-ap-lac.csv")]
    assert list(dict.fromkeys(panels)) == ["ilo_ap_2022", WAVE, "idb_lac_2022"]
    nature = {row["answer"]: row["count"] for row in walk.table("figures/strategy-nature.csv") if row["panel"] == WAVE}
    assert {answer: int(count) for answer, count in nature.items()} == dict(answers("digital_strategy_nature"))
    obstacles = {row["item"]: row["value"] for row in walk.table("figures/obstacles.csv") if row["wave"] == WAVE}
    for item in made.items_of("obstacles"):
        assert int(obstacles[item]) == answers(item)["ticked"]
    for name in ("back-office-ap", "participation", "change-dimensions"):
        assert "2024" in (walk.folder / f"figures/{name}.svg").read_text(encoding="utf-8")


def test_participation_over_three_waves(walk: Walk) -> None:
    rows = [row for row in walk.table("figures/participation.csv") if row["region"] == "AP"]
    assert list(dict.fromkeys(row["wave"] for row in rows)) == ["ilo_global_2020", "ilo_ap_2022", WAVE]
    took_part = {(row["unit"], row["wave"]): row["took_part"] for row in rows}
    assert [took_part["LKA", wave] for wave in ("ilo_global_2020", "ilo_ap_2022", WAVE)] == ["no", "no", "yes"]
    assert {row["unit"] for row in rows if row["panel_member"] == "yes"} == {"AUS", "CHN", "JPN", "KHM", "KOR", "SGP"}


def test_change_between_the_pairs_of_waves(walk: Walk) -> None:
    config = yaml.safe_load((walk.folder / "config.yaml").read_text(encoding="utf-8"))
    assert {"from": "ilo_ap_2022", "to": WAVE} in config["comparisons"]["change"]
    pairs = Counter((row["wave_from"], row["wave"], row["unit"]) for row in walk.table("processed/paired_scores.csv"))
    units = {unit for first, last, unit in pairs if (first, last) == ("ilo_ap_2022", WAVE)}
    assert units == set(UNITS) - {"LKA"}
    panels = list(dict.fromkeys(row["panel"] for row in walk.table("figures/change-dimensions.csv")))
    assert f"ilo_ap_2022>{WAVE}" in panels
    assert len(panels) == 3
    found = [row for row in walk.table("processed/statistics.csv") if row["wave"] == WAVE]
    assert {"mean", "change", "item change", "rank change", "association"} <= {row["question"] for row in found}
    changed = {row["item"] for row in found if row["question"] in ("item change", "rank change")} - {""}
    assert changed == set(ASKED) - {OTHERWISE}


def test_comparability(walk: Walk) -> None:
    rows = {row["item"]: row for row in walk.table("processed/comparability.csv") if row["wave"] == WAVE}
    assert (rows[OTHERWISE]["comparable"], rows[OTHERWISE]["change"]) == ("no", "no")
    assert (rows[OTHERWISE]["obstacle"], rows[OTHERWISE]["obstacle_wave"]) == ("not_comparable", WAVE)
    assert rows[OTHERWISE]["reason"].startswith("asked of any labour market information")
    assert (rows[NOT_ASKED]["comparable"], rows[NOT_ASKED]["obstacle"]) == ("not_asked", "not_asked")
    assert rows["bo_strategy"]["wave_from"] == "ilo_ap_2022"


def test_the_edition_of_the_year_and_what_was_not_assessed(walk: Walk) -> None:
    names = [row["unit"] for row in made.codebook("units")]
    egdi = {(row["country"], row["year"]): row for row in walk.table("processed/egdi.csv")}
    assert egdi["JPN", "2024"]["rank"] == str(names.index("JPN") + 1)
    assert float(egdi["JPN", "2024"]["value"]) == pytest.approx(1 - (names.index("JPN") + 1) / 100)
    assert egdi["LKA", "2024"]["rank"] == str(len(names) + 1)
    assert [egdi["SUR", "2024"][key] for key in ("rank", "value", "online_service")] == ["", "", ""]
    assert egdi["JPN", "2022"]["value"] == ""  # the deck prints ranks only
    newcomers = {row["wave"]: row for row in walk.table("processed/newcomers.csv")}
    assert (newcomers[WAVE]["year"], newcomers["ilo_ap_2022"]["year"]) == ("2024", "2022")
    assert (newcomers[WAVE]["n_panel"], newcomers[WAVE]["n_newcomers"]) == ("11", "1")
    shown = {(row["unit"], row["time"]): row["value"] for row in walk.table("figures/egdi-ranks.csv")}
    assert shown["LKA", "2024"] == str(len(names) + 1)
    assert shown["JPN", "2022"] == egdi["JPN", "2022"]["rank"]


@pytest.mark.parametrize("kind", sorted(made.CANARY))
def test_nothing_of_persons_is_found_in_what_was_written(walk: Walk, kind: str) -> None:
    """Neither as text nor as a part of a binary file; the export itself, in raw/, has it."""
    canary = made.CANARY[kind].encode()
    written = [
        path for path in walk.folder.rglob("*")
        if path.is_file() and path.relative_to(walk.folder).parts[:2] != ("raw", "surveys")
    ]  # fmt: skip
    assert len([path for path in written if "drafts" in path.parts or "logs" in path.parts]) > 10
    assert [path for path in written if canary in path.read_bytes()] == []
    said = "\n".join(walk.said.values()).encode()
    assert canary not in said
    if kind not in ("latitude", "longitude"):  # LimeSurvey has no columns for these
        assert canary in (walk.folder / f"raw/surveys/{WAVE}/export.csv").read_bytes()


def test_the_export_is_the_received_one_byte_for_byte(walk: Walk) -> None:
    received = walk.folder.parent / "Downloads"
    kept = walk.folder / "raw/surveys" / WAVE
    assert (kept / "export.csv").read_bytes() == (received / "results-survey.csv").read_bytes()
    assert (kept / "structure.lss").read_bytes() == (received / "survey.lss").read_bytes()
    assert not [path for path in Path(received).iterdir() if path.suffix == ".part"]
