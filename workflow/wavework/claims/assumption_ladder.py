"""Open claims under further assumptions, one at a time: which of them decides which claim.

Bounds without an assumption come first; each rung of the ladder adds one that is named and can be refused (Manski 2003,
Partial Identification of Probability Distributions). An assumption that contradicts what is published is told as such.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wavework.answer_arrays import reconstructed
from wavework.claims.declarations import Claim
from wavework.claims.evidence import Evidence
from wavework.claims.proofs import ruling
from wavework.claims.rule_outcome import NAN
from wavework.claims.rules_as_formulas import cells_of, demand
from wavework.egdi_editions import edition_of
from wavework.problems import Problem, collected_problems
from wavework.reconstruction.assumptions import ALIKE, KEEPS, assumption_inequalities
from wavework.reconstruction.draws import Answers, Draws
from wavework.reconstruction.exact_counting import diagram
from wavework.reconstruction.feasibility import irreducible
from wavework.reconstruction.inequalities import Flags, Inequality, System
from wavework.schemas import table_problems
from wavework.statistics.resampling import rng
from wavework.tables import read_table, records
from wavework.what_a_study_has import Presence

COLUMNS = ["claim", "assumption", "verdict", "share", "facts"]
CONTRADICTS = "contradicts"
GROUPS = (0.75, 0.5, 0.25)  # of the index: the United Nations call them very high, high, middle and low from there down
SECONDS = 2.0  # that a program may take: there are many
DRAWS = 1_000  # tables per assumption
STATES = 600_000  # of a part that is drawn; the study's largest has half a million without an assumption

Assumption = Mapping[str, str]


def read_assumptions(
    path: str | Path, evidence: Evidence, presence: Presence, languages: Sequence[str]
) -> list[Assumption]:
    """The rows of assumptions.csv on reconstructed waves. An assumption on a wave that was collected, or that the study
    does not take, is left out.

    Raises InputError for a row that breaks its schema, a name that is that of another row or of a constraint, a wave or
    item that nobody knows, and a label that is missing in a language.
    """
    table, system = read_table(path), _base(evidence).system
    with collected_problems() as problems:
        problems += table_problems(table, "assumptions", str(path))
    waves, items = {*evidence.cells.units, *presence.waves}, set(evidence.book.scale_of)
    with collected_problems() as problems:
        for row, record in enumerate(records(table), start=2):
            found = [
                (column, repr(name), f"{column} that the study has")
                for column, names in (("waves", waves), ("items", items))
                for name in _listed(record[column])
                if name not in names
            ]
            if record["assumption"] in {*table["assumption"][: row - 2], *system.claims}:
                found.append(("assumption", f"{record['assumption']!r} is taken", "a name of its own, no constraint's"))
            columns = [f"label_{language}" for language in languages]
            found += [(column, "no label", "one in each of languages") for column in columns if not record.get(column)]
            problems += [
                Problem(str(path), text, expected, "correct the cell", row=row, column=column)
                for column, text, expected in found
            ]
    return [record for record in records(table) if set(_listed(record["waves"])) <= set(system.units)]


def ladder(claims: Sequence[Claim], assumptions: Sequence[Assumption], evidence: Evidence) -> pd.DataFrame:
    """COLUMNS, a row for each open claim and each assumption that says something of the items that it looks at.

    An assumption is made of these items alone (of all, for an association): of others it may contradict what is
    published, which is no matter of the claim.
    claims: the open ones. verdict: follows, excluded or open, as without the assumption, or `contradicts` where no
    table agrees with the assumption and the other facts. share: of the tables drawn under both, those in which the
    claim holds; NaN where they hang together too closely to be counted. facts: constraints that decide the claim
    together with the assumption, or that contradict it; an irreducible set.
    """
    ground = evidence.ground(_base(evidence).system)
    looked_at = {claim.id: cells_of(claim, ground) for claim in claims}
    rows = [row for assumption in assumptions for row in _rungs(claims, assumption, evidence, looked_at)]
    order = {claim.id: place for place, claim in enumerate(claims)}
    rows.sort(key=lambda row: order[row["claim"]])
    return pd.DataFrame(rows, columns=COLUMNS)


def _rungs(
    claims: Sequence[Claim], assumption: Assumption, evidence: Evidence, looked_at: Mapping[str, Flags]
) -> Iterator[dict[str, Any]]:
    name, base, every = assumption["assumption"], _base(evidence), stated(assumption, evidence)
    items_of = [{base.system.cells[cell].item for cell in inequality.cells.tolist()} for inequality in every]
    drawn: dict[str, Answers | None] = {}
    for claim in (claim for claim in claims if set(claim.waves_of_rules) & set(_listed(assumption["waves"]))):
        row = {"claim": claim.id, "assumption": name}
        own = evidence.own(claim)
        about = {base.system.cells[cell].item for cell in np.flatnonzero(looked_at[claim.id])}
        extra = [inequality for inequality, items in zip(every, items_of, strict=True) if items <= about]
        if not extra:
            continue
        against = irreducible(base.system.without(own), extra)
        if against is not None:
            yield row | {"verdict": CONTRADICTS, "share": NAN, "facts": "|".join(against)}
            continue
        system = base.system.without(own).with_inequalities(extra)
        # ASSUME of an association its draws tell enough: over all cells at once a proof takes minutes
        linear = all(rule["kind"] != "association" for rule in claim.rules)
        formula = demand(claim, evidence.ground(system))[0] if linear else None
        table = _drawn(system, looked_at[claim.id], drawn, evidence.choices.seed)
        cells = reconstructed(evidence.cells, replace(base, system=system, table=table))
        holds = evidence.outcome(claim, cells).holds if len(table) else np.zeros(0, dtype=bool)
        found = ruling(formula, holds, system, claim.id, SECONDS)
        facts = "|".join(fact for fact in found.facts if fact != name)
        yield row | {"verdict": found.verdict, "share": float(holds.mean()) if len(table) else NAN, "facts": facts}


def _drawn(system: System, cells: Flags, drawn: dict[str, Answers | None], seed: int) -> Answers:
    """Tables (DRAWS, cells of the system), drawn where a part holds one of these cells and 0 elsewhere; none if one of
    these parts cannot be counted. drawn: what is known of parts, by key; filled."""
    table = np.zeros((DRAWS, len(system.cells)), dtype=np.int8)
    for part in (part for part in system.components if cells[part.cells].any()):
        if part.key not in drawn:
            counted = diagram(part, STATES)
            drawn[part.key] = None if counted is None else counted.draw(DRAWS, rng(seed, f"ladder/{part.key}"))
        answers = drawn[part.key]
        if answers is None:
            return table[:0]
        table[:, part.cells] = answers
    return table


def _base(evidence: Evidence) -> Draws:
    assert evidence.base is not None  # the rule is there only where a wave is reconstructed
    return evidence.base


def stated(assumption: Assumption, evidence: Evidence) -> list[Inequality]:
    """What the assumption says, as inequalities over the cells of the reconstructed waves."""
    waves, kind, system = _listed(assumption["waves"]), assumption["kind"], _base(evidence).system
    items = _listed(assumption["items"])
    if not items and kind != ALIKE:
        items = _scored(waves, kind, evidence)
        if not items:
            return []
    sets = [waves] if kind == KEEPS else [[wave] for wave in waves]
    return [
        inequality
        for some in sets
        for inequality in assumption_inequalities(
            system, assumption["assumption"], kind, some, items, None if kind == KEEPS else groups(some[0], evidence)
        )
    ]


def _scored(waves: Sequence[str], kind: str, evidence: Evidence) -> list[str]:
    """Items that enter a score and that one of the waves asked; for `keeps`, that both asked comparably."""
    rows = evidence.book.crosswalk
    rows = rows[(rows["comparable"] != "no") | (kind != KEEPS)]
    asked = [set(rows.loc[rows["wave"] == wave, "item"]) for wave in waves]
    chosen = set.intersection(*asked) if kind == KEEPS else set.union(*asked)
    table = evidence.book.items
    return [item for item in table.loc[table["scored"] != "no", "item"] if item in chosen]


def groups(wave: str, evidence: Evidence) -> dict[str, int]:
    """Unit of the wave -> its country's group in the wave's edition, 1 the best; units without a value are left out."""
    choices, book = evidence.choices, evidence.book
    edition = edition_of(choices.years[wave], set(choices.egdi["year"]), choices.wave_year)
    of_year = choices.egdi[choices.egdi["year"] == edition]
    value_of = dict(zip(of_year["country"], of_year.get("value", pd.Series(NAN, of_year.index)), strict=True))
    country_of = dict(zip(book.units["unit"], book.units["country"], strict=True))
    values = {unit: value_of.get(country_of[unit], NAN) for unit in evidence.cells.units[wave]}
    return {unit: 1 + sum(value < least for least in GROUPS) for unit, value in values.items() if not np.isnan(value)}


def _listed(text: str) -> list[str]:
    return [name for name in text.split("|") if name]
