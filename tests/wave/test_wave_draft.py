"""`make wave`: what it says of units and persons, what it refuses, and that it writes nothing outside drafts/."""

import csv
import hashlib
import shutil
import wave as script
from pathlib import Path

import new_waves as made
import pandas as pd
import pytest
import yaml

from wavework.problems import InputError

QUESTION = made.BATTERIES["back_office"]["question_en"]
COLUMNS = [
    (f"B{place}", f"{QUESTION} [{made.ITEMS[item]['label_en']}]", item)
    for place, item in enumerate(made.items_of("back_office"), start=1)
]


def export(path: Path, units: list[str], **extra: list[str]) -> Path:
    return made.limesurvey(path, units, COLUMNS, made.label("en"), extra=extra, heads={"id": "Response ID"})


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_only_drafts_are_written(study: Path, tmp_path: Path) -> None:
    before = tree(study)
    folder = script.draft(str(export(tmp_path / "x.csv", made.AP)), "ilo_ap_2024", "AP", 2024)
    assert folder == Path("drafts/ilo_ap_2024")
    after = tree(study)
    assert {name: digest for name, digest in after.items() if not name.startswith("drafts/")} == before
    assert sorted(path.name for path in folder.iterdir()) == [
        "crosswalk.csv", "drafted.json", "preview.html", "report.txt", "sources.yaml", "wave.yaml",
    ]  # fmt: skip


def test_two_drafts_of_one_file_have_the_same_bytes(study: Path, tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv", [*made.AP, "Atlantis"])
    script.draft(str(path), "ilo_ap_2024", "AP", 2024)
    first = tree(study / "drafts")
    script.draft(str(path), "ilo_ap_2024", "AP", 2024)
    assert tree(study / "drafts") == first


def test_units_in_three_languages_an_unknown_one_and_one_twice(study: Path, tmp_path: Path) -> None:
    units = ["Camboya", "Corée du Sud", "VIET-NAM ", "Sri Lanka", "Népal", "Nepal", "the  philippines", "Brésil"]
    folder = script.draft(str(export(tmp_path / "x.csv", units)), "ilo_ap_2024", "AP", 2024, units="country")
    block = yaml.safe_load((folder / "wave.yaml").read_text(encoding="utf-8"))["ilo_ap_2024"]
    assert block["units"] == ["BRA", "KHM", "KOR", "NPL", "PHL", "VNM"]
    assert block["unit_column"] == "country"
    report = (folder / "report.txt").read_text(encoding="utf-8")
    assert "not known: 'Sri Lanka' (row 6)" in report
    assert "  NPL answered 2 times; which response stands, say in wave.yaml:\n    row 7: " in report
    assert "BRA is a unit of region LAC in units.csv, not of the wave's" in report


def test_what_an_unknown_name_may_mean_is_proposed_and_not_taken(study: Path, tmp_path: Path) -> None:
    units = ["Rép. Corée", "Philipines", "Atlantis", "Nepal", "Japan"]
    folder = script.draft(str(export(tmp_path / "x.csv", units)), "ilo_ap_2024", "AP", 2024, units="country")
    assert """  not known: 'Atlantis' (row 5)
    no known name is near it: perhaps a new unit
  not known: 'Philipines' (row 4)
    perhaps PHL, which is Philippines: spelled like it
  not known: 'Rép. Corée' (row 3)
    perhaps KOR, which is République de Corée: the same words, some abbreviated
  Add each to units.csv""" in (folder / "report.txt").read_text(encoding="utf-8")
    block = yaml.safe_load((folder / "wave.yaml").read_text(encoding="utf-8"))["ilo_ap_2024"]
    assert block["units"] == ["JPN", "NPL"]


def test_names_of_services_are_told_once_a_person_has_said_which_column_holds_them(study: Path, tmp_path: Path) -> None:
    """A column that names services for the most part may hold anything in its other cells."""
    path = str(export(tmp_path / "x.csv", [*made.AP, "Canaria Piepmatz", "a@example.org"]))
    report = (script.draft(path, "ilo_ap_2024", "AP", 2024) / "report.txt").read_text(encoding="utf-8")
    assert "Piepmatz" not in report
    assert "not known: 2 (row 14, 15)" in report
    assert "UNITS='country'" in report
    report = (script.draft(path, "ilo_ap_2024", "AP", 2024, units="country") / "report.txt").read_text(encoding="utf-8")
    assert "not known: 'Canaria Piepmatz' (row 14)" in report
    assert "a@example.org" not in report


def test_a_column_that_names_a_service_here_and_there_is_not_taken_for_theirs(study: Path, tmp_path: Path) -> None:
    """A free text in which somebody wrote no more than "Nepal"; a person may say that it is the column all the same."""
    texts = ["Nepal", "Canaria Piepmatz", "we have none", "see annex", "in the capital"]
    path = str(export(tmp_path / "x.csv", texts))
    with pytest.raises(InputError, match=r"in half of its cells \(20% of country\)") as refused:
        script.draft(path, "ilo_ap_2024", "AP", 2024)
    assert "Piepmatz" not in str(refused.value)
    folder = script.draft(path, "ilo_ap_2024", "AP", 2024, units="country")
    assert "not known: 'see annex' (row 6)" in (folder / "report.txt").read_text(encoding="utf-8")


def test_what_settles_how_the_file_is_read_stands_in_the_wave(study: Path, tmp_path: Path) -> None:
    given = {"header_rows": "1", "delimiter": ",", "encoding": ""}
    folder = script.draft(str(export(tmp_path / "x.csv", made.AP)), "ilo_ap_2024", "AP", 2024, units="country", **given)
    block = yaml.safe_load((folder / "wave.yaml").read_text(encoding="utf-8"))["ilo_ap_2024"]
    assert (block["header_rows"], block["delimiter"], block["unit_column"]) == (1, ",", "country")
    assert "encoding" not in block


@pytest.mark.parametrize(
    ("units", "message"),
    [("contry", "near it: country"), ("email", "data of persons"), ("id", "it holds no answers")],
)
def test_a_column_of_services_that_cannot_be(study: Path, tmp_path: Path, units: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        script.draft(str(export(tmp_path / "x.csv", made.AP)), "ilo_ap_2024", "AP", 2024, units=units)
    assert not (study / "drafts").exists()


def test_a_column_of_addresses_is_never_proposed_nor_its_cells_shown(study: Path, tmp_path: Path) -> None:
    """Under the very heading of an item, and under one that says what it is."""
    addresses = [f"focal.point{i}@pes{i}.example.org" for i in range(len(made.AP))]
    headings = "Contact of the service", f"{QUESTION} [Cloud platform for internal services] "
    path = export(tmp_path / "x.csv", made.AP, **dict.fromkeys(headings, addresses))
    folder = script.draft(str(path), "ilo_ap_2024", "AP", 2024)
    written = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert "focal.point" not in written
    assert "Contact of the service" not in written
    rows = pd.read_csv(folder / "crosswalk.csv", dtype=str, keep_default_na=False)
    assert sorted(rows["item"]) == sorted(item for _, _, item in COLUMNS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"wave": "ilo_ap_2022"}, "there is a wave ilo_ap_2022 already"),
        ({"wave": "ILO 2024"}, "small letters, digits and _"),
        ({"region": "EU"}, "region 'EU' is not declared"),
        ({"year": 24}, "the year of fieldwork"),
        ({"export": "nowhere.csv"}, "no such file"),
        ({"structure": "nowhere.lss"}, "no such file"),
        ({"platform": "kobo"}, "no export of kobo"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    study: Path, tmp_path: Path, changes: dict, message: str
) -> None:
    given = {"export": str(export(tmp_path / "x.csv", made.AP)), "wave": "ilo_ap_2024", "region": "AP", "year": 2024}
    with pytest.raises(InputError, match=message):
        script.draft(**(given | changes))
    assert not (study / "drafts").exists()


def test_an_export_that_names_no_unit(study: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column names a unit of the study"):
        script.draft(str(export(tmp_path / "x.csv", ["Atlantis", "Utopia"])), "ilo_ap_2024", "AP", 2024)


def test_units_that_are_told_by_code_only(study: Path, tmp_path: Path) -> None:
    path = made.limesurvey(tmp_path / "x.csv", ["1", "2", "3"], COLUMNS, made.label("en"))
    question = {"qid": 1, "gid": 1, "type": "L", "title": "country", "question": "Country", "language": "en",
                "parent_qid": 0}  # fmt: skip
    answers = [
        {"qid": 1, "code": code, "answer": name, "sortorder": code, "language": "en", "scale_id": 0}
        for code, name in enumerate(("Nepal", "India", "Japan"), start=1)
    ]
    structure = made.export_files.lss({"questions": [question], "answers": answers}, ["en"])
    made.export_files.write(tmp_path / "x.lss", structure)
    with pytest.raises(InputError, match="column country holds codes of units"):
        script.draft(str(path), "ilo_ap_2024", "AP", 2024, structure=str(tmp_path / "x.lss"))


def test_edited_drafts_are_not_drafted_over(study: Path, tmp_path: Path) -> None:
    path = str(export(tmp_path / "x.csv", made.AP))
    folder = script.draft(path, "ilo_ap_2024", "AP", 2024)
    wave = folder / "wave.yaml"
    wave.write_text(wave.read_text(encoding="utf-8").replace("AP 2024", "ILO 2024"), encoding="utf-8")
    edited = tree(folder)
    with pytest.raises(InputError, match=r"wave\.yaml was edited since it was drafted"):
        script.draft(path, "ilo_ap_2024", "AP", 2024)
    assert tree(folder) == edited


def google_with_obstacles(path: Path, further: str = "") -> Path:
    """A Google Forms sheet whose question on obstacles has its ticked labels in one cell, joined by `, `.

    further: a text among the ticked labels of the third service.
    """
    question = made.asked("obst_legal", "es")[0]
    items = made.items_of("obstacles")
    rows = [["Marca temporal", "País", question]]
    for number, unit in enumerate(made.LAC):
        chosen = [made.ITEMS[item]["label_es"] for item in items if made.given(item, number)["answer"] == "ticked"]
        cell = ", ".join([*chosen[:1], further, *chosen[1:]] if further and number == 2 else chosen)
        rows.append([f"{number + 1}/6/2024 12:00:00", unit, cell])
    path.write_bytes(made.csv_bytes(rows))
    return path


def test_a_multiple_choice_in_one_cell_is_parted_by_the_labels_of_its_battery(study: Path, tmp_path: Path) -> None:
    folder = script.draft(str(google_with_obstacles(tmp_path / "g.csv")), "idb_lac_2025", "LAC", 2025)
    block = yaml.safe_load((folder / "wave.yaml").read_text(encoding="utf-8"))["idb_lac_2025"]
    labels = [made.ITEMS[item]["label_es"] for item in made.items_of("obstacles")]
    question = made.asked("obst_legal", "es")[0]
    assert block["choices"] == {question: labels}
    rows = pd.read_csv(folder / "crosswalk.csv", dtype=str, keep_default_na=False)
    assert list(rows["column"]) == [f"{question}/{label}" for label in labels]
    assert list(rows["item"]) == made.items_of("obstacles")
    assert set(rows["comparable"]) == {"yes"}


def test_a_choice_that_no_list_has_leaves_the_question_in_doubt(study: Path, tmp_path: Path) -> None:
    """What stands behind an unknown choice would be read as not chosen."""
    path = google_with_obstacles(tmp_path / "g.csv", "Falta de interés")
    folder = script.draft(str(path), "idb_lac_2025", "LAC", 2025)
    rows = pd.read_csv(folder / "crosswalk.csv", dtype=str, keep_default_na=False)
    assert len(rows) == len(made.items_of("obstacles"))
    assert set(rows["comparable"]) == {"?"}
    assert all("complete `choices`" in look for look in rows["look"])


def test_a_wave_of_another_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries: other units, scales and items, plain tables whose columns have headings and no codes."""
    study = shutil.copytree(made.REPOSITORY / "tests/studies/libraries", tmp_path / "libraries")
    monkeypatch.chdir(study)
    received = shutil.copy(study / "raw/surveys/access_2023.csv", tmp_path / "new.csv")
    before = tree(study)
    folder = script.draft(str(received), "access_2025", "town", 2025)
    with (study / "codebook/crosswalk.csv").open(encoding="utf-8", newline="") as file:
        of_2023 = {row["column"]: row["item"] for row in csv.DictReader(file) if row["wave"] == "access_2023"}
    rows = pd.read_csv(folder / "crosswalk.csv", dtype=str, keep_default_na=False)
    assert dict(zip(rows["column"], rows["item"], strict=True)) == of_2023
    assert set(rows["comparable"]) == {"yes"}
    written = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir()).lower()
    assert "canary" not in written
    assert {name: digest for name, digest in tree(study).items() if not name.startswith("drafts/")} == before


def test_nothing_of_persons_is_in_the_drafts_of_a_qualtrics_export(study: Path, tmp_path: Path) -> None:
    columns = [
        (f"Q9_{place}", f"{QUESTION} - {made.ITEMS[item]['label_en']}", item)
        for place, item in enumerate(made.items_of("back_office"), start=1)
    ]

    def cell(item: str, service: int) -> str:  # one service wrote its remark into a question
        return made.CANARY["remarks"] if (item, service) == ("bo_cloud", 3) else made.label("en")(item, service)

    path = made.qualtrics(tmp_path / "q.csv", made.LAC, columns, cell)
    folder = script.draft(str(path), "idb_lac_2025", "LAC", 2025)
    written = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert [kind for kind, text in made.CANARY.items() if text in written] == []
    assert "may be free texts: 1 (row 7)" in (folder / "report.txt").read_text(encoding="utf-8")
