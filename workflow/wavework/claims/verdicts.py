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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from wavework.basis import COLLECTED, PUBLISHED, RECONSTRUCTED, weakest
from wavework.cells import Cells, reconstructed
from wavework.claims.association import Choices, association
from wavework.claims.declarations import Claim, Rule
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

NUMBERS = ("estimate", "low", "high", "count", "n", "draws", "share_of_draws", "share_low", "share_high", "seed")


@dataclass(frozen=True)
class Evidence:
    """All that claims are held against. base: draws under all constraints, None where no wave is reconstructed."""

    book: Codebook
    cells: Cells
    basis: Mapping[str, str]  # wave -> basis
    base: Draws | None
    choices: Choices
    sources: Sources


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
        row |= {"verdict": _on_collected(claim, outcome, evidence), "basis": basis}
        row |= {} if outcome.computable else {"why": "not_computable"}
    elif decision is not None:
        row |= {"basis": PUBLISHED}
    elif row["imposed"] == "yes":
        row |= {"basis": basis, "verdict": "assumed", "why": "imposed"}
    else:
        row |= {"basis": basis, "verdict": "not_testable", "why": "no_public_answers"}
    return Verdict(row, detail)


def _outcome(claim: Claim, cells: Cells, evidence: Evidence) -> Outcome:
    rules: dict[str, Callable[[Rule, Cells, Codebook], list[Part]]] = dict(RULES)
    rules["association"] = partial(association, choices=evidence.choices, claim=claim.id)
    found = [(rule, rules[rule["kind"]](rule, cells, evidence.book)) for rule in claim.rules]
    return Outcome([(parts, needed(rule, parts)) for rule, parts in found])


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


def _imposed_by_design(claim: Claim) -> bool:
    """Who took part in a reconstructed wave is taken from the sources, so it is no finding there."""
    return all(rule["kind"] == "respondents" for rule in claim.rules)


def _own_constraints(claim: Claim, evidence: Evidence, basis: str) -> tuple[str, ...]:
    return evidence.base.system.stating(claim.id) if evidence.base is not None and basis == RECONSTRUCTED else ()


def _draws(claim: Claim, own: Sequence[str], evidence: Evidence) -> dict[str, Any]:
    """In which share of the reconstructions without the claim's own constraints it holds, with a Wilson interval."""
    if evidence.base is None or _imposed_by_design(claim):
        return {}
    draws = draw_without(evidence.base, own, evidence.choices.seed) if own else evidence.base
    holds = _outcome(claim, reconstructed(evidence.cells, draws), evidence).holds
    low, high = wilson(int(holds.sum()), len(holds))
    shares = {"share_of_draws": float(holds.mean()), "share_low": float(low), "share_high": float(high)}
    return {"draws": len(holds), **shares, "seed": evidence.choices.seed}


def _published_columns(decision: Decision) -> dict[str, str]:
    of_decision = {f"published_{name}": getattr(decision, name) for name in ("source", "value", "quality")}
    return {"verdict": decision.verdict, **of_decision}


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
        **{name: round(value, 6) for name, value in numbers.items() if not np.isnan(value)},
    }
