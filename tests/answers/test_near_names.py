"""Names of services that are not known: what is near them is proposed, the most certain first, and never taken."""

import pandas as pd
import pytest

from wavework.codebook import Codebook, near_units, told_near

PRK = "Democratic People's Republic of Korea"
UNITS = [
    ("KOR", "Republic of Korea", "République de Corée", "República de Corea", "South Korea"),
    ("PRK", PRK, "", "", ""),
    ("VNM", "Viet Nam", "Viet Nam", "Viet Nam", ""),
    ("PNG", "Papua New Guinea", "", "", ""),
    ("GIN", "Guinea", "Guinée", "Guinea", ""),
    ("URY", "Uruguay", "", "", ""),
    ("PRY", "Paraguay", "", "", ""),
]
BOOK = Codebook(
    files={"units": "units.csv"},
    units=pd.DataFrame(UNITS, columns=["unit", "label_en", "label_fr", "label_es", "aliases"]),
)


@pytest.mark.parametrize("name", ["Viet-Nam", "VIET NAM", "viet  nam.", "South-Korea"])
def test_case_blanks_and_punctuation_are_no_difference(name: str) -> None:
    assert BOOK.unit_named(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        # in another order, with or without the small words
        ("Korea, Republic of", ["KOR (Republic of Korea: the same words)", f"PRK ({PRK}: one name holds the other)"]),
        ("Corea, República", ["KOR (República de Corea: the same words)"]),
        # abbreviated: the first letters, or some of the letters
        ("Korea (Rep.)", ["KOR (Republic of Korea: the same words, some abbreviated)"]),
        ("Rép. de Corée", ["KOR (République de Corée: the same words, some abbreviated)"]),
        ("Dem. People's Rep. of Korea", [f"PRK ({PRK}: the same words, some abbreviated)"]),
        ("P.N. Guinea", ["PNG (Papua New Guinea: the same words, some abbreviated)",
                         "GIN (Guinea: one name holds the other)"]),
        ("DPRK", [f"PRK ({PRK}: its initials)"]),
        ("Vietnam", ["VNM (Viet Nam: spelled like it)"]),
        ("Viet Name", ["VNM (Viet Nam: spelled like it)"]),
        ("Urugay", ["URY (Uruguay: spelled like it)"]),
        ("Parguy", ["PRY (Paraguay: spelled like it)"]),
        ("New Guinea", ["GIN (Guinea: one name holds the other)", "PNG (Papua New Guinea: one name holds the other)"]),
        ("Uruguaian", ["URY (Uruguay: spelled a little like it)"]),
    ],
)  # fmt: skip
def test_what_is_near_is_proposed_the_most_certain_first(name: str, told: list[str]) -> None:
    assert BOOK.unit_named(name) == ""
    assert [str(near) for near in near_units(name, BOOK)] == told


@pytest.mark.parametrize("name", ["Atlantis", "Sri Lanka", "Ministry of Labour", "", "…", "12"])
def test_what_is_near_nothing_says_so(name: str) -> None:
    assert near_units(name, BOOK) == []
    assert told_near(near_units(name, BOOK)) == "no known name is near it"
