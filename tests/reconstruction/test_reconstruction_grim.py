"""Possible means and percentages, and the samples of a mean, against counts worked by hand and the diagrams."""

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import factorial, prod

import pandas as pd
import pytest
from study_files import ROOT
from tests.toy_books import book, table

from wavework.reconstruction.constraints import COLUMNS, build_system
from wavework.reconstruction.exact_counting import diagram
from wavework.reconstruction.grim import mean_consistency, percentage_consistency, samples
from wavework.tables import read_table

# five points, n, mean as printed: samples by hand (1,1,4 / 1,2,3 / 2,2,2), and tables: each sample in all its orders
WORKED = [
    (3, "1.0", 1, 1),
    (3, "1.3", 1, 3),  # 1 1 2
    (3, "2.0", 3, 3 + 6 + 1),  # 1 1 4, 1 2 3, 2 2 2
    (3, "2.3", 4, 3 + 6 + 3 + 3),  # 1 1 5, 1 2 4, 1 3 3, 2 2 3
    (3, "2.5", 0, 0),
    (4, "2.5", 7, 12 + 6 + 12 + 24 + 4 + 4 + 6),  # 1135 1144 1225 1234 1333 2224 2233
    (4, "4.8", 1, 4),  # 19 of 20 is 4.75, printed 4.8
    (4, "4.7", 0, 0),
    (5, "1.2", 1, 5),  # 1 1 1 1 2
    (5, "3.0", 12, 381),  # the middle coefficient of (1 + x + … + x⁴)⁵
    (5, "3.1", 0, 0),
]


def one_item(n: int, mean: str):
    """A system of one item on five points, answered by n units, with this mean."""
    grades = [("five", str(one), one, float(one), None, "answered") for one in range(1, 6)]
    codebook = book(table("item battery scale", ("grade", "", "five")), grades, {"wave": ["grade"]})
    row = dict.fromkeys(COLUMNS, "") | {"constraint": "c", "wave": "wave", "kind": "mean", "items": "grade"}
    rows = pd.DataFrame([{**row, "relation": "=", "bound": mean}], columns=list(COLUMNS))
    return build_system(codebook, rows, {"wave": [f"U{unit}" for unit in range(n)]}, {})


@pytest.mark.parametrize(("n", "mean", "by_hand", "tables"), WORKED)
def test_samples_of_a_mean_times_the_orders_of_services_are_the_tables(n, mean, by_hand, tables) -> None:
    found = list(samples(mean, n, range(1, 6)))
    assert len(found) == by_hand
    assert sum(factorial(n) // prod(map(factorial, counts)) for counts in found) == tables
    (part,) = one_item(n, mean).components
    counted = diagram(part)
    assert counted is not None
    assert 10**counted.log10_tables == pytest.approx(tables, rel=1e-12)
    assert mean_consistency(mean, n, range(1, 6)).possible == (tables > 0)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("values", [(1, 2, 3), (0, 50, 100), (3, 1, 0), (Fraction(-1, 2), Fraction(1, 3))])
def test_means_that_are_possible_are_those_that_some_sample_prints(n: int, values: tuple) -> None:
    hundredths = {
        rounded
        for sample in combinations_with_replacement(values, n)
        for mean in [Fraction(sum(map(Fraction, sample)), 1) / n * 100]
        for rounded in (int(mean + Fraction(201, 2)) - 100, round(mean))  # half up (none is below -1), half to even
    }
    for tried in range(-60, 10_100, 1 if values[-1] != 100 else 37):
        text = f"{'-' if tried < 0 else ''}{abs(tried) // 100}.{abs(tried) % 100:02d}"
        found = mean_consistency(text, n, values)
        assert found.possible == (tried in hundredths), text
        if tried > 320 and values[-1] != 100:
            break
        nearest = min(hundredths, key=lambda one: (abs(one - tried), one))
        assert abs(float(found.nearest) * 100 - nearest) < 1e-6


@pytest.mark.parametrize(
    ("printed", "n", "possible", "nearest", "counts"),
    [
        ("25", 11, False, "27", (3,)),  # a quarter of eleven
        ("25", 16, True, "25", (4,)),
        ("73", 11, True, "73", (8,)),
        ("72.7", 11, True, "72.7", (8,)),
        ("72.8", 11, False, "72.7", (8,)),
        ("12.5", 16, True, "12.5", (2,)),
        ("13", 16, True, "13", (2,)),  # 12.5, half up
        ("12", 16, True, "12", (2,)),  # 12.5, half to even
        ("14", 16, False, "13", (2,)),
        ("6.2", 16, True, "6.2", (1,)),
        ("100", 9, True, "100", (9,)),
        ("110", 9, False, "100", (9,)),
        ("50", 1000, True, "50", tuple(range(495, 506))),  # 50.5 to even as well
    ],
)
def test_percentages(printed: str, n: int, possible: bool, nearest: str, counts: tuple[int, ...]) -> None:
    found = percentage_consistency(printed, n)
    assert (found.possible, found.nearest, found.totals) == (possible, nearest, counts)


@pytest.mark.parametrize("text", ["", "3,2", "about 3", "3.", ".5", "1e3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        percentage_consistency(text, 11)
    with pytest.raises(ValueError, match="no number"):
        mean_consistency(text, 11, (1, 2))


@pytest.mark.parametrize("n", [0, -1])
def test_of_nobody_nothing_is_possible(n: int) -> None:
    with pytest.raises(ValueError, match="units"):
        percentage_consistency("50", n)
    with pytest.raises(ValueError, match="units"):
        mean_consistency("3.0", n, (1, 2))


def test_of_the_published_values_one_percentage_is_impossible() -> None:
    """All percentages and means of the source table with a number of units; it is found, not typed in."""
    published = read_table(ROOT / "raw" / "published" / "published_values.csv")
    failed = set()
    for row in published.to_dict("records"):
        if not row["n"].isdecimal() or not row["wave"]:
            continue
        if row["percent"]:
            found = percentage_consistency(row["percent"], int(row["n"]))
            failed |= set() if found.possible else {(row["item_id"], row["percent"], found.nearest)}
        if row["statistic"] == "mean" and row["item"]:
            found = mean_consistency(row["mean"], int(row["n"]), range(1, 6))
            failed |= set() if found.possible else {(row["item_id"], row["mean"], found.nearest)}
    assert failed == {("channel_use_analysis", "25", "27")}


def test_samples_are_all_that_there_are() -> None:
    for printed in ("2.0", "2.3", "0.7"):
        tables = [table for table in product((0, 1, 3), repeat=4) if round(sum(table) / 4 + 1e-9, 1) == float(printed)]
        expected = {tuple(table.count(value) for value in (0, 1, 3)) for table in tables}
        assert set(samples(printed, 4, (0, 1, 3))) == expected
