"""The headline's coefficient is the config's: the results name it first, and what belongs to the headline follows."""

import numpy as np
import pandas as pd
import pytest
from association import associations
from power import detectable_effects
from ranked_study import BOOK, UNITS, WAVES, answers, ranks, rho, scores, tau_b
from specification_curve import require_headline, specifications

from wavework.agreeing_tables import agreeing
from wavework.problems import InputError

BY_HAND = {"spearman": ("Spearman's rho", rho), "kendall": ("Kendall's tau-b", tau_b)}
FEW = {"seed": 1, "alpha": 0.05}
BETTER = [-n for n in range(12)]


def associated(coefficient, **more):
    tables = agreeing(answers(), BOOK, development=50)
    return associations(
        tables, ranks(), waves=WAVES, pooled=[list(WAVES)], wave_year="latest_up_to_wave", minimum_answered=0.5,
        coefficient=coefficient, resamples=99, bootstrap=0, **FEW, **more,
    )  # fmt: skip


def curve(coefficient):
    tables = agreeing(answers(), BOOK, development=50)
    return specifications(
        tables, ranks(), waves=WAVES, wave_year="latest_up_to_wave", permutations=19, minimum_answered=0.5,
        coefficient=coefficient, **FEW,
    )[0]  # fmt: skip


@pytest.mark.parametrize("coefficient", BY_HAND)
def test_the_headline_comes_first_and_the_other_stands_beside_it(coefficient):
    found, _ = associated(coefficient)
    pooled = found[(found["wave"] == "a+b") & (found["dimension"] == "overall")]
    other = next(name for name in BY_HAND if name != coefficient)
    assert pooled["method"].tolist() == [BY_HAND[name][0] for name in (coefficient, other)]
    expected = [BY_HAND[name][1](BETTER, scores()) for name in (coefficient, other)]
    assert pooled["estimate"].tolist() == pytest.approx(expected)


def test_no_number_hangs_on_which_of_the_two_is_the_headline():
    both = [associated(name)[0].set_index("statistic").sort_index() for name in BY_HAND]
    pd.testing.assert_frame_equal(*both)


@pytest.mark.parametrize("coefficient", BY_HAND)
def test_leaving_one_out_is_of_the_headline(coefficient):
    _, left_out = associated(coefficient)
    rows = left_out[(left_out["wave"] == "a+b") & (left_out["dimension"] == "overall")].set_index("unit")
    value = BY_HAND[coefficient][1]
    full = value(BETTER, scores())
    without = {}
    for place, unit in enumerate(UNITS):
        rest = [n for n in range(12) if n != place]
        without[unit] = value([BETTER[n] for n in rest], [scores()[n] for n in rest])
    assert rows.at["", "estimate"] == pytest.approx(full)
    assert rows["estimate"].drop("").to_dict() == pytest.approx(without)
    influential = max(UNITS, key=lambda unit: round(abs(without[unit] - full), 9))
    assert rows.index[rows["role"] == "influential"].tolist() == [influential]
    assert f"without_{influential}" in set(curve(coefficient)["sample"])  # the curve leaves the same one out


@pytest.mark.parametrize("coefficient", BY_HAND)
def test_the_main_specification_is_the_headline_and_else_the_run_stops(coefficient):
    found, table = associated(coefficient)[0].assign(median=np.nan), curve(coefficient)
    (main,) = table[table["main"]].to_dict("records")
    method, value = BY_HAND[coefficient]
    assert (main["correlation"], main["coefficient"]) == (coefficient, method)
    assert main["estimate"] == pytest.approx(value(BETTER, scores()))
    assert table["correlation"].iloc[0] == coefficient
    require_headline(table, found, list(WAVES), coefficient, "specifications.csv")
    other = next(name for name in BY_HAND if name != coefficient)
    with pytest.raises(InputError) as error:
        require_headline(table, found, list(WAVES), other, "specifications.csv")
    (problem,) = error.value.problems
    assert method in problem.found
    assert BY_HAND[other][0] in problem.expected
    # another coefficient of the same value is another analysis all the same
    alike = found.assign(method=BY_HAND[other][0], estimate=main["estimate"])[found["method"] == method]
    with pytest.raises(InputError, match="main specification"):
        require_headline(table, alike, list(WAVES), other, "specifications.csv")


@pytest.mark.parametrize("coefficient", BY_HAND)
def test_power_names_the_headline_first(coefficient):
    table = detectable_effects(
        answers(), changes=[], contrasts=[{"first": "a", "second": "b"}], associated=True, coefficient=coefficient,
        **FEW,
    )  # fmt: skip
    tests = table.loc[(table["wave"] == "a+b") & (table["design"] == "association"), "test"]
    other = next(name for name in BY_HAND if name != coefficient)
    assert tests.tolist() == [f"{coefficient} critical value", coefficient, f"{other} critical value", other]


def test_of_the_income_a_unit_without_one_is_left_out_and_told():
    known = [(wave, f"u{n}", 2020, 1000 * (n % 5 + 1)) for n in range(12) for wave in WAVES if (wave == "a") == (n < 6)]
    income = pd.DataFrame(known, columns=["wave", "country", "year", "gdp_per_head"]).astype({"gdp_per_head": float})
    income.loc[income["country"].isin(["u3", "u8"]), "gdp_per_head"] = np.nan
    found, _ = associated("spearman", covariates=income)
    row = found[(found["method"] == "partial Spearman's rho") & (found["wave"] == "a+b")]
    (overall,) = row[row["dimension"] == "overall"].to_dict("records")
    assert overall["n"] == 10
    assert overall["detail"].endswith("; lacking the covariate=u3, u8")
    kept = [n for n in range(12) if n not in (3, 8)]
    xy, xc, yc = (
        rho([first[n] for n in kept], [second[n] for n in kept])
        for first, second in (
            (BETTER, scores()), (BETTER, [n % 5 for n in range(12)]), (scores(), [n % 5 for n in range(12)]),
        )
    )  # fmt: skip
    assert overall["estimate"] == pytest.approx((xy - xc * yc) / ((1 - xc**2) * (1 - yc**2)) ** 0.5)
    with pytest.raises(KeyError):  # a wave or country that the table of incomes lacks is never passed over
        associated("spearman", covariates=income[income["country"] != "u0"])
