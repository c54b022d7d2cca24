"""From claims to verdicts: what answers, published values and reconstructions say of each.

| what there is | verdict |
|---|---|
| collected answers | `reproduced`, `partly`, `not_reproduced` (see `rules`), or `not_testable` where nobody answered |
| otherwise published values that decide it | `supported_published`, `contradicted_published` |
| otherwise reconstructed answers on which the claim itself was imposed | `assumed` |
| otherwise | `not_testable`, `why`: qualitative, wording (a slip that no rule finds), no_public_answers |

A claim that was imposed is never called reproduced: that word needs collected answers, and constraints on waves
with collected answers are not used. What reconstructed answers can add is the share of draws in which a claim holds
when the constraints that state it are left out: how far the other published facts imply it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wavework.basis import COLLECTED, PUBLISHED, RECONSTRUCTED, weakest
from wavework.claims.association import Choices, association
from wavework.claims.cells import Cells, reconstructed
from wavework.claims.declarations import Claim
from wavework.claims.documents import Decision, Sources, decided_by_published, slip
from wavework.claims.parts import EXISTENTIAL, NAN, UNIVERSAL, Outcome, Part
from wavework.claims.rules import RULES, needed
from wavework.codebook import Codebook
from wavework.reconstruction.sampler import Draws, draw_without
from wavework.statistics.shares import wilson

COLUMNS = [
    "claim", "position", "section", "kind", "deck", "exhibit", "verdict", "imposed", "holds", "estimate", "low", "high",
    "count", "n", "unit_of_estimate", "evidence", "published_source", "published_value", "published_quality", "draws",
    "share_of_draws", "share_low", "share_high", "basis", "answers_basis", "why", "rule", "seed",
]  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """All that claims are held against. base: draws under all constraints, None where no wave is reconstructed."""

    book: Codebook
    cells: Cells
    basis: Mapping[str, str]  # wave -> basis
    base: Draws | None
    choices: Choices
    sources: Sources
    seed: int


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
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {
        "claim": claim.id, "position": claim.position, "section": claim.section, "kind": claim.kind,
        "deck": claim.place, "exhibit": claim.exhibit, "rule": "|".join(dict.fromkeys(r["kind"] for r in claim.rules)),
        "estimate": NAN, "low": NAN, "high": NAN, "count": NAN, "n": NAN, "draws": NAN, "share_of_draws": NAN,
        "share_low": NAN, "share_high": NAN, "seed": NAN, "evidence": "none",
    }  # fmt: skip
    detail: dict[str, Any] = {"waves": list(claim.waves), "regions": list(claim.regions)}
    if not claim.rules:
        why = "qualitative" if claim.kind == "qualitative" else "wording"
        return Verdict(row | {"verdict": "not_testable", "why": why}, detail)
    if not claim.on_answers:
        found = slip(claim.rules[0], evidence.sources)
        return Verdict(row | _published_columns(found) | {"basis": PUBLISHED, "evidence": "published"}, detail)

    basis = weakest(evidence.basis[wave] for wave in claim.waves_of_rules)
    outcome = _outcome(claim, evidence.cells, evidence)
    row |= _numbers(outcome) | {"answers_basis": basis}
    detail["parts"] = [_part_detail(part) for part in outcome.parts]
    decision = decided_by_published(claim, evidence.sources)
    own = _own_constraints(claim, evidence, basis)
    if basis == RECONSTRUCTED:
        row |= {"imposed": "yes" if own or _imposed_by_design(claim) else "no"} | _draws(claim, own, evidence)
        detail["constraints"] = list(own)
    if decision is not None:
        row |= _published_columns(decision)
    if basis == COLLECTED:
        return Verdict(row | {"verdict": _on_collected(claim, outcome, evidence), "basis": basis}
                       | ({} if outcome.computable else {"why": "not_computable"}), detail)  # fmt: skip
    if decision is not None:
        return Verdict(row | {"basis": PUBLISHED}, detail)
    row |= {"basis": basis, "verdict": "assumed" if row["imposed"] == "yes" else "not_testable"}
    return Verdict(row | {"why": "imposed" if row["imposed"] == "yes" else "no_public_answers"}, detail)


def _outcome(claim: Claim, cells: Cells, evidence: Evidence) -> Outcome:
    demands = []
    for rule in claim.rules:
        if rule["kind"] == "association":
            parts = association(rule, cells, evidence.book, evidence.choices, claim.id)
        else:
            parts = RULES[rule["kind"]](rule, cells, evidence.book)
        demands.append((parts, needed(rule, parts)))
    return Outcome(demands)


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
        return (
            "not_reproduced" if any(part.reach == UNIVERSAL and not part.holds[0] for part in parts) else "not_testable"
        )
    if holds:
        return "reproduced" if all(part.firm for part in parts) else "partly"
    return "partly" if outcome.half else "not_reproduced"


def _imposed_by_design(claim: Claim) -> bool:
    """Who took part in a reconstructed wave is taken from the sources, so it is no finding there."""
    return all(rule["kind"] == "respondents" for rule in claim.rules)


def _own_constraints(claim: Claim, evidence: Evidence, basis: str) -> tuple[str, ...]:
    return evidence.base.system.stating(claim.id) if evidence.base is not None and basis == RECONSTRUCTED else ()


def _draws(claim: Claim, own: Sequence[str], evidence: Evidence) -> dict[str, Any]:
    """In which share of the reconstructions without the claim's own constraints it holds, with a Wilson interval."""
    if evidence.base is None or _imposed_by_design(claim):
        return {}
    draws = draw_without(evidence.base, own, evidence.seed) if own else evidence.base
    holds = _outcome(claim, reconstructed(evidence.cells, draws), evidence).holds
    low, high = wilson(int(holds.sum()), len(holds))
    return {
        "draws": len(holds), "share_of_draws": float(holds.mean()), "share_low": float(low), "share_high": float(high),
        "seed": evidence.seed,
    }  # fmt: skip


def _published_columns(decision: Decision) -> dict[str, str]:
    return {
        "verdict": decision.verdict, "published_source": decision.source, "published_value": decision.value,
        "published_quality": decision.quality,
    }  # fmt: skip


def _numbers(outcome: Outcome) -> dict[str, Any]:
    """The numbers of a claim in the observed table: those of its part, or how many of its parts hold."""
    holds = {"holds": ("yes" if outcome.holds[0] else "no") if outcome.computable else ""}
    parts = outcome.parts
    if len(parts) > 1:
        held = sum(int(part.holds[0]) for part in parts)
        return holds | {
            "estimate": held, "count": held, "n": len(parts), "unit_of_estimate": "parts", "evidence": "parts",
        }  # fmt: skip
    (part,) = parts
    low, high = part.interval() if outcome.computable else (NAN, NAN)
    return holds | {
        "estimate": float(part.estimate[0]), "low": low, "high": high, "n": int(part.n[0]),
        "count": NAN if part.count is None else float(part.count[0]), "unit_of_estimate": part.unit,
        "evidence": part.unit,
    }  # fmt: skip


def _part_detail(part: Part) -> dict[str, Any]:
    low, high = part.interval() if part.n[0] > 0 and not np.isnan(part.estimate[0]) else (NAN, NAN)
    numbers = {
        "estimate": float(part.estimate[0]), "low": low, "high": high,
        "count": NAN if part.count is None else float(part.count[0]), **part.extra,
    }  # fmt: skip
    return {
        **part.where,
        "holds": bool(part.holds[0]),
        "unit_of_estimate": part.unit,
        "n": int(part.n[0]),
        **{name: round(value, 6) for name, value in numbers.items() if not np.isnan(value)},
    }
