"""Qualtrics exports against counts made with the csv module, and small files made by hand."""

import csv
import json

import pytest
from export_files import csv_bytes, raw_rows, sample, write

from wavework.exports import read_export
from wavework.problems import InputError

NUMERIC = "qualtrics/LegitimacyVotingMethod__qualtrics.csv"
TEXT = "qualtrics/LegitimacyVotingMethod__qualtrics_text.csv"
PERSONAL = ["IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference",
            "LocationLatitude", "LocationLongitude", "tokenGuid", "paymentCode", "recipientId"]  # fmt: skip
COLUMNS = [  # tag, text, ImportId, cell
    ("StartDate", "Fecha de inicio", "startDate", "2022-05-01 10:00:00"),
    ("EndDate", "Fecha final", "endDate", "2022-05-01 10:20:00"),
    ("Status", "Tipo", "status", "IP Address"),
    ("IPAddress", "Dirección IP", "ipAddress", "192.0.2.1"),
    ("Progress", "Progreso", "progress", "100"),
    ("Finished", "Terminado", "finished", "True"),
    ("RecordedDate", "Registrado", "recordedDate", "2022-05-01 10:20:01"),
    ("ResponseId", "ID", "_recordId", "R_1"),
    ("UserLanguage", "Idioma", "userLanguage", "ES-419"),
    ("Q1", "País", "QID1_TEXT", "Chile"),
    ("Q14_3", "¿Cómo,\nmás?", "QID14_3", "Sí"),
    ("Q2", "¿Qué canales?", "QID2", ""),
]
TAGS, TEXTS, IDS, CELLS = (list(row) for row in zip(*COLUMNS, strict=True))
IMPORT = [
    json.dumps({"ImportId": id, "timeZone": "America/Bogota"} if id.endswith("Date") else {"ImportId": id})
    for id in IDS
]


def response(id="R_1", status="IP Address", finished="True", answer="Sí", channels=""):
    said = {"ResponseId": id, "Status": status, "Finished": finished, "Q14_3": answer, "Q2": channels}
    return [said.get(tag, cell) for tag, cell in zip(TAGS, CELLS, strict=True)]


def export(tmp_path, responses, head=(TAGS, TEXTS, IMPORT), name="export.csv", **arguments):
    path = write(tmp_path / name, csv_bytes([*map(list, head), *responses]))
    return read_export(path, **arguments)


# ---- real files


@pytest.mark.parametrize("name", [NUMERIC, TEXT])
def test_current_form_every_cell_as_in_the_csv_module(name):
    path = sample(name)
    rows = raw_rows(path)
    read = read_export(path)
    assert read.platform == "qualtrics"
    assert len(read.cells) == len(rows) - 3 == 156
    assert len(read.columns) == len(rows[0]) == 195
    kept = [i for i, tag in enumerate(rows[0]) if tag not in PERSONAL]
    assert read.cells.to_numpy().tolist() == [[row[i] for i in kept] for row in rows[3:]]
    assert [c.text for c in read.columns][:6] == rows[1][:6]


@pytest.mark.parametrize(("name", "yes"), [(NUMERIC, "1"), (TEXT, "True")])
def test_finished_and_ids(name, yes):
    path = sample(name)
    rows = raw_rows(path)
    finished, id = rows[0].index("Finished"), rows[0].index("ResponseId")
    people = read_export(path).respondents
    assert people["complete"].tolist() == [row[finished] == yes for row in rows[3:]]
    assert people["complete"].tolist().count(False) == 22
    assert people["response_id"].tolist() == [row[id] for row in rows[3:]]
    assert set(people["kind"]) == {"normal"}


def test_no_personal_value_comes_through():
    path = sample(NUMERIC)
    rows = raw_rows(path)
    read = read_export(path)
    assert [c.code for c in read.columns if c.kind == "personal"] == PERSONAL
    values = {row[rows[0].index("IPAddress")] for row in rows[3:]}
    assert not values & set(read.cells.to_numpy().ravel())


def test_account_language_does_not_matter():
    read = read_export(sample("qualtrics/qualtRics__sample.csv"))
    assert read.columns[0].text == "Anfangsdatum"
    assert [c.code for c in read.columns if c.kind == "question"] == ["Q1", "Q2", "Q2 - Topics"]
    assert read.respondents.loc[0].tolist() == ["R_2YPOQ602ER1jkf1", True, "normal", "2017-07-18 08:28:48", "DE"]


def test_legacy_form():
    read = read_export(sample("qualtrics/qualtRics__sample_legacy.csv"))
    assert read.layout == "legacy form, 2 header rows"
    assert read.cells[["Q1", "Q2"]].to_numpy().tolist() == [["2", "Hello World!"]]
    assert read.respondents["response_id"].tolist() == ["R_2YPOQ602ER1jkf1"]
    assert len(read.columns) == 15  # the sixteenth, empty, column is an artefact of the exporter
    assert {"V3", "V5", "V6", "LocationLatitude"} <= {c.code for c in read.columns if c.kind == "personal"}


# ---- files made by hand


def test_codes_are_tags_and_ids_find_them(tmp_path):
    read = export(tmp_path, [response()], columns=["Q1", "QID14_3"])
    assert list(read.cells.columns) == ["Q1", "QID14_3"]
    assert read.cells["QID14_3"].tolist() == ["Sí"]
    read = export(tmp_path, [response()])
    assert read.column("QID14_3").code == "Q14_3"
    assert read.column("¿Cómo, más?").code == "Q14_3"
    assert (read.column("Q14_3").question, read.column("Q14_3").option) == ("Q14", "3")
    assert any("America/Bogota" in note for note in read.notes)


def test_repeated_tags_take_their_import_id(tmp_path):
    head = ([*TAGS[:-2], "Q9", "Q9"], TEXTS, IMPORT)
    read = export(tmp_path, [response(answer="a", channels="b")], head=head, columns=["QID14_3", "QID2"])
    assert read.cells.to_numpy().tolist() == [["a", "b"]]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((text, "normal") for text in ("0", "16", "IP Address", "Imported", "Dirección IP")),
        *((text, "preview") for text in ("1", "9", "Survey Preview", "Vista previa de la encuesta")),
        *((text, "test") for text in ("2", "Survey Test")),
        *((text, "spam") for text in ("8", "Spam")),
    ],
)
def test_status_says_what_kind_of_response_it_is(tmp_path, status, kind):
    assert export(tmp_path, [response(status=status)]).respondents["kind"].tolist() == [kind]


def test_unknown_status_and_finished_are_errors_told_together(tmp_path):
    with pytest.raises(InputError) as error:
        export(tmp_path, [response("R_1", status="Verschoben"), response("R_2", finished="maybe")])
    assert [(p.row, p.column) for p in error.value.problems] == [(4, "Status"), (5, "Finished")]


def test_seen_but_unanswered(tmp_path):
    read = export(tmp_path, [response("R_1", answer="-99"), response("R_2", answer="")])
    assert read.states["Q14_3"].tolist() == ["seen_unanswered", "no_answer"]
    assert read.cells["Q14_3"].tolist() == ["", ""]


def test_2016_form(tmp_path):
    old = [str({"ImportId": id.replace("_", "-").replace("-recordId", "responseID")}) for id in IDS]
    read = export(tmp_path, [response()], head=(TAGS, TEXTS, old))
    assert read.layout.startswith("2016 form")
    assert read.respondents["response_id"].tolist() == ["R_1"]
    assert read.column("QID14_3").code == "Q14_3"


def test_row_of_import_ids_deleted(tmp_path):
    read = export(tmp_path, [response()], head=(TAGS, TEXTS))
    assert read.layout == "2 header rows without ImportIds"
    assert (read.rows, read.respondents["response_id"].tolist()) == ((3,), ["R_1"])
    read = export(tmp_path, [response()], head=(TAGS,))
    assert read.layout == "1 header row without ImportIds"
    assert read.rows == (2,)


def test_saved_by_r_with_na_in_the_header(tmp_path):
    head = (["ID", *TAGS], ["NA", *TEXTS], ["NA", *IMPORT])
    read = export(tmp_path, [["1", *response(answer="NA")]], head=head)
    assert read.states["Q14_3"].tolist() == ["no_answer"]
    plain = export(tmp_path, [response(answer="NA")])
    assert plain.cells["Q14_3"].tolist() == ["NA"]


def test_tsv_in_utf16(tmp_path):
    rows = [TAGS, TEXTS, IMPORT, response(answer="Sí, ñandú")]
    text = csv_bytes(rows, "\t", csv.QUOTE_MINIMAL).decode()
    read = read_export(write(tmp_path / "export.tsv", text.encode("utf-16")))
    assert (read.encoding, read.delimiter) == ("utf-16", "\t")
    assert read.cells["Q14_3"].tolist() == ["Sí, ñandú"]


def qsf(tmp_path, *questions):
    elements = [{"Element": "SQ", "PrimaryAttribute": q["QuestionID"], "Payload": q} for q in questions]
    content = {"SurveyEntry": {"SurveyLanguage": "ES"}, "SurveyElements": [{"Element": "BL", "Payload": []}, *elements]}
    return write(tmp_path / "survey.qsf", json.dumps(content))


CHANNELS = {
    "QuestionID": "QID2",
    "DataExportTag": "Q2",
    "QuestionType": "MC",
    "Selector": "MAVR",
    "Choices": {"1": {"Display": "Chat"}, "2": {"Display": "Teléfono, fax"}, "4": {"Display": "<b>Correo</b>"}},
    "ChoiceOrder": ["1", "2", "4"],
    "RecodeValues": {"1": "1", "2": "2", "4": "7"},
    "Language": {
        "EN": {"Choices": {"1": {"Display": "Chat"}, "2": {"Display": "Phone, fax"}, "4": {"Display": "Mail"}}}
    },
}
MATRIX = {
    "QuestionID": "QID14",
    "DataExportTag": "Q14",
    "QuestionType": "Matrix",
    "Selector": "Likert",
    "Choices": {"3": {"Display": "Portal"}},
    "Answers": {"1": {"Display": "Sí"}, "2": {"Display": "No"}},
    "RecodeValues": {"1": "5", "2": "0"},
}


@pytest.mark.parametrize("cell", ["Chat,Teléfono, fax", "1,2", "Chat,Phone, fax"])
def test_multiple_choice_in_one_cell_split_by_the_survey_file(tmp_path, cell):
    structure = qsf(tmp_path, CHANNELS, MATRIX)
    read = export(tmp_path, [response("R_1", channels=cell), response("R_2")], structure=structure)
    assert read.states["Q2/1"].tolist() == ["ticked", "no_answer"]
    assert read.states["Q2/2"].tolist() == ["ticked", "no_answer"]
    assert read.states["Q2/7"].tolist() == ["unticked", "no_answer"]
    assert read.cells["Q2"].tolist() == [cell, ""]
    assert read.labels["Q2"]["7"] == {"es": "Correo", "en": "Mail"}
    assert read.labels["Q14_3"] == {"5": {"es": "Sí"}, "0": {"es": "No"}}


def split_head(*texts):
    ids = ['{"ImportId":"QID2_1"}', '{"ImportId":"QID2_4"}']
    return [*TAGS[:-2], "Q2_1", "Q2_4"], [*TEXTS[:-2], *texts], [*IMPORT[:-2], *ids]


@pytest.mark.parametrize(
    ("texts", "with_file"),
    [
        (("Canales - Chat", "Canales - Correo"), True),
        (("Canales - Selected Choice - Chat", "Canales - Selected Choice - Correo"), False),
    ],
)
def test_multiple_choice_split_by_the_platform(tmp_path, texts, with_file):
    rows = [response("R_1", answer="Chat"), response("R_2", answer="", channels="Correo"), response("R_3", answer="")]
    structure = qsf(tmp_path, CHANNELS) if with_file else None
    read = export(tmp_path, rows, head=split_head(*texts), structure=structure)
    assert read.states["Q2_1"].tolist() == ["ticked", "unticked", "no_answer"]
    assert read.states["Q2_4"].tolist() == ["unticked", "ticked", "no_answer"]


@pytest.mark.parametrize("answers", [("1", "1"), ("Sí", "Sí"), ("Chat", "No")])
def test_matrix_is_no_multiple_choice(tmp_path, answers):
    rows = [response("R_1", answer=answers[0], channels=answers[1]), response("R_2", answer=answers[0])]
    read = export(tmp_path, rows, head=split_head("Canales - Chat", "Canales - Correo"))
    assert set(read.states["Q2_1"]) == {"answer"}
    assert read.states["Q2_4"].tolist() == ["answer", "no_answer"]


def test_choices_given_as_an_argument(tmp_path):
    read = export(tmp_path, [response(channels="A, B,C")], choices={"Q2": ["A, B", "C", "D"]}, columns=["Q2/C", "Q2/D"])
    assert read.states.to_numpy().tolist() == [["ticked", "unticked"]]


def test_ambiguous_choices_are_an_error_that_names_the_setting(tmp_path):
    with pytest.raises(InputError) as error:
        export(tmp_path, [response(channels="A,B")], choices={"Q2": ["A", "B", "A,B"]})
    assert "row 4, column Q2: the cell can be split in more than one way" in str(error.value)
    assert "the wave's choices in config.yaml" in str(error.value)
