"""The rows of processed/what_would_settle.csv: for each open claim, what could be asked and what knowing it gives."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from wavework.answer_arrays import reconstructed
from wavework.claims.declarations import Claim
from wavework.claims.evidence import Evidence
from wavework.claims.rule_outcome import NAN
from wavework.claims.rules_as_formulas import Ground, demand
from wavework.claims.verdicts import extreme_tables, without
from wavework.claims.what_would_settle import FEW, Inquiry
from wavework.reconstruction.draws import Draws

COLUMNS = ["claim", "ask", "what", "settles", "span_before", "span_after", "n", "of"]
REST = 30  # tables of the rest that are tried where a claim is not linear


def what_would_settle(claims: list[Claim], evidence: Evidence) -> pd.DataFrame:
    """COLUMNS, a row per open claim and thing to ask; claims: the open ones.

    ask, what: `wave` and its id, all answers of it; `item` and its id, all answers to it; `services` and `holds` or
    `fails`, the fewest services found whose answers can show this, in the best case. settles: the share of tables in
    which knowing it decides the claim. span_before, span_after: width of the bounds of the claim's estimate (of several
    parts, the mean width), without it and with it, on average. n: services asked, of as many (`of`). NaN where nothing
    is known: an association is not linear; no item of it is asked by itself, and what its fewest services give is not
    looked for.
    """
    base = evidence.base
    rows = (
        [] if base is None else [{"claim": claim.id, **row} for claim in claims for row in _rows(claim, evidence, base)]
    )
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(claim: Claim, evidence: Evidence, base: Draws) -> Iterator[dict[str, Any]]:
    draws = without(base, evidence.own(claim), evidence)
    ground = evidence.ground(draws.system)
    formula, estimates = demand(claim, ground)
    asked = {wave: draws.system.units[wave] for wave in claim.waves_of_rules if wave in draws.system.units}
    every = len(set().union(*asked.values()))
    if formula is None:
        for wave, units in asked.items():
            settles = 1.0 if len(asked) == 1 else _by_draws(claim, wave, evidence, ground, draws)
            yield _row("wave", wave, settles, NAN, NAN, len(units), every)
        return
    inquiry = Inquiry(formula, [estimate for estimate in estimates if estimate is not None], draws)
    of_items = all(rule["kind"] != "association" for rule in claim.rules)
    for key in ("wave", "item") if of_items else ("wave",):
        for name in inquiry.names(key):
            cells = inquiry.cells(key, [name])
            n = len(inquiry.names("unit", cells))
            yield _row(key, name, *inquiry.gain(cells), inquiry.span, n, every)
    for holding, what in ((True, "holds"), (False, "fails")):
        found = inquiry.fewest(holding)
        if found is not None:
            gain = (NAN, NAN) if inquiry.large else inquiry.gain(inquiry.cells("unit", found))
            yield _row("services", what, *gain, inquiry.span, len(found), every)


def _row(ask: str, what: str, settles: float, after: float, before: float, n: int, of: int) -> dict[str, Any]:
    return {
        "ask": ask, "what": what, "settles": settles, "span_before": before, "span_after": after, "n": n, "of": of,
    }  # fmt: skip


def _by_draws(claim: Claim, wave: str, evidence: Evidence, ground: Ground, draws: Draws) -> float:
    """Of a claim that is not linear: 0 where tables of the other waves of both kinds are found for each of some truths
    of this wave, NaN where not, or where facts tie the wave to others."""
    system = draws.system
    here = np.array([cell.wave == wave for cell in system.cells])
    if any(here[part.cells].any() and not here[part.cells].all() for part in system.components):
        return NAN
    rest = np.concatenate([draws.table[FEW : FEW + REST], *extreme_tables(claim, ground)])
    table = np.where(here, draws.table[:FEW][:, None], rest[None])
    cells = reconstructed(evidence.cells, replace(draws, table=table.reshape(-1, len(here))))
    holds = evidence.outcome(claim, cells).holds.reshape(table.shape[:2])
    return 0.0 if (holds.any(axis=1) & ~holds.all(axis=1)).all() else NAN
