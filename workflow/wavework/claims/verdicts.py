"""From claims to verdicts: what answers, published values and all tables that agree with the facts say of each.

| what there is | verdict |
|---|---|
| collected answers | `reproduced`, `partly`, `not_reproduced` (see `rules`), or `not_testable` where nobody answered |
| otherwise published values that decide it | `supported_published`, `contradicted_published` |
| otherwise facts that are published of the answers | `follows`, `excluded`, `open` |
| nothing | `not_testable`, `why`: qualitative, wording (a slip that no rule finds), not_computable |

A claim is held against the *other* published facts: constraints that state the claim itself are left out. It *follows*
if it holds in every table of answers that agrees with them, is *excluded* if it holds in none, both proven (`proofs`),
and is *open* otherwise; `why` is `unproven` where not a single table of each kind is known. The share of draws in which
it holds says how far the facts imply it from a flat start, and is no probability; where the other prior (uniform on
counts) sees it on the other side of a half, the prior decides and not the facts. No number of one table is told, unless
it is the same in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wavework.answer_arrays import reconstructed
from wavework.basis import COLLECTED, PUBLISHED, RECONSTRUCTED
from wavework.claims.declarations import Claim
from wavework.claims.evidence import Evidence
from wavework.claims.proofs import FOLLOWS, OPEN, Ruling, ruling
from wavework.claims.rule_outcome import EXISTENTIAL, NAN, UNIVERSAL, Outcome, Part
from wavework.claims.rules_as_formulas import Ground, demand, maturity
from wavework.claims.source_rules import Decision, decided_by_published, slip
from wavework.known import FIXED
from wavework.reconstruction.bounds import Bounds
from wavework.reconstruction.draws import Draws, draw_without
from wavework.reconstruction.inequalities import Linear
from wavework.statistics.over_many_tables import Extent
from wavework.statistics.share_intervals import wilson

COLUMNS = [
    "claim", "position", "section", "kind", "deck", "exhibit", "verdict", "imposed", "holds", "estimate", "low", "high",
    "lowest", "highest", "count", "n", "unit_of_estimate", "evidence", "published_source", "published_value",
    "published_quality", "draws", "share_of_draws", "share_low", "share_high", "share_of_counts", "prior_decides",
    "facts", "basis", "answers_basis", "why", "rule", "seed",
]  # fmt: skip

NUMBERS = (
    "estimate", "low", "high", "lowest", "highest", "count", "n", "draws", "share_of_draws", "share_low", "share_high",
    "share_of_counts", "seed",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """The row of a claim (columns COLUMNS) and, for claims.json, its parts and the constraints that state it."""

    row: dict[str, Any]
    detail: dict[str, Any]


def verdicts(claims: Sequence[Claim], evidence: Evidence) -> tuple[pd.DataFrame, dict[str, Any]]:
    """One row per claim, in the order of the file, and their details by claim."""
    found = [verdict(claim, evidence) for claim in claims]
    table = pd.DataFrame([one.row for one in found], columns=COLUMNS)
    return table, {claim.id: one.detail for claim, one in zip(claims, found, strict=True)}


def verdict(claim: Claim, evidence: Evidence) -> Verdict:
    """What is known of one claim."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "") | dict.fromkeys(NUMBERS, NAN) | {
        "claim": claim.id, "position": claim.position, "section": claim.section, "kind": claim.kind,
        "deck": claim.place, "exhibit": claim.exhibit, "rule": "|".join(dict.fromkeys(r["kind"] for r in claim.rules)),
        "evidence": "none",
    }  # fmt: skip
    detail: dict[str, Any] = {"waves": list(claim.waves), "regions": list(claim.regions)}
    if not claim.rules:
        why = "qualitative" if claim.kind == "qualitative" else "wording"
        return Verdict(row | {"verdict": "not_testable", "why": why}, detail)
    if not claim.on_answers:
        found = slip(claim.rules[0], evidence.sources)
        return Verdict(row | _published_columns(found) | {"basis": PUBLISHED, "evidence": "published"}, detail)

    basis = evidence.basis_of(claim)
    row |= {"answers_basis": basis, "basis": basis}
    if basis == RECONSTRUCTED and evidence.base is not None:
        of_claim, of_detail = _on_tables(claim, evidence, evidence.base)
    else:
        of_claim, of_detail = _on_answers(claim, evidence)
    row, detail = row | of_claim, detail | of_detail
    decision = decided_by_published(claim, evidence.sources)
    if decision is not None:
        of_decision = _published_columns(decision)
        if basis == COLLECTED:  # what was published stays told
            of_decision.pop("verdict")
        else:
            row |= {"basis": PUBLISHED, "why": "", "facts": ""}
        row |= of_decision
    return Verdict(row, detail)


# ------------------------------------------------------------------------------------------------ collected answers


def _on_answers(claim: Claim, evidence: Evidence) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row and the details of a claim on collected answers."""
    outcome = evidence.outcome(claim, evidence.cells)
    row = _numbers(outcome) | {"verdict": _on_collected(claim, outcome, evidence)}
    row |= {} if outcome.computable else {"why": "not_computable"}
    return row, {"parts": [_part_detail(part) for part in outcome.parts]}


def _on_collected(claim: Claim, outcome: Outcome, evidence: Evidence) -> str:
    """The verdict on collected answers.

    Where the waves hold only some of the units that the claim speaks of (`population`), an example can prove a claim
    that something exists and a counterexample refute one on all; anything else is partly reproduced if it holds.
    """
    if not outcome.computable:
        return "not_testable"
    holds, parts = bool(outcome.holds[0]), outcome.parts
    units = set().union(*(evidence.cells.units[wave] for wave in claim.waves_of_rules))
    if claim.population is not None and len(units) < claim.population:
        if holds:
            return "reproduced" if all(part.reach == EXISTENTIAL for part in parts) else "partly"
        refuted = any(part.reach == UNIVERSAL and not part.holds[0] for part in parts)
        return "not_reproduced" if refuted else "not_testable"
    if holds:
        return "reproduced" if all(part.firm for part in parts) else "partly"
    return "partly" if outcome.half else "not_reproduced"


def _numbers(outcome: Outcome) -> dict[str, Any]:
    """The numbers of a claim in the observed table: those of its part, or how many of its parts hold."""
    holds = {"holds": ("yes" if outcome.holds[0] else "no") if outcome.computable else ""}
    parts = outcome.parts
    if len(parts) > 1:
        held, unit = sum(int(part.holds[0]) for part in parts), "parts"
        numbers: dict[str, Any] = {"estimate": held, "count": held, "n": len(parts)}
    else:
        unit = parts[0].unit
        numbers = _part_numbers(parts[0]) | {"n": int(parts[0].n[0])}
    return holds | numbers | {"unit_of_estimate": unit, "evidence": unit}


def _part_numbers(part: Part) -> dict[str, float]:
    low, high = part.interval() if part.computable else (NAN, NAN)
    count = NAN if part.count is None else float(part.count[0])
    return {"estimate": float(part.estimate[0]), "low": low, "high": high, "count": count}


def _part_detail(part: Part) -> dict[str, Any]:
    numbers = _part_numbers(part) | dict(part.extra)
    return {
        **part.where,
        "holds": bool(part.holds[0]),
        "unit_of_estimate": part.unit,
        "n": int(part.n[0]),
        **_rounded(numbers),
    }


# ------------------------------------------------------------------------------------------------ many tables


def _on_tables(claim: Claim, evidence: Evidence, base: Draws) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row and the details of a claim on all tables that agree with the other facts.

    Who took part in a reconstructed wave is taken from the sources: such a claim is imposed, whatever it says.
    """
    own = evidence.own(claim)
    draws = without(base, own, evidence)
    outcome = evidence.outcome(claim, reconstructed(evidence.cells, draws))
    taken_part = all(rule["kind"] == "respondents" for rule in claim.rules)
    row: dict[str, Any] = {"imposed": "yes" if own or taken_part else "no"}
    detail: dict[str, Any] = {"constraints": list(own)}
    if not outcome.computable:
        return row | {"verdict": "not_testable", "why": "not_computable"}, detail
    ground = evidence.ground(draws.system)
    formula, estimates = demand(claim, ground)
    found = ruling(formula, outcome.holds, draws.system, claim.id)
    if formula is None and not found.proven:
        found = _by_extremes(claim, evidence, ground, draws, found)
    extents = _extents(estimates, evidence.bounds.of(draws.system))
    row |= _shares(claim, own, outcome, evidence) | _numbers_of_tables(outcome.parts, extents)
    row |= {
        "verdict": found.verdict,
        "holds": "" if found.verdict == OPEN else ("yes" if found.verdict == FOLLOWS else "no"),
        "facts": "|".join(found.facts),
        "why": "" if found.proven else "unproven",
    }
    parts = [_part_of_tables(part, extent) for part, extent in zip(outcome.parts, extents, strict=True)]
    return row, detail | {"parts": parts}


def without(base: Draws, own: Sequence[str], evidence: Evidence) -> Draws:
    """Tables drawn without the claim's own constraints."""
    return draw_without(base, own, evidence.choices.seed) if own else base


def _by_extremes(claim: Claim, evidence: Evidence, ground: Ground, draws: Draws, found: Ruling) -> Ruling:
    """The ruling on a claim that is not linear, with the tables of `extreme_tables` besides the draws."""
    tables = [draws.table[:1], *extreme_tables(claim, ground)]
    cells = reconstructed(evidence.cells, replace(draws, table=np.concatenate([*tables, draws.table[:1]])))
    holds = evidence.outcome(claim, cells).holds
    return replace(found, proven=bool(holds.any() and not holds.all()))


def extreme_tables(claim: Claim, ground: Ground) -> list[npt.NDArray[np.int8]]:
    """Tables (1, cells) of the lowest and of the highest sum of centred ranks times scores: near those of the lowest
    and the highest rank correlation."""
    found: list[npt.NDArray[np.int8]] = []
    for rule in claim.rules:
        together = maturity(rule, ground)
        if together is not None and together.weights.any():
            found += Bounds(ground.system).tables(together.weights[None])
    return found


def _extents(estimates: Sequence[Linear | None], bounds: Bounds) -> list[Extent | None]:
    """How far the estimates of the parts can go under the other facts; None where they are not linear."""
    found = iter(bounds.extents([estimate for estimate in estimates if estimate is not None]))
    return [None if estimate is None else next(found) for estimate in estimates]


def _shares(claim: Claim, own: Sequence[str], outcome: Outcome, evidence: Evidence) -> dict[str, Any]:
    """In which share of the tables the claim holds, with a Wilson interval, and in which under the other prior.

    The prior decides where the two are on different sides of a half, and that beyond their Monte Carlo error.
    """
    share, low, high = _share(outcome)
    row: dict[str, Any] = {"draws": len(outcome.holds), "seed": evidence.choices.seed}
    row |= {"share_of_draws": share, "share_low": low, "share_high": high}
    if evidence.counts is None:
        return row
    draws = without(evidence.counts, own, evidence)
    of_counts, least, most = _share(evidence.outcome(claim, reconstructed(evidence.cells, draws)))
    differ = (high < 0.5 < least) or (most < 0.5 < low)
    return row | {"share_of_counts": of_counts, "prior_decides": "yes" if differ else "no"}


def _share(outcome: Outcome) -> tuple[float, float, float]:
    """The share of tables in which a claim holds, with a Wilson interval."""
    low, high = wilson(int(outcome.holds.sum()), len(outcome.holds))
    return float(outcome.holds.mean()), float(low), float(high)


def _numbers_of_tables(parts: Sequence[Part], extents: Sequence[Extent | None]) -> dict[str, Any]:
    """The numbers that are the same in every table, and the bounds of the estimate of a claim of one part."""
    if len(parts) > 1:
        return {"n": len(parts), "unit_of_estimate": "parts", "evidence": "parts"}
    unit = parts[0].unit
    numbers = _extent_numbers(parts[0], extents[0])
    return numbers | {"n": int(parts[0].n[0]), "unit_of_estimate": unit, "evidence": unit}


def _extent_numbers(part: Part, extent: Extent | None) -> dict[str, float]:
    if extent is None or not extent.sharp:
        return {}
    numbers = {"lowest": extent.lowest, "highest": extent.highest}
    if extent.known != FIXED:
        return numbers
    count = NAN if part.count is None else float(part.count[0])
    return numbers | {"estimate": extent.lowest, "count": count}


def _part_of_tables(part: Part, extent: Extent | None) -> dict[str, Any]:
    where = {key: value for key, value in part.where.items() if value}
    numbers = _extent_numbers(part, extent) | {"share_of_draws": float(part.holds.mean())}
    return {**where, "unit_of_estimate": part.unit, "n": int(part.n[0]), **_rounded(numbers)}


def _rounded(numbers: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in numbers.items() if not np.isnan(value)}


def _published_columns(decision: Decision) -> dict[str, str]:
    of_decision = {f"published_{name}": getattr(decision, name) for name in ("source", "value", "quality")}
    return {"verdict": decision.verdict, **of_decision}
