"""A study of reconstructed answers that is small enough to list every table."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from toy_claims import HAVE, toy_answers, toy_book, toy_choices

from wavework.answer_arrays import observed
from wavework.claims.declarations import Claim
from wavework.claims.evidence import Evidence
from wavework.claims.source_rules import Sources
from wavework.reconstruction.constraints import COLUMNS, build_system
from wavework.reconstruction.draws import Draws, draw
from wavework.reconstruction.inequalities import System

ASKED = {"w": ["portal", "phone"], "v": ["grade_a"], "z": ["grade_a"]}
UNITS = {"w": ("A", "B", "C"), "v": ("A", "B"), "z": ("A", "B", "C")}
EGDI = pd.DataFrame({"country": list("ABC"), "year": 2020, "rank": [1, 2, 3], "value": [0.8, 0.6, 0.55]})


def claim(*rules, waves=("w",)):
    rules = tuple({"needed": "all", "only": False, **rule} for rule in rules)
    return Claim("a-claim", 1, "data", "finding", "slide 1", "", None, waves, ("R",), (), rules, ())


def row(kind, items, answers="", relation="", bound="", **more):
    return {"kind": kind, "items": items, "answers": answers, "relation": relation, "bound": str(bound), **more}


def count(item, relation, bound, answers="", **more):
    return row("count", item, answers or "|".join(HAVE), relation, bound, **more)


def evidence(*constraints, collected=None, draws=300, waves=("w",), **choices) -> Evidence:
    """The study under these rows of constraints.csv. collected: letters of portal in wave `w`, or of grade_a in `v`."""
    book = toy_book({wave: ASKED[wave] for wave in ("w", "v", "z")})
    book.items["region"] = "R"
    collected = collected or {}
    rows = [{"constraint": f"c{n}", "wave": "w", **one} for n, one in enumerate(constraints)]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str").fillna("")
    answers = pd.concat([_answers(book, wave, collected.get(wave)) for wave in (*waves, *collected)])
    unknown = {wave: UNITS[wave] for wave in waves if wave not in collected}
    base = draw(build_system(book, table, unknown, {}), draws, 7, "claims") if unknown else None
    basis = {wave: "reconstructed" if wave in unknown else "collected" for wave in (*waves, *collected)}
    given = {
        "years": dict.fromkeys(ASKED, 2020), "regions": dict.fromkeys(ASKED, "R"), "egdi": EGDI,
        "wave_year": "latest_up_to_wave", "seed": 7,
    }  # fmt: skip
    sources = Sources(pd.DataFrame(), "", EGDI)
    return Evidence(book, observed(answers, book, 50), basis, base, toy_choices(**(given | choices)), sources)


def _answers(book, wave, letters):
    scale = {"portal": "f", "phone": "f", "grade_a": "1"}
    given = {item: scale[item] * len(UNITS[wave]) for item in ASKED[wave]} | (letters or {})
    return toy_answers(book, "collected" if letters else "reconstructed", **given).assign(wave=wave)


def all_tables(system: System) -> np.ndarray:
    """Every table of the system, (tables, cells)."""
    tables = np.array(list(product(*(np.flatnonzero(may) for may in system.allowed))), dtype=np.int8)
    for one in system.inequalities:
        totals = one.weights[np.arange(len(one.cells)), tables[:, one.cells]].sum(axis=1)
        tables = tables[(totals >= one.lower) & (totals <= one.upper)]
    return tables


def with_facts(system: System, facts: Sequence[str]) -> System:
    return system.without([name for name in system.claims if name not in facts])


def draws_of(system: System, tables: np.ndarray) -> Draws:
    return Draws(system, "claims", tables, {})
