"""A whole export of every platform and kind of file, made up and small; columns of persons hold a canary."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat

CANARY = "Canaria Vogel"
MAIL = "canaria.vogel@example.org"

Rows = list[list[str]]


def words(text: str) -> list[str]:
    """The headings of a row, parted by blanks."""
    return text.split()


def table(rows: Rows, delimiter: str = ",", quote: bool = False, end: str = "\r\n") -> bytes:
    def cell(text: str) -> str:
        needs = quote or any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    return end.join(delimiter.join(map(cell, row)) for row in [*rows, []]).encode()


def lime() -> bytes:
    head = words("id submitdate lastpage startlanguage token Q1 Q2[SQ001] Q2[SQ002] Q2[other] interviewtime")
    people = [[str(i), "2022-05-01 10:00:00", "5", "en", CANARY, f"A{i % 3}", "Y", "", "", "9.5"] for i in range(1, 7)]
    return b"\xef\xbb\xbf" + table([head, *people], ";", quote=True)


def lime_text() -> bytes:
    head = ["Antwort ID", "Datum Abgeschickt", "Zugangscode", "Was tun Sie? [Chat]", "Was tun Sie? [Brief]", "Land"]
    people = [[str(i), "", CANARY, "Ja" if i % 2 else "Nein", "N/A", "Österreich"] for i in range(1, 7)]
    return table([head, *people])


def vv() -> bytes:
    heads = [["Response ID", "Date submitted", "Last page", "Which?", "Text"], words("id submitdate lastpage Q1 Q2")]
    people = [[str(i), "2022-05-01", "3", "A1", "two{newline}lines{tab}"] for i in range(1, 5)]
    return table([*heads, *people, ["9", "{question_not_shown}", "1", "{question_not_shown}", ""]], "\t")


IDS = words("startDate status finished _recordId recipientLastName recipientEmail QID1 QID2_1 QID2_2")
TAGS = ["StartDate", "Status", "Finished", "ResponseId", "RecipientLastName", "RecipientEmail", "Q1", "Q2_1", "Q2_2"]
TEXTS = ["Start Date", "Response Type", "Finished", "Response ID", "Last", "Email", "Land", "W? - A, B", "W? - C"]


def answered(i: int) -> list[str]:
    ticks = ["A, B" if i % 2 else "", "" if i % 3 else "C"]
    return ["2022-05-01 10:00:00", "0", "1", f"R_{i}", CANARY, MAIL, "Côte d'Ivoire", *ticks]


def qualtrics() -> bytes:
    imports = [json.dumps({"ImportId": id, "timeZone": "America/Denver"}) for id in IDS]
    return table([TAGS, TEXTS, imports, *map(answered, range(6))], end="\n")


def qualtrics_utf16() -> bytes:
    return (
        table([TAGS, TEXTS, [str({"ImportId": id}) for id in IDS], *map(answered, range(6))], "\t")
        .decode()
        .encode("utf-16")
    )


def qualtrics_legacy() -> bytes:
    heads = [
        [f"V{i}" for i in range(1, 7)] + ["Q1", ""],
        words("ResponseID Name EmailAddress Status StartDate Finished"),
    ]
    people = [[f"R_{i}", CANARY, MAIL, "0", "2017-07-18 08:28:09", "1", str(i), ""] for i in range(5)]
    return b"\xef\xbb\xbf" + table([heads[0], [*heads[1], "One?", ""], *people])


def kobo() -> bytes:
    head = words("start deviceid site/channels site/channels/chat site/channels/mail _id _uuid _submission_time")
    time = "2021-07-05T10:58:34.147+03:00"
    people = [[time, CANARY, "chat mail", "1", "0", str(i), f"u{i}", "2021-07-05T07:58"] for i in range(5)]
    return table([head, *people], ";", quote=True)


def monkey() -> bytes:
    heads = [
        ["Respondent ID", "Collector ID", "Start Date", "Email Address", "First Name", "Where?", "Which?", "", ""],
        ["", "", "", "", "", "Response", "Chat", "Letter, fax", "Other (please specify)"],
    ]
    people = [
        [str(9**9 + i), "7", "06/08/2020 10:36:30 AM", MAIL, CANARY, "Peru", "Chat", "Letter, fax" if i % 2 else "", ""]
        for i in range(6)
    ]
    return table([*heads, *people])


def google() -> bytes:
    head = ["Timestamp", "Email Address", "Which? ", "Grid [One]", "Grid [Two]", "Which? "]
    people = [[f"12/{i + 1}/2019 12:02:32", MAIL, "Chat, Letter", "3", "", 'said "no"\nand left'] for i in range(6)]
    return table([head, *people])


def redcap() -> bytes:
    head = words("record_id redcap_event_name name_last age why___1 why___2 base_timestamp base_complete")
    people = [[str(i), "base_arm_1", CANARY, "41", "1", "0", "[not completed]", "2"] for i in range(5)]
    return table([head, *people])


def plain() -> bytes:
    return table([["unit", "q1", "q2", "note"], *[["Chile", "a", "1,5", "text"], ["Perú", "b", "2", ""]] * 3])


def workbook(sheets: dict[str, Rows], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == hidden:
            sheet.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def microsoft() -> bytes:
    head = ["ID", "Start time", "Completion time", "Email", "Name", "Which?", "Points - Which?"]
    people = [[str(i), "2024-01-02 10:00:00", "2024-01-02 10:05:00", MAIL, CANARY, "A;B;", "1"] for i in range(1, 6)]
    ids = "_56F9DC9755BA473782653E2940F9"
    return workbook({"Form1": [head, *people], ids: [["FormId"], ["x"]]}, ids)


def eusurvey() -> bytes:
    top = [["Alias", "x"], ["Export Date", "2024-10-17 01:10:49"], []]
    head = ["Where? (ID1)", "Which? (ID2)", "Why? (ID3)", "User Name", "Contribution Id", "Last Update"]
    people = [["Peru(ID7)", "A(ID8); B(ID9)", "text", CANARY, f"c{i}", "2024-01-01"] for i in range(5)]
    return workbook({"Content": [*top, head, *people], "Content1": [*top, ["More (ID4)"], *[["3"]] * 5]})


def monkey_book() -> bytes:
    return workbook({"Sheet": [line.split(",") for line in monkey().decode().replace('"', "").splitlines()]})


def ods() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in [["unit", "q1"], ["Chile", "a"], ["Peru", "b"]]
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="A">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {"name": [CANARY] * 6, "q": [1.0, 2.0, 9.0, None, 1.5, 3.0], "text": ["é", "", "b", "c", "d", "e"]}
    )


def by_path(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "file")
        return next(Path(folder).iterdir()).read_bytes()


def sav(compress: bool = False) -> bytes:
    labels = {"q": {1.0: "Yes", 9.0: "Don't know"}}
    ranges = {"q": [{"lo": 9.0, "hi": 9.0}]}
    return by_path(
        lambda path: pyreadstat.write_sav(
            frame(), path.with_suffix(".sav"), variable_value_labels=labels, missing_ranges=ranges, compress=compress
        )
    )


MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "limesurvey": (".csv", lime), "limesurvey text": (".csv", lime_text), "limesurvey vv": (".csv", vv),
    "qualtrics": (".csv", qualtrics), "qualtrics utf-16": (".tsv", qualtrics_utf16),
    "qualtrics legacy": (".csv", qualtrics_legacy), "kobo": (".csv", kobo), "surveymonkey": (".csv", monkey),
    "surveymonkey book": (".xlsx", monkey_book), "google_forms": (".csv", google), "redcap": (".csv", redcap),
    "plain": (".csv", plain), "microsoft_forms": (".xlsx", microsoft), "eusurvey": (".xlsx", eusurvey),
    "ods": (".ods", ods), "spss": (".sav", sav), "spss compressed": (".zsav", lambda: sav(True)),
    "stata": (".dta", lambda: by_path(lambda path: frame().to_stata(path, write_index=False, version=118))),
    "stata 13": (".dta", lambda: by_path(lambda path: frame().to_stata(path, write_index=False, version=114))),
    "parquet": (".parquet", lambda: by_path(frame().to_parquet)),
}  # fmt: skip


@cache
def seed(name: str) -> bytes:
    """The whole file, before anything is broken."""
    return MAKERS[name][1]()
