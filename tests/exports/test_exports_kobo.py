"""KoboToolbox and ODK: files written here as Kobo's exporter writes them."""

import csv

import pytest
from export_files import csv_bytes, read_rows, workbook, write

from wavework.exports import read_export
from wavework.problems import InputError

RESPONSE = {
    "start": "2021-07-05T10:58:34.147+03:00", "end": "2021-07-05T11:00:00.000+03:00", "username": "CANARYUSER",
    "deviceid": "CANARYDEVICE", "unit": "Chile", "grp/q": "yes", "fav": "chat web", "fav/chat": "1", "fav/web": "1",
    "fav/other": "0", "fav_other": "", "loc": "-33.4 -70.6 0 0", "_loc_latitude": "-33.4", "_loc_longitude": "-70.6",
    "_id": "", "_uuid": "", "_submission_time": "2021-07-05T08:00:01", "_validation_status": "", "_index": "",
}  # fmt: skip
HEAD = list(RESPONSE)


def row(id, fav="chat web", ticks=("1", "1", "0"), status="", uuid=None):
    ids = {"_id": str(id), "_uuid": uuid or f"u{id}", "_index": str(id), "_validation_status": status}
    ticked = dict(zip(("fav/chat", "fav/web", "fav/other"), ticks, strict=True))
    return list({**RESPONSE, **ids, "fav": fav, **ticked}.values())


def kobo(tmp_path, *rows, head=HEAD, **arguments):
    content = csv_bytes([list(head), *rows], ";", csv.QUOTE_ALL)
    return read_export(write(tmp_path / "kobo.csv", content), **arguments)


def test_select_multiple_blank_is_not_unticked(tmp_path):
    read = kobo(tmp_path, row(1), row(2, fav="", ticks=("", "", "")), row(3, fav="web", ticks=("0", "1", "")))
    assert (read.platform, read.delimiter) == ("kobo", ";")
    assert read.states[["fav/chat", "fav/web", "fav/other"]].to_numpy().tolist() == [
        ["ticked", "ticked", "unticked"],
        ["no_answer"] * 3,
        ["unticked", "ticked", "no_answer"],
    ]
    assert read.respondents["response_id"].tolist() == ["1", "2", "3"]
    assert (read.column("fav/web").question, read.column("fav/web").option) == ("fav", "web")


def test_validation_status_and_resent_instances(tmp_path):
    read = kobo(tmp_path, row(1, status="Approved"), row(2, status="Not Approved"), row(3, status="On Hold", uuid="u1"))
    assert read.respondents["kind"].tolist() == ["normal", "rejected", "normal"]
    assert any("on hold" in note for note in read.notes)
    assert any("sent twice" in note for note in read.notes)


def test_persons_and_places_stay_out(tmp_path):
    read = kobo(tmp_path, row(1))
    personal = {c.code for c in read.columns if c.kind == "personal"}
    assert personal == {"username", "deviceid", "loc", "_loc_latitude", "_loc_longitude"}
    whole = repr((read.cells.to_dict(), read.respondents.to_dict(), read.notes, read.labels))
    assert not any(canary in whole for canary in ("CANARYUSER", "CANARYDEVICE", "-33.4"))


def test_zero_and_one_in_a_group_are_answers_without_the_form(tmp_path):
    head = ["grp/a", "grp/b", "_id", "_uuid", "_submission_time"]
    read = kobo(tmp_path, ["1", "0", "1", "u1", "t"], ["0", "1", "2", "u2", "t"], head=head)
    assert set(read.states["grp/a"]) == {"answer"}


def test_hxl_row_is_left_out(tmp_path):
    tags = ["#date+start", *[""] * (len(HEAD) - 2), "#meta"]
    read = kobo(tmp_path, tags, row(1))
    assert (read.rows, read.layout) == ((3,), "2 header rows")


@pytest.mark.parametrize(("yes", "no"), [("TRUE", "FALSE"), ("True", "False"), ("1", "0"), ("1.0", "0.0")])
def test_names_mangled_by_r(tmp_path, yes, no):
    head = ["unit", "fav", "fav.chat", "fav.web", "X_id", "X_uuid", "X_submission_time"]
    read = kobo(tmp_path, ["Chile", "chat", yes, no, "1", "u1", "t"], head=head)
    assert read.states[["fav.chat", "fav.web"]].to_numpy().tolist() == [["ticked", "unticked"]]
    assert read.respondents["response_id"].tolist() == ["1"]


def xlsform(tmp_path, name="form.xlsx", mangled=False):
    en, fr = ("label..English..en.", "label..French..fr.") if mangled else ("label::English (en)", "label::French (fr)")
    list_name = "list.name" if mangled else "list_name"
    survey = [
        ["type", "name", en, fr],
        ["start", "start", "", ""],
        ["text", "unit", "Country", "Pays"],
        ["begin_group", "grp", "Group", "Groupe"],
        ["select_one yn", "q", "In <b>place</b>?", "En place ?"],
        ["end_group", "", "", ""],
        ["select_multiple ch or_other", "fav", "Which?", "Lesquels ?"],
        ["geopoint", "loc", "Where?", "Où ?"],
    ]
    choices = [
        [list_name, "name", en, fr],
        ["yn", "yes", "Yes", "Oui"],
        ["yn", "no", "No", "Non"],
        ["ch", "chat", "Chat", "Clavardage"],
        ["ch", "web", "Web", "Toile"],
        ["ch", 1, "One", "Un"],
    ]
    return workbook(tmp_path / name, *survey, title="survey", choices=choices)


@pytest.mark.parametrize("mangled", [False, True])
def test_xlsform_gives_labels_and_texts(tmp_path, mangled):
    read = kobo(tmp_path, row(1), structure=xlsform(tmp_path, mangled=mangled))
    assert read.labels["grp/q"] == {"yes": {"en": "Yes", "fr": "Oui"}, "no": {"en": "No", "fr": "Non"}}
    assert read.column("grp/q").text == "In place?"
    assert read.column("fav/chat").text == "Which? [Chat]"
    assert read.column("loc").kind == "personal"
    assert list(read.labels["fav"]) == ["chat", "web", "1", "other"]


def test_xlsform_called_xls_that_is_xlsx(tmp_path):
    form = xlsform(tmp_path)
    form.rename(tmp_path / "form.xls")
    assert kobo(tmp_path, row(1), structure=tmp_path / "form.xls").labels["grp/q"]["yes"]["fr"] == "Oui"


def test_summary_layout_is_split_with_the_form(tmp_path):
    head = ["unit", "fav", "_id", "_uuid", "_submission_time"]
    rows = [["Chile", "chat 1", "1", "u1", "t"], ["Peru", "", "2", "u2", "t"]]
    read = kobo(tmp_path, *rows, head=head, structure=xlsform(tmp_path))
    assert read.states[["fav/chat", "fav/web", "fav/1", "fav/other"]].to_numpy().tolist() == [
        ["ticked", "unticked", "ticked", "unticked"],
        ["no_answer"] * 4,
    ]
    assert "fav/chat" not in [c.code for c in kobo(tmp_path, *rows, head=head).columns]


def test_details_layout_needs_the_form(tmp_path):
    head = ["unit", "fav/chat", "fav/web", "_id", "_uuid", "_submission_time"]
    rows = [["Chile", "1", "0", "1", "u1", "t"]]
    assert kobo(tmp_path, *rows, head=head).states["fav/chat"].tolist() == ["answer"]
    assert kobo(tmp_path, *rows, head=head, structure=xlsform(tmp_path)).states["fav/chat"].tolist() == ["ticked"]


def test_xlsx_with_a_repeat_group(tmp_path):
    title = "Household survey with repeat..."
    members = [["name_", "_index", "_parent_table_name", "_parent_index"], ["x", 1, title, 1]]
    read = read_export(workbook(tmp_path / "kobo.xlsx", HEAD, [*row(1)[:-1], 1], title=title, members=members))
    assert (len(read.cells), read.cells["_index"].tolist()) == (1, ["1"])
    assert any("members" in note for note in read.notes)


def test_odk_central(tmp_path):
    rows = [
        ["SubmissionDate", "grp-q", "meta-instanceID", "KEY", "SubmitterName"],
        ["2021-07-05T10:58:34Z", "yes", "uuid:1", "uuid:1", "CANARYNAME"],
    ]
    read = read_rows(tmp_path, *rows, structure=xlsform(tmp_path))
    assert read.respondents.loc[0, ["response_id", "submitted"]].tolist() == ["uuid:1", "2021-07-05T10:58:34Z"]
    assert read.labels["grp-q"]["no"]["en"] == "No"
    assert "SubmitterName" not in read.cells.columns


def test_form_that_pyxform_refuses(tmp_path):
    lines = (["type", "name", "label"], ["select_one nothing", "q", "Q"])
    workbook(tmp_path / "form.xlsx", *lines, title="survey")
    with pytest.raises(InputError, match=r"form.xlsx: pyxform refuses the form: .*(nothing|choices)"):
        kobo(tmp_path, row(1), structure=tmp_path / "form.xlsx")


@pytest.mark.parametrize("fault", ["a name twice", "a choice twice", "a broken condition", "no end of a group"])
def test_labels_of_a_form_that_pyxform_refuses(tmp_path, fault):
    """Servers run forms that pyxform refuses; their labels are as good as others."""
    survey = [
        ["type", "name", "label::English (en)", "label::French (fr)", "relevant"],
        ["text", "unit", "Country", "Pays", ""],
        ["begin_group", "grp", "Group", "Groupe", ""],
        [
            "select_one yn",
            "q",
            "In <b>place</b>?",
            "En place ?",
            "${nowhere} = 1" if fault == "a broken condition" else "",
        ],
        ["select_multiple ch or_other", "fav", "Which?", "Lesquels ?", ""],
        ["geopoint", "loc", "Where?", "Où ?", ""],
        *([] if fault == "no end of a group" else [["end_group", "", "", "", ""]]),
        *(
            [["note", "q", "Twice", "Deux fois", ""], ["note", "q", "Thrice", "", ""]]
            if fault == "a name twice"
            else []
        ),
    ]
    choices = [
        ["list_name", "name", "label::English (en)", "label::French (fr)"],
        ["yn", "yes", "Yes", "Oui"],
        ["yn", "no", "No", "Non"],
        ["ch", "chat", "Chat", "Clavardage"],
        *([["yn", "yes", "Yes, again", "Encore"]] if fault == "a choice twice" else []),
    ]
    workbook(tmp_path / "form.xlsx", *survey, title="survey", choices=choices)
    head = ["unit", "grp/q", "grp/fav", "grp/fav/chat", "grp/loc", "_id", "_uuid", "_submission_time"]
    read = kobo(
        tmp_path, ["Chile", "yes", "chat", "1", "1.5 2.5", "1", "u", "t"], head=head, structure=tmp_path / "form.xlsx"
    )
    assert read.labels["grp/q"] == {"yes": {"en": "Yes", "fr": "Oui"}, "no": {"en": "No", "fr": "Non"}}
    assert (read.column("grp/q").text, read.column("grp/fav/chat").text) == ("In place?", "Which? [Chat]")
    assert read.states["grp/fav/chat"].tolist() == ["ticked"]
    assert list(read.labels["grp/fav"]) == ["chat"]  # other has no label
    assert read.column("grp/loc").kind == "personal"
    assert any("pyxform refuses the form" in note and "as they stand" in note for note in read.notes)


def test_one_mark_alone_is_not_kobo(tmp_path):
    for head in (["_id", "unit"], ["_uuid", "unit"], ["KEY", "unit"]):
        assert read_rows(tmp_path, head, ["1", "Chile"]).platform == "plain"


def test_workbook_with_a_sheet_that_is_no_repeat_group(tmp_path):
    workbook(tmp_path / "kobo.xlsx", HEAD, row(1), notes=[["written", "by hand"]])
    with pytest.raises(InputError, match=r"2 sheets hold cells \(Sheet, notes\)"):
        read_export(tmp_path / "kobo.xlsx")
    assert len(read_export(tmp_path / "kobo.xlsx", sheet="Sheet").cells) == 1
