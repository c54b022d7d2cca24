"""Whatever the statistics say of a result in English, French and Spanish have words for, the numbers in it included."""

import re
from collections import defaultdict

import pytest
from english_texts import SLOT, Text, english_texts
from languages import TRANSLATED, WORDS, read_yaml, slips, slots

from wavework.included_responses import NOT_A_RESPONSE
from wavework.language.language import Language
from wavework.measures import NO_RANK

# What cannot be followed: where -> the texts that stand there beside those that are found elsewhere.
PASSED_ON = {
    ("many_units.py", "interval_method"): {"BCa bootstrap"},  # of an Interval, which is this or has its reason
    ("share_intervals.py", "interval_method"): {"Wilson", "Clopper-Pearson"},  # of INTERVALS
    ("specification_curve.py", "method"): set(),  # those of JOINT, which are found beside it
    ("over_many_tables.py", "method"): set(),  # of who calls it
    ("specification_curve.py", "p_method"): {"Monte Carlo permutation ({}), within strata",
                                       "Monte Carlo permutation ({}), one-sided, within strata"},
}  # fmt: skip
NAME = re.compile(r"[A-ZÀ-Ž][\w-]*")  # of a person, or of several: the same in every language
NO_INTERVAL = re.compile(r"(none|not computable): ")
NUMBERS = ("123", "0.05", "7")


def unknown(each: Text) -> bool:
    return each.text == SLOT or (each.text.startswith(SLOT) and each.field == "p_method") or each.text.endswith(SLOT)


def texts() -> dict[str, set[str]]:
    """Group of the words -> the texts that they are to have. A method of power.csv is named by its test."""
    found = defaultdict(set)
    for each in english_texts():
        if each.where.startswith("smallest_effects.py") and each.field != "reason":
            continue
        place = (each.where.partition(":")[0], each.field)
        alternatives = PASSED_ON.get(place, set()) if unknown(each) and each.field != "reason" else {each.text}
        assert alternatives or place in PASSED_ON, each
        for text in alternatives:
            reason = each.field == "reason" or NO_INTERVAL.match(text)
            text = NO_INTERVAL.sub("", text)
            # the report tells a p without the number of its arrangements
            found["reasons" if reason else "methods"].add(text.replace(f" ({SLOT})", "").replace(SLOT + SLOT, SLOT))
    return found


def test_what_the_statistics_say_is_found() -> None:
    """Some of each kind, read in the code by a person."""
    found = texts()
    assert {
        "{} units; a bootstrap interval needs at least {}", "the covariate orders the {} units exactly as the first "
        "variable does", "no common factor: the loadings vanish", "perfect correlation", "all values are equal",
        "with n = {} no result can have a p of {} or less", "the item was not asked in the wave",
        "even a shift of {} standard deviations would be found in only {} % of samples",
    } <= found["reasons"]  # fmt: skip
    assert {
        "partial Spearman's rho", "Freedman-Lane, exact permutation within strata", "asymptotic, Fisher z",
        "Wilcoxon signed-rank V, zeros: wilcox", "Brunner-Munzel, Monte Carlo over allocations, two-sided", "mean",
        "Monte Carlo permutation, one-sided, within strata", "Newcombe's method 5",
    } <= found["methods"]  # fmt: skip
    assert len(found["reasons"]) > 45
    assert len(found["methods"]) > 60


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_one_of_them_has_words(language: str) -> None:
    words, without = Language(language, "museo", "museos"), []
    for group, of_group in texts().items():
        for text in of_group:
            numbers = iter(NUMBERS)
            said = re.sub(re.escape(SLOT), lambda _: next(numbers), text)  # noqa: B023
            own = words.known(group, said, "no words")
            if own == "no words" and not NAME.fullmatch(text):
                without.append(f"{group}: {text}")
                continue
            assert slips(own, language) == [], own
            for number in NUMBERS[: text.count(SLOT)]:
                assert number.replace(".", ",") in own, own
    assert without == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("group", ["methods", "reasons", "cleaning"])
def test_words_fill_the_slots_of_their_name_and_no_other(group: str, language: str) -> None:
    words = read_yaml(WORDS / f"report/{language}.yaml")[group]
    assert {name: text for name, text in words.items() if slots(name) != slots(text)} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_left_out_has_words_for_why(language: str) -> None:
    told = ["row dropped", "value recoded", "value corrected", "unfinished response", "superseded by another response"]
    told += [*NOT_A_RESPONSE.values(), NO_RANK, "the United Nations do not rate it", "a measure that is not asked for"]
    words = Language(language)
    assert [text for text in told if words.known("cleaning", text, "no words") == "no words"] == []


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_a_text_that_is_nearly_one_is_left_as_it_is(language: str) -> None:
    for text in (
        "many units; a bootstrap interval needs at least 8",
        "6 units; a bootstrap interval needs at least 8.",
    ):
        assert Language(language).known("reasons", text) == text
        assert Language(language).known("reasons", text, "otherwise") == "otherwise"


def test_what_a_test_could_have_found_names_the_units() -> None:
    said = {code: Language(code, "île", "îles").known("power", "mcnemar") for code in ("en", "fr")}
    assert said["en"] == "McNemar’s test: share of îles that change one way"
    assert "part des îles qui" in said["fr"]
