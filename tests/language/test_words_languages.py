"""French and Spanish say what English says: the same keys and slots, in the typography of each language."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from languages import ROOT, TRANSLATED, WORDS, differences, leaves, read_yaml, slips, words_in

CODEBOOK = ROOT / "workflow" / "codebook"
FILES = ("{}.yaml", "report/{}.yaml", "explore/{}.yaml")
TERMS = {"Back office", "Front office"}  # the same in Spanish
ENGLISH = {"a": "{n} services", "heads": ["x", "y"], "empty": ""}


def codebook_rows(table: str) -> list[dict[str, str]]:
    with (CODEBOOK / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts_by_language(tree: Any, key: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each `{en, fr, es}` of a YAML file of the codebook, with its place."""
    if isinstance(tree, Mapping) and "en" in tree:
        yield key, tree
    elif isinstance(tree, Mapping):
        for name, inner in tree.items():
            yield from texts_by_language(inner, f"{key}/{name}".strip("/"))


def translated_texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language in words and codebook, with its place. Names of units are names, not prose."""
    for file in FILES:
        for key, text in leaves(read_yaml(WORDS / file.format(language))):
            yield f"{file.format(language)} {key}", text
    for table in ("batteries", "items", "scales"):
        for number, row in enumerate(codebook_rows(table), start=2):
            for column, text in row.items():
                if column.endswith(f"_{language}"):
                    yield f"{table}.csv {number} {column}", text
    for number, row in enumerate(codebook_rows("translations"), start=2):
        yield f"translations.csv {number}", row[language]
    for name in ("figures", "claims"):
        for key, texts in texts_by_language(read_yaml(CODEBOOK / f"{name}.yaml")):
            yield f"{name}.yaml {key}", texts[language]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", TRANSLATED)
def test_same_keys_and_slots_as_english(file: str, language: str) -> None:
    english, other = (read_yaml(WORDS / file.format(code)) for code in ("en", language))
    assert differences(english, other) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_same_keys_and_slots_in_the_words_of_the_page(language: str) -> None:
    words = read_yaml(ROOT / "report/_theme/words.yaml")
    assert differences(words["en"], words[language]) == []


@pytest.mark.parametrize(
    "other",
    [
        {"a": "{n} services", "heads": ["x", "y"]},
        {"a": "{n} services", "heads": ["x", "y"], "empty": "", "more": "z"},
        {"a": "{m} services", "heads": ["x", "y"], "empty": ""},
        {"a": "services", "heads": ["x", "y"], "empty": ""},
        {"a": "{n} services", "heads": ["x"], "empty": ""},
        {"a": "{n} services", "heads": ["x", "y"], "empty": "z"},
    ],
)
def test_a_difference_is_seen(other: dict[str, Any]) -> None:
    assert differences(ENGLISH, dict(ENGLISH)) == []
    assert differences(ENGLISH, other) != []


def test_the_unit_of_analysis_may_be_left_out() -> None:
    assert differences({"a": "asked of a {unit}"}, {"a": "posées aux {units}"}) == []


def test_a_language_may_name_more_of_what_the_pipeline_says_but_not_less() -> None:
    first, more = {"methods": {"share": "Share"}}, {"methods": {"share": "Part", "exact": "exact"}}
    assert differences(first, more) == []
    assert differences(more, first) == ["methods/exact: only in one language"]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_phrase_is_translated(file: str, language: str) -> None:
    english, other = (dict(leaves(read_yaml(WORDS / file.format(code)))) for code in ("en", language))
    same = {key: text for key, text in english.items() if other.get(key) == text and len(words_in(text)) > 1}
    assert {key: text for key, text in same.items() if text not in TERMS} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_typography(language: str) -> None:
    texts = list(translated_texts(language))
    assert len(texts) > 500
    assert [f"{place}: {slip}" for place, text in texts for slip in slips(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "l'emploi"), ("fr", "a : b"), ("fr", "a: b"), ("fr", "quoi ?"), ("fr", "« a\u00a0»"),
        ("fr", "«\u00a0a »"), ("fr", "95 %"), ("fr", "95%"), ("fr", "0.5"), ("fr", "“a”"), ("fr", "{value} %"),
        ("fr", "a\u202f; b"),
        ("es", "95 %"), ("es", "95%"), ("es", "0.5"), ("es", "Qué pasa?"), ("es", "« a»"), ("es", "a : b"),
        ("es", "“a”"),
    ],
)  # fmt: skip
def test_a_slip_is_seen(language: str, text: str) -> None:
    assert slips(text, language) != []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "l’emploi\u00a0: «\u00a0oui\u00a0», 0,5 à 95\u00a0%\u00a0; pourquoi\u00a0?"),
        ("es", "¿Qué pasa? «Sí»: 0,5; el 95\u00a0%"),
    ],
)
def test_good_typography_passes(language: str, text: str) -> None:
    assert slips(text, language) == []


@pytest.mark.parametrize("name", ["figures", "claims"])
def test_figures_and_claims_have_every_language(name: str) -> None:
    texts = dict(texts_by_language(read_yaml(CODEBOOK / f"{name}.yaml")))
    assert len(texts) > 30
    gaps = [(key, code) for key, of in texts.items() for code in TRANSLATED if not str(of.get(code, "")).strip()]
    assert gaps == []


@pytest.mark.parametrize(("table", "within"), [("scales", "scale"), ("items", "battery"), ("units", "region")])
@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_what_differs_in_english_differs_in_every_language(table: str, within: str, language: str) -> None:
    """The deck's translation merged two classes of strategies; no two answers, items or units share a label here."""
    labels = Counter((row[within], row[f"label_{language}"].casefold()) for row in codebook_rows(table))
    assert [label for label, times in labels.items() if times > 1] == []


@pytest.mark.parametrize(
    ("unit", "french", "spanish"),  # as the deck has them, and the United Nations
    [
        ("VNM", "Viet Nam", "Viet Nam"),
        ("KOR", "République de Corée", "República de Corea"),
        ("BOL", "Bolivie", "Bolivia"),
    ],
)
def test_names_of_countries(unit: str, french: str, spanish: str) -> None:
    row = next(row for row in codebook_rows("units") if row["unit"] == unit)
    assert (row["label_fr"], row["label_es"]) == (french, spanish)
