"""Decoding, the tokenizer and the choice of the delimiter, against Python's csv module and by hand."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wavework.exports import read_export
from wavework.exports.decoding import decode, is_mojibake
from wavework.exports.delimited import parse_text
from wavework.exports.text_cells import matching_text, without_html
from wavework.problems import InputError

CELLS = st.text(st.sampled_from('ab,;\t"\n é…'), max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 4).flatmap(lambda k: st.lists(st.lists(CELLS, min_size=k, max_size=k), min_size=1, max_size=6)),
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_tokenizer_reads_what_the_csv_module_writes(rows, delimiter, quoting, end):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    expected = [row for row in rows if any(row)]
    if not out.getvalue().strip() or not expected:
        return
    table, found, _ = parse_text(out.getvalue(), "f", delimiter)
    assert table.cells == expected
    assert found == delimiter
    assert table.rows == [number for number, row in enumerate(rows, start=1) if any(row)]


def test_line_breaks_inside_quotes_stay():
    assert parse_text('a,b\r\n"x\r\ny\rz",1\r\n', "f")[0].cells == [["a", "b"], ["x\r\ny\rz", "1"]]


def test_quoting_is_kept():
    table, _, _ = parse_text('a;b;c\n"x";"";\n', "f")
    assert [flags.tolist() for flags in table.quoting.bare] == [[True, False]] * 3
    assert [flags.tolist() for flags in table.quoting.nulls] == [[False, False], [False, False], [False, True]]


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("a;b;c\n1,5;2,5;x\n", ";", 3),  # decimal commas
        ('"a, b","c; d"\n"1, 2","3; 4"\n', ",", 2),  # both signs inside quotes
        ("a\tb\nx, y\tz; w\n", "\t", 2),
        ('"q\n1";"q\n2"\n"x";"y"\n', ";", 2),  # headings of two lines
        ("a,b,c,d,e\n1,2,3,4,5\n", ",", 5),
        ("a|b|c\n1,5|2|x;y\n", "|", 3),
        ("a^b\n1|2^2|3\n", "^", 2),
        ("channel\nportal|chat\nphone\n", "", 1),  # several answers in one cell
    ],
)
def test_delimiter_by_the_widest_rectangular_parse(text, delimiter, width):
    table, found, _ = parse_text(text, "f")
    assert (found, table.width) == (delimiter, width)


def test_declared_delimiter_may_be_any_sign():
    assert parse_text("a|b\n1|2\n", "f", "|")[0].cells == [["a", "b"], ["1", "2"]]


def test_tab_file_without_quoting_is_read_literally():
    table, _, _ = parse_text('a\tb\n"x" said\ty\n', "f")
    assert table.cells[1] == ['"x" said', "y"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("é".encode(), "utf-8"),
        ("\ufeffé".encode(), "utf-8-sig"),
        ("\ufeffé".encode("utf-16-le"), "utf-16"),
        ("\ufeffé".encode("utf-16-be"), "utf-16"),
        ("\ufeffé".encode("utf-32-le"), "utf-32"),
    ],
)
def test_encodings_that_tell_themselves(data, name):
    assert decode(data, "f")[:2] == ("é", name)


def test_declared_encoding_is_a_fallback_only():
    assert decode("é".encode("cp1252"), "f", "cp1252")[0] == "é"
    text, name, notes = decode("é".encode(), "f", "cp1252")
    assert (text, name) == ("é", "utf-8")
    assert any("was declared" in note for note in notes)
    assert decode("é".encode("utf-16-le") * 4, "f", "utf-16-le")[0] == "éééé"
    with pytest.raises(InputError):
        decode("é".encode("cp1252"), "f")


@pytest.mark.parametrize("word", ["Québec", "don’t", "“quoted”", "año", "São", "Zürich", "naïve"])
def test_mojibake_is_seen_and_words_are_not(word):
    assert is_mojibake(word.encode("utf-8").decode("cp1252", "replace"))
    assert not is_mojibake(word)


@pytest.mark.parametrize("word", ["SÃO", "Â", "PÂTÉ", "ÃO PAULO", "Ça", "100 €", "ÂGE"])
def test_capitals_are_no_mojibake(word):
    assert not is_mojibake(word)


def test_matching_text_and_html():
    assert matching_text(" e\u0301 a\u00a0 b\n<b>c</b>d") == "é a b cd"
    assert without_html("x<br>y &amp; <p>z</p><script>alert(1)</script>") == "x y & z"
    assert without_html("a < b and c > d") == "a < b and c > d"


WORDS = {
    "fr": "Pérou,Où êtes-vous né à présent ? Ça marche, l’été – naïve œuvre\n",
    "es": "Perú,¿Cómo está usted? mañana, información, camión\n",
    "de": "Österreich,Größe für Fußgänger müßig\n",
    "pt": "Brasil,não são ações, opções, coração\n",
    "ru": "Россия,Привет это русский текст\n" * 5,
    "pl": "Polska,źdźbło łódź są pięć\n" * 5,
}
IN = {"ru": ("cp1251",), "pl": ("cp1250",)}
MEANT = [(words, true) for words in WORDS for true in IN.get(words, ("cp1252", "mac_roman"))]


@pytest.mark.parametrize(("words", "true"), MEANT)
def test_the_right_one_byte_encoding_is_believed(words, true):
    text = "unit,q\n" + WORDS[words]
    assert decode(text.encode(true), "f", true)[0] == text


@pytest.mark.parametrize(("words", "true"), MEANT)
@pytest.mark.parametrize("declared", ["cp1252", "mac_roman", "cp1251", "latin-1"])
def test_a_wrong_one_byte_encoding_is_refused_with_the_right_reading(words, true, declared):
    text = "unit,q\n" + WORDS[words]
    data = text.encode(true)
    if text.encode(true).decode(declared, "replace") == text:
        return  # both read it alike
    with pytest.raises(InputError) as error:
        decode(data, "f", declared)
    assert "row 2" in str(error.value)
    assert "encoding" in str(error.value)
    if "a word holds" in str(error.value):
        assert f"{true} reads it as" in str(error.value)


def test_a_wrong_encoding_shows_letters_and_no_answer():
    with pytest.raises(InputError) as error:
        decode("unit,q\nPérou,Gérard Lefèvre\n".encode("cp1252"), "f", "mac_roman")
    assert "cp1252 reads it as 'fèv'" in str(error.value)
    assert not re.search("Lef|rard|rou", str(error.value))


def test_one_odd_word_does_not_make_an_encoding_wrong():
    text = "unit,q\nPérou,iPhonÉ et café, déjà, été\n"
    assert decode(text.encode("cp1252"), "f", "cp1252")[0] == text


def test_mojibake_in_a_file_of_utf_8_is_refused_whatever_was_declared(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("unit,AnnÃ©e\na,1\n".encode())
    for declared in (None, "cp1252"):
        with pytest.raises(InputError, match="letters of a wrong encoding"):
            read_export(path, encoding=declared)
    assert read_export(path, encoding="utf-8").columns[1].code == "AnnÃ©e"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])  # read in pieces, and whole
def test_more_columns_than_a_sheet_has_are_refused_before_they_fill_the_memory(tmp_path, encoding):
    path = tmp_path / "export.csv"
    path.write_bytes(("a" + ",x" * 16_384 + "\n" + "1" + ",2" * 16_384 + "\n").encode(encoding))
    with pytest.raises(InputError, match=r"16385 columns[\s\S]*at most 16384"):
        read_export(path)


def test_a_table_without_rows_is_refused_with_a_message(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text('"",""\n' * 3, "utf-8")
    with pytest.raises(InputError):
        read_export(path)
