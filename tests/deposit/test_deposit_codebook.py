"""The codebook as tables and as DDI, counted by hand from small_deposit."""

import os
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from small_deposit import BOOK, SCALES, STUDY, answers, measured, prevalence, sources

from wavework.deposit.codebook_tables import categories, variables
from wavework.deposit.ddi import ddi
from wavework.deposit.missing_value_codes import codes_of, variable_names

D = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# In the order of codebook.xsd, version 2.5.
ORDER = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "stdyDscr": ["citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method", "dataAccs",
                 "othrStdyMat", "notes"],
    "sumDscr": ["timePrd", "collDate", "nation", "geogCover", "geogUnit", "geoBndBox", "boundPoly", "anlyUnit",
                "universe", "dataKind"],
    "fileDscr": ["fileTxt", "locMap", "notes"],
    "var": ["location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng",
            "invalrng", "undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry",
            "codInstr", "verStmt", "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"],
    "catgry": ["catValu", "labl", "txt", "catStat", "mrow"],
}  # fmt: skip


@pytest.fixture(scope="module")
def listed():
    return variables(STUDY, BOOK, answers(), measured())


@pytest.fixture(scope="module")
def values(listed):
    return categories(STUDY, BOOK, listed, prevalence())


@pytest.fixture(scope="module")
def document(listed, values):
    return ET.fromstring(ddi(STUDY, listed, values, sources()))


def test_there_is_a_variable_for_each_item_that_a_wave_asked_and_each_measure(listed):
    assert listed[["wave", "variable", "id", "n", "basis"]].to_numpy().tolist() == [
        ["c", "open", "open", 3, "collected"], ["c", "kind", "kind", 3, "collected"],
        ["c", "law", "law", 3, "collected"],
        ["r", "open", "open", 2, "reconstructed"], ["r", "with_", "with", 2, "reconstructed"],
        ["m", "index", "index", 2, "published"],
    ]  # fmt: skip
    law = listed[listed["id"] == "law"].iloc[0]
    assert law[["column", "comparable", "reason", "question_fr"]].tolist() == [
        "Q3", "recoded", "two answers", "Qu’est-ce qui est en place ?",
    ]  # fmt: skip


def test_codes_are_values_where_the_scale_has_them_and_places_elsewhere():
    stage, kind = (SCALES[SCALES["scale"] == scale] for scale in ("stage", "kind"))
    assert codes_of(stage) == {"fully": 2, "planned": 1, "no": 0}
    assert codes_of(kind) == {"city": 1, "county": 2}
    assert codes_of(stage.assign(value=[0.5, 1, 0, None])) == {"fully": 1, "planned": 2, "no": 3}
    assert codes_of(stage.assign(value=[1, 1, 0, None])) == {"fully": 1, "planned": 2, "no": 3}
    assert codes_of(stage.assign(value=[1, 0, -1, None])) == {
        "fully": 1,
        "planned": 2,
        "no": 3,
    }  # -1 is a missing value


def test_names_of_variables_are_taken_by_both_programs_and_differ():
    long = "a_very_long_name_of_an_item_about_open_data"
    names = variable_names([f"{long}_one", f"{long}_two", "with", "plain"])
    assert names["plain"] == "plain"
    assert names["with"] == "with_"
    assert len(set(names.values())) == 4
    assert max(map(len, names.values())) <= 32


def test_every_value_has_code_label_and_count_where_it_is_collected(values):
    of = values[(values["wave"] == "c") & (values["variable"] == "open")]
    assert of[["status", "answer", "code", "stata", "count", "label_en", "label_fr"]].to_numpy().tolist() == [
        ["answered", "fully", 2, 2, 1, "In place", "En place"],
        ["answered", "planned", 1, 1, 0, "Planned", "Prévu"],
        ["answered", "no", 0, 0, 0, "No", "Non"],
        ["dont_know", "", -1, ".a", 1, "No idea", "Aucune idée"],
        ["not_applicable", "", -2, ".b", 1, "Not applicable", "Sans objet"],
        ["no_answer", "", -3, ".c", 0, "No answer", "Sans réponse"],
        ["not_asked", "", -4, ".d", 0, "not asked", "non demandé"],
    ]


def test_nothing_is_counted_where_answers_are_not_public(values):
    of = values[(values["wave"] == "r") & (values["variable"] == "open")]
    assert set(of["count"]) == {""}
    assert of[["answer", "lowest", "highest", "known"]].to_numpy().tolist()[:3] == [
        ["fully", "1", "2", "bounds"], ["planned", "0", "1", "bounds"], ["no", "0", "1", "bounds"],
    ]  # fmt: skip
    assert of["status"].tolist()[-1] == "not_public"


def test_the_elements_stand_in_the_order_of_the_standard(document):
    for name, order in ORDER.items():
        for element in [document, *document.iter(f"{D}{name}")]:
            if element.tag == f"{D}{name}":
                places = [order.index(child.tag.removeprefix(D)) for child in element]
                assert places == sorted(places), name


def test_every_id_is_there_once_and_every_reference_leads_to_one(document):
    ids = [element.get("ID") for element in document.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    files = {element.get("ID") for element in document.findall(f"{D}fileDscr")}
    assert {variable.get("files") for variable in document.iter(f"{D}var")} == files
    assert len(files) == 3


def test_a_variable_says_question_universe_missing_values_frequencies_and_source(document):
    law = next(each for each in document.iter(f"{D}var") if each.get("name") == "law")
    assert {each.get(LANGUAGE): each.text for each in law.findall(f"{D}labl")} == {
        "en": '=Law, "new"', "fr": "=Loi « nouvelle »",
    }  # fmt: skip
    assert law.find(f"{D}qstn/{D}qstnLit").text == "What is in place?"
    assert [each.get("VALUE") for each in law.findall(f"{D}invalrng/{D}item")] == ["-1", "-2", "-3", "-4"]
    assert "2024" in law.find(f"{D}universe").text
    assert "3 offices" in law.find(f"{D}universe").text
    found = {each.find(f"{D}catValu").text: each.findtext(f"{D}catStat") for each in law.findall(f"{D}catgry")}
    assert found == {"2": "0", "1": "1", "0": "0", "-1": "0", "-2": "0", "-3": "0", "-4": "0"}
    notes = {each.get("type"): each.text for each in law.findall(f"{D}notes")}
    assert notes == {"basis": "collected", "source": "raw/c.csv, column Q3", "comparability": "recoded: two answers"}


def test_no_frequency_stands_where_answers_are_not_public(document):
    hidden = [each for each in document.iter(f"{D}var") if each.findtext(f"{D}notes") == "reconstructed"]
    assert len(hidden) == 2
    assert all(each.find(f".//{D}catStat") is None for each in hidden)


def test_a_measure_has_a_range_and_no_categories(document):
    index = next(each for each in document.iter(f"{D}var") if each.get("name") == "index")
    assert index.find(f"{D}valrng/{D}range").attrib == {"min": "0", "max": "1"}
    assert index.find(f"{D}catgry") is None


def test_a_study_of_measures_alone_has_a_document_too():
    study = {**STUDY, "waves": {}}
    listed = variables(study, BOOK, pd.DataFrame(), measured())
    values = categories(study, BOOK, listed, pd.DataFrame())
    assert ET.fromstring(ddi(study, listed, values, sources())).findtext(f".//{D}var/{D}labl") == "Index"


def test_the_document_is_valid_by_the_schema_of_the_standard(listed, values):
    schema = os.environ.get("DDI_SCHEMA")
    if not schema:
        pytest.skip("DDI_SCHEMA names no codebook.xsd of DDI-Codebook 2.5, which no package brings")
    from lxml import etree  # brought by python-docx

    rules = etree.XMLSchema(etree.parse(schema))
    rules.assertValid(etree.fromstring(ddi(STUDY, listed, values, sources()).encode()))
