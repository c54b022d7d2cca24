"""Texts that people and programs write differently are one text when they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wavework.codebook import matching_text, recode_pairs, unit_text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  Viet\tNam \n", "viet nam"),
        ("VIET NAM", "viet nam"),
        ("Viet\u00a0Nam", "viet nam"),
        ("Perú", "peru"),
        ("Peru\u0301", "peru"),
        ("Don’t know", "don't know"),
        ("“yes”", '"yes"'),
        ("2019–2022", "2019-2022"),
        ("<p>Yes, <b>fully</b></p>", "yes, fully"),
        ("R&amp;D", "r&d"),
        ("a &lt; b", "a < b"),
        ("Straße", "strasse"),
        ("ＫＯＲ", "kor"),
        ("½", "1⁄2"),
        ("中国", "中国"),
        ("", ""),
    ],
)
def test_known_ways_to_write_a_text(written, meant):
    assert matching_text(written) == meant


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("Viet-Nam", "Viet Nam"),
        ("VIET‑NAM", "Viet Nam"),
        ("Timor Leste", "Timor-Leste"),
        ("Korea (Rep.)", "Korea, Rep."),
        ("St Lucia", "St. Lucia"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
    ],
)
def test_names_of_units_are_matched_whatever_their_punctuation(written, listed):
    assert unit_text(written) == unit_text(listed)
    assert unit_text("भारत") == matching_text("भारत")


def test_different_texts_stay_different():
    texts = ["Niger", "Nigeria", "Dominica", "Dominican Republic", "No", "No, but planned", "1", "10", "中国", "中國"]
    assert len({matching_text(text) for text in texts}) == len(texts)


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<>&"), max_size=20)


@given(PLAIN)
def test_case_and_blanks_do_not_matter(text):
    once = matching_text(text)
    assert matching_text(once) == once
    assert matching_text(f"  {text}\n") == once
    assert matching_text(f"<b>{text}</b>") == once


@given(st.text(max_size=200))
def test_any_text_can_be_matched(text):
    assert isinstance(matching_text(text), str)


@pytest.mark.parametrize(
    ("cell", "pairs"),
    [
        ("", []),
        ("A1>yes", [("A1", "yes")]),
        ("A1>yes;A2>no;", [("A1", "yes"), ("A2", "no")]),
        (" Sí > yes ; En parte > partly", [("Sí", "yes"), ("En parte", "partly")]),
    ],
)
def test_recodes_are_pairs(cell, pairs):
    assert recode_pairs(cell) == pairs
