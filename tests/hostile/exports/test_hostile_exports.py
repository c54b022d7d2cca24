"""Bad exports and the message that each must give: where, what was found, and what to do."""

import re
from dataclasses import dataclass, field

import openpyxl
import pandas as pd
import pytest
from hostile_files import (
    GOOD,
    LIME,
    PLAIN,
    TAGS,
    archive,
    compound,
    cut,
    damaged,
    eusurvey_with_other_rows,
    lime,
    parquet,
    person,
    qualtrics,
    stata,
    text,
    workbook,
    zip_bomb,
)

from wavework.exports import read_export
from wavework.problems import InputError


@dataclass
class Case:
    """make(folder) writes the file; the message must hold each of `says`; `problems` of them are told together."""

    make: object
    says: tuple
    arguments: dict = field(default_factory=dict)
    problems: int = 1


def csv_of(content, **more):
    return lambda folder: text(folder, content, **more)


def book_of(*rows, **more):
    return lambda folder: workbook(folder, *rows, **more)


def merge(book):
    book.active.merge_cells("B2:B3")


def date_cell(book):
    book.active["B2"] = pd.Timestamp("2024-03-05").to_pydatetime()


def formula(book):
    book.active["B3"] = "=cmd|' /C calc'!A0"


def error_value(book):
    book.active["B2"] = "#NAME?"
    book.active["B2"].data_type = "e"


def far_cell(book):
    book.active.cell(1_048_576, 16_384, 1)


def second_sheet(book):
    book.create_sheet("notes").append(["written", "by hand"])


def empty_book(folder):
    openpyxl.Workbook().save(folder / "export.xlsx")
    return folder / "export.xlsx"


def structure(name, content):
    """A good export with a bad structure file."""

    def make(folder):
        text(folder, content, name)
        return text(folder, qualtrics(person()) if name.endswith(".qsf") else GOOD)

    return make


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><document>&b;</document>'
FILES = {
    # bytes and text
    "0 bytes": Case(csv_of(b""), ("export.csv: the file is empty (0 bytes)", "export or copy the file again")),
    "blank lines only": Case(csv_of("\r\n\r\n  \r\n"), ("the file holds no text",)),
    "lines that ran together": Case(csv_of("a" + ",b" * 120_000), ("120001 columns", "run together")),
    "header only": Case(csv_of(lime()), ("the file has headings but no response", "check the filter")),
    "one header row of Qualtrics": Case(csv_of(",".join(TAGS) + "\n"), ("the file has headings but no response",)),
    "cut in a quoted field": Case(
        csv_of(GOOD[:-4]), ("row 3, column number 8: a quoted field is never closed", "export or copy the file again")
    ),
    "cut in a row": Case(
        csv_of(GOOD.replace('"', "")[:-5]), ("row 3: 7 fields, and the file ends there: it was cut off", "8 fields")
    ),
    "cut in a character": Case(
        csv_of(lime("Viêt Nam|A1|A2").encode()[:-25] + "é".encode()[:1]),
        ("the file ends in the middle of a character",)
    ),
    "cp1252": Case(
        csv_of(GOOD.removeprefix("\ufeff").replace("Japan", "Pérou").encode("cp1252")),
        ("row 2: byte 0xE9 is not UTF-8", "Read as cp1252: 'Pér'", "set the wave's encoding in config.yaml"),
    ),
    "cp1252 beside digits": Case(csv_of(b"unit,q\n7\xe98,a\n"), ("Read as cp1252: 'é'; as mac_roman: 'È'",)),
    "MacRoman": Case(
        csv_of(GOOD.removeprefix("\ufeff").replace("Nepal", "Pérou").encode("mac_roman")),
        ("row 3: byte 0x8E is not UTF-8", "as mac_roman: 'Pér'"),
    ),
    "two rows of cp1252 told together": Case(
        csv_of(lime("Pérou|é|A2", "Japan|A1|A1", "Québec|A1|A2").removeprefix("\ufeff").encode("cp1252")),
        ("row 2: byte 0xE9", "row 4: byte 0xE9"), problems=2,
    ),
    "BOM but cp1252 behind it": Case(
        csv_of(b"\xef\xbb\xbf" + GOOD.removeprefix("\ufeff").replace("Japan", "Pérou").encode("cp1252")),
        ("row 2: byte 0xE9 is not UTF-8",),
    ),
    "mixed encodings in a row": Case(
        csv_of(b"unit,q\nP\xe9rou,Qu\xc3\xa9bec\n"), ("row 2: byte 0xE9 is not UTF-8", "encodings are mixed")
    ),
    "mixed encodings, one declared": Case(
        csv_of(b"unit,q\nP\xe9rou,a\nQu\xc3\xa9bec,b\n"),
        ("row 3: 'é' stands there in UTF-8", "encodings are mixed", "cp1252 is declared"), {"encoding": "cp1252"},
    ),
    "unknown encoding": Case(csv_of(GOOD), ("encoding 'utf8mb4' is not known",), {"encoding": "utf8mb4"}),
    "declared encoding that does not fit": Case(
        csv_of(b"unit,q\nP\x81rou,a\n"), ("row 2: byte 8 is not cp1252", "correct the wave's encoding"),
        {"encoding": "cp1252"},
    ),
    "UTF-16 that lost its mark": Case(
        csv_of(qualtrics(person()).encode("utf-16-le")),
        ("as in utf-16-le, but the byte order mark is lost", "set the wave's encoding in config.yaml to utf-16-le"),
    ),
    "UTF-8 once read as cp1252, in headings": Case(
        csv_of("ï»¿Code;Année\n1;2\n".encode().replace("é".encode(), "é".encode().decode("cp1252").encode())),
        ("row 1, column number 2: the heading holds letters of a wrong encoding: 'AnnÃ©e'", "export the file again"),
    ),
    "replaced letters in a column that is used": Case(
        csv_of(lime("Per\ufffd|A1|A2", "Japan|A1|A2")), ("row 2, column country: letters of a wrong encoding",),
        {"columns": ["country"]},
    ),
    "NUL bytes": Case(
        csv_of(lime("Ja\0pan|A1|A2", "Nepal|A1|A2", "Chi\0na|A1|A2")),
        ("row 2: NUL bytes", "row 4: NUL bytes"), problems=2
    ),
    # shape
    "ragged rows": Case(
        csv_of(LIME + '\n"1";"2022";"5";"en";"T";"Japan";"A1"\n"2";"2022";"5";"en";"T";"x";"A1";"A2"\n'
               '"3";"2022";"5";"en";"T";"x";"A1";"A2";"A3"\n'),
        ("row 2: 7 fields", "row 4: 9 fields", "Expected: 8 fields, as in the header"), problems=2,
    ),
    "header shorter than the rows": Case(
        csv_of("unit;q1\n" + "Chile;1;2\n" * 3), ("row 1: the header has 2 fields, most rows have 3",)
    ),
    "quote not doubled": Case(
        csv_of(GOOD.replace('"Japan"', '"the "big" one"')),
        ("row 2, column number 6: text stands after a closing quote",)
    ),
    "two delimiters": Case(
        csv_of("a,b;c\n1,5;2\n2,5;3\n"),
        ("reads as a table both with comma (2 columns) and semicolon (2 columns)",
         "set the wave's delimiter in config.yaml"),
    ),
    "delimiter that gives no table": Case(
        csv_of("a,b\n1,2;3\n4,5\n"), ("row 2: 2 fields", "Expected: 1 fields"), {"delimiter": ";"}
    ),
    "duplicate codes": Case(
        csv_of(GOOD.replace("SQ002", "SQ001")), ("row 1, column B02[SQ001]: 2 columns have this code",)
    ),
    "duplicate tags without ImportIds": Case(
        csv_of(qualtrics(person(), tags=[*TAGS[:-2], "Q1", "Q1"], rows=2)), ("column Q1: 2 columns have this tag",)
    ),
    "header again inside the data": Case(
        csv_of(GOOD + GOOD.removeprefix("\ufeff").replace('"1";"2022', '"7";"2022').replace('"2";"2022', '"8";"2022')),
        ("row 4: the row repeats the header", "give each wave its own file"),
    ),
    "header again, of two columns": Case(csv_of("unit,q\nChile,a\nunit,q\n"), ("row 3: the row repeats the header",)),
    "the same response twice": Case(
        csv_of(qualtrics(person(), person("R_2"), person())), ("row 6: 2 responses have one id (rows 4, 6)",)
    ),
    "header row lost": Case(
        csv_of("\n".join(GOOD.splitlines()[1:]) + "\n"),
        ("row 1: the file is no export of limesurvey",
         "headings id, submitdate", "export it again with its header rows"),
        {"platform": "limesurvey"},
    ),
    "another platform than declared": Case(
        csv_of(GOOD),
        ("the file is no export of qualtrics; it looks like limesurvey", "the wave's platform in config.yaml"),
        {"platform": "qualtrics"},
    ),
    "unknown platform": Case(csv_of(GOOD), ("platform 'typeform' is not known",), {"platform": "typeform"}),
    "two platforms": Case(
        csv_of("id,submitdate,_uuid,_id\n1,2022,u,7\n"),
        ("the file looks like limesurvey and kobo", "set the wave's platform in config.yaml"),
    ),
    # columns
    "missing columns": Case(
        csv_of(GOOD), ("row 1, column B02[SQ003]: the column is missing", "near it: B02[SQ002]", "column B03"),
        {"columns": ["country", "B02[SQ003]", "B03"]}, problems=2,
    ),
    "all problems of the file at once": Case(
        csv_of(lime("Japan|02-Oct|A2", "Nepal|11+|A2").replace('"2";"2022', '"1";"2022')),
        ("row 3: 2 responses have one id", "column Q9: the column is missing", "column B02[SQ001]: dates such as"),
        {"columns": ["B02[SQ001]", "Q9"]}, problems=3,
    ),
    "personal column": Case(
        csv_of(GOOD), ("column token: the column holds data of persons and is never read",), {"columns": ["token"]}
    ),
    "personal column by its cells": Case(
        csv_of(lime("a@example.org|A1|A2", "b@example.org|A1|A2")),
        ("column country: the column holds data of persons",),
        {"columns": ["country"]},
    ),
    "one column under two names": Case(
        csv_of(qualtrics(person())), ("column QID1: the column is asked for twice, as 'Q1' and 'QID1'",),
        {"columns": ["Q1", "QID1"]},
    ),
    "status nobody knows": Case(
        csv_of(qualtrics(person("R_1", "77"), person("R_2", "0", "perhaps"))),
        ("row 4, column Status: '77' is no known status", "row 5, column Finished: a text does not say"), problems=2,
    ),
    # Excel
    "ids in scientific notation": Case(
        csv_of(lime("Japan|A1|A2", "Nepal|A1|A2").replace('"1";"2022', '"1.23E+15";"2022')),
        ("row 2, column response id: the ids of responses are in scientific notation", "do not save it in Excel"),
    ),
    "scientific numbers in an answer": Case(
        csv_of(lime("Japan|1,2E+11|A2", "Nepal|7|A2")), ("row 2, column B02[SQ001]: numbers in scientific notation",),
        {"columns": ["B02[SQ001]"]},
    ),
    "scientific numbers in every cell": Case(
        csv_of(lime("Japan|1,2E+11|A2", "Nepal|7E+12|A2")),
        ("row 2, column B02[SQ001]: numbers in scientific notation",),
        {"columns": ["B02[SQ001]"]},
    ),
    "answers that Excel made dates": Case(
        csv_of(lime("Japan|02-Oct|A2", "Nepal|11+|A2", "China|10-févr|A2")),
        ("row 2, column B02[SQ001]: dates such as 02-Oct among other answers", "2 rows: 2, 4"),
        {"columns": ["B02[SQ001]"]},
    ),
    "answers that Excel made dates, in a workbook": Case(
        book_of(*PLAIN, change=date_cell),
        ("sheet Sheet, row 2, column q1: dates among other answers",), {"columns": ["q1"]}
    ),
    "formula cell": Case(
        book_of(*PLAIN, change=formula),
        ("row 3, column q1: formulas: an export holds values only", "paste them as values"),
        {"columns": ["q1"]},
    ),
    "error value": Case(
        book_of(*PLAIN, change=error_value), ("row 2, column q1: error values such as #N/A",), {"columns": ["q1"]}
    ),
    "merged cells": Case(
        book_of(*PLAIN, change=merge), ("row 2, column q1: merged cells", "2 rows: 2, 3", "unmerge the cells"),
        {"columns": ["q1"]},
    ),
    # workbooks and containers
    "renamed .xlsx": Case(
        lambda f: workbook(f, *PLAIN).rename(f / "export.csv"),
        ("export.csv: the file is an XLSX workbook, but its name ends in .csv", "renamed, not converted"),
    ),
    "CSV called .xlsx": Case(csv_of(GOOD, name="export.xlsx"), ("the file is text, but its name ends in .xlsx",)),
    "password": Case(
        lambda f: compound(f, "EncryptedPackage", "export.xlsx"),
        ("the workbook is protected by a password", "remove the password"),
    ),
    "Word document called .xls": Case(lambda f: compound(f, "WordDocument", "export.xls"), ("an old Office file",)),
    "damaged XLS": Case(
        lambda f: compound(f, "Workbook", "export.xls"), ("export.xls: the workbook cannot be read", "copy it again")
    ),
    "zip bomb": Case(zip_bomb, ("the file would unpack to 38 MB", "do not open it")),
    "archive": Case(
        lambda f: archive(f, "export.zip", survey_csv=b"a,b\n"), ("a ZIP archive (survey_csv)", "unpack the archive")
    ),
    "binary workbook": Case(lambda f: archive(f, "export.xlsb", xl__workbook_bin=b"x"), ("XLSB", "save it as XLSX")),
    "cut workbook": Case(lambda f: cut(workbook(f, *PLAIN), 0.7), ("the workbook or archive is damaged",)),
    "changed bytes in a workbook": Case(lambda f: damaged(workbook(f, *PLAIN)), ("damaged", "export or copy it again")),
    "cell at the end of the sheet": Case(
        book_of(*PLAIN, change=far_cell), ("sheet Sheet: the sheet reaches to row 1048576, column 16384",)
    ),
    "several sheets": Case(
        book_of(*PLAIN, change=second_sheet),
        ("2 sheets hold cells (Sheet, notes)", "set the wave's sheet in config.yaml")
    ),
    "no such sheet": Case(book_of(*PLAIN), ("no sheet 'Daten'", "one of: Sheet"), {"sheet": "Daten"}),
    "sheet of a text file": Case(csv_of(GOOD),
    ("sheet 'Daten' was asked for, but the file is text",), {"sheet": "Daten"}),
    "empty workbook": Case(empty_book, ("the workbook holds no cells",)),
    "sheets with other rows": Case(
        eusurvey_with_other_rows, ("sheet Content1, row 7: 1 rows that the first sheet does not have",)
    ),
    "log-in page saved as CSV": Case(csv_of("<!DOCTYPE html>\n<html><body>Log in</body></html>"),
    ("a web page or XML",)),
    "error message of an API saved as CSV": Case(csv_of('{"error": "not authorised"}'), ("headings but no response",)),
    "PDF called .csv": Case(csv_of(b"%PDF-1.7\n..."), ("the file is a PDF file",)),
    "gzip called .csv": Case(csv_of(b"\x1f\x8b\x08\0\0\0"), ("the file is a gzip archive",)),
    "cut SPSS file": Case(csv_of(b"$FL2@(#) SPSS", name="export.sav"), ("export.sav: the file cannot be read",)),
    "cut Stata file": Case(lambda f: cut(stata(f), 0.5), ("export.dta: the file cannot be read",)),
    "cut Parquet file": Case(
        lambda f: cut(parquet(f, pd.DataFrame({"a": [1]})), 0.5), ("the Parquet file cannot be read",)
    ),
    "lists in a Parquet file": Case(
        lambda f: parquet(f, pd.DataFrame({"a": [[1, 2]]})), ("column a: a column of lists or records",)
    ),
    # structure files
    "some other JSON as qsf": Case(
        structure("survey.qsf", "{}"), ("survey.qsf: no SurveyElements", "Qualtrics"), {"structure": "survey.qsf"}
    ),
    "structure where the platform has none": Case(
        lambda f: text(f, "{}", "s.qsf") and text(f, "unit,q\na,b\n"),
        ("for plain, no structure file",), {"structure": "s.qsf"}
    ),
    "lss for Qualtrics": Case(
        lambda f: text(f, "x", "s.lss") and text(f, qualtrics(person())), ("for qualtrics, a file ending in .qsf",),
        {"structure": "s.lss"},
    ),
    "broken lss": Case(
        structure("s.lss", "<document>\n<answers>\n</document>"),
        ("s.lss, row 3: the XML is broken",), {"structure": "s.lss"}
    ),
    "entities in an lss": Case(
        structure("s.lss", BOMB), ("s.lss: the XML declares a document type or entities",), {"structure": "s.lss"}
    ),
    "some other XML as lss": Case(
        structure("s.lss", "<document><x/></document>"), ("no LimeSurveyDocType",), {"structure": "s.lss"}
    ),
    "broken qsf": Case(structure("s.qsf", '{"SurveyEntry": '),
    ("s.qsf, row 1: the file is no JSON",), {"structure": "s.qsf"}),
    "qsf nested without end": Case(
        structure("s.qsf", "[" * 200_000), ("s.qsf", "the file is no JSON"), {"structure": "s.qsf"}
    ),
    "missing structure": Case(csv_of(GOOD), ("s.lss: no such file",), {"structure": "s.lss"}),
    "dictionary without its columns": Case(
        lambda f: text(f, "Variable / Field Name,Field Type\na,text\n", "d.csv")
        and text(f, "record_id,redcap_event_name,a\n1,e,2\n"),
        ("d.csv, row 1, column Form Name: the column is missing",
         "column Field Label"), {"structure": "d.csv"}, problems=2,
    ),
    # multiple choices in one cell
    "choice that is not in the list": Case(
        csv_of(qualtrics(person(q2="A,C"))), ("row 4, column Q2: the cell holds a text that is no choice", "A | B"),
        {"choices": {"Q2": ["A", "B"]}},
    ),
    "two ways to split": Case(
        csv_of(qualtrics(person(q2="A,B"))), ("row 4, column Q2: the cell can be split in more than one way",),
        {"choices": {"Q2": ["A", "B", "A,B"]}},
    ),
    "choices of no column": Case(
        csv_of(qualtrics(person())), ("column Q9: the column is missing",), {"choices": {"Q9": ["A"]}}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_refused_with_its_message(tmp_path, name):
    case = FILES[name]
    path = case.make(tmp_path)
    arguments = dict(case.arguments)
    if "structure" in arguments:
        arguments["structure"] = tmp_path / arguments["structure"]
    with pytest.raises(InputError) as error:
        read_export(path, **arguments)
    message = str(error.value)
    for words in case.says:
        assert words in message, message
    assert len(error.value.problems) == case.problems, message
    assert all(problem.file and problem.found for problem in error.value.problems)
    assert re.search(r"canary@example.org|TOKEN\d", message) is None, message
