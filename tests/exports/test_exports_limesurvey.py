"""LimeSurvey exports against counts made with the csv module, and small files made by hand."""

import pytest
from export_files import lss, raw_rows, sample, write

from wavework.exports import read_export
from wavework.exports.lss import read_lss
from wavework.problems import InputError

GERMAN = "limesurvey/modeling-languages-for-digital-twins__results_german.csv"
ENGLISH = "limesurvey/modeling-languages-for-digital-twins__results_english.csv"
TWINS_LSS = "limesurvey/modeling-languages-for-digital-twins__limesurvey_survey_222232.lss"
CODES = "limesurvey/SurveyFramework__dummy_data_codeonly.csv"
CODES_AND_TEXT = "limesurvey/SurveyFramework__dummy_data_codeandtext.csv"

HEAD = '"id";"submitdate";"lastpage";"startlanguage";"country";"B02[SQ001]";"B02[SQ002]"'


def person(id=1, country="Japan"):
    return f'"{id}";"2022";"5";"en";"{country}";"A1";"A2"'


def lines(*rows):
    return "".join(f"{row}\r\n" for row in rows)


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
    known = {"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "interviewtime"}
    assert set(system) - known == set(timing)


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
    seen = '"1";"2022-05-01 10:00:00";"5";"en";"Japan";"A1";""'
    read = export(tmp_path, lines(HEAD, seen, '"2";;"1";"en";"Nepal";;'))
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
    read = export(tmp_path, lines(HEAD, person(1, 'a ""b""; c\nd'), person(2, "x")))
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
    people = (person(id, f"{name}@example.org") for id, name in enumerate("ab"))
    assert "country" not in export(tmp_path, lines(HEAD, *people)).cells.columns


def test_missing_column_names_near_ones(tmp_path):
    text = lines(HEAD, person())
    with pytest.raises(InputError) as error:
        export(tmp_path, text, columns=["country", "B02[SQ003]", "Qx"])
    assert "results.csv, row 1, column B02[SQ003]: the column is missing" in str(error.value)
    assert "near it: B02[SQ002], B02[SQ001]" in str(error.value)
    assert len(error.value.problems) == 2


def question(qid, title, type="T", place=1, up=0, gid=1, **more):
    """A row of the tables questions and subquestions."""
    row = {"qid": qid, "parent_qid": up, "gid": gid, "type": type, "title": title, "question_order": place}
    return {**row, **more}


def new_lss(tmp_path):
    """A structure as LimeSurvey 4 to 6 write it: texts in l10ns tables."""
    answers = [(1, "A1"), (2, "A2")]
    labels = [(1, "<b> Fully</b>", "en"), (1, "Entièrement", "fr"), (2, "Planned", "en")]
    texts = [(10, "How far?"), (11, "IT <script>alert(1)</script>"), (12, "Portal"), (20, "Which?"), (21, "Chat")]
    tables = {
        "questions": [question(10, "B02", "F", 1), question(20, "M1", "M", 2, other="Y")],
        "subquestions": [question(11, "SQ001", up=10), question(12, "SQ002", "T", 2, up=10), question(21, "a", up=20)],
        "answers": [{"aid": id, "qid": 10, "code": code, "sortorder": id, "scale_id": 0} for id, code in answers],
        "answer_l10ns": [{"aid": id, "answer": text, "language": language} for id, text, language in labels],
        "question_l10ns": [{"qid": id, "question": text, "language": "en"} for id, text in texts],
    }
    return write(tmp_path / "survey.lss", lss(tables, version=641))


def test_structure_of_limesurvey_4_to_6_gives_labels_in_all_languages(tmp_path):
    text = lines(f'{HEAD};"M1[a]"', f'{person(1)};"1"', f'{person(2)};"2"')
    read = export(tmp_path, text, structure=new_lss(tmp_path))
    assert read.labels["B02[SQ001]"] == {"A1": {"en": "Fully", "fr": "Entièrement"}, "A2": {"en": "Planned"}}
    assert read.column("B02[SQ001]").text == "How far? [IT]"  # no script
    assert read.states["M1[a]"].tolist() == ["ticked", "unticked"]  # converted Y and N


def test_structure_of_limesurvey_3_knows_every_question_type():
    path = sample("limesurvey/SurveyFramework__test_survey_structure.lss")
    codes = list(read_lss(path).columns)
    # by hand from the file: G2Q9 dual scale of 2 rows, G2Q6 2 x 2 array, G3Q8 ranking of 3, G5Q2 with comments
    assert [c for c in codes if c.startswith("G2Q9")] == [f"G2Q9[SQ00{r}][{side}]" for r in (1, 2) for side in (1, 2)]
    assert [c for c in codes if c.startswith("G2Q6")] == [f"G2Q6[SQ00{r}_SQ00{c}]" for r in (1, 2) for c in (1, 2)]
    assert [c for c in codes if c.startswith("G3Q8")] == ["G3Q8[1]", "G3Q8[2]", "G3Q8[3]"]
    options = ("SQ001", "SQ001comment", "SQ002", "SQ002comment", "other", "othercomment")
    assert [c for c in codes if c.startswith("G5Q2")] == [f"G5Q2[{option}]" for option in options]


def test_abbreviated_headings_and_underscores_find_their_codes(tmp_path):
    text = '"Response_ID";"Date_submitted";"How.. [Por.. ]";"Which?_[Cha.. ]"\r\n"1";"2022";"A1";"Y"\r\n'
    read = export(tmp_path, text, structure=new_lss(tmp_path))
    assert [c.code for c in read.columns] == ["id", "submitdate", "B02[SQ002]", "M1[a]"]


def test_expression_manager_codes_find_their_labels(tmp_path):
    read = export(
        tmp_path, '"id";"submitdate";"B02_SQ001";"B02_SQ002"\r\n"1";"2022";"A1";"A2"\r\n', structure=new_lss(tmp_path)
    )
    assert [(c.code, c.question, c.option) for c in read.columns[2:]] == [
        ("B02_SQ001", "B02", "SQ001"),
        ("B02_SQ002", "B02", "SQ002"),
    ]
    assert read.labels["B02_SQ001"]["A1"]["fr"] == "Entièrement"


def test_custom_separator_of_code_and_text(tmp_path):
    head = HEAD
    for code, text in (
        ("id", "Response ID"), ("submitdate", "Date"), ("lastpage", "Page"), ("startlanguage", "Language"),
        ("country", "Country"), ("B02[SQ001]", "How far? [IT]"), ("B02[SQ002]", "x"),
    ):  # fmt: skip
        head = head.replace(f'"{code}"', f'"{code}._.{text}"')
    read = export(tmp_path, lines(head, person()))
    assert [c.code for c in read.columns][-3:] == ["country", "B02[SQ001]", "B02[SQ002]"]
    assert read.columns[5].text == "How far? [IT]"


def test_positions_count_from_one(tmp_path):
    read = export(tmp_path, lines(HEAD, person()), columns=["country"])
    codes = ("id", "submitdate", "lastpage", "startlanguage", "country")
    assert [(c.position, c.code) for c in read.columns][:5] == list(enumerate(codes, start=1))


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
    def answer(aid, scale, text):
        where = {"aid": aid, "qid": 2, "code": "A1", "sortorder": 1, "scale_id": scale}
        return {**where, "answer": text, "language": "en"}

    tables = {
        "groups": [{"gid": 7, "group_order": 2}, {"gid": 9, "group_order": 1}],
        "questions": [
            question(1, "late", "S", 1, gid=7), question(2, "dual", "1", 2, gid=9), question(3, "early", "S", 1, gid=9)
        ],
        "subquestions": [{"qid": 4, "parent_qid": 2, "gid": 9, "type": "T", "title": "a"}],
        "answers": [answer(1, 0, "left"), answer(2, 1, "right")],
    }  # fmt: skip
    survey = read_lss(write(tmp_path / "s.lss", lss(tables)))
    assert list(survey.columns) == ["early", "dual[a][1]", "dual[a][2]", "late"]
    assert survey.columns["dual[a][1]"].answers == {"A1": {"en": "left"}}
    assert survey.columns["dual[a][2]"].answers == {"A1": {"en": "right"}}


def test_a_column_called_id_is_not_limesurvey(tmp_path):
    assert export(tmp_path, "id,country\n1,Japan\n", bom=False).platform == "plain"


def test_two_dimensional_array_in_the_structure(tmp_path):
    parts = [("r2", 0, 2), ("r1", 0, 1), ("x", 1, 1), ("y", 1, 2)]
    tables = {
        "questions": [{"qid": 1, "parent_qid": 0, "gid": 1, "type": ";", "title": "arr"}],
        "subquestions": [
            question(qid, title, "T", place, up=1, scale_id=scale)
            for qid, (title, scale, place) in enumerate(parts, start=2)
        ],
    }
    survey = read_lss(write(tmp_path / "s.lss", lss(tables)))
    assert list(survey.columns) == ["arr[r1_x]", "arr[r1_y]", "arr[r2_x]", "arr[r2_y]"]
