"""Reading the codebook: what the tables say, and what contradicts itself. Single faults: tests/hostile/study."""

from pathlib import Path

import pandas as pd
import pytest

from wavework.codebook import check_against_study, read_codebook
from wavework.problems import InputError

NAMES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


@pytest.fixture
def files(study):
    """The codebook's files of the libraries' study, which is the working directory."""
    study("libraries")
    return [f"codebook/{name}.csv" for name in NAMES]


def refused(files, *languages):
    with pytest.raises(InputError) as error:
        read_codebook(files, languages)
    return [(problem.file, problem.row, problem.column, problem.found) for problem in error.value.problems]


def test_what_the_tables_say(files):
    book = read_codebook(files, ["en"])
    assert book.scale_of["ent_lift"] == "access3"
    assert book.answers_of("access3")["answer"].tolist() == ["yes", "partly", "no", "dont_know", "not_applicable"]
    assert book.answers_of("access3")["value"].tolist()[:3] == [2, 1, 0]
    assert pd.isna(book.answers_of("access3")["value"].iloc[3])
    assert book.answers_of("rating")["answer"].tolist() == [str(n) for n in range(11)]  # by position, not as texts
    assert book.unit_names["birchwood"] == book.unit_names["bir"] == book.unit_names["birchwood library"] == "bir"
    assert len(book.unit_names) == 8 + 8 + 3  # ids, labels, aliases
    names = book.answer_names("access3")
    assert (names["a1"], names["don't know"], names["no upper floor"]) == ("yes", "dont_know", "not_applicable")
    assert len(book.crosswalk) == 11 + 12 + 12


def test_a_name_may_belong_to_answers_of_two_scales(files):
    book = read_codebook(files)
    assert book.answer_names("access3")["yes"] == book.answer_names("yes_no")["yes"] == "yes"


def test_only_the_tables_that_are_named_are_read(files):
    book = read_codebook(["codebook/units.csv"])
    assert len(book.units) == 8
    assert book.items.empty
    assert book.crosswalk.empty


def test_all_dangling_references_are_said_at_once(files):
    with Path("codebook/items.csv").open("a") as file:
        file.write("stairs,stair,building,steps,yes,Stairs\n")
    with Path("codebook/crosswalk.csv").open("a") as file:
        file.write("access_2019,E9,lifts,yes,,\n")
    with Path("codebook/corrections.csv").open("a") as file:
        file.write("access_2019,zzz,doors,yes,no,why,who\n")
    assert refused(files) == [
        ("codebook/items.csv", 14, "battery", "'stair'"),
        ("codebook/items.csv", 14, "scale", "'steps'"),
        ("codebook/crosswalk.csv", 37, "item", "'lifts'"),
        ("codebook/corrections.csv", 3, "item", "'doors'"),
        ("codebook/corrections.csv", 3, "unit", "'zzz'"),
    ]


@pytest.mark.parametrize(
    ("table", "row", "found"),
    [
        ("items", "ent_lift,entrance,building,access3,yes,Lift", "item ent_lift stands in row 4 too"),
        ("batteries", "staff,people,yes_no,Staff,", "battery staff stands in row 4 too"),
        ("scales", "yes_no,no,3,0,0,answered,,Nope,", "scale yes_no, answer no stands in row 8 too"),
        ("units", "ash,,town,Ash,", "unit ash stands in row 2 too"),
        ("crosswalk", "access_2019,E2,ent_lift,yes,,", "wave access_2019, item ent_lift stands in row 4 too"),
        (
            "corrections",
            "access_2021,gar,med_audio,yes,no,why,who",
            "wave access_2021, unit gar, item med_audio stands in row 2 too",
        ),
    ],
)
def test_a_key_stands_once(files, table, row, found):
    path = Path(f"codebook/{table}.csv")
    last = len(path.read_text().splitlines()) + 1
    with path.open("a") as file:
        file.write(row + "\n")
    assert refused(files) == [(str(path), last, None, found)]


def test_labels_are_needed_in_the_languages_of_the_report(files):
    path = Path("codebook/units.csv")
    path.write_text(path.read_text().replace("ash,,town,Ashgrove Library", "ash,,town,"))
    assert refused(files) == [("codebook/units.csv", 2, "label_en", "''")]  # English is always needed


def test_a_missing_translation_is_an_error_only_where_it_is_needed(files):
    table = pd.read_csv("codebook/batteries.csv", dtype=str, keep_default_na=False)
    table.assign(title_fr=["a", "", "c", "d", "e"]).to_csv("codebook/batteries.csv", index=False)
    read_codebook(files, ["en"])
    found = refused(files, "en", "fr")
    assert ("codebook/batteries.csv", 3, "title_fr", "no text") in found
    assert ("codebook/units.csv", None, "label_fr", "column label_fr is missing") in found
    assert len(found) == 4  # one cell of the batteries, and the columns of items, scales and units


def test_the_codebook_names_only_what_the_study_has(files):
    book = read_codebook(files)
    known = {
        "waves": ["access_2019", "access_2021", "access_2023"],
        "regions": ["town"],
        "dimensions": ["building", "collection", "people"],
    }
    check_against_study(book, **known)
    with pytest.raises(InputError) as error:
        check_against_study(book, **{**known, "waves": ["access_2019", "access_2021", "acess_2023"]})
    problems = error.value.problems
    assert len(problems) == 12
    assert str(problems[0]) == (
        "codebook/crosswalk.csv, row 25, column wave: 'access_2023'\n"
        "  Expected: a wave of config.yaml: access_2019, access_2021, acess_2023\n"
        "  To do: acess_2023 has no row at all: correct the one of the two that is mistyped"
    )
    with pytest.raises(InputError) as error:
        check_against_study(book, **{**known, "dimensions": ["building", "collection"]})
    assert {problem.file for problem in error.value.problems} == {"codebook/items.csv", "codebook/batteries.csv"}
    with pytest.raises(InputError) as error:
        check_against_study(book, **{**known, "regions": ["city"]})
    assert len(error.value.problems) == 8


def test_the_codebook_of_this_repository_is_sound(repo, monkeypatch):
    monkeypatch.chdir(repo)
    book = read_codebook([f"workflow/codebook/{name}.csv" for name in NAMES], ["en", "fr", "es"])
    assert len(book.units) == 27  # the countries of the deck's EGDI tables
