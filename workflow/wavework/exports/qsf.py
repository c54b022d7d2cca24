"""Qualtrics survey files (.qsf): choices, recode values and labels of the questions."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from wavework.exports.common_refusals import refusal
from wavework.exports.export import Choices, Column, Labels
from wavework.exports.files import structure_bytes
from wavework.exports.text_cells import without_html
from wavework.exports.ticked_options import grouped

_NO_WORD = re.compile(r"\W+")
_COMPARED = 60  # letters of a question; older exports cut it
_EXPECTED = "a Qualtrics survey file (.qsf)"


@dataclass(frozen=True)
class Question:
    """A question. choices: by choice id; recode: choice id -> value in numeric exports; scale: columns of a matrix;
    text: as it is asked; tags: choice id -> the tag that stands for question and choice."""

    id: str
    tag: str
    type: str
    selector: str
    choices: Choices
    recode: dict[str, str]
    scale: Choices
    subselector: str = ""
    text: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> Choices:
        """The choices by their value in numeric exports."""
        return {self.recode.get(id, id): words for id, words in self.choices.items()}

    @property
    def is_grid(self) -> bool:
        """A matrix of boxes, each of which is ticked or not."""
        return self.type == "Matrix" and self.subselector == "MultipleAnswer"

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

    def identified(self, columns: Sequence[Column]) -> list[Column]:
        """The columns of a form without ImportIds, each question with the id that newer exports give: by its export
        tag where the text above it does not contradict, else by the text and the order of the questions."""
        found = [self._by_tag(column) for column in columns]
        for question, mine in self._by_text([c for c, of in zip(columns, found, strict=True) if of is None]):
            for column in mine:
                found[columns.index(column)] = (question, _option_of(column.text, question))
        return [_with_id(c, *of) if of else c for c, of in zip(columns, found, strict=True)]

    def _by_tag(self, column: Column) -> tuple[Question, str] | None:
        """Question and option of a column by its code: the tag, or the tag of a choice, with a choice behind it."""
        best: tuple[int, Question, str] | None = None
        for question in self.questions.values():
            for choice, tag in (("", question.tag), *question.tags.items()):
                start, code = (re.sub(r"\W", "_", text) for text in (tag, column.code))
                if column.kind != "question" or column.id or not tag or not _heads(column.text, question, column.code):
                    continue
                if code == start or (code.startswith(start) and column.code[len(start)] == "_"):
                    option = "_".join(filter(None, (choice, code[len(start) + 1 :])))
                    best = max(filter(None, (best, (len(start), question, option))), key=lambda one: one[0])
        return best[1:] if best else None

    def _by_text(self, columns: Sequence[Column]) -> Iterator[tuple[Question, list[Column]]]:
        """Questions with the columns under their text; those of one text in their order, if there are as many."""
        asked: dict[str, list[Question]] = {}
        for question in self.questions.values():
            if _key(question.text):
                asked.setdefault(_key(question.text), []).append(question)
        for questions in asked.values():
            under = [c for c in columns if c.kind == "question" and not c.id and _heads(c.text, questions[0], "")]
            groups = [list(group) for _, group in groupby(under, key=lambda c: _stem(c.code))]
            if len(groups) == len(questions):
                yield from zip(questions, groups, strict=True)

    def labels(self, columns: Iterable[Column]) -> Labels:
        """Labels by column code; keys are the values of a numeric export."""
        found: Labels = {}
        for column in columns:
            question = self._of(column)
            if question is None or column.kind != "question" or column.option.endswith("TEXT"):
                continue
            if question.type == "SBS" or question.is_grid:  # its cells are no choices of the question
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


def _key(text: str) -> str:
    """A text in the form in which headings and questions are compared: letters and digits alone."""
    return _NO_WORD.sub("", without_html(text)).casefold()


def _heads(heading: str, question: Question, code: str) -> bool:
    """Whether a heading is that of the question: it begins as the question does, or says no more than the code."""
    mine, asked = _key(heading), _key(question.text)
    return heading == code or not asked or mine.startswith(asked[:_COMPARED])


def _option_of(heading: str, question: Question) -> str:
    """The choice that a heading names behind the question."""
    rest = _key(heading)[len(_key(question.text)) :]
    ends = [id for id, words in question.choices.items() if rest and rest in map(_key, words.values())]
    return ends[0] if len(ends) == 1 else ""


def _stem(code: str) -> str:
    """A code without the numbers of its choices."""
    return re.sub(r"(_\d+|_TEXT)+$", "", code)


def _with_id(column: Column, question: Question, option: str) -> Column:
    if not option:
        return replace(column, id=question.id)
    return replace(column, id=f"{question.id}_{option}", question=question.tag or question.id, option=option)


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
        str(payload.get("SubSelector", "")),
        str(payload.get("QuestionText", "")),
        {str(id): str(tag) for id, tag in _part(payload, "ChoiceDataExportTags").items()},
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
