"""Files that must be refused, made by hand. Each maker writes into a folder and returns path and arguments."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
from tests.exports import export_files

LIME = '"id";"submitdate";"lastpage";"startlanguage";"token";"country";"B02[SQ001]";"B02[SQ002]"'
TAGS = ["StartDate", "Status", "Finished", "ResponseId", "RecipientEmail", "Q1", "Q2"]
IDS = ["startDate", "status", "finished", "_recordId", "recipientEmail", "QID1", "QID2"]


def lime(*rows: str, head: str = LIME, end: str = "\r\n") -> str:
    """A LimeSurvey CSV; a row is its values behind the system columns, joined by |."""
    lines = [head]
    for number, row in enumerate(rows, start=1):
        values = [str(number), "2022-05-01 10:00:00", "5", "en", f"TOKEN{number}", *row.split("|")]
        lines.append(";".join(f'"{value}"' for value in values))
    return "\ufeff" + end.join(lines) + end


GOOD = lime("Japan|A1|A2", "Nepal|A2|A2")
PLAIN = [["unit", "q1", "q2"], ["Chile", "a", "b"], ["Peru", "c", "d"]]


def qualtrics(*people: list[str], tags: list[str] | None = None, rows: int = 3) -> str:
    heads = [tags or TAGS, ["text"] * len(TAGS), [json.dumps({"ImportId": id}) for id in IDS]]
    return export_files.csv_bytes([*heads[:rows], *people]).decode()


def person(id: str = "R_1", status: str = "0", finished: str = "1", q1: str = "Chile", q2: str = "3") -> list[str]:
    return ["2022-05-01 10:00:00", status, finished, id, "canary@example.org", q1, q2]


def text(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    return export_files.write(folder / name, content)


def workbook(folder: Path, *rows: list, name: str = "export.xlsx", change=None) -> Path:
    path = export_files.workbook(folder / name, *rows)
    if change:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
    return path


def archive(folder: Path, name: str, **members: bytes) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as file:
        for member, content in members.items():
            file.writestr(member.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return folder / name


def compound(folder: Path, stream: str, name: str) -> Path:
    """The beginning of an OLE file with a stream of this name: what a look at the bytes sees."""
    return text(
        folder, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512, name
    )


def zip_bomb(folder: Path) -> Path:
    return archive(folder, "bomb.xlsx", xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * 40_000_000)


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def damaged(path: Path) -> Path:
    """A workbook with changed bytes inside a sheet."""
    data = bytearray(path.read_bytes())
    place = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[place : place + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    return path


def parquet(folder: Path, frame: pd.DataFrame) -> Path:
    frame.to_parquet(folder / "export.parquet")
    return folder / "export.parquet"


def stata(folder: Path) -> Path:
    pd.DataFrame({"unit": ["Chile"], "q": [1]}).to_stata(folder / "export.dta", write_index=False)
    return folder / "export.dta"


def eusurvey_with_other_rows(folder: Path) -> Path:
    top = (["Alias", "x"], ["Export Date", "2024-10-17 01:10:49"], [])
    second = [*top, ["Q two"], ["a"], ["b"], ["c"]]
    return export_files.workbook(folder / "export.xlsx", *top, ["Q one"], ["a"], ["b"], Content1=second)
