"""LimeSurvey exports against counts made with the csv module, and small files made by hand."""

import pytest
from export_files import raw_rows, sample, write

from wavework.exports import read_export
from wavework.problems import InputError

GERMAN = "limesurvey/modeling-languages-for-digital-twins__results_german.csv"
ENGLISH = "limesurvey/modeling-languages-for-digital-twins__results_english.csv"
TWINS_LSS = "limesurvey/modeling-languages-for-digital-twins__limesurvey_survey_222232.lss"
CODES = "limesurvey/SurveyFramework__dummy_data_codeonly.csv"
CODES_AND_TEXT = "limesurvey/SurveyFramework__dummy_data_codeandtext.csv"

HEAD = '"id";"submitdate";"lastpage";"startlanguage";"country";"B02[SQ001]";"B02[SQ002]"'


def export(tmp_path, text, name="results.csv", bom=True, **arguments):
    path = write(tmp_path / name, ("\ufeff" if bom else "") + text)
    return read_export(path, **arguments)


# ---- real files


def test_code_headings_every_cell_as_in_the_csv_module():
    path = sample(CODES)
    rows = raw_rows(path)
    read = read_export(path)
    assert (read.platform, read.encoding, read.delimiter) == ("limesurvey", "utf-8-sig", ",")
    assert [c.code for c in read.columns] == rows[0]
    assert len(read.cells) == len(rows) - 1 == 12
    assert read.rows == tuple(range(2, 14))
    hidden = read.states.eq("not_shown").to_numpy()
    raw = [["" if hidden[r][c] else text for c, text in enumerate(row)] for r, row in enumerate(rows[1:])]
    assert read.cells.to_numpy().tolist() == raw


def test_full_answers_tell_not_shown_from_unticked():
    path = sample(CODES)
    rows = raw_rows(path)
    options = [i for i, code in enumerate(rows[0]) if code.startswith("A8[SQ")]
    assert len(options) == 10
    words = [row[i] for row in rows[1:] for i in options]
    states = read_export(path).states[[rows[0][i] for i in options]].to_numpy().ravel().tolist()
    counted = {word: words.count(word) for word in ("Yes", "No", "N/A")}
    assert sum(counted.values()) == 120
    assert (states.count("ticked"), states.count("unticked"), states.count("not_shown")) == tuple(counted.values())


def test_incomplete_responses_by_submitdate():
    path = sample(CODES)
    rows = raw_rows(path)
    submitted = rows[0].index("submitdate")
    assert read_export(path).respondents["complete"].tolist() == [bool(row[submitted]) for row in rows[1:]]


def test_code_and_text_headings_give_the_codes_of_the_code_export():
    codes, both = read_export(sample(CODES)), read_export(sample(CODES_AND_TEXT))
    assert [c.code for c in both.columns] == [c.code for c in codes.columns]
    assert both.cells.equals(codes.cells)
    assert both.states.equals(codes.states)
    assert both.columns[7].text == "Which institute / section / center are you associated with?"


def test_timing_columns_are_system_columns():
    path = sample(CODES)
    timing = [c for c in raw_rows(path)[0] if c.endswith("Time") or c.startswith("groupTime")]
    system = [c.code for c in read_export(path).columns if c.kind == "system"]
    assert set(system) - {
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
        "interviewtime",
    } == set(timing)


@pytest.mark.parametrize(("name", "other"), [(GERMAN, "Sonstiges"), (ENGLISH, "Other")])
def test_text_headings_with_semicolon(name, other):
    path = sample(name)
    rows = raw_rows(path, ";")
    read = read_export(path)
    assert (len(read.cells), len(read.columns), read.delimiter) == (96, 317, ";")
    assert read.cells.shape == (len(rows) - 1, len(rows[0]))
    assert read.columns[0].code == "id"
    assert read.respondents["response_id"].tolist() == [row[0] for row in rows[1:]]
    assert (read.states == "not_shown").to_numpy().sum() == sum(row.count("N/A") for row in rows[1:])
    yes = "Ja" if name == GERMAN else "Yes"
    assert (read.states == "ticked").to_numpy().sum() == sum(row.count(yes) for row in rows[1:])
    assert read.columns[7].option == other


def test_text_headings_get_codes_from_the_structure_file():
    read = read_export(sample(GERMAN), structure=sample(TWINS_LSS))
    text = sample(TWINS_LSS).read_text(encoding="utf-8")
    assert [c.code for c in read.columns[:3]] == ["id", "Fach[F1]", "Fach[F2]"]
    assert all(f"<title><![CDATA[{c.question}]]></title>" in text for c in read.columns[1:])
    assert read.labels["DZZ1[DZZ1003]"]["W01"] == {"de": "Sehr wichtig"}
    assert read.column("Welchen fachlichen Hintergrund haben Sie? [Maschinenbau]").code == "Fach[F1]"


def test_answer_in_the_labels_of_the_structure_file():
    read = read_export(sample(GERMAN), structure=sample(TWINS_LSS))
    column = read.cells["DZZ1[DZZ1003]"]
    labels = {words["de"] for words in read.labels["DZZ1[DZZ1003]"].values()}
    assert {text for text in column if text} <= labels
    assert len({text for text in column if text}) > 1


# ---- files made by hand


def test_quoted_empty_is_seen_and_unquoted_empty_is_not_shown(tmp_path):
    read = export(
        tmp_path, f'{HEAD}\r\n"1";"2022-05-01 10:00:00";"5";"en";"Japan";"A1";""\r\n"2";;"1";"en";"Nepal";;\r\n'
    )
    assert read.states["B02[SQ001]"].tolist() == ["answer", "not_shown"]
    assert read.states["B02[SQ002]"].tolist() == ["seen_unanswered", "not_shown"]
    assert read.respondents["complete"].tolist() == [True, False]


def test_all_empties_quoted_tell_nothing(tmp_path):
    read = export(tmp_path, f'{HEAD}\r\n"1";"2022-05-01 10:00:00";"5";"en";"Japan";"A1";""\r\n')
    assert read.states["B02[SQ002]"].tolist() == ["no_answer"]


def test_resaved_without_quotes_tells_nothing(tmp_path):
    read = export(tmp_path, f"{HEAD}\n".replace('"', "") + "1;2022-05-01;5;en;Japan;A1;\n", bom=False)
    assert read.states["B02[SQ002]"].tolist() == ["no_answer"]


def test_multiple_choice_in_codes(tmp_path):
    text = f'{HEAD}\r\n"1";"2022";"5";"en";"Japan";"Y";""\r\n"2";"2022";"5";"en";"Nepal";"";""\r\n'
    text += '"3";"2022";"5";"en";"India";;\r\n'
    read = export(tmp_path, text)
    assert read.states["B02[SQ001]"].tolist() == ["ticked", "unticked", "not_shown"]
    read = export(tmp_path, text.replace(";;\r\n", ';"";""\r\n'))  # older version: NULL written as ""
    assert read.states["B02[SQ002]"].tolist() == ["unticked", "no_answer", "no_answer"]


def test_no_answer_label_called_na_stays_an_answer(tmp_path):
    text = f'{HEAD}\r\n"1";"2022";"5";"en";"Japan";"N/A";"High"\r\n"2";"2022";"5";"en";"Nepal";"Low";""\r\n'
    read = export(tmp_path, text)
    assert read.states["B02[SQ001]"].tolist() == ["answer", "answer"]
    assert read.cells["B02[SQ001]"].tolist() == ["N/A", "Low"]


@pytest.mark.parametrize("word", ["NA", "None", "null", "nan", "-", "NULL"])
def test_words_that_others_take_for_missing_are_answers(tmp_path, word):
    read = export(tmp_path, f'{HEAD}\r\n"1";"2022";"5";"en";"{word}";"A1";"A2"\r\n')
    assert read.cells["country"].tolist() == [word]
    assert read.states["country"].tolist() == ["answer"]


def test_submitdate_flag_of_anonymised_surveys(tmp_path):
    read = export(tmp_path, f'{HEAD}\r\n"1";"1980-01-01 00:00:00";"5";"en";"Japan";"A1";"A2"\r\n')
    assert read.respondents["complete"].tolist() == [True]
    assert any("1980-01-01 in 1 rows" in note for note in read.notes)


def test_cells_with_line_breaks_quotes_and_delimiters(tmp_path):
    read = export(
        tmp_path, f'{HEAD}\r\n"1";"2022";"5";"en";"a ""b""; c\nd";"A1";"A2"\r\n"2";"2022";"5";"en";"x";"A1";"A2"\r\n'
    )
    assert read.cells["country"].tolist() == ['a "b"; c\nd', "x"]
    assert read.rows == (2, 3)


def test_vv_file(tmp_path):
    text = (
        "Response ID\tDate submitted\tLast page\tLanguage\tCountry\tBattery row\n"
        "id\tsubmitdate\tlastpage\tstartlanguage\tcountry\tB02_SQ001\n"
        "1\t2022-05-01 10:00:00\t5\ten\tone{newline}two{tab}{lbrace}x}\tA1\n"
        "2\t{question_not_shown}\t1\ten\t{quote}q\t{question_not_shown}\n"
        "3\t2022-05-01 10:00:00\t5\ten\t{lbrace}question_not_shown}\t\n"
    )
    read = export(tmp_path, text, bom=False, columns=["country", "B02_SQ001"])
    assert read.cells["country"].tolist() == ["one\ntwo\t{x}", '"q', "{question_not_shown}"]
    assert read.states["B02_SQ001"].tolist() == ["answer", "not_shown", "seen_unanswered"]
    assert read.respondents["complete"].tolist() == [True, False, True]
    assert read.rows == (3, 4, 5)
    assert read.columns[5].text == "Battery row"


def test_allow_list_keeps_nothing_else_and_no_person(tmp_path):
    head = HEAD.replace('"country"', '"token";"ipaddr";"email";"country"')
    text = f'{head}\r\n"1";"2022";"5";"en";"CANARY1";"192.0.2.7";"canary@example.org";"Japan";"A1";"A2"\r\n'
    read = export(tmp_path, text, columns=["country", "B02[SQ002]"])
    assert list(read.cells.columns) == ["country", "B02[SQ002]"]
    everything = repr((read.notes, read.labels, read.respondents.to_dict(), read.cells.to_dict(), read.columns))
    for canary in ("CANARY1", "192.0.2.7", "canary@example.org"):
        assert canary not in everything
    assert [c.code for c in read.columns if c.kind == "personal"] == ["token", "ipaddr", "email"]
    whole = export(tmp_path, text)
    assert not {"token", "ipaddr", "email"} & set(whole.cells.columns)
    with pytest.raises(InputError, match="column token: the column holds data of persons"):
        export(tmp_path, text, columns=["token"])


def test_a_question_that_holds_addresses_is_personal(tmp_path):
    text = (
        f'{HEAD}\r\n"1";"2022";"5";"en";"a@example.org";"A1";"A2"\r\n"2";"2022";"5";"en";"b@example.org";"A1";"A2"\r\n'
    )
    assert "country" not in export(tmp_path, text).cells.columns


def test_missing_column_names_near_ones(tmp_path):
    text = f'{HEAD}\r\n"1";"2022";"5";"en";"Japan";"A1";"A2"\r\n'
    with pytest.raises(InputError) as error:
        export(tmp_path, text, columns=["country", "B02[SQ003]", "Qx"])
    assert "results.csv, row 1, column B02[SQ003]: the column is missing" in str(error.value)
    assert "near it: B02[SQ002], B02[SQ001]" in str(error.value)
    assert len(error.value.problems) == 2


LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{version}</DBVersion>
<languages><language>en</language><language>fr</language></languages>{tables}
<surveys><rows><row><sid>1</sid><language>en</language></row></rows></surveys></document>"""
ROW = (
    "<row><qid>{qid}</qid><parent_qid>{up}</parent_qid><gid>1</gid>"
    "<type>{type}</type><title>{title}</title>{more}</row>"
)


def new_lss() -> str:
    """A structure as LimeSurvey 4 to 6 write it: texts in l10ns tables."""
    tables = (
        "<questions><rows>"
        + ROW.format(qid=10, up=0, type="F", title="B02", more="<question_order>1</question_order>")
        + ROW.format(qid=20, up=0, type="M", title="M1", more="<other>Y</other><question_order>2</question_order>")
        + "</rows></questions><subquestions><rows>"
        + ROW.format(qid=11, up=10, type="T", title="SQ001", more="<question_order>1</question_order>")
        + ROW.format(qid=12, up=10, type="T", title="SQ002", more="<question_order>2</question_order>")
        + ROW.format(qid=21, up=20, type="T", title="a", more="<question_order>1</question_order>")
        + "</rows></subquestions><answers><rows>"
        "<row><aid>1</aid><qid>10</qid><code>A1</code><sortorder>1</sortorder><scale_id>0</scale_id></row>"
        "<row><aid>2</aid><qid>10</qid><code>A2</code><sortorder>2</sortorder><scale_id>0</scale_id></row>"
        "</rows></answers><answer_l10ns><rows>"
        "<row><id>1</id><aid>1</aid><answer><![CDATA[<b> Fully</b>]]></answer><language>en</language></row>"
        "<row><id>2</id><aid>1</aid><answer>Entièrement</answer><language>fr</language></row>"
        "<row><id>3</id><aid>2</aid><answer>Planned</answer><language>en</language></row>"
        "</rows></answer_l10ns><question_l10ns><rows>"
        "<row><id>1</id><qid>10</qid><question>How far?</question><language>en</language></row>"
        "<row><id>2</id><qid>11</qid><question><![CDATA[IT <script>alert(1)</script>]]></question>"
        "<language>en</language></row>"
        "<row><id>3</id><qid>12</qid><question>Portal</question><language>en</language></row>"
        "<row><id>4</id><qid>20</qid><question>Which?</question><language>en</language></row>"
        "<row><id>5</id><qid>21</qid><question>Chat</question><language>en</language></row>"
        "</rows></question_l10ns>"
    )
    return LSS.format(version=641, tables=tables)


def test_structure_of_limesurvey_4_to_6_gives_labels_in_all_languages(tmp_path):
    lss = write(tmp_path / "survey.lss", new_lss())
    text = (
        HEAD + ';"M1[a]"\r\n"1";"2022";"5";"en";"Japan";"A1";"A2";"1"\r\n"2";"2022";"5";"en";"Nepal";"A1";"A2";"2"\r\n'
    )
    read = export(tmp_path, text, structure=lss)
    assert read.labels["B02[SQ001]"] == {"A1": {"en": "Fully", "fr": "Entièrement"}, "A2": {"en": "Planned"}}
    assert read.column("B02[SQ001]").text == "How far? [IT]"  # no script
    assert read.states["M1[a]"].tolist() == ["ticked", "unticked"]  # converted Y and N


def test_structure_of_limesurvey_3_knows_every_question_type():
    from wavework.exports.lss import read_lss

    path = sample("limesurvey/SurveyFramework__test_survey_structure.lss")
    codes = list(read_lss(path).columns)
    # by hand from the file: G2Q9 dual scale of 2 rows, G2Q6 2 x 2 array, G3Q8 ranking of 3, G5Q2 with comments
    assert [c for c in codes if c.startswith("G2Q9")] == [
        "G2Q9[SQ001][1]",
        "G2Q9[SQ001][2]",
        "G2Q9[SQ002][1]",
        "G2Q9[SQ002][2]",
    ]
    assert [c for c in codes if c.startswith("G2Q6")] == [f"G2Q6[SQ00{r}_SQ00{c}]" for r in (1, 2) for c in (1, 2)]
    assert [c for c in codes if c.startswith("G3Q8")] == ["G3Q8[1]", "G3Q8[2]", "G3Q8[3]"]
    assert [c for c in codes if c.startswith("G5Q2")] == [
        "G5Q2[SQ001]",
        "G5Q2[SQ001comment]",
        "G5Q2[SQ002]",
        "G5Q2[SQ002comment]",
        "G5Q2[other]",
        "G5Q2[othercomment]",
    ]


def test_abbreviated_headings_and_underscores_find_their_codes(tmp_path):
    lss = write(tmp_path / "survey.lss", new_lss())
    text = '"Response_ID";"Date_submitted";"How.. [Por.. ]";"Which?_[Cha.. ]"\r\n"1";"2022";"A1";"Y"\r\n'
    read = export(tmp_path, text, structure=lss)
    assert [c.code for c in read.columns] == ["id", "submitdate", "B02[SQ002]", "M1[a]"]


def test_expression_manager_codes_find_their_labels(tmp_path):
    lss = write(tmp_path / "survey.lss", new_lss())
    read = export(tmp_path, '"id";"submitdate";"B02_SQ001";"B02_SQ002"\r\n"1";"2022";"A1";"A2"\r\n', structure=lss)
    assert [(c.code, c.question, c.option) for c in read.columns[2:]] == [
        ("B02_SQ001", "B02", "SQ001"),
        ("B02_SQ002", "B02", "SQ002"),
    ]
    assert read.labels["B02_SQ001"]["A1"]["fr"] == "Entièrement"


def test_custom_separator_of_code_and_text(tmp_path):
    head = HEAD.replace('"id"', '"id._.Response ID"').replace('"B02[SQ001]"', '"B02[SQ001]._.How far? [IT]"')
    head = head.replace('"submitdate"', '"submitdate._.Date"').replace('"country"', '"country._.Country"')
    head = head.replace('"lastpage"', '"lastpage._.Page"').replace('"startlanguage"', '"startlanguage._.Language"')
    read = export(
        tmp_path, head.replace('"B02[SQ002]"', '"B02[SQ002]._.x"') + '\r\n"1";"2022";"5";"en";"Japan";"A1";"A2"\r\n'
    )
    assert [c.code for c in read.columns][-3:] == ["country", "B02[SQ001]", "B02[SQ002]"]
    assert read.columns[5].text == "How far? [IT]"


def test_positions_count_from_one(tmp_path):
    read = export(tmp_path, f'{HEAD}\r\n"1";"2022";"5";"en";"Japan";"A1";"A2"\r\n', columns=["country"])
    assert [(c.position, c.code) for c in read.columns][:5] == [
        (1, "id"),
        (2, "submitdate"),
        (3, "lastpage"),
        (4, "startlanguage"),
        (5, "country"),
    ]


def test_vv_file_called_xls_is_read_and_noted(tmp_path):
    text = "Response ID\tDate\tCountry\nid\tsubmitdate\tcountry\n1\t2022\tJapan\n"
    read = export(tmp_path, text, name="vvexport_1.xls", bom=False)
    assert read.cells["country"].tolist() == ["Japan"]
    assert any("ends in .xls, the file is text" in note for note in read.notes)
    assert not any("ends in .xls" in note for note in export(tmp_path, text, bom=False).notes)


def test_code_and_text_headings_may_have_no_text(tmp_path):
    head = '"id. Response ID";"submitdate. Date";"Q1.";"Q2. Text"'
    read = export(tmp_path, head + '\r\n"1";"2022";"A1";"A2"\r\n')
    assert [(c.code, c.text) for c in read.columns][2:] == [("Q1", "Q1"), ("Q2", "Text")]


def test_structure_keeps_the_order_of_groups_and_both_scales(tmp_path):
    from wavework.exports.lss import read_lss

    def row(qid, gid, type, title, place, more=""):
        return (
            f"<row><qid>{qid}</qid><parent_qid>0</parent_qid><gid>{gid}</gid><type>{type}</type><title>{title}</title>"
            f"<question_order>{place}</question_order>{more}</row>"
        )

    def answer(aid, scale, text):
        return (
            f"<row><aid>{aid}</aid><qid>2</qid><code>A1</code><sortorder>1</sortorder><scale_id>{scale}</scale_id>"
            f"<answer>{text}</answer><language>en</language></row>"
        )

    tables = (
        "<groups><rows><row><gid>7</gid><group_order>2</group_order></row>"
        "<row><gid>9</gid><group_order>1</group_order></row></rows></groups>"
        f"<questions><rows>{row(1, 7, 'S', 'late', 1)}{row(2, 9, '1', 'dual', 2)}"
        f"{row(3, 9, 'S', 'early', 1)}</rows></questions>"
        "<subquestions><rows><row><qid>4</qid><parent_qid>2</parent_qid><gid>9</gid><type>T</type><title>a</title>"
        "</row></rows></subquestions>"
        f"<answers><rows>{answer(1, 0, 'left')}{answer(2, 1, 'right')}</rows></answers>"
    )
    survey = read_lss(write(tmp_path / "s.lss", LSS.format(version=365, tables=tables)))
    assert list(survey.columns) == ["early", "dual[a][1]", "dual[a][2]", "late"]
    assert survey.columns["dual[a][1]"].answers == {"A1": {"en": "left"}}
    assert survey.columns["dual[a][2]"].answers == {"A1": {"en": "right"}}


def test_a_column_called_id_is_not_limesurvey(tmp_path):
    assert export(tmp_path, "id,country\n1,Japan\n", bom=False).platform == "plain"


def test_two_dimensional_array_in_the_structure(tmp_path):
    from wavework.exports.lss import read_lss

    def part(qid, title, scale, place):
        return (
            f"<row><qid>{qid}</qid><parent_qid>1</parent_qid><gid>1</gid><type>T</type><title>{title}</title>"
            f"<scale_id>{scale}</scale_id><question_order>{place}</question_order></row>"
        )

    question = "<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>;</type><title>arr</title></row>"
    parts = part(2, "r2", 0, 2) + part(3, "r1", 0, 1) + part(4, "x", 1, 1) + part(5, "y", 1, 2)
    tables = f"<questions><rows>{question}</rows></questions><subquestions><rows>{parts}</rows></subquestions>"
    survey = read_lss(write(tmp_path / "s.lss", LSS.format(version=365, tables=tables)))
    assert list(survey.columns) == ["arr[r1_x]", "arr[r1_y]", "arr[r2_x]", "arr[r2_y]"]
