"""LimeSurvey structure files (.lss): columns of the export, question types and labels in all languages.

Two forms exist: up to LimeSurvey 3 (DBVersion below 400) texts stand in `questions` and `answers` with a language
column; from LimeSurvey 4 on in `question_l10ns` and `answer_l10ns`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from wavework.exports.common_refusals import refusal
from wavework.exports.export import Choices
from wavework.exports.files import structure_bytes
from wavework.exports.text_cells import without_html

AS_WRITTEN = "a .lss file as LimeSurvey writes it"
Row = dict[str, str]


@dataclass(frozen=True)
class SurveyColumn:
    """A column that the survey's export has. texts: language -> heading."""

    code: str
    question: str
    option: str
    type: str
    texts: dict[str, str]
    answers: Choices = field(default_factory=dict)

    def text(self, language: str) -> str:
        return self.texts.get(language, "")


@dataclass(frozen=True)
class Survey:
    """A questionnaire. language: its base language; columns: column code -> column, in questionnaire order."""

    language: str
    languages: tuple[str, ...]
    columns: dict[str, SurveyColumn]


def read_lss(path: Path) -> Survey:
    """Read a .lss file of LimeSurvey 3 to 6.

    Raises InputError if it is no XML, declares entities, or is no LimeSurvey survey.
    """
    root = _parsed(path)
    doctype = root.findtext("LimeSurveyDocType", "").strip()
    if doctype != "Survey":
        found = f"the document type is {doctype!r}" if doctype else "no LimeSurveyDocType"
        raise refusal(str(path), found, "a LimeSurvey survey structure (.lss)", "export the structure of the survey")
    try:
        return _survey(root)
    except (KeyError, ValueError) as error:
        found, remedy = f"a row of its tables is damaged: {error}", "export the structure of the survey again"
        raise refusal(str(path), found, AS_WRITTEN, remedy) from error


def _survey(root: ElementTree.Element) -> Survey:
    settings = _rows(root, "surveys_languagesettings")
    base = next((row.get("language", "") for row in _rows(root, "surveys")), "")
    languages = [row.get("surveyls_language", "") for row in settings]
    languages += [element.text.strip() for element in root.iterfind("languages/language") if element.text]
    ordered = tuple(dict.fromkeys(lang for lang in [base, *languages] if lang))
    questions = _with_texts(_rows(root, "questions"), _rows(root, "question_l10ns"), "question")
    parts = _with_texts(_rows(root, "subquestions"), _rows(root, "question_l10ns"), "question")
    answers = _answers(_rows(root, "answers"), _rows(root, "answer_l10ns"))
    order = {row.get("gid", ""): int(row.get("group_order") or 0) for row in _rows(root, "groups")}
    questions.sort(key=lambda q: (order.get(q.row["gid"], 0), int(q.row.get("question_order") or 0)))
    columns: dict[str, SurveyColumn] = {}
    for question in questions:
        mine = [part for part in parts if part.row["parent_qid"] == question.row["qid"]]
        mine.sort(key=lambda part: int(part.row.get("question_order") or 0))
        for column in _columns_of(question, mine, answers):
            columns.setdefault(column.code, column)
    return Survey(ordered[0] if ordered else "", ordered, columns)


@dataclass
class _Question:
    row: Row
    texts: dict[str, str]


def _parsed(path: Path) -> ElementTree.Element:
    data, file, remedy = structure_bytes(path, "a .lss file"), str(path), "export the structure again"
    # A structure file never needs entities; expanding them is how small files fill the memory or read other files.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refusal(file, "the XML declares a document type or entities", AS_WRITTEN, remedy)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        row = error.position[0] if isinstance(error, ElementTree.ParseError) else None
        raise refusal(file, f"the XML is broken: {error}", "a .lss file", remedy, row=row) from error


def _rows(root: ElementTree.Element, name: str) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{name}/rows/row")]


def _with_texts(rows: list[Row], texts: list[Row], field: str) -> list[_Question]:
    """One entry per qid with its text in each language, from either form of the file."""
    found: dict[str, _Question] = {}
    for row in rows:
        question = found.setdefault(row["qid"], _Question(row, {}))
        if row.get("language") and field in row:
            question.texts[row["language"]] = without_html(row[field])
    for row in texts:
        if row.get("qid") in found:
            found[row["qid"]].texts[row.get("language", "")] = without_html(row.get(field, ""))
    return list(found.values())


def _answers(rows: list[Row], texts: list[Row]) -> dict[tuple[str, str], Choices]:
    """(qid, scale) -> answer code -> language -> label, in the order of the questionnaire."""
    found: dict[tuple[str, str], Choices] = {}
    by_aid = {row["aid"]: row for row in rows if "aid" in row}
    for row in sorted(rows, key=lambda row: int(row.get("sortorder") or 0)):
        words = found.setdefault((row["qid"], row.get("scale_id") or "0"), {}).setdefault(row["code"], {})
        if row.get("language"):
            words[row["language"]] = without_html(row.get("answer", ""))
    for row in texts:
        if owner := by_aid.get(row.get("aid", "")):
            place = found[owner["qid"], owner.get("scale_id") or "0"][owner["code"]]
            place[row.get("language", "")] = without_html(row.get("answer", ""))
    return found


def _columns_of(
    question: _Question, parts: Sequence[_Question], answers: dict[tuple[str, str], Choices]
) -> list[SurveyColumn]:
    """The export's columns of one question, by its type (LimeSurvey's one-letter codes)."""
    code, type, qid = question.row["title"], question.row["type"], question.row["qid"]
    first, second = (answers.get((qid, number), {}) for number in "01")
    rows = [part for part in parts if (part.row.get("scale_id") or "0") == "0"]
    across = [part for part in parts if part.row.get("scale_id") == "1"]

    def column(
        option: str, words: Sequence[dict[str, str]], labels: Choices | None = None, suffix: str = ""
    ) -> SurveyColumn:
        """words: by language, what stands in brackets behind the question; suffix: of the code, if not [option]."""
        texts = {}
        for language, text in question.texts.items():
            inner = "".join(f" [{w.get(language, '')}]" for w in words)
            texts[language] = f"{text}{inner}".strip() if text else inner
        suffix = suffix or (f"[{option}]" if option else "")
        return SurveyColumn(f"{code}{suffix}", code, option, type, texts, labels or {})

    def added(option: str, word: str) -> SurveyColumn:
        return column(option, [dict.fromkeys(question.texts, word)])

    other = question.row.get("other") == "Y"
    other_word = "Other"  # ASSUME; translated in the export, found by code only
    if type == "X":
        return []
    if type in ("M", "P"):
        columns = []
        for part in rows:
            title = part.row["title"]
            columns.append(column(title, [part.texts], {"Y": part.texts}))
            columns += [column(f"{title}comment", [part.texts])] if type == "P" else []
        columns += [added("other", other_word)] if other else []
        return columns + ([added("othercomment", other_word)] if other and type == "P" else [])
    if type in ("A", "B", "C", "E", "F", "H", "K", "Q"):
        return [column(part.row["title"], [part.texts], first) for part in rows]
    if type in (":", ";"):
        cells = [(row, over) for row in rows for over in across]
        return [column(f"{row.row['title']}_{over.row['title']}", [row.texts, over.texts]) for row, over in cells]
    if type == "1":
        sides = [(row.row["title"], row.texts, side) for row in rows for side in (1, 2)]
        return [
            column(f"{title}#{side}", [texts], (first, second)[side - 1], f"[{title}][{side}]")
            for title, texts, side in sides
        ]
    if type == "R":
        ranks = [str(rank) for rank in range(1, len(first) + 1)]
        return [column(rank, [dict.fromkeys(question.texts, f"Rank {rank}")], first) for rank in ranks]
    columns = [column("", [], first)]
    if type in ("L", "!") and other:
        columns.append(added("other", other_word))
    if type == "O":
        columns.append(added("comment", "Comment"))
    if type == "|":
        columns.append(added("filecount", "filecount"))
    return columns
