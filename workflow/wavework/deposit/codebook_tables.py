"""The codebook of the data as two tables, variables and what their values mean: data files and DDI follow them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED, weakest
from wavework.codebook import Codebook
from wavework.deposit.missing_value_codes import (
    MISSING,
    NOT_PUBLIC,
    SPSS,
    STATA,
    codes_of,
    missing_labels,
    variable_names,
)
from wavework.language.language import language_of
from wavework.tables import records, select

ANSWERS, MEASURE = "answers", "measure"
VARIABLES = ["wave", "variable", "id", "kind", "column", "battery", "dimension", "scale", "lowest", "highest",
             "comparable", "reason", "n", "basis", "source"]  # fmt: skip
CATEGORIES = ["wave", "variable", "status", "answer", "code", "stata", "count", "lowest", "highest", "known"]


def variables(study: Mapping[str, Any], book: Codebook, answers: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """One row per wave and item that it asked, or measure that it has: VARIABLES, then its label and question in each
    language, `label_<language>` and `question_<language>`.

    answers, measured: of processed/; empty where the study has none. n: units that were asked.
    """
    languages = study["languages"]
    names = variable_names([*book.items.get("item", ()), *book.measures.get("measure", ())])
    rows = [*_items(study, book, answers, names), *_measures(study, book, measured, names)]
    told = [f"{text}_{language}" for text in ("label", "question") for language in languages]
    return pd.DataFrame([dict.fromkeys([*VARIABLES, *told], "") | row for row in rows], columns=[*VARIABLES, *told])


def _items(
    study: Mapping[str, Any], book: Codebook, answers: pd.DataFrame, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    batteries = {row["battery"]: row for row in records(book.batteries)}
    asked = answers[answers["status"] != "not_asked"] if len(answers) else answers
    for wave in study["waves"] if len(asked) else ():
        of_wave = asked[asked["wave"] == wave]
        entries, n = {row["item"]: row for row in records(book.entries_of(wave))}, of_wave["item"].value_counts()
        basis = weakest(of_wave["basis"].unique())
        for item in records(book.items[book.items["item"].isin(of_wave["item"].unique())]):
            battery, entry = batteries.get(item["battery"], {}), entries[item["item"]]
            yield {
                **{key: item[key] for key in ("battery", "dimension", "scale")},
                **{key: entry[key] for key in ("column", "comparable", "reason")},
                **_texts(item, battery, study["languages"]),
                "wave": wave, "variable": names[item["item"]], "id": item["item"], "kind": ANSWERS,
                "n": int(n[item["item"]]), "basis": basis,
                "source": study["waves"][wave]["export"],
            }  # fmt: skip


def _texts(item: Mapping[str, Any], battery: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    labels = {f"label_{language}": item[f"label_{language}"] for language in languages}
    return labels | {f"question_{language}": battery.get(f"question_{language}", "") for language in languages}


def _measures(
    study: Mapping[str, Any], book: Codebook, measured: pd.DataFrame, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for wave, choices in study.get("measured", {}).items():
        of_wave = measured[measured["wave"] == wave]
        entries = {row["measure"]: row for row in records(select(book.measure_columns, wave=wave))}
        for measure in records(book.measures[book.measures["measure"].isin(of_wave["measure"])]):
            rows = of_wave[of_wave["measure"] == measure["measure"]]
            entry = entries.get(measure["measure"], {})  # a mean of its parts has no column
            yield {
                **{f"label_{language}": measure[f"label_{language}"] for language in study["languages"]},
                **{key: entry.get(key, "") for key in ("column", "reason")},
                "comparable": rows["comparable"].iloc[0], "dimension": measure["dimension"],
                "lowest": measure["minimum"], "highest": measure["maximum"],
                "wave": wave, "variable": names[measure["measure"]], "id": measure["measure"], "kind": MEASURE,
                "n": len(rows), "basis": weakest(set(rows["basis"])), "source": choices["export"],
            }  # fmt: skip


def categories(
    study: Mapping[str, Any], book: Codebook, listed: pd.DataFrame, prevalence: pd.DataFrame
) -> pd.DataFrame:
    """What the values of the variables of answers mean: CATEGORIES, then `label_<language>`.

    listed: see `variables`. prevalence: of processed/. One row per answer of the scale that says something, in its
    order, then one per reason why there is no answer. code: its number (in SPSS also of what is missing); stata: the
    same, but letters for what is missing. count: how many units, where answers are collected; lowest, highest, known:
    what is possible where they are not.
    """
    said = {language: language_of(study, language).shared["statuses"] for language in study["languages"]}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(prevalence):
        found.setdefault((row["wave"], row["item"]), []).append(row)
    of_scale = {name: _Scale(book.answers_of(name), said) for name in listed["scale"].unique()}
    rows: list[dict[str, Any]] = []
    for variable in records(listed[listed["kind"] == ANSWERS]):
        scale = of_scale[variable["scale"]]
        counts = _Counts(found.get((variable["wave"], variable["id"]), []), variable["basis"] != RECONSTRUCTED)
        keys = {"wave": variable["wave"], "variable": variable["variable"]}
        for answer in scale.answered:
            code = scale.codes[answer["answer"]]
            labels = {f"label_{language}": answer[f"label_{language}"] for language in said}
            rows.append({**keys, "status": "answered", "answer": answer["answer"], "code": code, "stata": code,
                         **labels, **counts.of("answered", answer["answer"])})  # fmt: skip
        for status in MISSING:
            if counts.collected and status == NOT_PUBLIC:
                continue
            labels = {f"label_{language}": scale.missing[language][status] for language in said}
            rows.append({**keys, "status": status, "code": SPSS[status], "stata": f".{STATA[status]}", **labels,
                         **counts.of(status)})  # fmt: skip
    columns = [*CATEGORIES, *(f"label_{language}" for language in study["languages"])]
    return pd.DataFrame([dict.fromkeys(columns, "") | row for row in rows], columns=columns)


class _Scale:
    """What is the same for all items of a scale: its answers that say something, their codes, words for the others."""

    def __init__(self, rows: pd.DataFrame, said: Mapping[str, Mapping[str, str]]):
        """rows: of scales.csv; said: language -> status -> words where the scale has none of its own."""
        self.answered, self.codes = records(rows[rows["status"] == "answered"]), codes_of(rows)
        self.missing = {language: missing_labels(words, rows, f"label_{language}") for language, words in said.items()}


class _Counts:
    """How many units gave each answer to one item in one wave."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], collected: bool):
        """rows: of processed/prevalence.csv."""
        self.collected, self.rows = collected, rows

    def of(self, status: str, answer: str = "") -> dict[str, Any]:
        """count where answers are collected, otherwise lowest, highest and known where something is."""
        mine = [row for row in self.rows if row["status"] == status and answer in ("", row["answer"])]
        if self.collected:
            return {"count": sum(int(row["units"]) for row in mine)}
        return {key: row[key] for row in mine for key in ("lowest", "highest", "known")}
