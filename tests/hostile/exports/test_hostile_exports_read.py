"""Ugly exports that must be read all the same: nothing is lost, repaired in silence, or run."""

from random import Random

import pytest
from hostile_files import GOOD, LIME, PLAIN, lime, person, qualtrics, text, workbook

from wavework.exports import read_export
from wavework.problems import InputError


def test_formula_html_and_script_in_cells_stay_text(tmp_path):
    hostile = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1+1)", "{{7*7}}", "'; DROP TABLE x; --",
               "\u202eabc"]  # fmt: skip
    read = read_export(text(tmp_path, "unit,q\n" + "".join(f'a,"{cell}"\n' for cell in hostile)))
    assert read.cells["q"].tolist() == hostile


def test_html_and_script_in_headings_do_not_come_through(tmp_path):
    head = LIME
    for code in ("id", "submitdate", "lastpage", "startlanguage"):
        head = head.replace(f'"{code}"', f'"{code}. x"')
    head = head.replace('"country"', '"country. <b>Which</b><script>alert(1)</script> country?&nbsp;"')
    read = read_export(text(tmp_path, lime("Japan|A1|A2", head=head)))
    assert read.column("country").text == "Which country?"
    assert "script" not in repr(read.columns)


def test_blank_rows_at_the_end_and_between(tmp_path):
    rows = GOOD.split("\r\n")
    blank = ";" * 7
    path = text(tmp_path, "\r\n".join([rows[0], rows[1], "", blank, rows[2], *[blank] * 688]) + "\r\n")
    read = read_export(path)
    assert read.rows == (2, 5)
    assert any("690 empty rows left out (rows 3 to 693)" in note for note in read.notes)


def test_blank_rows_in_a_workbook(tmp_path):
    path = workbook(tmp_path, *PLAIN[:2], [None] * 3, PLAIN[2], *[["", "", ""]] * 5)
    assert read_export(path).rows == (2, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(tmp_path, end):
    assert read_export(text(tmp_path, lime("Japan|A1|A2", "Nepal|A1|A2", end=end))).rows == (2, 3)


def test_mixed_line_ends_are_noted(tmp_path):
    read = read_export(text(tmp_path, GOOD.replace("\r\n", "\n", 1)))
    assert any("rows end in different ways" in note for note in read.notes)


def test_byte_order_mark_twice_and_as_letters(tmp_path):
    assert read_export(text(tmp_path, "\ufeff" + GOOD)).columns[0].code == "id"
    read = read_export(text(tmp_path, GOOD.replace("\ufeff", "ï»¿")))
    assert read.columns[0].code == "id"
    assert any("three letters" in note for note in read.notes)


def test_sep_line_of_excel(tmp_path):
    read = read_export(text(tmp_path, "sep=;\r\n" + GOOD.removeprefix("\ufeff")))
    assert read.delimiter == ";"
    assert read.rows == (3, 4)


def test_damage_where_nobody_asked_is_a_note_without_the_cell(tmp_path):
    content = lime("Japan|02-Oct|A2", "Nepal|11+|A2")
    read = read_export(text(tmp_path, content), columns=["country"])
    assert read.cells["country"].tolist() == ["Japan", "Nepal"]
    notes = [note for note in read.notes if "B02[SQ001]" in note]
    assert notes == [
        "column B02[SQ001], from row 2: dates such as 02-Oct among other answers: Excel made them of "
        "answers such as 2-10"
    ]


def test_label_drift_is_not_repaired_here(tmp_path):
    drift = ["Viet Nam", "Vietnam", "VIET NAM", "Viet\u00a0Nam", " Viet Nam "]
    read = read_export(text(tmp_path, lime(*(f"{name}|A1|A2" for name in drift))))
    assert read.cells["country"].tolist() == drift


def test_two_respondents_of_one_unit_are_both_read(tmp_path):
    assert read_export(text(tmp_path, lime("Japan|A1|A2", "Japan|A2|A1"))).cells["country"].tolist() == ["Japan"] * 2


def test_many_columns_and_a_long_cell(tmp_path):
    width, long = 3000, "x" * 500_000
    read = read_export(
        text(tmp_path, ",".join(f"q{i}" for i in range(width)) + "\n" + ",".join([long] + ["1"] * (width - 1)) + "\n")
    )
    assert read.cells.shape == (1, width)
    assert len(read.cells.iloc[0, 0]) == 500_000


def test_same_bytes_same_result(tmp_path):
    path = text(tmp_path, GOOD)
    first, second = read_export(path), read_export(path)
    assert first.notes == second.notes
    assert first.cells.equals(second.cells)
    assert first.columns == second.columns


@pytest.mark.parametrize("kind", ["limesurvey", "qualtrics", "workbook"])
def test_damaged_at_random_it_is_read_or_refused_but_never_crashes(tmp_path, kind):
    """Two hundred seeded damages: bytes changed, cut out, doubled. Anything but an Export or InputError is a bug."""
    made = {
        "limesurvey": lambda: text(tmp_path, GOOD),
        "qualtrics": lambda: text(tmp_path, qualtrics(person(), person("R_2"))),
        "workbook": lambda: workbook(tmp_path, *PLAIN),
    }[kind]()
    good, random = made.read_bytes(), Random(20)
    outcomes = set()
    for _ in range(200):
        data = bytearray(good)
        for _ in range(random.randint(1, 4)):
            place, size = random.randrange(len(data)), random.randint(1, 12)
            what = random.randrange(3)
            if what == 0:
                data[place : place + size] = random.randbytes(size)
            elif what == 1:
                del data[place : place + size]
            else:
                data[place:place] = data[place : place + size]
        made.write_bytes(bytes(data))
        try:
            read_export(made)
            outcomes.add("read")
        except InputError as error:
            outcomes.add(str(error)[:0] + "refused")
    assert "refused" in outcomes
