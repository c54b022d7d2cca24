"""Tables: the byte form that is written, and what is refused when read."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wavework.problems import InputError
from wavework.tables import (
    number_text,
    read_numbers,
    read_table,
    write_json,
    write_table,
    write_text,
    written_whole,
)

# All that a cell may hold: no surrogates (not UTF-8), no NUL (not a text file).
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (-0.0000001, "0"),
        (1, "1"),
        (100.0, "100"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (2 / 3, "0.666667"),
        (-2.50, "-2.5"),
        (1e6, "1000000"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0"),
        (0.000001, "0.000001"),
        (123456.7890123, "123456.789012"),
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (True, "true"),
        (np.bool_(False), "false"),
        (np.int64(7), "7"),
    ],
)
def test_a_number_has_one_text_form(number, text):
    assert number_text(number) == text


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_number_text_is_within_half_a_millionth_and_plain(value):
    text = number_text(value)
    assert abs(float(text) - value) <= 5e-7 + 1e-16 * abs(value)
    assert "e" not in text
    assert text != "-0"
    assert not ("." in text and text.endswith(("0", ".")))


def test_bytes_of_a_table(tmp_path):
    table = pd.DataFrame(
        {
            "unit": ["ash", "bir"],
            "score": [66.6666666667, None],
            "n": pd.array([3, None], dtype="Int64"),
            "mixed": [0.1 + 0.2, "none"],
            "member": [True, False],
            "note": ['a "b", c', "one\r\ntwo\rthree"],
        }
    )
    write_table(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == (
        b'unit,score,n,mixed,member,note\nash,66.666667,3,0.3,true,"a ""b"", c"\nbir,,,none,false,"one\ntwo\nthree"\n'
    )


def test_a_table_without_rows_keeps_its_header(tmp_path):
    write_table(pd.DataFrame(columns=["wave", "unit"]), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"wave,unit\n"
    assert list(read_table(tmp_path / "t.csv").columns) == ["wave", "unit"]


@given(rows=st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["", "NA", "null", "None", "1e5", "007"])), max_size=5))
def test_texts_come_back_as_they_were_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("round") / "t.csv"
    write_table(pd.DataFrame(rows, columns=["a", "b", "c"], dtype="str"), path)
    read = read_table(path)
    expected = [tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row) for row in rows]
    assert list(read.itertuples(index=False, name=None)) == expected
    first = path.read_bytes()
    write_table(read, path)
    assert path.read_bytes() == first


def test_every_cell_is_read_as_text(tmp_path):
    (tmp_path / "t.csv").write_text("a,b,c\nNA,007,\n None ,1e5,nan\n")
    assert read_table(tmp_path / "t.csv").to_numpy().tolist() == [["NA", "007", ""], [" None ", "1e5", "nan"]]


def test_a_byte_order_mark_is_not_part_of_the_first_name(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    assert read_table(tmp_path / "t.csv").to_dict("records") == [{"a": "1", "b": "2"}]


def test_numbers_are_read_where_asked_for(tmp_path):
    (tmp_path / "t.csv").write_text("unit,score\n1,50\n2,\n")
    table = read_numbers(tmp_path / "t.csv", ["score"])
    assert table["unit"].tolist() == ["1", "2"]
    assert table["score"].iloc[0] == 50
    assert pd.isna(table["score"].iloc[1])


EMPTY = (
    "t.csv: the file is empty\n  Expected: a table with a header row\n"
    "  To do: restore the table, or take the file out where the study has no use for it"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", EMPTY),
        (b"\n\n", EMPTY),
        (
            "a,b\n1,São\n".encode("cp1252"),
            "t.csv, row 2: byte 0xE3 is not UTF-8\n  Expected: UTF-8 text\n  To do: save it again as CSV UTF-8",
        ),
        (
            b"a;b\n1;2\n",
            "t.csv, row 1: the cells are separated by ';'\n  Expected: cells separated by commas\n"
            "  To do: save the table again as CSV with commas",
        ),
        (
            b'a,b\n1,"2\n',
            "t.csv, row 2: not readable as CSV: unexpected end of data\n  Expected: comma-separated cells\n"
            "  To do: close the quotes; a quote inside of a cell is written twice",
        ),
        (
            b"a,b,\n1,2,\n",
            "t.csv, row 1: column 3 has no name\n  Expected: a name for each column\n"
            "  To do: name it, or take the empty columns out",
        ),
        (
            "a,b\n1,2\n".encode("utf-16"),
            "t.csv: the file is UTF-16 text\n  Expected: CSV in UTF-8\n  To do: save it again as CSV UTF-8",
        ),
        (
            b"PK\x03\x04",
            "t.csv: the file is a workbook or an archive\n  Expected: CSV in UTF-8\n"
            "  To do: save it again as CSV UTF-8",
        ),
        (
            b"a,b\n1,2,3\n4,5,6\n",
            "t.csv, row 2: 3 cells\n  Expected: 2 cells, as in the header\n"
            "  To do: put the cell that holds a comma in quotes, and write a decimal point in numbers\n"
            "t.csv, row 3: 3 cells\n  Expected: 2 cells, as in the header\n"
            "  To do: put the cell that holds a comma in quotes, and write a decimal point in numbers",
        ),
        (
            b"a,b\n1,2\n3\n",
            "t.csv, row 3: 1 cells\n  Expected: 2 cells, as in the header\n"
            "  To do: complete the row; a cell that holds a comma stands in quotes",
        ),
        (
            b"a,a\n1,2\n",
            "t.csv, row 1, column a: the column stands twice\n  Expected: one column of a name\n"
            "  To do: rename or remove one",
        ),
    ],
)
def test_a_broken_table_is_refused(tmp_path, monkeypatch, content, message):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_bytes(content)
    with pytest.raises(InputError) as error:
        read_table("t.csv")
    assert str(error.value) == message


def test_missing_columns_and_missing_file_are_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("a\n1\n")
    with pytest.raises(InputError) as error:
        read_table("t.csv", required=["a", "unit", "wave"])
    assert str(error.value) == (
        "t.csv: column unit, wave is missing\n  Expected: columns a, unit, wave\n"
        "  To do: add it, or correct its name in the header"
    )
    with pytest.raises(InputError, match=r"absent\.csv: there is no such file"):
        read_table("absent.csv")


def test_a_failing_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")

    def fail_half_way() -> None:
        with written_whole(path) as beside:
            beside.write_text("half")
            raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        fail_half_way()
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    assert path.read_text() == "old"


def test_a_table_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(UnicodeEncodeError):
        write_table(pd.DataFrame({"a": ["fine", "\ud800"]}, dtype=object), tmp_path / "t.csv")
    assert list(tmp_path.iterdir()) == []


def test_json_and_text_have_sorted_keys_and_line_feeds(tmp_path):
    write_json({"b": 1, "a": "é"}, tmp_path / "deep" / "t.json")
    assert (tmp_path / "deep" / "t.json").read_bytes() == '{\n "a": "é",\n "b": 1\n}\n'.encode()
    write_text("one\ntwo\n", tmp_path / "t.txt")
    assert (tmp_path / "t.txt").read_bytes() == b"one\ntwo\n"
