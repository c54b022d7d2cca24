"""Specification curve: one association under every defensible choice, and a joint permutation test of the curve.

After Simonsohn, Simmons & Nelson 2020. All specifications look at the same units; a choice is which predictor, which
outcome, which units and which coefficient. Under the null hypothesis the units' predictors are exchangeable within
strata, so each permutation hands whole rows of predictors (all years, all codings of one unit) to other units and the
entire curve is computed anew. Comparing the curve with these curves asks whether such a one could arise by chance.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from wavework.statistics.association import NAMES
from wavework.statistics.ranking import MINIMUM, Method, doubled_ranks, pair_signs, ratio
from wavework.statistics.resampling import Floats, Integers, level_codes, p_value, shuffles, stratum_codes
from wavework.statistics.result import NAN, Result, not_computable

SOURCE = "Simonsohn, Simmons & Nelson 2020, doi:10.1038/s41562-020-0912-z"
PERMUTATIONS = 9_999
ALPHA = 0.05
JOINT = (
    "median estimate",
    "share with the expected sign",
    "share significant",
    "share significant with the expected sign",
)
OWN_COLUMNS = ("specification", "coefficient", "n", "estimate", "p", "p_error", "position", "status", "reason")
SIGNS_CELLS = 1_000_000  # cells of the score tables of one batch of permutations


@dataclass(frozen=True)
class Specification:
    """What one set of choices makes of the data: predictor and outcome (n,) for the same n units in the same order.

    A unit that a choice leaves out has a missing (NaN) outcome.
    """

    predictor: ArrayLike
    outcome: ArrayLike
    method: Method


@dataclass(frozen=True)
class Curve:
    """The curve and what is asked of it.

    table: one row per specification in the order of the grid: `specification` (from 1), the factors, `coefficient`,
    `n`, `estimate`, `p` (two-sided, from the same permutations), `p_error`, `position` (from 1, by estimate and then
    by specification), `status`, `reason`. One that is not computable has a reason and neither numbers nor position.
    joint: the results named in JOINT.
    curves (permutations + 1, specifications): all estimates, the observed ones first, NaN where there is none.
    """

    table: pd.DataFrame
    joint: dict[str, Result]
    curves: Floats


def grid(factors: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """All combinations of the options of the factors, the last factor changing fastest.

    Raises ValueError for a factor without options or with an option twice.
    """
    for factor, options in factors.items():
        if not options or len(set(options)) != len(options):
            raise ValueError(f"factor {factor!r}: at least one option, and each only once, not {list(options)!r}")
    return [dict(zip(factors, chosen, strict=True)) for chosen in itertools.product(*factors.values())]


def specification_curve(
    choices: Sequence[Mapping[str, str]],
    build: Callable[[Mapping[str, str]], Specification],
    *,
    generator: np.random.Generator,
    strata: ArrayLike | None = None,
    permutations: int = PERMUTATIONS,
    alpha: float = ALPHA,
    expected_sign: int = 1,
) -> Curve:
    """Estimate each specification and test the curve as a whole.

    choices: from `grid`, or a part of it; build: makes the arrays of one choice. strata (n,): predictors are
    shuffled within them. Units of which any specification lacks the predictor are left out of all, so that whole
    rows can be shuffled; a unit that a choice leaves out by its outcome is left out of each permuted curve too.
    p of a specification compares the distance of its estimate from its mean over all permutations (with strata this
    mean is not 0), the observed curve among them; a permuted curve gets its own p in the same way, so that
    "significant" means the same in all curves. The median is tested two-sided, the shares one-sided (as large or
    larger). # ASSUME the median over rho and tau-b together orders curves; it is no effect size.
    Raises ValueError if there are no choices, if a factor has the name of a column of the table, if arrays differ in
    length or if a value is infinite.
    """
    if not choices:
        raise ValueError("at least one specification is needed")
    if taken := sorted(set(OWN_COLUMNS).intersection(*map(set, choices))):
        raise ValueError(f"a factor cannot be called {', '.join(taken)}: the table has a column of that name")
    if expected_sign not in (-1, 1):
        raise ValueError(f"expected_sign is 1 or -1, not {expected_sign}")
    built = [build(choice) for choice in choices]
    codes = [(level_codes(each.predictor), level_codes(each.outcome)) for each in built]
    lengths = {len(array) for pair in codes for array in pair}
    if len(lengths) != 1:
        raise ValueError(f"all specifications need the same units, found arrays of {sorted(lengths)} values")
    use = np.flatnonzero(np.min([predictor for predictor, _ in codes], axis=0) >= 0)
    groups = stratum_codes(strata, lengths.pop())[use]
    predictors = np.array([predictor[use] for predictor, _ in codes])
    outcomes = np.array([outcome[use] for _, outcome in codes])

    reasons = [_reason(predictor, outcome) for predictor, outcome in zip(predictors, outcomes, strict=True)]
    computable = [position for position, reason in enumerate(reasons) if not reason]
    curves = np.full((permutations + 1, len(built)), NAN)
    p = np.full(curves.shape, NAN)
    if computable:
        order = np.vstack([np.arange(len(use)), *_orders(groups, permutations, generator)])
        methods = np.array([each.method for each in built])[computable]
        curves[:, computable] = _curves(predictors[computable], outcomes[computable], methods, order)
        p[:, computable] = _p_within(curves[:, computable])

    table = pd.DataFrame([dict(choice) for choice in choices])
    table["specification"] = range(1, len(built) + 1)
    table["coefficient"] = [NAMES[each.method] for each in built]
    table["n"] = (outcomes >= 0).sum(axis=1)
    table["estimate"], table["p"], table["p_error"] = curves[0], p[0], np.sqrt(p[0] * (1 - p[0]) / len(p))
    table["position"] = table["estimate"].round(12).rank(method="first")
    table["status"] = ["not computable" if reason else "ok" for reason in reasons]
    table["reason"] = reasons
    joint = _joint(
        curves[:, computable], p[:, computable], len(use), len(built), alpha, expected_sign, bool(groups.any())
    )
    return Curve(table[["specification", *choices[0], *OWN_COLUMNS[1:]]], joint, curves)


def _reason(predictor: Integers, outcome: Integers) -> str:
    inside = outcome >= 0
    if inside.sum() < MINIMUM:
        return f"{inside.sum()} complete units; at least {MINIMUM} are needed"
    if np.ptp(outcome[inside]) == 0:
        return f"the outcome is the same for all {inside.sum()} units"
    if np.ptp(predictor[inside]) == 0:
        return f"the predictor is the same for all {inside.sum()} units"
    return ""


def _orders(groups: Integers, permutations: int, generator: np.random.Generator) -> list[Integers]:
    """Random orders of the units within their groups, never listed completely: the observed one is added to them."""
    units = shuffles(np.arange(len(groups)), groups, generator=generator, resamples=permutations, exact_limit=0)
    return [block.astype(np.int64) for block in units]


def _curves(predictors: Integers, outcomes: Integers, methods: np.ndarray, order: Integers) -> Floats:
    """All coefficients (permutations + 1, specifications) when the predictors are put in each order of the units.

    Ranks are taken among the units that the specification keeps: with the signs s_ij of the differences of the
    permuted predictor, the rank score of i is the sum of s_ij over kept j.
    """
    result = np.full((len(order), len(predictors)), NAN)
    batch = max(1, SIGNS_CELLS // predictors.shape[1] ** 2)
    distinct, number = np.unique(predictors, axis=0, return_inverse=True)
    for which, start in itertools.product(range(len(distinct)), range(0, len(order), batch)):
        rows = slice(start, start + batch)
        permuted = distinct[which][order[rows]].astype(np.float64)
        for method, coefficients in (("spearman", _rho), ("kendall", _tau)):
            wanted = np.flatnonzero((number == which) & (methods == method))
            if len(wanted):
                result[rows, wanted] = coefficients(permuted, outcomes[wanted])
    return result


def _rho(permuted: Floats, outcomes: Integers) -> Floats:
    """Spearman's rho (m, s) of permuted predictors (m, n) with outcomes (s, n), -1 where a unit is left out."""
    ranks_y = doubled_ranks(np.where(outcomes >= 0, outcomes, NAN)).astype(np.float64)
    signs = np.sign(permuted[:, :, np.newaxis] - permuted[:, np.newaxis, :])
    result = np.empty((len(permuted), len(outcomes)))
    samples, sample_of = np.unique(outcomes >= 0, axis=0, return_inverse=True)
    for number, kept in enumerate(samples):
        same = np.flatnonzero(sample_of == number)
        ranks_x = signs[:, kept][:, :, kept].sum(axis=2)
        ranks = ranks_y[np.ix_(same, kept)]
        own_x = (ranks_x**2).sum(axis=1)
        result[:, same] = ratio(ranks_x @ ranks.T, own_x[:, np.newaxis], (ranks**2).sum(axis=1))
    return result


def _tau(permuted: Floats, outcomes: Integers) -> Floats:
    """Kendall's tau-b (m, s) of permuted predictors (m, n) with outcomes (s, n), -1 where a unit is left out."""
    of_x = pair_signs(permuted)
    of_y = np.nan_to_num(pair_signs(np.where(outcomes >= 0, outcomes, NAN)))
    first, second = np.triu_indices(outcomes.shape[1], 1)
    kept = ((outcomes[:, first] >= 0) & (outcomes[:, second] >= 0)).astype(np.float64)
    return ratio(of_x @ of_y.T, of_x**2 @ kept.T, (of_y**2).sum(axis=1))


def _p_within(curves: Floats) -> Floats:
    """For each specification (column) the p of each curve (row) among all curves, itself counted.

    A curve in which a specification has no coefficient counts as one without any association there.
    """
    distance = np.nan_to_num(np.round(np.abs(curves - np.nanmean(curves, axis=0)), 10))
    p = np.empty(curves.shape)
    for column in range(curves.shape[1]):
        ascending = np.sort(distance[:, column])
        nearer = np.searchsorted(ascending, distance[:, column], side="left")
        p[:, column] = (len(ascending) - nearer) / len(ascending)
    return p


def _joint(
    curves: Floats, p: Floats, n: int, specifications: int, alpha: float, expected_sign: int, stratified: bool
) -> dict[str, Result]:
    permutations, computable = len(curves) - 1, curves.shape[1]
    if not computable:
        reason = f"none of the {specifications} specifications can be computed"
        return {name: not_computable(reason, n, f"specification curve: {name}", SOURCE) for name in JOINT}
    estimates = np.nan_to_num(curves)
    as_expected, significant = estimates * expected_sign > 0, p < alpha
    medians = np.median(estimates, axis=1)
    # what is observed, and what is compared with the permuted curves
    asked = {
        "median estimate": (medians[0], np.abs(medians - medians.mean())),
        "share with the expected sign": (as_expected[0].mean(), as_expected.mean(axis=1)),
        "share significant": (significant[0].mean(), significant.mean(axis=1)),
        "share significant with the expected sign": (
            (significant & as_expected)[0].mean(),
            (significant & as_expected).mean(axis=1),
        ),
    }
    joint = {}
    for name, (estimate, compared) in asked.items():
        compared = np.round(compared, 10)
        joint_p, error = p_value(np.count_nonzero(compared[1:] >= compared[0]), permutations, exact=False)
        one_sided = "" if name == "median estimate" else ", one-sided"
        joint[name] = Result(
            estimate=float(estimate),
            p=float(joint_p),
            p_error=float(error),
            n=n,
            method=f"specification curve: {name}",
            p_method=f"Monte Carlo permutation ({permutations})" + " within strata" * stratified + one_sided,
            source=SOURCE,
            detail=f"specifications={specifications}; not computable={specifications - computable}; alpha={alpha:g}",
        )
    return joint
