"""Specification curve: one association under every defensible choice, and a joint permutation test of the curve.

After Simonsohn, Simmons & Nelson 2020. All specifications look at the same units; a choice is which predictor, which
outcome, which units and which coefficient. Under the null hypothesis the units' predictors are exchangeable within
strata, so each permutation hands whole rows of predictors (all years, all codings of one unit) to other units and the
entire curve is computed anew. Comparing the curve with these curves asks whether such a one could arise by chance.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from wavework.conventions import ALPHA, MIN_CORRELATED
from wavework.statistics.null_distributions import distinct_rows
from wavework.statistics.over_many_tables import spread
from wavework.statistics.rank_correlation import MANY_CELLS, NAMES
from wavework.statistics.rank_scores import Method, PermutationTest, doubled_ranks, pair_signs, ratio, scores
from wavework.statistics.resampling import SAME, Floats, Integers, level_codes, p_value, shuffles, stratum_codes
from wavework.statistics.result import NAN, Result, not_computable

SOURCE = "Simonsohn, Simmons & Nelson 2020, doi:10.1038/s41562-020-0912-z"
PERMUTATIONS = 9_999
JOINT = (
    "median estimate", "share with the expected sign", "share significant", "share significant with the expected sign",
)  # fmt: skip
OWN_COLUMNS = ("specification", "coefficient", "n", "estimate", "p", "p_error", "position", "status", "reason")
SPREAD = ("known", "lowest", "highest", "median", "central_low", "central_high", "positive", "significant")
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
) -> Curve:
    """Estimate each specification and test the curve as a whole; a positive coefficient has the expected sign.

    choices: from `grid`, or a part of it; build: makes the arrays of one choice. strata (n,): predictors are
    shuffled within them. Units of which any specification lacks the predictor are left out of all, so that whole
    rows can be shuffled; a unit that a choice leaves out by its outcome is left out of each permuted curve too.
    p of a specification is that of its own permutation test (`association`), but from these permutations: the
    coefficient, less what the strata make of it, is at least as far from 0. A permuted curve gets its own p in the
    same way, so that "significant" means the same in all curves. The median is tested two-sided, also less what the
    strata make; the shares one-sided (as large or larger).
    # ASSUME the median over rho and tau-b together orders curves; it is no effect size.
    Raises ValueError if there are no choices, if a factor has the name of a column of the table, if arrays differ in
    length or if a value is infinite.
    """
    _check_choices(choices)
    built = [build(choice) for choice in choices]
    codes = [(level_codes(each.predictor), level_codes(each.outcome)) for each in built]
    lengths = {len(array) for pair in codes for array in pair}
    if len(lengths) != 1:
        raise ValueError(f"all specifications need the same units, found arrays of {sorted(lengths)} values")
    groups = stratum_codes(strata, lengths.pop())
    use = np.flatnonzero(np.min([predictor for predictor, _ in codes], axis=0) >= 0)
    use = use[np.argsort(groups[use], kind="stable")]
    groups = groups[use]
    predictors = np.array([predictor[use] for predictor, _ in codes])
    outcomes = np.array([outcome[use] for _, outcome in codes])
    methods = np.array([each.method for each in built])

    reasons = [_reason(predictor, outcome) for predictor, outcome in zip(predictors, outcomes, strict=True)]
    computable = np.flatnonzero([not reason for reason in reasons])
    order = np.vstack([np.arange(len(use)), *_orders(groups, permutations, generator)])
    curves, inside = np.full((2, len(order), len(built)), NAN)
    for position, estimates, within in _coefficients(computable, predictors, outcomes, methods, order, groups):
        curves[:, position], inside[:, position] = estimates, within
    p = _p_within(inside)

    table = pd.DataFrame([dict(choice) for choice in choices])
    table["specification"] = range(1, len(built) + 1)
    table["coefficient"] = [NAMES[each.method] for each in built]
    table["n"] = (outcomes >= 0).sum(axis=1)
    table["estimate"], table["p"], table["p_error"] = curves[0], p[0], np.sqrt(p[0] * (1 - p[0]) / len(p))
    table["position"] = table["estimate"].round(12).rank(method="first")
    table["status"] = ["not computable" if reason else "ok" for reason in reasons]
    table["reason"] = reasons
    kept = (curves[:, computable], inside[:, computable], p[:, computable])
    joint = _joint(*kept, n=len(use), specifications=len(built), alpha=alpha)
    if groups.any() and len(computable):
        joint = {name: replace(each, p_method=f"{each.p_method}, within strata") for name, each in joint.items()}
    return Curve(table[["specification", *choices[0], *OWN_COLUMNS[1:]]], joint, curves)


def _check_choices(choices: Sequence[Mapping[str, str]]) -> None:
    if not choices:
        raise ValueError("at least one specification is needed")
    if taken := sorted({*OWN_COLUMNS, *SPREAD}.intersection(*map(set, choices))):
        raise ValueError(f"a factor cannot be called {', '.join(taken)}: the table has a column of that name")


def _reason(predictor: Integers, outcome: Integers) -> str:
    inside = outcome >= 0
    if inside.sum() < MIN_CORRELATED:
        return f"{inside.sum()} complete units; at least {MIN_CORRELATED} are needed"
    if np.ptp(outcome[inside]) == 0:
        return f"the outcome is the same for all {inside.sum()} units"
    if np.ptp(predictor[inside]) == 0:
        return f"the predictor is the same for all {inside.sum()} units"
    return ""


def _orders(groups: Integers, permutations: int, generator: np.random.Generator) -> list[Integers]:
    """Random orders of the units within their groups, never listed completely: the observed one is added to them."""
    units = shuffles(np.arange(len(groups)), groups, generator=generator, resamples=permutations, exact_limit=0)
    return [block.astype(np.int64) for block in units]


def _coefficients(
    computable: Integers,
    predictors: Integers,
    outcomes: Integers,
    methods: np.ndarray,
    order: Integers,
    groups: Integers,
) -> Iterator[tuple[Integers, Floats, Floats]]:
    """Specifications (s,) with their coefficients (permutations + 1, s), whole and less what the strata make of them.

    order (permutations + 1, n): the orders of the units in which the predictors are taken, the observed one first.
    Specifications with one predictor, the same units and the same coefficient need the predictor's scores once.
    """
    kind = np.column_stack([predictors, outcomes >= 0, methods == "kendall"])[computable]
    _, first, kind_of = np.unique(kind, axis=0, return_index=True, return_inverse=True)
    for number, example in enumerate(computable[first].tolist()):
        alike, kept, method = computable[kind_of == number], outcomes[example] >= 0, methods[example]
        test = PermutationTest(method, doubled_ranks(outcomes[np.ix_(alike, kept)]), groups[kept])
        of_y = np.vstack([test.plain, test.weights / test.scale])
        own_y = np.tile((test.plain**2).sum(axis=1), 2)
        parts = []
        batch = max(1, SIGNS_CELLS // kept.sum() ** 2)
        for start in range(0, len(order), batch):
            permuted = predictors[example].astype(np.int16)[order[start : start + batch]][:, kept]
            if method == "spearman":  # units below minus units above, among those that are kept
                of_x = np.sign(permuted[:, :, np.newaxis] - permuted[:, np.newaxis, :]).sum(axis=2).astype(np.float64)
            else:
                of_x = pair_signs(permuted)
            own_x = (of_x**2).sum(axis=1)[:, np.newaxis]
            parts.append(ratio(of_x @ of_y.T, own_x, own_y))
        both = np.concatenate(parts)
        yield alike, both[:, : len(alike)], both[:, len(alike) :]


def _p_within(inside: Floats) -> Floats:
    """For each specification (column) the two-sided p of each curve (row) among all curves, itself counted.

    A curve in which a specification has no coefficient counts as one without any association there.
    """
    distance = np.round(np.abs(np.nan_to_num(inside)), 10)
    p = np.empty(inside.shape)
    for column in range(inside.shape[1]):
        ascending = np.sort(distance[:, column])
        nearer = np.searchsorted(ascending, distance[:, column], side="left")
        p[:, column] = (len(ascending) - nearer) / len(ascending)
    p[:, np.isnan(inside[0])] = NAN
    return p


def _joint(curves: Floats, inside: Floats, p: Floats, n: int, specifications: int, alpha: float) -> dict[str, Result]:
    permutations, computable = len(curves) - 1, curves.shape[1]
    if not computable:
        reason = f"none of the {specifications} specifications can be computed"
        return {name: not_computable(reason, n, f"specification curve: {name}", SOURCE) for name in JOINT}
    estimates = np.nan_to_num(curves)
    as_expected, significant = estimates > 0, p < alpha
    shares = [(each[0].mean(), each.mean(axis=1)) for each in (as_expected, significant, significant & as_expected)]
    median = np.median(estimates[0]), np.abs(np.median(np.nan_to_num(inside), axis=1))
    joint = {}
    # what is observed, and what is compared with the permuted curves
    for name, (estimate, compared) in zip(JOINT, [median, *shares], strict=True):
        compared = np.round(compared, 10)
        joint_p, error = p_value(np.count_nonzero(compared[1:] >= compared[0]), permutations, exact=False)
        one_sided = "" if name == "median estimate" else ", one-sided"
        joint[name] = Result(
            estimate=float(estimate),
            p=float(joint_p),
            p_error=float(error),
            n=n,
            method=f"specification curve: {name}",
            p_method=f"Monte Carlo permutation ({permutations})" + one_sided,
            source=SOURCE,
            detail=f"specifications={specifications}; not computable={specifications - computable}; alpha={alpha:g}",
        )
    return joint


# ---------------------------------------------------------------- over many tables


def specification_spreads(
    choices: Sequence[Mapping[str, str]], build: Callable[[Mapping[str, str]], Specification]
) -> Curve:
    """Estimate each specification in each of many tables of answers, without a test: that is a matter of one table.

    choices, build: as for `specification_curve`, with an outcome (tables, n). The table has the columns of SPREAD in
    place of the numbers of one table, and `position` by the median; joint: the first two of JOINT, whose values are
    spread over the tables; curves: (tables, specifications). Raises ValueError as `specification_curve`.
    """
    _check_choices(choices)
    predictors: list[Integers] = []
    methods: list[Method] = []
    groups: dict[bytes, tuple[Floats, list[int]]] = {}  # each outcome once, and the specifications that take it
    for place, choice in enumerate(choices):
        one = build(choice)
        predictors.append(level_codes(one.predictor))
        methods.append(one.method)
        outcome = np.asarray(one.outcome, dtype=np.float64)
        groups.setdefault(sha256(np.ascontiguousarray(outcome).data).digest(), (outcome, []))[1].append(place)
    ranked = np.min(predictors, axis=0) >= 0
    estimates, n = np.full((len(outcome), len(choices)), NAN), np.zeros(len(choices), dtype=np.int64)
    for values, places in groups.values():
        inside = np.where(ranked, values, NAN)
        n[places] = (~np.isnan(inside)).sum(axis=1).max()
        for rows, pattern in distinct_rows(~np.isnan(inside)):
            kept = np.flatnonzero(pattern)
            if len(kept) >= MIN_CORRELATED:
                of_x = [(predictors[place][kept], methods[place]) for place in places]
                estimates[np.ix_(rows, np.array(places))] = _of_tables(of_x, inside[np.ix_(rows, kept)])
    spreads = [
        spread(column, n=int(units), method=NAMES[method])
        for column, units, method in zip(estimates.T, n, methods, strict=True)
    ]
    table = pd.DataFrame([dict(choice) for choice in choices])
    table["specification"] = range(1, len(choices) + 1)
    table["coefficient"] = [each.method for each in spreads]
    for column in ("n", "estimate", "p", "p_error", "status", "reason", *SPREAD):
        table[column] = [getattr(each, column) for each in spreads]
    table["position"] = table["median"].round(12).rank(method="first")
    joint = _joint_over_tables(estimates, int(n.max()))
    return Curve(table[["specification", *choices[0], *OWN_COLUMNS[1:], *SPREAD]], joint, estimates)


def _of_tables(predictors: Sequence[tuple[Integers, Method]], outcome: Floats) -> Floats:
    """Coefficients (tables, s) of predictors (n,) with outcomes (tables, n) of the same units, none missing."""
    found = np.empty((len(outcome), len(predictors)))
    first, second = np.triu_indices(outcome.shape[1], 1)
    rows = max(1, MANY_CELLS // outcome.shape[1] ** 2)
    for start in range(0, len(outcome), rows):
        ranks = np.ascontiguousarray(doubled_ranks(outcome[start : start + rows]).T, dtype=np.float32)
        for method in {method for _, method in predictors}:
            places = [place for place, (_, own) in enumerate(predictors) if own == method]
            of_x = scores(method, doubled_ranks(np.array([predictors[place][0] for place in places])))
            # signs in single precision, which is faster: their sums are exact all the same
            of_y = ranks.astype(np.float64) if method == "spearman" else np.sign(ranks[first] - ranks[second])
            together = (of_x.astype(of_y.dtype) @ of_y).T.astype(np.float64)
            own_y = (of_y**2).sum(axis=0, dtype=np.float64)
            found[start : start + rows, places] = ratio(together, (of_x**2).sum(axis=1), own_y[:, np.newaxis])
    return found


def _joint_over_tables(estimates: Floats, n: int) -> dict[str, Result]:
    computable = ~np.isnan(estimates).all(axis=0)
    if not computable.any():
        reason = f"none of the {estimates.shape[1]} specifications can be computed"
        return {name: not_computable(reason, n, f"specification curve: {name}", SOURCE) for name in JOINT[:2]}
    curves = np.nan_to_num(estimates[:, computable])
    values = np.median(curves, axis=1), (curves > SAME).mean(axis=1)
    detail = f"specifications={estimates.shape[1]}; not computable={np.count_nonzero(~computable)}"
    return {
        name: replace(spread(each, n=n, method=f"specification curve: {name}", source=SOURCE), detail=detail)
        for name, each in zip(JOINT[:2], values, strict=True)
    }
