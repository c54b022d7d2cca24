"""Cells come out as people and programs wrote them: typed quotes, all digits; and what is no table says what it is."""

import bz2
import gzip
import lzma
import random

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from export_files import csv_bytes, workbook, write

from wavework.exports import read_export
from wavework.problems import InputError

TYPED = ['"yes"', '"no, never"', 'it is 5" wide', "plain", '"so called" service', "a, b"]


@pytest.mark.parametrize("head", [["Timestamp", "Why?"], ["id", "why"]], ids=["Google Sheets", "another program"])
@pytest.mark.parametrize("cells", [TYPED, ['"yes"', "no", "perhaps"], ['"a, b"', "c, d", "e"]])
def test_quotes_that_people_typed_stay_in_a_file_without_quoting(tmp_path, head, cells):
    lines = ["\t".join(head), *(f"12/1{i}/2019 12:02:32\t{cell}" for i, cell in enumerate(cells))]
    read = read_export(write(tmp_path / "t.tsv", "\r\n".join(lines) + "\r\n"))
    assert read.cells[head[1]].tolist() == cells


@pytest.mark.parametrize("quoting", [0, 1, 2], ids=["what needs it", "all", "all texts"])
@pytest.mark.parametrize("cells", [TYPED, ["yes", "no", "3"], ["line\nbreak", "a\tb", "c"]])
def test_quotes_of_a_program_are_taken_off(tmp_path, quoting, cells):
    rows = [["id", "why"], *([i, cell] for i, cell in enumerate(cells))]
    data = csv_bytes(rows, "\t", quoting)
    assert read_export(write(tmp_path / "t.tsv", data)).cells["why"].tolist() == cells


def test_tab_delimited_text_of_excel(tmp_path):
    """Excel quotes a field with a comma, and nothing else."""
    text = 'id\twhy\r\n1\t"fast, cheap"\r\n2\tsafe\r\n3\t"near, open"\r\n'
    assert read_export(write(tmp_path / "t.txt", text)).cells["why"].tolist() == ["fast, cheap", "safe", "near, open"]


@pytest.mark.parametrize("delimiter", ["|", "^"])
def test_other_delimiters_are_found(tmp_path, delimiter):
    rows = [["record_id", "q1", "survey_complete"], ["1", "a, b; c", "2"], ["2", "d", "2"]]
    read = read_export(write(tmp_path / "t.csv", csv_bytes(rows, delimiter)))
    assert (read.platform, read.delimiter) == ("redcap", delimiter)
    assert read.cells["q1"].tolist() == ["a, b; c", "d"]


# ---- R

OBJECT, WORKSPACE = (
    b"X\n\0\0\0\3\0\4\1\2\0\3\5\0" + random.Random(1).randbytes(20_000),
    b"RDX3\nX\n\0\0\0\3" + bytes(range(256)),
)


@pytest.mark.parametrize(
    "packed", [gzip.compress, bz2.compress, lzma.compress, bytes], ids=["gz", "bz2", "xz", "plain"]
)
@pytest.mark.parametrize(
    ("data", "what"), [(OBJECT, "an R object"), (WORKSPACE, "an R workspace"), (b"A\n3\n263169\n", "an R object")]
)
@pytest.mark.parametrize("name", ["export.rds", "export.RData", "export.csv"])
def test_a_file_of_r_says_what_it_is_and_how_to_save_it(tmp_path, packed, data, what, name):
    with pytest.raises(InputError, match=f"the file is {what}") as error:
        read_export(write(tmp_path / name, packed(data)))
    assert 'write.csv(x, "export.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")' in str(error.value)


@pytest.mark.parametrize(("packed", "what"), [(gzip.compress, "gzip"), (bz2.compress, "bzip2"), (lzma.compress, "XZ")])
def test_other_archives_are_no_files_of_r(tmp_path, packed, what):
    with pytest.raises(InputError, match=f"the file is an? {what} archive"):
        read_export(write(tmp_path / "export.csv", packed(b"id,q\n1,a\n")))


# ---- numbers

NUMBERS = [9007199254740991.0, 1234567890123456.0, 0.1, 1 / 3, -2.5e-7, 123456789.12345678, 3.0]
TEXTS = ["9007199254740991", "1234567890123456", "0.1", "0.3333333333333333", "-0.00000025", "123456789.12345678", "3"]


def saved(path, frame):
    if path.suffix == ".sav":
        pyreadstat.write_sav(frame, path)
    elif path.suffix == ".dta":
        pyreadstat.write_dta(frame, path)
    else:
        frame.to_parquet(path)
    return path


@pytest.mark.parametrize("ending", [".sav", ".dta", ".parquet"])
def test_numbers_keep_all_their_digits(tmp_path, ending):
    read = read_export(saved(tmp_path / f"t{ending}", pd.DataFrame({"x": NUMBERS})))
    assert read.cells["x"].tolist() == TEXTS
    assert [float(text) for text in read.cells["x"]] == NUMBERS


def test_stata_floats_have_no_digits_that_nobody_wrote(tmp_path):
    pd.DataFrame({"x": np.array([0.1, 2.7, 16777216], dtype="float32")}).to_stata(tmp_path / "t.dta", write_index=False)
    assert read_export(tmp_path / "t.dta").cells["x"].tolist() == ["0.1", "2.7", "16777216"]


def test_whole_numbers_of_a_workbook_keep_all_digits(tmp_path):
    path = workbook(tmp_path / "t.xlsx", ["id", "x"], [1234567890123456, 0.1 + 0.2], [9007199254740991, 2.5])
    read = read_export(path)
    assert read.cells["id"].tolist() == ["1234567890123456", "9007199254740991"]
    assert read.cells["x"].tolist() == ["0.3", "2.5"]
