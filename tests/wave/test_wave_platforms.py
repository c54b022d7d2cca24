"""Drafts from exports of several platforms and languages; which column is which item, the maker of the file knows."""

from collections.abc import Callable
from pathlib import Path

import new_waves as made
import pytest
from tests.exports.export_files import workbook

from wavework.drafting import Draft
from wavework.problems import InputError

Drafted = Callable[..., Draft]
AP_2022 = [row for row in made.codebook("crosswalk") if row["wave"] == "ilo_ap_2022"]
LAC_2022 = [row for row in made.codebook("crosswalk") if row["wave"] == "idb_lac_2022"]
AP_CODES = ("AUS", "CHN", "IDN", "IND", "JPN", "KHM", "KOR", "NPL", "PHL", "SGP", "VNM")
LAC_CODES = ("ARG", "BOL", "BRA", "BRB", "CHL", "COL", "CRI", "ECU", "GTM", "HND", "MEX", "PAN")
SMALL = [item for battery in ("back_office", "maturity_dimensions", "budgets", "maturity_overall", "data")
         for item in made.items_of(battery)]  # fmt: skip
LIMESURVEY_FR = (
    "ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série", "Code d'accès",
    "Date de lancement", "Date de la dernière action", "Adresse IP", "URL de référence",
)  # fmt: skip


def bracketed(item: str, language: str) -> str:
    question, row = made.asked(item, language)
    return f"{question} [{row}]" if row else question


def mapping(draft: Draft) -> dict[str, str]:
    return dict(zip(draft.rows["column"], draft.rows["item"], strict=True))


def assert_all_certain(draft: Draft, expected: dict[str, str]) -> None:
    assert mapping(draft) == expected
    doubtful = draft.rows[draft.rows["comparable"] != "yes"]
    assert doubtful[["column", "item", "look"]].to_dict("records") == []
    assert not any(draft.rows["recode"])


def test_limesurvey_with_full_text_headings_in_french(tmp_path: Path, drafted: Drafted) -> None:
    columns = [(row["column"], bracketed(row["item"], "fr"), row["item"]) for row in AP_2022]
    heads = dict(zip(made.LIMESURVEY, LIMESURVEY_FR, strict=False))
    answers = made.full_answer("fr", "Oui", "Non")
    draft = drafted(made.limesurvey(tmp_path / "a.csv", made.AP, columns, answers, "Pays", heads=heads))
    assert_all_certain(draft, {" ".join(heading.split()): item for _, heading, item in columns})
    assert (draft.units.column, draft.units.units, draft.units.unknown) == ("Pays", AP_CODES, {})
    assert draft.unmatched == ("remarks",)


def test_qualtrics_with_choice_texts_in_spanish_and_other_tags_than_before(tmp_path: Path, drafted: Drafted) -> None:
    columns = []
    for row in LAC_2022:  # question 4 is question 54 in this file
        question, label = made.asked(row["item"], "es")
        columns.append((f"Q5{row['column'][1:]}", f"{question} - {label}" if label else question, row["item"]))
    draft = drafted(made.qualtrics(tmp_path / "q.csv", made.LAC, columns, made.own_label("es")), "LAC", 2025)
    assert_all_certain(draft, {tag: item for tag, _, item in columns})
    assert (draft.units.column, draft.units.units) == ("Q1", LAC_CODES)


def test_google_forms_in_spanish(tmp_path: Path, drafted: Drafted) -> None:
    columns = [(bracketed(item, "es"), item) for item in SMALL]
    draft = drafted(made.google(tmp_path / "g.csv", made.LAC, columns, made.label("es"), "País"), "LAC", 2025)
    assert_all_certain(draft, dict(columns))
    assert (draft.units.column, draft.units.units) == ("País", LAC_CODES)


def test_surveymonkey_with_two_header_rows(tmp_path: Path, drafted: Drafted) -> None:
    items = [*SMALL, *made.items_of("obstacles")]
    columns = [(made.asked(item, "en")[0], made.asked(item, "en")[1] or "Response", item) for item in items]
    draft = drafted(made.surveymonkey(tmp_path / "s.csv", made.AP, columns, made.own_label("en")))
    assert_all_certain(draft, {bracketed(item, "en"): item for item in items})


def test_a_workbook_of_microsoft_forms_whose_likert_columns_have_the_statement_alone(
    tmp_path: Path, drafted: Drafted
) -> None:
    items = [*made.items_of("back_office"), "maturity_data"]
    head = ["ID", "Start time", "Completion time", "Email", "Name", "Pays"]
    rows = [[*head, *(made.ITEMS[item]["label_fr"] for item in items)]]
    for number, unit in enumerate(made.AP):
        times = ["2024-06-01 10:00:00", "2024-06-01 10:20:00"]
        person = [made.CANARY["email"], made.CANARY["firstname"]]
        rows.append([str(number + 1), *times, *person, unit, *(made.label("fr")(item, number) for item in items)])
    draft = drafted(workbook(tmp_path / "m.xlsx", *rows))
    found = dict(zip(draft.rows["item"], draft.rows["comparable"], strict=True))
    # "Yes, fully in place" tells which question it was; a number under "Data" does not
    assert found == dict.fromkeys(made.items_of("back_office"), "yes") | {"maturity_data": "?"}


def test_a_plain_workbook_with_the_study_s_own_item_names_as_headings(tmp_path: Path, drafted: Drafted) -> None:
    items = made.items_of("back_office")
    rows = [["service", *items]]
    rows += [[unit, *(made.label("es")(item, i) for item in items)] for i, unit in enumerate(made.LAC)]
    draft = drafted(workbook(tmp_path / "p.xlsx", *rows), "LAC", 2025)
    assert mapping(draft) == {item: item for item in items}
    assert set(draft.rows["comparable"]) == {"yes"}


def xlsform(path: Path, question: str, options: dict[str, str]) -> Path:
    """An XLSForm of a country and a multiple choice, in French."""
    survey = [["type", "name", "label::Français (fr)"], ["text", "country", "Pays"],
              ["select_multiple obstacle", "obstacles", question]]  # fmt: skip
    choices = [["list_name", "name", "label::Français (fr)"], *(["obstacle", *option] for option in options.items())]
    settings = [["form_title", "form_id"], ["PES", "pes"]]
    return workbook(path, *survey, title="survey", choices=choices, settings=settings)


@pytest.mark.parametrize("layout", ["both", "details", "summary"])
@pytest.mark.parametrize("with_form", [True, False])
def test_kobo_multiple_choice_in_its_three_layouts(
    tmp_path: Path, drafted: Drafted, layout: str, with_form: bool
) -> None:
    """select_multiple: names in one cell (summary), a column with 1 or 0 per option (details), or both."""
    items = made.items_of("obstacles")
    names = {item: item.removeprefix("obst_") for item in items}
    own = (["obstacles"] if layout != "details" else []) + (
        [f"obstacles/{name}" for name in names.values()] if layout != "summary" else []
    )
    head = ["start", "end", "country", *own, "_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    rows = [head]
    for number, unit in enumerate(made.AP):
        ticks = {names[item]: made.given(item, number)["answer"] == "ticked" for item in items}
        cells = {"obstacles": " ".join(name for name, tick in ticks.items() if tick)}
        cells |= {f"obstacles/{name}": "1" if tick else "0" for name, tick in ticks.items()}
        time = "2024-06-01T10:00:00.000+03:00"
        rows.append([time, time, unit, *(cells[column] for column in own), str(number), f"uuid-{number}",
                     "2024-06-01T07:00:00", "", str(number + 1)])  # fmt: skip
    path = tmp_path / "k.csv"
    path.write_bytes(made.csv_bytes(rows, ";", quoting=1))
    question = made.asked("obst_legal", "fr")[0]
    labels = {names[item]: made.ITEMS[item]["label_fr"] for item in items}
    form = xlsform(tmp_path / "form.xlsx", question, labels) if with_form else None
    draft = drafted(path, structure=form)
    expected = {f"obstacles/{name}": item for item, name in names.items()}
    assert mapping(draft).items() <= expected.items()
    if with_form and layout == "both":
        assert_all_certain(draft, expected)
    if not with_form:  # names of options are no labels
        assert "yes" not in set(draft.rows["comparable"])


SAMPLES = made.REPOSITORY.parent / "shared" / "data" / "exports"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*")) or [None], ids=lambda path: getattr(path, "name", "none"))
def test_genuine_exports_of_other_surveys_give_no_certain_match(path: Path | None, drafted: Drafted) -> None:
    """Whatever a foreign survey holds: it is not this questionnaire, and nothing of its cells is shown as an answer."""
    if path is None or path.suffix in (".lss", ".qsf") or "dictionary" in path.name:
        pytest.skip("no export")
    try:
        draft = drafted(path)
    except InputError:
        return  # the reader says what it needs
    assert "yes" not in set(draft.rows["comparable"])
    assert "recoded" not in set(draft.rows["comparable"])
