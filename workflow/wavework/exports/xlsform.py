"""XLSForms: question types, paths and labels, by pyxform, which also says what is wrong with a form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wavework.exports.common_refusals import refusal
from wavework.exports.export import Choices, first_label
from wavework.exports.text_cells import Table, without_html
from wavework.exports.workbooks import workbook_kind, workbook_tables

_SELECT = re.compile(r"select[ _](one|multiple)(?: from)? +([^ (]+)(?:\([^)]*\))?( +or[ _]other)?")
LOCATIONS = ("geopoint", "geotrace", "geoshape", "start-geopoint")


@dataclass(frozen=True)
class FormQuestion:
    """A question of a form. path: groups and name joined by /; choices: by name."""

    path: str
    name: str
    type: str
    texts: dict[str, str]
    choices: Choices

    @property
    def is_multiple(self) -> bool:
        return self.type.startswith("select all that apply")

    @property
    def text(self) -> str:
        return first_label(self.texts, self.name)


def read_xlsform(path: Path, notes: list[str]) -> list[FormQuestion]:
    """Questions of an XLSForm in form order, repeats included.

    A form that pyxform refuses (a name twice, a broken condition) still has its labels: they are read as they stand,
    with a note. Raises InputError if it is no workbook, has no sheet survey, or lacks a list of choices.
    """
    from pyxform.errors import PyXFormError  # imported here: pyxform takes a quarter of a second
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import DefinitionData

    file = str(path)
    data = path.read_bytes()
    kind = workbook_kind(data, file)
    if not kind:
        raise refusal(file, "the file is no workbook", "an XLSForm (XLSX or XLS)", "export the form as XLS")
    sheets = {table.name.strip().lower(): table for table in workbook_tables(data, kind, file)[0]}
    if "survey" not in sheets:
        found, expected = f"no sheet survey (sheets: {', '.join(sheets)})", "an XLSForm with sheets survey and choices"
        raise refusal(file, found, expected, "export the form as XLS")
    parts: dict[str, Any] = {}
    for name in ("survey", "choices", "settings"):
        if name in sheets:
            parts[name], parts[f"{name}_header"] = _records(sheets[name])
    try:
        form = workbook_to_json(DefinitionData(**parts), "form", warnings=[])
    except (PyXFormError, KeyError, IndexError, TypeError, AttributeError) as error:
        found = f"pyxform refuses the form: {error}"
        questions, lacking = _as_they_stand(parts)
        if lacking or not questions:
            remedy = "correct the form, or export it from the server that ran it"
            raise refusal(file, found, "a valid XLSForm", remedy) from error
        notes.append(f"{found}; its labels were read as they stand, check them")
        return questions
    return list(_questions(form, "", form.get("choices", {})))


def _as_they_stand(parts: dict[str, Any]) -> tuple[list[FormQuestion], set[str]]:
    """Questions of the rows of the sheets, and the lists of choices that are missing."""
    lists: dict[str, Choices] = {}
    for row in parts.get("choices", []):
        name = row.get("name", row.get("value", ""))
        lists.setdefault(row.get("list_name", row.get("list name", "")), {}).setdefault(name, _texts_of(row))
    questions: list[FormQuestion] = []
    groups: list[str] = []
    lacking: set[str] = set()
    for row in parts["survey"]:
        type, name = row.get("type", ""), row.get("name", "")
        if match := re.match(r"(begin|end)[ _]", type):
            groups = [*groups, name] if match.group(1) == "begin" else groups[:-1]
        elif type:
            match = _SELECT.match(type)
            choices = dict(lists.get(match.group(2), {})) if match else {}
            if match:
                type = "select all that apply" if match.group(1) == "multiple" else "select one"
                lacking |= set() if choices else {match.group(2)}
                choices |= {"other": {}} if match.group(3) else {}
            questions.append(FormQuestion("/".join([*filter(None, groups), name]), name, type, _texts_of(row), choices))
    return questions, lacking


def _texts_of(row: dict[str, str]) -> dict[str, str]:
    """The labels of a row: language -> text."""
    words = {head.partition("::")[2] or "default": text for head, text in row.items() if head.split("::")[0] == "label"}
    return _texts(words)


def _records(table: Table) -> tuple[list[dict[str, str]], list[dict[str, None]]]:
    """Rows by heading. R turns label::English (en) into label..English..en. and list name into list.name."""
    heads = [_heading(text) for text in table.cells[0]]
    rows = [
        {head: text.strip() for head, text in zip(heads, row, strict=True) if head and text.strip()}
        for row in table.cells[1:]
    ]
    return rows, [dict.fromkeys(head for head in heads if head)]


def _heading(text: str) -> str:
    text = " ".join(text.split())
    if match := re.fullmatch(r"(label|hint|constraint_message|required_message|guidance_hint|media)\.\.(.+?)\.*", text):
        language = re.sub(r"\.\.(\w+)$", r" (\1)", match.group(2))
        return f"{match.group(1)}::{language.replace('.', ' ')}"
    return {"list.name": "list_name"}.get(text, text)


def _questions(node: dict[str, Any], prefix: str, lists: dict[str, Any]) -> Iterator[FormQuestion]:
    for child in node.get("children", []):
        name = str(child.get("name", ""))
        path = f"{prefix}/{name}" if prefix else name
        if "children" in child:
            yield from _questions(child, path, lists)
            continue
        choices = child.get("choices") or lists.get(child.get("list_name", ""), [])
        yield FormQuestion(
            path,
            name,
            str(child.get("type", "")),
            _texts(child.get("label")),
            {str(choice["name"]): _texts(choice.get("label")) for choice in choices},
        )


def _texts(label: Any) -> dict[str, str]:
    """Language -> text; the language is the code in brackets ("English (en)" -> en), "" where the form has none."""
    if not isinstance(label, dict):
        return {"": without_html(str(label))} if label else {}
    found = {}
    for language, text in label.items():
        match = re.search(r"\(([\w-]+)\)\s*$", str(language))
        key = match.group(1) if match else ("" if language == "default" else str(language))
        found[key] = without_html(str(text))
    return found
