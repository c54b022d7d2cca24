"""LimeSurvey: CSV and XLSX of responses (codes, text, or both as headings; codes or full answers) and VV files.

Facts of the layout: LimeSurvey's export plugins (CsvWriter, Writer, vvexport) and genuine exports.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from wavework.exports.common_refusals import require_distinct
from wavework.exports.export import (
    Column,
    Kind,
    Marks,
    Platform,
    Reading,
    heading_marks,
    respondents_table,
    unique_codes,
)
from wavework.exports.limesurvey_cells import cell_states
from wavework.exports.lss import Survey, SurveyColumn, read_lss
from wavework.exports.text_cells import Book, Table, matching_text, without_html
from wavework.exports.texts import Texts

SYSTEM = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "interviewtime")
PERSONAL = ("token", "ipaddr", "refurl", "firstname", "lastname", "email")
# Names of the system columns where headings are text. ASSUME translators' wording; an unknown one is a question.
WORDS = {
    "id": "Response ID|Answer ID|Antwort ID|Antwort-ID|ID de la réponse|ID de réponse|ID de respuesta|"
    "ID de la respuesta|ID da resposta|ID risposta|Antwoord ID",
    "submitdate": "Date submitted|Submit date|Datum Abgeschickt|Date de soumission|Fecha de envío|Data de envio|"
    "Data de submissão|Datum ingezonden|Data invio",
    "lastpage": "Last page|Letzte Seite|Dernière page|Última página|Laatste pagina|Ultima pagina",
    "startlanguage": "Start language|Startsprache|Start-Sprache|Langue de départ|Lenguaje inicial|Idioma inicial|"
    "Língua inicial|Starttaal|Lingua iniziale",
    "seed": "Seed|Zufallsstartwert|Tête de série|Semilla|Semente",
    "startdate": "Date started|Datum gestartet|Date de lancement|Fecha de inicio|Data de início|Startdatum",
    "datestamp": "Date last action|Datum letzte Aktivität|Date de la dernière action|Fecha de la última acción|"
    "Data da última ação|Datum laatste actie",
    "token": "Access code|Token|Zugangscode|Zugangsschlüssel|Code d'accès|Código de acceso|Contraseña|Código de acesso",
    "ipaddr": "IP address|IP-Adresse|Adresse IP|Dirección IP|Endereço IP|IP-adres|Indirizzo IP",
    "refurl": "Referrer URL|Weiterleitungs-URL|URL de référence|URL de referencia|URL referente",
}
_OWN = {"submitdate", "lastpage", "startlanguage"}  # codes that no other platform has
_SYSTEM_OF = {
    matching_text(word).casefold().replace(" ", ""): code for code, words in WORDS.items() for word in words.split("|")
}
_CODE = re.compile(r"([A-Za-z][A-Za-z0-9_]*)((?:\[[^\[\]]*\]){0,2})")
_SPELLED = re.compile(r"([A-Za-z][A-Za-z0-9]*)_(SQ\d+(?:comment)?|other)")  # the Expression Manager's Q1[SQ001]
_TIMING = re.compile(r"groupTime\d+|(.+)Time")


def recognise(book: Book) -> Marks:
    """The marks of LimeSurvey: its system columns, as codes or in words, and codes such as Q1[SQ001]."""
    rows = book.head
    if book.delimiter == "\t" and len(rows) > 1 and rows[1][0] == "id" and {"submitdate", "lastpage"} & set(rows[1]):
        return heading_marks(set(rows[1]) & {*SYSTEM, *PERSONAL}, True, "codes in the second row (VV file)")
    heads = [matching_text(text) for text in rows[0]]
    separator = _separator(heads)
    codes = {(_split(head, separator) or (head,))[0] for head in heads} if separator else set(heads)
    found = codes & {*SYSTEM, *PERSONAL}
    more = f"headings join code and text with {separator!r}" if separator else ""
    if not separator and any("[" in head and _CODE.fullmatch(head) for head in heads):
        more = "codes with brackets"
    if separator or ("id" in found and found & _OWN) or len(found & _OWN) > 1:
        return heading_marks(found, True, more)
    words = {name: head for head in heads if (name := _SYSTEM_OF.get(_key(head)))}
    stems = [head.rpartition(" [")[0] for head in heads if head.endswith("]")]
    more = more or ("headings that end in [part of a question]" if len(stems) > len(set(stems)) else "")
    sure = "id" in words and bool(more or set(words) & {"lastpage", "startlanguage", "seed", "startdate", "datestamp"})
    return heading_marks(words.values() or found - {"id", "email"}, sure, more)


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book. structure: a .lss file, for labels, types, and codes of text headings."""
    table = book.tables[0]
    survey = read_lss(structure) if structure else None
    vv = len(table.cells) > 1 and table.cells[1][0] == "id" and table.cells[0][0] != "id"
    first = 2 if vv else 1
    notes: list[str] = []
    columns, mode = _columns(table, book, survey, vv, notes)
    known = _known([column.code for column in columns], survey)
    types = {code: column.type for code, column in known.items()}
    texts, states, format = cell_states(table, first, book.encoding == "utf-8-sig", vv, columns, types, notes)
    return Reading(
        f"{'VV' if vv else mode} headings, {format}",
        columns,
        texts,
        _respondents(columns, texts, table.rows[first:], notes),
        table,
        first,
        notes,
        states,
        {code: column.answers for code, column in known.items()},
        unique_ids=True,
    )


def _separator(heads: Sequence[str]) -> str:
    """What stands between code and text in headings such as "id. Response ID", or ""."""
    match = re.match(r"id(\._\.|[^\w\s]\s?| - )(?=\w)", heads[0])
    if match and sum(1 for head in heads if _split(head, match.group(1))) * 2 >= len(heads):
        return match.group(1)
    return ""


def _split(head: str, separator: str) -> tuple[str, str] | None:
    match = _CODE.match(head)
    if match and (head[match.end() :].startswith(separator) or head[match.end() :] == separator.rstrip()):
        return match.group(), head[match.end() + len(separator) :]
    return None


def _columns(table: Table, book: Book, survey: Survey | None, vv: bool, notes: list[str]) -> tuple[list[Column], str]:
    """Columns and the heading mode: code, code and text, or text."""
    raw = table.cells[1] if vv else table.cells[0]
    heads = [matching_text(text) for text in raw]
    separator = "" if vv else _separator(heads)
    if separator:
        pairs = [_split(head, separator) or (head, head) for head in heads]
        codes, texts, mode = [code for code, _ in pairs], [text for _, text in pairs], "code and text"
    elif vv or sum(1 for head in heads if _CODE.fullmatch(head)) * 10 >= 9 * len(heads):
        own = {*SYSTEM, *PERSONAL} & set(heads)
        codes, mode = [head if own else _SYSTEM_OF.get(_key(head), head) for head in heads], "code"
        texts = [matching_text(text) for text in table.cells[0]] if vv else _texts_of(codes, survey)
    else:
        codes, texts, mode = _codes_of_texts(raw, survey, notes), [without_html(text) for text in raw], "text"
    codes = [code or f"column {i}" for i, code in enumerate(codes, start=1)]
    remedy = "export the file again; remove the copy of the column if it was edited by hand"
    require_distinct(codes, book.file, table.rows[0], "code", "one column per code", remedy)
    columns = []
    questions = {code.split("[")[0] for code in codes}
    parted = [match.groups() for code in codes if (match := _SPELLED.fullmatch(code))]
    spelled = Counter(question for question, option in parted if option != "other")
    of_survey = _known(codes, survey)
    for i, (code, text) in enumerate(zip(codes, texts, strict=True)):
        match = _CODE.fullmatch(code)
        known = of_survey.get(code)
        question, option = (known.question, known.option) if known else (code, "")
        if match and not known and match.group(2):
            question, option = match.group(1), match.group(2)[1:-1].replace("][", "#")
        elif not known and (parts := _SPELLED.fullmatch(code)) and spelled[parts.group(1)] > 1:
            question, option = parts.groups()
        elif mode == "text" and not known and (parts := re.fullmatch(r"(.*?) ?\[([^\[\]]*)\](?: #\d+)?", code)):
            question, option = parts.group(1), parts.group(2).strip()
        columns.append(Column(i + 1, code, text or code, _kind(code, questions), question, option))
    return columns, mode


def _known(codes: Sequence[str], survey: Survey | None) -> dict[str, SurveyColumn]:
    """Columns of the survey by the export's code, also where it is spelled for the Expression Manager (Q1_SQ001)."""
    if survey is None:
        return {}
    spelled = {re.sub(r"\]\[|\[", "_", code).rstrip("]"): column for code, column in survey.columns.items()}
    found = {code: survey.columns.get(code) or spelled.get(code) for code in codes}
    return {code: column for code, column in found.items() if column}


def _texts_of(codes: Sequence[str], survey: Survey | None) -> list[str]:
    known = _known(codes, survey)
    return [known[code].text(survey.language) if survey and code in known else code for code in codes]


def _codes_of_texts(raw: Sequence[str], survey: Survey | None, notes: list[str]) -> list[str]:
    """Codes of text headings: system columns by their translated names, questions through the .lss file.

    A heading that the .lss file does not have, or has more than once in another number, keeps its text as code.
    """
    heads = [matching_text(text) for text in raw]
    fixed = [_SYSTEM_OF.get(_key(head), "") for head in heads]
    codes = unique_codes(heads)
    if survey:
        keys = [_key(head) for head in heads]
        for language in survey.languages:
            owners: dict[str, list[str]] = {}
            for code, column in survey.columns.items():
                owners.setdefault(_key(column.text(language)), []).append(code)
            for key, mine in owners.items():
                _name_all(fixed, keys, key, mine)  # repeated headings stand in the order of the questionnaire
            _name_abbreviated(fixed, keys, owners)
        _name_others(fixed, keys, survey)
        found = sum(1 for code in fixed if code in survey.columns)
        notes.append(
            f"{found} of {len(heads)} text headings found in the .lss file; the others keep their text as code"
        )
    else:
        notes.append("headings are texts; with the .lss file as structure the columns get their codes")
    return [known or code for known, code in zip(fixed, codes, strict=True)]


def _key(text: str) -> str:
    """A heading without blanks and underscores: the file and the .lss differ in those around rows and tags."""
    return re.sub(r"[\s_]", "", matching_text(text)).casefold()


def _name_all(fixed: list[str], keys: Sequence[str], key: str, mine: Sequence[str]) -> None:
    """Give the headings with this key that have no code yet the codes, if there are as many of both."""
    here = [i for i, other in enumerate(keys) if other == key and not fixed[i]]
    if len(here) == len(mine):
        for i, code in zip(here, mine, strict=True):
            fixed[i] = code


def _name_abbreviated(fixed: list[str], keys: Sequence[str], owners: Mapping[str, list[str]]) -> None:
    """Codes of abbreviated headings ("What is your p.. [Mechanical eng.. ]"): each part is cut and ends in two dots."""
    for key in dict.fromkeys(k for k, code in zip(keys, fixed, strict=True) if ".." in k and not code):
        pattern = re.compile(".*".join(re.escape(part) for part in key.split("..")))
        mine = [code for full, codes in owners.items() if pattern.fullmatch(full) for code in codes]
        _name_all(fixed, keys, key, mine)


def _name_others(fixed: list[str], keys: Sequence[str], survey: Survey) -> None:
    """Codes of "other" columns, whose word is translated: the one unnamed heading that begins with the question."""
    for code, column in survey.columns.items():
        if column.option != "other" or code in fixed:
            continue
        stems = {_key(text.rsplit(" [", 1)[0]) + "[" for text in column.texts.values()}
        own = [name in survey.columns and survey.columns[name].question == column.question for name in fixed]
        behind = [i for i in range(1, len(keys)) if own[i - 1] and not fixed[i]]
        here = [i for i in behind if any(keys[i].startswith(stem) for stem in stems)]
        if len(here) == 1:
            fixed[here[0]] = code


def _kind(code: str, questions: set[str]) -> Kind:
    if code in PERSONAL or re.fullmatch(r"attribute_\d+", code):
        return "personal"
    timing = _TIMING.fullmatch(code)
    if code in SYSTEM or (timing and (timing.group(1) is None or timing.group(1) in questions)):
        return "system"
    return "question"


def _respondents(
    columns: Sequence[Column], texts: Sequence[Texts], rows: Sequence[int], notes: list[str]
) -> pd.DataFrame:
    """Response id, completeness by submitdate, language. A submitdate of 1980-01-01 is a flag, not a date."""
    of = {column.code: cells for column, cells in zip(columns, texts, strict=True)}
    if "id" not in of:
        notes.append("no response id in the file: the row number stands for it")
    submitted = of.get("submitdate")
    if submitted is None:
        notes.append("no submitdate in the file")
    elif flags := int(submitted.holds(lambda text: text.startswith("1980-01-01"), "^1980-01-01").sum()):
        notes.append(f"submitdate 1980-01-01 in {flags} rows: complete, date not stored (anonymised survey)")
    complete = None if submitted is None else (~submitted.blank).tolist()
    return respondents_table(rows, of.get("id"), complete, submitted=submitted, language=of.get("startlanguage"))


PLATFORM = Platform(
    "limesurvey",
    recognise,
    read,
    "headings id, submitdate, lastpage, startlanguage, or their texts in the export's language",
    (".lss",),
)
