"""Microsoft Forms, plain tables, workbooks, Parquet, SPSS and Stata."""

import datetime
import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from export_files import csv_bytes, read_rows, sample, workbook, write

from wavework.exports import read_export
from wavework.exports.sheets import number_text
from wavework.problems import InputError

TIME = datetime.datetime(2024, 5, 3, 10, 20, 30)


HIDDEN = "_56F9DC9755BA473782653E2940F9"


def forms(tmp_path, heads, *people):
    path = workbook(tmp_path / "forms.xlsx", heads, *people, title="Form1", **{HIDDEN: [["FormId"]]})
    book = openpyxl.load_workbook(path)
    book[HIDDEN].sheet_state = "veryHidden"
    book.save(path)
    return path


FORMS = ["ID", "Start time", "Completion time", "Email", "Name", "Country", "Which channels?", "Rate: Portal"]


def test_microsoft_forms(tmp_path):
    path = forms(
        tmp_path,
        FORMS,
        [1, TIME, TIME, "canary@example.org", "CANARYNAME", "Chile", "Chat;Phone, fax;", 3],
        [2, TIME, TIME, "anonymous", None, "Peru", None, None],
    )
    read = read_export(path, choices={"Which channels?": ["Chat", "Phone, fax", "Web"]})
    assert read.platform == "microsoft_forms"
    assert read.states.iloc[:, -3:].to_numpy().tolist() == [["ticked", "ticked", "unticked"], ["no_answer"] * 3]
    assert read.cells["Rate: Portal"].tolist() == ["3", ""]
    assert read.respondents["submitted"].tolist() == ["2024-05-03 10:20:30"] * 2
    assert "CANARYNAME" not in repr((read.cells.to_dict(), read.respondents.to_dict()))
    assert [c.code for c in read.columns if c.kind == "personal"] == ["Email", "Name"]


def test_microsoft_forms_in_a_language_nobody_listed(tmp_path):
    heads = ["ID", "Aloitusaika", "Lopetusaika", "Sähköposti", "Nimi", "Maa"]
    read = read_export(forms(tmp_path, heads, [1, TIME, TIME, "anonymous", "CANARYNAME", "Suomi"]))
    assert list(read.cells.columns) == ["ID", "Aloitusaika", "Lopetusaika", "Maa"]
    assert read.respondents["complete"].tolist() == [True]


def test_microsoft_forms_saved_as_csv(tmp_path):
    person = ["1", "5/3/24 10:20", "5/3/24 10:30", "a@example.org", "N", "Chile", "", "3"]
    path = write(tmp_path / "forms.csv", csv_bytes([FORMS, person], ";"))
    assert read_export(path).platform == "microsoft_forms"


# ---- plain tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_plain_csv(tmp_path, delimiter):
    rows = [["unit", "q1", "q1", ""], ["Namibia", "NA", "1,5", ""], ["Chile", "", "1,000", ""]]
    read = read_export(write(tmp_path / "plain.csv", csv_bytes(rows, delimiter)))
    assert (read.platform, read.delimiter) == ("plain", delimiter)
    assert read.cells.to_numpy().tolist() == [["Namibia", "NA", "1,5"], ["Chile", "", "1,000"]]
    assert list(read.cells.columns) == ["unit", "q1", "q1 #2"]
    assert read.states["q1"].tolist() == ["answer", "no_answer"]


def test_plain_one_column_of_texts(tmp_path):
    read = read_export(write(tmp_path / "plain.csv", "comment\nwell, yes\nno\n"))
    assert read.cells["comment"].tolist() == ["well, yes", "no"]


def test_plain_workbook(tmp_path):
    first, second = ["NA", 3, 0.1, True, TIME], ["None", 1e15, 12345678901, False, TIME]
    read = read_export(workbook(tmp_path / "plain.xlsx", ["unit", "n", "x", "yes", "date"], first, second))
    assert read.cells.to_numpy().tolist() == [
        ["NA", "3", "0.1", "TRUE", "2024-05-03 10:20:30"],
        ["None", "1000000000000000", "12345678901", "FALSE", "2024-05-03 10:20:30"],
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (43290.53487, "43290.53487"),
        (7, "7"),
    ],
)
def test_numbers_of_workbooks_as_text(value, text):
    assert number_text(value) == text


def test_sheet_is_chosen_by_name(tmp_path):
    workbook(tmp_path / "two.xlsx", ["a", "b"], ["1", "2"], **{"wave 2": [["c", "d"], ["3", "4"]]})
    assert read_export(tmp_path / "two.xlsx", sheet="wave 2").cells.to_numpy().tolist() == [["3", "4"]]
    with pytest.raises(InputError, match=r"2 sheets hold cells \(Sheet, wave 2\).*\n.*\n.*sheet in config.yaml"):
        read_export(tmp_path / "two.xlsx")
    with pytest.raises(InputError, match="no sheet 'x'"):
        read_export(tmp_path / "two.xlsx", sheet="x")


def test_parquet(tmp_path):
    frame = pd.DataFrame({"unit": ["NA", None], "n": [3, 4], "x": [1.5, None], "day": [TIME, TIME]})
    frame.to_parquet(tmp_path / "plain.parquet")
    read = read_export(tmp_path / "plain.parquet")
    assert read.cells.to_numpy().tolist() == [
        ["NA", "3", "1.5", "2024-05-03 10:20:30"],
        ["", "4", "", "2024-05-03 10:20:30"],
    ]
    assert read.states["unit"].tolist() == ["answer", "no_answer"]


# ---- SPSS and Stata


def test_spss_declared_missing_values():
    read = read_export(sample("spss_stata/pyreadstat__sample_missing.sav"))
    # by hand from the file's own declarations: mynum 2000 to 3000 and -1; mylabl -1; myord -1, -2, -3
    assert read.cells["mynum"].tolist() == ["1.1", "1.2", "-1000.3", "-1.4", "1000.3", "-1", "2500"]
    assert read.states["mynum"].tolist() == ["answer"] * 5 + ["user_missing"] * 2
    assert read.states["mylabl"].tolist() == ["answer"] * 5 + ["user_missing", "no_answer"]
    assert read.states["myord"].tolist() == ["answer"] * 5 + ["user_missing"] * 2
    assert read.labels["mylabl"] == {"-1": {"": "undetermined"}, "1": {"": "Male"}, "2": {"": "Female"}}
    assert read.cells["mydate"].tolist()[:2] == ["2018-05-06", "1880-05-06"]


def test_spss_multiple_response_set():
    read = read_export(sample("spss_stata/pyreadstat__simple_alltypes.sav"))
    sets = {c.code: c.question for c in read.columns}
    assert [code for code, question in sets.items() if question == "mymrset"] == ["bool1", "bool2", "bool3"]
    for code in ("bool1", "bool2", "bool3"):
        cells, states = read.cells[code].tolist(), read.states[code].tolist()
        assert [s == "ticked" for s in states] == [cell == "1" for cell in cells]
    assert read.states["x"].tolist() == ["answer"] * 4 + ["user_missing", "answer"]  # 7, 8 and 99 are declared
    assert read.column("x").text == "Numeric variable with value labels"


def test_spss_hebrew_names():
    read = read_export(sample("spss_stata/pyreadstat__hebrews.sav"))
    assert list(read.cells.columns) == ["ותק_ב"]
    assert read.cells["ותק_ב"].tolist()[:3] == ["33", "34", "15"]


def test_stata(tmp_path):
    frame = pd.DataFrame({"unit": ["Chile", "Peru"], "q": [1, 2]})
    frame.to_stata(
        tmp_path / "s.dta",
        write_index=False,
        version=118,
        value_labels={"q": {1: "Sí", 2: "No"}},
        variable_labels={"q": "¿Sí?"},
    )
    read = read_export(tmp_path / "s.dta")
    assert read.platform == "stata"
    assert read.cells.to_numpy().tolist() == [["Chile", "1"], ["Peru", "2"]]
    assert read.labels["q"] == {"1": {"": "Sí"}, "2": {"": "No"}}
    assert read.column("¿Sí?").code == "q"


def test_stata_13_needs_its_codepage(tmp_path):
    def wrong(text):
        return text.encode("cp950").decode("latin-1")  # the bytes of a Chinese file, as Stata 13 keeps them

    frame = pd.DataFrame({"unit": [wrong("台灣"), wrong("中文")], "q": [1, 2]})
    frame.to_stata(
        tmp_path / "s.dta", write_index=False, version=117, value_labels={"q": {1: wrong("是"), 2: wrong("否")}}
    )
    with pytest.raises(InputError, match=r"undeclared encoding(.|\n)*set the wave's encoding in config.yaml"):
        read_export(tmp_path / "s.dta")
    read = read_export(tmp_path / "s.dta", encoding="cp950")
    assert read.cells["unit"].tolist() == ["台灣", "中文"]
    assert read.labels["q"] == {"1": {"": "是"}, "2": {"": "否"}}


def test_qualtrics_workbook_with_typed_cells(tmp_path):
    tags = ["StartDate", "Status", "Finished", "ResponseId", "Q1", "Q2"]
    texts = ["Start", "Tipo", "Finished", "Response ID", "Country", "How many?"]
    ids = [f'{{"ImportId":"{id}"}}' for id in ("status", "finished", "_recordId", "QID1", "QID2")]
    people = [TIME, 0, True, "R_1", "NA", 1500000], [TIME, 1, False, "R_2", "Chile", None]
    start = '{"ImportId":"startDate","timeZone":"Europe/London"}'
    read = read_export(workbook(tmp_path / "q.xlsx", tags, texts, [start, *ids], *people))
    assert read.cells["Q2"].tolist() == ["1500000", ""]
    assert read.cells["Q1"].tolist() == ["NA", "Chile"]
    assert read.respondents["complete"].tolist() == [True, False]
    assert read.respondents["kind"].tolist() == ["normal", "preview"]


def test_open_document_sheet(tmp_path):
    namespaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )

    def row(*cells):
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    content = (
        f'<?xml version="1.0"?><office:document-content {namespaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{row("unit", "q")}{row("NA", "1,5")}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "s.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?>{manifest}')
    assert read_export(tmp_path / "s.ods").cells.to_numpy().tolist() == [["NA", "1,5"]]


@pytest.mark.parametrize(
    ("heading", "cells", "personal"),
    [
        ("How many e-mails a year?", ["1500000", "12000000"], False),  # channels are counted and rated
        ("Telephone", ["1500000", "12.000.000"], False),
        ("Service by e-mail", ["Fully", "Planned"], False),
        ("Your e-mail", ["a@example.org", "none"], True),
        ("Telephone", ["+41 22 799 61 11", "022 799 61 11"], True),
        ("First name", ["x", "y"], True),
        ("Name of your organization", ["x", "y"], False),
        ("Latitude", ["1.5", "2.5"], True),
        ("Whatever", ["192.0.2.1", "192.0.2.2"], True),
        ("Whatever", ["2001:db8::1", "2001:db8:0:0:0:0:0:2"], True),
        ("Budget", ["1.500.000.000", "1.200.000.000"], False),
        ("Duration", ["1:02:03:04", "0:02:03:04"], False),
    ],
)
def test_what_counts_as_personal(tmp_path, heading, cells, personal):
    read = read_rows(tmp_path, ["unit", heading], ["a", cells[0]], ["b", cells[1]])
    assert (read.column(heading).kind == "personal") is personal
    assert (heading in read.cells.columns) is not personal


def test_detection_is_logged_and_names_no_answer(tmp_path, caplog):
    path = write(tmp_path / "p.csv", csv_bytes([["unit", "q"], ["CANARY", "b"]], ";"))
    with caplog.at_level("INFO", "wavework.exports"):
        read_export(path)
    assert "delimiter semicolon" in caplog.text
    assert "encoding utf-8" in caplog.text
    assert "CANARY" not in caplog.text


def test_half_of_the_cells_decide(tmp_path):
    def kind(*cells):
        return read_rows(tmp_path, ["unit", "x"], *(["u", cell] for cell in cells)).column("x").kind

    assert kind("a@example.org", "y") == "personal"
    assert kind("a@example.org", "b@example.org", "x", "y", "z") == "question"


def test_choices_of_a_personal_column_do_not_come_out(tmp_path):
    rows = ["unit", "first name"], ["u", "Ann"], ["v", "Bob"]
    read = read_rows(tmp_path, *rows, choices={"first name": ["Ann", "Bob"]})
    assert list(read.cells.columns) == ["unit"]
    assert len(read.columns) == 2


def test_stata_12_needs_its_codepage_too(tmp_path):
    frame = pd.DataFrame({"unit": ["Pérou"], "q": [1]})
    frame.to_stata(tmp_path / "s.dta", write_index=False, version=114)
    with pytest.raises(InputError, match="undeclared encoding"):
        read_export(tmp_path / "s.dta")
    assert read_export(tmp_path / "s.dta", encoding="cp1252").cells["unit"].tolist() == ["Pérou"]


def test_last_line_without_end_is_noted(tmp_path):
    whole = read_export(write(tmp_path / "a.csv", "a,b\n1,2\n"))
    assert not any("no line end" in note for note in whole.notes)
    cut = read_export(write(tmp_path / "b.csv", "a,b\n1,2"))
    assert any("no line end" in note for note in cut.notes)


def test_stata_declared_missing_values(tmp_path):
    frame = pd.DataFrame({"unit": ["Chile", "Peru"], "q": pd.Series([1, "a"], dtype=object)})
    pyreadstat.write_dta(frame, tmp_path / "s.dta", missing_user_values={"q": ["a"]}, version=15)
    read = read_export(tmp_path / "s.dta")
    assert read.cells["q"].tolist() == ["1", "a"]
    assert read.states["q"].tolist() == ["answer", "user_missing"]


def test_a_date_beyond_the_calendar_is_a_number_and_the_others_are_dates(tmp_path):
    """Seconds since 14 October 1582: 13 797 216 000 is 1 January 2020, as pyreadstat writes it."""
    frame = pd.DataFrame({"when": [13797216000.0 + 3723, 1e18, None], "day": [13797216000.0] * 3, "n": [1.0, 2.0, 3.0]})
    formats = {"when": "DATETIME20", "day": "EDATE10"}
    pyreadstat.write_sav(frame, tmp_path / "far.sav", variable_format=formats)
    read = read_export(tmp_path / "far.sav")
    assert read.cells["when"].tolist() == ["2020-01-01 01:02:03", "1000000000000000000", ""]
    assert read.cells["day"].tolist() == ["2020-01-01"] * 3
    assert read.cells["n"].tolist() == ["1", "2", "3"]
    assert any("stay the numbers" in note for note in read.notes)
