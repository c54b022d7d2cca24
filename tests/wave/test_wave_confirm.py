"""`make wave-confirm`: all or nothing, edited drafts held against codebook and export, the study's files kept."""

import csv
import difflib
import shutil
import wave as script
from pathlib import Path

import new_waves as made
import pandas as pd
import pytest
import yaml
from test_wave_draft import export, google_with_obstacles, tree

from wavework.drafting.study_as_it_stands import TABLES
from wavework.problems import InputError
from wavework.sources import verified_sources

WAVE = "ilo_ap_2024"


@pytest.fixture(scope="module")
def drafted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with the drafts of a wave whose file is outside of it, the registry's entry filled in."""
    folder = tmp_path_factory.mktemp("drafted")
    path = export(folder / "results-survey.csv", made.AP)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.study_copy(folder / "study"))
        fill_in(script.draft(str(path), WAVE, "AP", 2024))
    return folder


@pytest.fixture
def folder(drafted_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The drafts in a copy of that study, as the current folder; its export is in the folder above."""
    shutil.copytree(drafted_once, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "study")
    edit(Path("drafts", WAVE, "drafted.json"), str(drafted_once), str(tmp_path))
    return Path("drafts", WAVE)


def fill_in(folder: Path) -> None:
    sources = folder / "sources.yaml"
    text = sources.read_text(encoding="utf-8").replace("producer: ''", "producer: ILO")
    text = text.replace("licence: ''", "licence: not public").replace("date: ''", 'date: "2024-09-30"')
    sources.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path, *messages: str) -> str:
    """Confirming is refused with each message, and nothing is written."""
    before = tree(Path())
    with pytest.raises(InputError) as error:
        script.confirm(WAVE, script.check_figures)
    assert tree(Path()) == before
    for message in messages:
        assert message in str(error.value)
    return str(error.value)


def test_the_wave_is_entered_and_all_else_stays(folder: Path, tmp_path: Path) -> None:
    config, registry = Path("config.yaml").read_text("utf-8"), Path("raw/sources.yaml").read_text("utf-8")
    crosswalk = Path("workflow/codebook/crosswalk.csv").read_text("utf-8")
    before = tree(Path())
    script.confirm(WAVE, script.check_figures)
    received = tmp_path / "results-survey.csv"
    assert Path(f"raw/surveys/{WAVE}/export.csv").read_bytes() == received.read_bytes()
    assert verified_sources("raw/sources.yaml").set_index("file").loc[f"raw/surveys/{WAVE}/export.csv", "basis"] == (
        "collected"
    )
    # what was there stands there still, in its order, with its comments
    assert Path("raw/sources.yaml").read_text("utf-8").startswith(registry.rstrip("\n"))
    anew = Path("workflow/codebook/crosswalk.csv").read_text("utf-8")
    assert anew.startswith(crosswalk)
    assert [row["item"] for row in csv.DictReader(anew.splitlines()) if row["wave"] == WAVE] == (
        made.items_of("back_office")
    )
    written = Path("config.yaml").read_text("utf-8").splitlines()
    difference = list(difflib.ndiff(config.splitlines(), written))
    assert not [line for line in difference if line.startswith("- ")]
    assert "+     - {from: ilo_ap_2022, to: ilo_ap_2024}" in difference
    content = yaml.safe_load("\n".join(written))
    assert list(content["waves"])[-1] == WAVE
    assert content["comparisons"]["change"][-1] == {"from": "ilo_ap_2022", "to": WAVE}
    changed = {name for name, digest in tree(Path()).items() if before.get(name) != digest}
    assert changed == {
        "config.yaml",
        "raw/sources.yaml",
        "workflow/codebook/crosswalk.csv",
        f"raw/surveys/{WAVE}/export.csv",
        "raw/.gitignore",
    }


def test_a_second_confirmation_is_refused(folder: Path) -> None:
    script.confirm(WAVE, script.check_figures)
    refused(folder, f"wave {WAVE} is declared: it was confirmed")


def test_without_drafts(study: Path) -> None:
    refused(study, "there are no drafts", "make wave ID=ilo_ap_2024")


def test_an_interrupted_confirmation_can_be_repeated(folder: Path) -> None:
    """Killed after the first rename: the crosswalk has the rows, the config not yet the wave."""
    rename = Path.replace
    done = []

    def once(self: Path, target: Path) -> Path:
        if done and str(target).endswith((".yaml", "crosswalk.csv")):
            raise KeyboardInterrupt
        if str(target).endswith("crosswalk.csv"):
            done.append(target)
        return rename(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", once)
        with pytest.raises(KeyboardInterrupt):
            script.confirm(WAVE, script.check_figures)
    assert WAVE in Path("workflow/codebook/crosswalk.csv").read_text("utf-8")
    assert WAVE not in Path("config.yaml").read_text("utf-8")
    assert not list(Path().rglob("*.part"))
    script.confirm(WAVE, script.check_figures)
    assert Path("workflow/codebook/crosswalk.csv").read_text("utf-8").count(WAVE) == len(made.items_of("back_office"))
    assert WAVE in yaml.safe_load(Path("config.yaml").read_text("utf-8"))["waves"]
    verified_sources("raw/sources.yaml")


def test_what_is_not_decided_is_refused_row_by_row(folder: Path) -> None:
    table = folder / "crosswalk.csv"
    edit(table, "bo_strategy,yes,,", "bo_strategy,?,,")
    edit(table, "bo_process_redesign,yes,,", "bo_process_redesign,recoded,Yes>?,? say why")
    edit(table, "bo_profiling,yes,,", "bo_profiling,no,,")
    refused(
        folder,
        "crosswalk.csv, row 2, column comparable: bo_strategy: ? is said\n  Expected: yes, recoded or no",
        "crosswalk.csv, row 3, column reason: bo_process_redesign: the reason is a template",
        "crosswalk.csv, row 3, column recode: bo_process_redesign: 'Yes>?'",
        "crosswalk.csv, row 5, column reason: bo_profiling: no reason is given",
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("bo_strategy,", "bo_strateg,", "row 2, column item: 'bo_strateg'\n  Expected: an item of"),
        ("bo_strategy,", "bo_strateg,", "did you mean bo_strategy or "),
        ("bo_strategy,", "?,", "row 2, column item: '?'\n  Expected: an item of"),
        ("bo_strategy,", "?,", "decide which one "),
        ("bo_process_redesign,", "bo_strategy,", "item bo_strategy has 2 columns (rows 2, 3)"),
        ("ilo_ap_2024,", "ilo_ap_2023,", "row 2, column wave: 'ilo_ap_2023'"),
        ("bo_strategy,yes", "bo_strategy,maybe", "row 2, column comparable: bo_strategy: maybe is said"),
        ("bo_strategy,yes,,", "bo_strategy,yes,Yes>fuly,", "row 2, column recode: bo_strategy: 'Yes>fuly'"),
        ("bo_strategy,yes,,", "bo_strategy,yes,Yes,", "one > between the file's text and the answer"),
        ("bo_strategy,yes,,", "bo_strategy,yes,Yes>fully;Yes>planned,", "'Yes' stands 2 times"),
        ("Digital strategy for the back office]", "Digital strategy]", "row 2, column column: "),
        ("Digital strategy for the back office]", "Digital strategy]", "near it: "),
        ("wave,column,item", "wave,heading2,item", "column column is missing"),
    ],
)
def test_a_slip_in_the_crosswalk_is_named(folder: Path, old: str, new: str, message: str) -> None:
    edit(folder / "crosswalk.csv", old, new)
    refused(folder, message)


def test_a_column_of_persons_and_that_of_the_units_cannot_be_items(folder: Path) -> None:
    with (folder / "crosswalk.csv").open("a", encoding="utf-8") as file:
        file.write(f"{WAVE},email,bo_cloud_2,yes,,,,,,\n{WAVE},email,org_culture_change,yes,,,,,,\n")
        file.write(f"{WAVE},country,org_inclusion,yes,,,,,,\n")
    refused(
        folder, "row 11, column item: 'bo_cloud_2'", "row 12, column column: 'email' holds data of persons",
        "row 13, column column: 'country' is the column of the units",
    )  # fmt: skip


def test_a_recode_that_leaves_answers_unread_is_found_before_the_run(folder: Path, tmp_path: Path) -> None:
    """The answers are read as the run will read them: an item under a column with other answers is refused."""
    rows = (folder / "crosswalk.csv").read_text("utf-8").splitlines()
    (folder / "crosswalk.csv").write_text("\n".join([rows[0], rows[1].replace("bo_strategy", "budget_general")]) + "\n")
    refused(folder, "results-survey.csv, row 3, column ", "is not an answer of scale budget3")


def test_an_unknown_service_must_be_named_first(study: Path, tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv", [*made.AP, "Sri Lanka"])
    folder = script.draft(str(path), WAVE, "AP", 2024)
    fill_in(folder)
    refused(folder, "x.csv, row 14, column country: 'Sri Lanka' is no known unit")
    units = Path("workflow/codebook/units.csv")
    units.write_text(units.read_text("utf-8") + "LKA,LKA,AP,Sri Lanka,Sri Lanka,Sri Lanka,\n", encoding="utf-8")
    refused(folder, "a response of LKA", "add the unit to the list if it took part")
    edit(folder / "wave.yaml", "[AUS,", "[LKA, AUS,")
    script.confirm(WAVE, script.check_figures)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("sources.yaml", "producer: ILO", "producer: ''", "sources.yaml: sources.0.producer is ''"),
        ("sources.yaml", "sha256: ", "sha256: 0", "leave file and sha256 as they were drafted"),
        ("sources.yaml", "basis: collected", "basis: certain", "sources.0.basis is 'certain'"),
        ("sources.yaml", "producer: ILO", "producer: [ILO", "sources.yaml, row "),
        ("wave.yaml", "region: AP", "region: EU", "waves.ilo_ap_2024.region is 'EU'"),
        ("wave.yaml", "year: 2024", "year: next", "waves.ilo_ap_2024.year is 'next'"),
        ("wave.yaml", "unit_column: country", "unit_colum: country", "unknown key waves.ilo_ap_2024.unit_colum"),
        ("wave.yaml", "unit_column: country", "unit_column: remarks", "is no known unit"),
        ("wave.yaml", "ilo_ap_2024:", "ilo_ap_2025:", "it holds ilo_ap_2025"),
        ("wave.yaml", "  ilo_ap_2024:", "ilo_ap_2024:", "wave.yaml, row 1: the line is not indented"),
        ("wave.yaml", "surveys/ilo_ap_2024/export.csv", "surveys/ilo_ap_2022/export.csv", "leave it as drafted"),
        ("wave.yaml", "title: {", "title: {{", "wave.yaml, row 3: not readable as YAML"),
        ("wave.yaml", "    year: 2024", "    year: 2024\n    year: 2025", "row 5: key ilo_ap_2024.year stands twice"),
    ],
)  # fmt: skip
def test_a_slip_in_the_other_drafts_is_named(folder: Path, name: str, old: str, new: str, message: str) -> None:
    edit(folder / name, old, new)
    refused(folder, message)


def test_all_three_drafts_are_told_of_in_one_go(folder: Path) -> None:
    edit(folder / "sources.yaml", "producer: ILO", "producer: ''")
    edit(folder / "crosswalk.csv", "bo_strategy,yes,,", "bo_strategy,?,,")
    refused(folder, "sources.0.producer", "row 2, column comparable")


def test_a_file_that_changed_since_it_was_drafted(folder: Path, tmp_path: Path) -> None:
    received = tmp_path / "results-survey.csv"
    received.write_bytes(received.read_bytes() + b"\r\n")
    refused(folder, "it changed since it was drafted")
    received.unlink()
    refused(folder, "the file is not there any more")


def test_another_file_in_its_place(folder: Path) -> None:
    place = Path(f"raw/surveys/{WAVE}/export.csv")
    place.parent.mkdir()
    place.write_text("something else")
    refused(folder, "another file stands there")


def test_a_crosswalk_saved_by_a_spreadsheet_with_semicolons(folder: Path) -> None:
    table = folder / "crosswalk.csv"
    rows = list(csv.reader(table.read_text("utf-8").splitlines()))
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([*rows, ["" for _ in rows[0]]])
    script.confirm(WAVE, script.check_figures)
    added = list(csv.reader(Path("workflow/codebook/crosswalk.csv").read_text("utf-8").splitlines()))
    assert added[-len(rows) + 1 :] == [row[:6] for row in rows[1:]]


def test_an_export_inside_raw_is_registered_where_it_is(study: Path) -> None:
    (study / "raw/surveys/received").mkdir()
    path = export(study / "raw/surveys/received/results.csv", made.AP)
    fill_in(script.draft(str(path), WAVE, "AP", 2024))
    script.confirm(WAVE, script.check_figures)
    assert not Path(f"raw/surveys/{WAVE}").exists()
    assert yaml.safe_load(Path("config.yaml").read_text("utf-8"))["waves"][WAVE]["export"] == (
        "raw/surveys/received/results.csv"
    )
    verified_sources("raw/sources.yaml")


HEAD = "  change: # on the units of both waves only; never pooled over regions\n"
PAIRS = (
    "    - {from: ilo_global_2020, to: ilo_ap_2022}\n    - {from: idb_lac_2019, to: idb_lac_2022}\n"
    "    - {from: govtech_2020, to: govtech_2022}\n    - {from: govtech_2022, to: govtech_2025}\n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"comparisons:\n{HEAD}{PAIRS}", "comparisons:\n"),
        (HEAD + PAIRS, "  change: []\n"),
        (PAIRS, "    - from: ilo_global_2020\n      to: ilo_ap_2022\n    # a comment of the next block\n"),
        (PAIRS, "  - {from: ilo_global_2020, to: ilo_ap_2022}\n"),
        ("\n", "\r\n"),
    ],
)
def test_config_in_other_forms_that_yaml_allows(folder: Path, old: str, new: str) -> None:
    text = Path("config.yaml").read_text("utf-8")
    assert old in text
    Path("config.yaml").write_bytes(text.replace(old, new).encode())
    before = yaml.safe_load(Path("config.yaml").read_bytes())
    script.confirm(WAVE, script.check_figures)
    raw = Path("config.yaml").read_bytes()
    after = yaml.safe_load(raw)
    assert after["waves"].pop(WAVE)["year"] == 2024
    assert after["comparisons"]["change"].pop() == {"from": "ilo_ap_2022", "to": WAVE}
    assert after["waves"] == before["waves"]
    assert after["comparisons"]["change"] == (before["comparisons"].get("change") or [])
    assert (b"\r\n" in raw) == (new == "\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") or new != "\r\n"
    assert raw.count(b"#") == text.replace(old, new).count("#")


def test_a_config_that_no_program_can_extend_is_left_alone(folder: Path) -> None:
    content = yaml.safe_load(Path("config.yaml").read_text("utf-8"))
    Path("config.yaml").write_text(yaml.safe_dump(content, default_flow_style=True, allow_unicode=True), "utf-8")
    refused(folder, "config.yaml: it is written in a form to which nothing can be added by a program")


@pytest.mark.parametrize(
    ("region", "year", "pair"),
    [
        ("AP", 2018, {"from": "another", "to": "ilo_global_2020"}),  # the first of all leads to the next
        ("AP", 2021, {"from": "ilo_global_2020", "to": "another"}),
        ("EU", 2024, None),  # the first of its region
    ],
)
def test_the_change_that_is_declared(study: Path, tmp_path: Path, region: str, year: int, pair: dict | None) -> None:
    edit(Path("config.yaml"), "regions:\n", "regions:\n  EU: {en: Europe, fr: Europe, es: Europa}\n")
    before = yaml.safe_load(Path("config.yaml").read_text("utf-8"))["comparisons"]["change"]
    units = made.AP
    if region == "EU":  # Australia has moved
        units = ["Australia"]
        edit(Path("workflow/codebook/units.csv"), "AUS,AUS,AP", "AUS,AUS,EU")
    folder = script.draft(str(export(tmp_path / "x.csv", units)), "another", region, year)
    fill_in(folder)
    table = folder / "crosswalk.csv"
    table.write_text(table.read_text("utf-8").replace(",?,", ",yes,"), "utf-8")  # what 2020 leaves in doubt
    script.confirm("another", script.check_figures)
    after = yaml.safe_load(Path("config.yaml").read_text("utf-8"))["comparisons"]["change"]
    assert after == (before if pair is None else [*before, pair])


def test_choices_in_one_cell_are_confirmed_and_read(study: Path, tmp_path: Path) -> None:
    path = google_with_obstacles(tmp_path / "g.csv")
    fill_in(script.draft(str(path), "idb_lac_2025", "LAC", 2025))
    script.confirm("idb_lac_2025", script.check_figures)
    answers = answers_of_wave("idb_lac_2025")
    for service, unit in enumerate(["ARG", "BRB", "BOL", "BRA"]):
        for item in made.items_of("obstacles"):
            assert answers[unit, item] == made.given(item, service)["answer"]


def answers_of_wave(wave: str) -> dict[tuple[str, str], str]:
    """(unit, item) -> answer, as a run reads the wave of this folder."""
    return read_of_wave(wave)[0]


def read_of_wave(wave: str) -> tuple[dict[tuple[str, str], str], pd.DataFrame]:
    """(unit, item) -> answer, and the cleaning log, as a run reads the wave of this folder."""
    from wave_answers import cleaned_wave

    from wavework.study import validated_study

    config = validated_study(yaml.safe_load(Path("config.yaml").read_text("utf-8")))
    choices, known = config["waves"][wave], {key: list(config[key]) for key in ("waves", "regions", "dimensions")}
    codebook = [f"workflow/codebook/{name}.csv" for name in TABLES]
    table, log = cleaned_wave(choices["export"], wave, choices, codebook, verified_sources("raw/sources.yaml"), known)
    return {(row.unit, row.item): row.answer for row in table.itertuples()}, log
