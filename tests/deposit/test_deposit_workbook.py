"""The workbook, read back by openpyxl."""

import io
import re
import time

import openpyxl
import pandas as pd
import pytest

from wavework.deposit.same_bytes_zip import unzipped, zipped
from wavework.deposit.workbook import Sheet, sheet_names, workbook

WORDS = {
    "contents": "Contents", "notes": "Notes", "basis": "Basis", "source": "Source", "data": "Data", "sheet": "Sheet",
    "title": "Title", "left_out": "Left out",
}  # fmt: skip
TABLE = pd.DataFrame(
    {
        "item": ["a", "b", "c", "d"],
        "item_label": ['=HYPERLINK("http://x")', "+1", "@SUM(A1)", "-2 – minus"],
        "count": ["1", "0", "", "12"],
        "share": ["0.5", "-0.25", "", "1"],
        "code": ["007", "1e5", "x\x07y", "–"],
    }
)


def sheet(name, table=TABLE):
    return Sheet(name, f"Title of {name}", "What the marks mean.", "collected", "The offices", table)


@pytest.fixture
def read():
    content = workbook([sheet("first"), sheet("second", TABLE.iloc[:0])], {"Third": "no answers"}, WORDS, "A study")
    return openpyxl.load_workbook(io.BytesIO(content))


def test_there_is_a_sheet_for_each_exhibit_and_a_list_of_them(read):
    assert read.sheetnames == ["Contents", "first", "second"]
    rows = [[cell for cell in row if cell is not None] for row in read["Contents"].iter_rows(values_only=True)]
    assert rows == [
        ["A study"], [], ["Sheet", "Title", "Basis"], ["first", "Title of first", "collected"],
        ["second", "Title of second", "collected"], ["Left out", "Third", "no answers"],
    ]  # fmt: skip
    assert read["Contents"]["A4"].hyperlink.location == "'first'!A1" or read["Contents"]["A4"].hyperlink.target


def test_title_notes_basis_and_source_stand_above_the_table(read):
    rows = [row[:2] for row in read["first"].iter_rows(min_row=1, max_row=4, values_only=True)]
    assert rows == [
        ("Title of first", None), ("Notes", "What the marks mean."), ("Basis", "collected"), ("Source", "The offices"),
    ]  # fmt: skip
    assert [cell.value for cell in read["first"][6]] == list(TABLE.columns)
    assert read["second"].max_row == 6


def test_numbers_are_numbers_and_texts_are_never_formulas(read):
    page = read["first"]
    assert [page.cell(row, 3).value for row in range(7, 11)] == [1, 0, None, 12]
    assert [page.cell(row, 4).value for row in range(7, 11)] == [0.5, -0.25, None, 1]
    for row, text in enumerate(TABLE["item_label"], start=7):
        cell = page.cell(row, 2)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert not page.cell(7, 1).quotePrefix


def test_a_text_that_looks_like_a_number_keeps_its_signs(read):
    assert [read["first"].cell(row, 5).value for row in range(7, 11)] == ["007", "1e5", "xy", "–"]


def test_names_of_sheets_are_short_allowed_and_differ():
    long = "a-figure-with-a-name-that-is-much-too-long"
    names = sheet_names([f"{long}-one", f"{long}-two", "Contents", "a/b", "A?B", "'quoted'", "history"],
                        ["contents", "History"])  # fmt: skip
    assert len({name.casefold() for name in names.values()} | {"contents", "history"}) == 9
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names.values())
    assert names["a/b"] == "a-b"


def test_two_workbooks_are_the_same_bytes(monkeypatch):
    first = workbook([sheet("first")], {}, WORDS, "A study")
    time.sleep(2.1)  # a zip counts in steps of two seconds
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert workbook([sheet("first")], {}, WORDS, "A study") == first


def test_a_zip_holds_what_was_put_in_and_nothing_of_the_machine():
    files = {"b.txt": b"b" * 100, "a/é.png": b"picture"}
    content = zipped(files, frozenset({"png"}))
    assert unzipped(content) == files
    assert zipped(files, frozenset({"png"})) == content
    assert b"1980" not in content
