"""The codebook as DDI-Codebook 2.5, the form of the microdata catalogues of the ILO and the World Bank.

The order of the elements is that of the standard's schema, codebook.xsd; docs/data-files.md says what the document was
held against.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd

from wavework.basis import ORDER
from wavework.deposit.codebook_tables import ANSWERS
from wavework.deposit.missing_value_codes import MISSING
from wavework.language.language import language_of
from wavework.tables import records, select

NAMESPACE = "ddi:codebook:2_5"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Row = Mapping[str, Any]


def ddi(study: Mapping[str, Any], variables: pd.DataFrame, categories: pd.DataFrame, sources: pd.DataFrame) -> str:
    """The document, as text. variables, categories: see `codebook`; sources: processed/sources.csv. One file per wave,
    one variable per item or measure of a wave, with its frequencies where answers are collected.
    """
    languages = study["languages"]
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", LANGUAGE: languages[0]})
    titles = {language: study["study"]["title"][language] for language in languages}
    _citation(ET.SubElement(root, "docDscr"), titles)
    _study(ET.SubElement(root, "stdyDscr"), study, titles, variables, sources)
    waves = {**study["waves"], **study.get("measured", {})}
    there = [wave for wave in waves if wave in set(variables["wave"])]
    for place, wave in enumerate(there, start=1):
        _file(root, f"F{place}", wave, waves[wave], select(variables, wave=wave), languages)
    described = ET.SubElement(root, "dataDscr")
    of_variable: dict[tuple[str, str], list[Row]] = {}
    for row in records(categories):
        of_variable.setdefault((row["wave"], row["variable"]), []).append(row)
    for place, row in enumerate(records(variables), start=1):
        file = f"F{there.index(row['wave']) + 1}"
        values = of_variable.get((row["wave"], row["variable"]), [])
        _variable(described, f"V{place}", file, row, values, study, waves[row["wave"]])
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _told(parent: ET.Element, name: str, texts: Mapping[str, str], **attributes: str) -> None:
    """An element for each language that has a text."""
    for language, text in texts.items():
        if text:
            ET.SubElement(parent, name, {LANGUAGE: language, **attributes}).text = text


def _of(row: Row, text: str, languages: Sequence[str]) -> dict[str, str]:
    return {language: str(row[f"{text}_{language}"]) for language in languages}


def _citation(parent: ET.Element, titles: Mapping[str, str], producers: Sequence[str] = ()) -> ET.Element:
    citation = ET.SubElement(parent, "citation")
    statement = ET.SubElement(citation, "titlStmt")
    first, *others = titles
    ET.SubElement(statement, "titl", {LANGUAGE: first}).text = titles[first]
    _told(statement, "parTitl", {language: titles[language] for language in others})
    if producers:
        responsible = ET.SubElement(citation, "rspStmt")
        for producer in producers:
            ET.SubElement(responsible, "AuthEnty").text = producer
    return citation


def _study(
    parent: ET.Element,
    study: Mapping[str, Any],
    titles: Mapping[str, str],
    variables: pd.DataFrame,
    sources: pd.DataFrame,
) -> None:
    used = sources[sources["file"].isin(variables["source"])]
    _citation(parent, titles, list(dict.fromkeys(used["producer"])))
    summary = ET.SubElement(ET.SubElement(parent, "stdyInfo"), "sumDscr")
    years = [choices["year"] for choices in {**study["waves"], **study.get("measured", {})}.values()]
    for event, year in (("start", min(years)), ("end", max(years))):
        ET.SubElement(summary, "timePrd", event=event, date=str(year)).text = str(year)
    for region in study["regions"].values():
        _told(summary, "geogCover", {language: region[language] for language in study["languages"]})
    _told(summary, "anlyUnit", {language: study["study"]["unit"][language] for language in study["languages"]})
    ET.SubElement(summary, "dataKind", {LANGUAGE: "en"}).text = "survey data"
    collection = ET.SubElement(ET.SubElement(parent, "method"), "dataColl")
    found = ET.SubElement(collection, "sources")
    for row in records(used):
        told = f"{row['title']}. {row['producer']}. {row['file']}, SHA-256 {row['sha256']}"
        ET.SubElement(found, "dataSrc", {LANGUAGE: "en"}).text = told
    access = ET.SubElement(ET.SubElement(parent, "dataAccs"), "useStmt")
    licences = "; ".join(f"{row['file']}: {row['licence']}" for row in records(used))
    ET.SubElement(access, "conditions", {LANGUAGE: "en"}).text = licences


def _file(
    root: ET.Element,
    name: str,
    wave: str,
    choices: Mapping[str, Any],
    variables: pd.DataFrame,
    languages: Sequence[str],
) -> None:
    file = ET.SubElement(root, "fileDscr", ID=name)
    text = ET.SubElement(file, "fileTxt")
    ET.SubElement(text, "fileName").text = wave
    size = ET.SubElement(text, "dimensns")
    ET.SubElement(size, "caseQnty").text = str(variables["n"].astype(int).max())
    ET.SubElement(size, "varQnty").text = str(len(variables))
    _told(file, "notes", {language: choices["title"][language] for language in languages}, type="title")
    weakest = max(variables["basis"], key=ORDER.index)
    ET.SubElement(file, "notes", {LANGUAGE: "en", "type": "basis"}).text = weakest


def _variable(
    parent: ET.Element,
    name: str,
    file: str,
    row: Row,
    values: Sequence[Row],
    study: Mapping[str, Any],
    choices: Mapping[str, Any],
) -> None:
    """Elements in the order of the standard."""
    languages, answers = study["languages"], row["kind"] == ANSWERS
    variable = ET.SubElement(
        parent, "var", ID=name, name=row["variable"], files=file, intrvl="discrete" if answers else "contin"
    )
    _told(variable, "labl", _of(row, "label", languages), level="variable")
    questions = _of(row, "question", languages)
    if any(questions.values()):
        _told(ET.SubElement(variable, "qstn"), "qstnLit", questions)
    if not answers:
        ET.SubElement(ET.SubElement(variable, "valrng"), "range", min=str(row["lowest"]), max=str(row["highest"]))
    missing = [value for value in values if value["status"] in MISSING]
    if missing:
        ranges = ET.SubElement(variable, "invalrng")
        for value in missing:
            ET.SubElement(ranges, "item", VALUE=str(value["code"]))
    _told(variable, "universe", _universe(row, study, choices))
    for value in values:
        category = ET.SubElement(variable, "catgry", missing="Y" if value["status"] in MISSING else "N")
        ET.SubElement(category, "catValu").text = str(value["code"])
        _told(category, "labl", _of(value, "label", languages), level="category")
        if str(value["count"]):
            ET.SubElement(category, "catStat", type="freq").text = str(value["count"])
    if row["dimension"]:
        concept = ET.SubElement(variable, "concept", {LANGUAGE: languages[0]})
        concept.text = study["dimensions"][row["dimension"]][languages[0]]
    ET.SubElement(variable, "varFormat", type="numeric", schema="other")
    ET.SubElement(variable, "notes", {LANGUAGE: "en", "type": "basis"}).text = row["basis"]
    told = f"{row['source']}, column {row['column']}" if row["column"] else f"{row['source']}, mean of its parts"
    ET.SubElement(variable, "notes", {LANGUAGE: "en", "type": "source"}).text = told
    if row["comparable"] != "yes":
        told = f"{row['comparable']}: {row['reason']}"
        ET.SubElement(variable, "notes", {LANGUAGE: "en", "type": "comparability"}).text = told


def _universe(row: Row, study: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, str]:
    """Who was asked, and how many, as the captions of charts say it."""
    found = {}
    for language in study["languages"]:
        words, names = language_of(study, language).shared["caption"], study["regions"]
        region = names.get(choices.get("region", ""), {}).get(language, choices["title"][language])
        key = "who" if row["kind"] == ANSWERS else "who_measured"
        found[language] = words[key].format(region=region, year=choices["year"], n=row["n"])
    return found
