"""Qualtrics survey files (.qsf): choices, recode values and labels of the questions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wavework.exports.cells import without_html
from wavework.exports.export import Choices, Column, Labels
from wavework.exports.files import structure_bytes
from wavework.exports.options import grouped
from wavework.exports.refusals import refusal

_EXPECTED = "a Qualtrics survey file (.qsf)"


@dataclass(frozen=True)
class Question:
    """A question. choices: by choice id; recode: choice id -> value in numeric exports; scale: columns of a matrix."""

    id: str
    tag: str
    type: str
    selector: str
    choices: Choices
    recode: dict[str, str]
    scale: Choices

    @property
    def values(self) -> Choices:
        """The choices by their value in numeric exports."""
        return {self.recode.get(id, id): words for id, words in self.choices.items()}

    @property
    def is_multiple(self) -> bool:
        """A multiple choice with several answers, by Qualtrics' selectors (vertical, horizontal, column, list)."""
        return self.type == "MC" and self.selector in ("MAVR", "MAHR", "MACOL", "MSB")


@dataclass(frozen=True)
class Questionnaire:
    """The questions of a survey by their id (QID…)."""

    language: str
    questions: dict[str, Question]

    def _of(self, column: Column) -> Question | None:
        if column.id:
            return self.questions.get(column.id.split("_")[0]) if column.id.startswith("QID") else None
        return next((q for q in self.questions.values() if q.tag in (column.code, column.question)), None)

    def labels(self, columns: Iterable[Column]) -> Labels:
        """Labels by column code; keys are the values of a numeric export."""
        found: Labels = {}
        for column in columns:
            question = self._of(column)
            if question is None or column.kind != "question" or column.option.endswith("TEXT"):
                continue
            found[column.code] = question.scale if question.type == "Matrix" else question.values
        return found

    def split_options(self, columns: Sequence[Column]) -> list[list[int]]:
        """Groups of column indexes, each the options of one multiple choice exported in several columns."""

        def key(column: Column) -> str | None:
            question = self._of(column)
            return question.id if question and question.is_multiple and column.option in question.choices else None

        return list(grouped(columns, key).values())

    def tick_texts(self, column: Column) -> set[str]:
        """Texts that mean ticked in an option's column: 1, its value, its label."""
        question = self._of(column)
        if question is None:
            return set()
        words = question.choices[column.option].values()
        return {"1", question.recode.get(column.option, column.option), *words}

    def choices_in_one_cell(self, columns: Iterable[Column]) -> dict[str, Choices]:
        """Choices of the multiple choices that stand in one cell: column code -> value -> language -> label."""
        found = {}
        for column in columns:
            question = self._of(column)
            if question and question.is_multiple and not column.option and column.kind == "question":
                found[column.code] = question.values
        return found


def read_qsf(path: Path) -> Questionnaire:
    """Read a .qsf file. Raises InputError if it is no JSON or no Qualtrics survey."""
    data = structure_bytes(path, "a .qsf file")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        row, remedy = getattr(error, "lineno", None), "export the survey again (Tools, Import/Export)"
        raise refusal(str(path), f"the file is no JSON: {error}", _EXPECTED, remedy, row=row) from error
    elements = content.get("SurveyElements") if isinstance(content, dict) else None
    if not isinstance(elements, list):
        raise refusal(str(path), "no SurveyElements", _EXPECTED, "export it again")
    language = str(_part(content, "SurveyEntry").get("SurveyLanguage", "")).lower()
    payloads = [_part(e, "Payload") for e in elements if isinstance(e, dict) and e.get("Element") == "SQ"]
    questions = [_question(payload, language) for payload in payloads if payload.get("QuestionID")]
    return Questionnaire(language, {question.id: question for question in questions})


def _part(content: Any, key: str) -> dict[str, Any]:
    part = content.get(key) if isinstance(content, dict) else None
    return part if isinstance(part, dict) else {}


def _question(payload: Mapping[str, Any], language: str) -> Question:
    recode = {str(id): str(value) for id, value in _part(payload, "RecodeValues").items()}
    matrix = payload.get("QuestionType") == "Matrix"
    scale = _labels(payload, "Answers", language) if matrix else {}
    return Question(
        str(payload["QuestionID"]),
        str(payload.get("DataExportTag", "")),
        str(payload.get("QuestionType", "")),
        str(payload.get("Selector", "")),
        _labels(payload, "Choices", language),
        {} if matrix else recode,
        {recode.get(id, id): words for id, words in scale.items()},
    )


def _labels(payload: Mapping[str, Any], key: str, language: str) -> Choices:
    """Labels in the survey's language and in its translations, in the order of the questionnaire."""
    parts = _numbered(payload.get(key))
    order = [str(id) for id in payload.get("ChoiceOrder" if key == "Choices" else "AnswerOrder") or []]
    found: Choices = {}
    for id in [id for id in order if id in parts] + [id for id in parts if id not in order]:
        found[id] = {language: without_html(str(parts[id].get("Display", "")))}
    for name, words in _part(payload, "Language").items():
        for id, part in _numbered(_part({"": words}, "").get(key)).items():
            if id in found:
                found[id][name.lower()] = without_html(str(part.get("Display", "")))
    return found


def _numbered(parts: Any) -> dict[str, dict[str, Any]]:
    """Choices by id; Qualtrics writes a list where the ids are 0, 1, 2, …"""
    pairs = enumerate(parts) if isinstance(parts, list) else parts.items() if isinstance(parts, dict) else ()
    return {str(id): part for id, part in pairs if isinstance(part, dict)}
