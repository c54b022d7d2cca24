"""What is possible where answers are not collected: its columns in a figure's table, and what alt texts say of it.

A figure's table has them only where something in it is not an ordinary, collected result; else it is as if there were
none. known: "" (ordinary), fixed, bounds, reached or nothing, see `wavework.known`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wavework.exhibits.figure_inputs import CENTRAL, ENDS, Declaration, Results
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, FIXED, NOTHING, REACHED
from wavework.tables import select

FEW = 6  # of which the names are told
INTERVALS = ["row", "row_order", "group", "group_order", "estimate", "low", "high", "n", "status", "reason"]
AT_LEAST = ("at_least_lowest", "at_least_highest")


def with_known(table: pd.DataFrame, columns: Sequence[str], *more: str) -> pd.DataFrame:
    """The columns of a figure's table; those of what is possible (`more`) and `known` if anything is not ordinary."""
    if "known" not in table or (table["known"].fillna("") == "").all():
        return table[[*columns]]
    return table.assign(known=table["known"].fillna(""))[[*columns, *more, "known"]]


def interval_rows(found: pd.DataFrame, row: str, rows: Mapping[str, int]) -> pd.DataFrame:
    """Findings with columns group and group_order as rows of a dot-and-interval chart.

    row: the column that the rows are named by; rows: their order. With what is possible where not ordinary.
    """
    table = found.assign(
        row=found[row], row_order=found[row].map(rows), reason=found["reason"].where(found["status"] != "ok", "")
    )
    table = table.sort_values(["row_order", "group_order"], ignore_index=True)
    return with_known(table, INTERVALS, *ENDS, *CENTRAL)


def says_nothing(table: pd.DataFrame, values: Sequence[str]) -> bool:
    """Whether nothing is published of anything that the table shows. values: its columns of ordinary values."""
    if not values or "known" not in table or not (table["known"] == NOTHING).any():
        return False
    ordinary = (table["known"] == "") & (table[[*values]].replace("", None).notna().any(axis=1))
    return not (ordinary | table["known"].isin([FIXED, BOUNDS, REACHED])).any()


def together(known: pd.Series) -> str:
    """What is known of several values together."""
    found = set(known)
    if found <= {""}:
        return ""
    if found <= {"", FIXED}:
        return FIXED
    return NOTHING if found <= {"", NOTHING} else REACHED if REACHED in found else BOUNDS


def answers_of_items(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Of each answer to the figure's items in waves that are not collected, in the scale's order, how many gave it:
    wave, item, answer, position, lowest, highest, at_least_lowest, at_least_highest, n, known.

    Of some units only, which the table of all does not tell, the bounds are those that the possible answers of each
    unit give: true, but not always sharp.
    """
    waves, items = list(declaration.waves), list(declaration.items)
    columns = ["wave", "item", "answer", "position", *ENDS, *AT_LEAST, "n", "known"]
    if results.table("prevalence").empty or "known" not in results.table("prevalence"):
        return pd.DataFrame(columns=columns)
    found = select(results.table("prevalence"), wave=waves, item=items, status="answered")
    found = found[found["known"].fillna("") != ""]
    place = results.book.scales.set_index(["scale", "answer"])["position"].to_dict()
    keys = zip(found["item"].map(results.book.scale_of), found["answer"], strict=True)
    found = found.assign(position=[place[key] for key in keys]).sort_values(["wave", "item", "position"])
    if declaration.units == "panel":
        found = _of_units(found, results, results.asked(declaration)[["wave", "item", "unit"]])
    return found[columns].reset_index(drop=True)


def _of_units(found: pd.DataFrame, results: Results, units: pd.DataFrame) -> pd.DataFrame:
    """The table of answers, with the bounds of some units, from the possible answers of each."""
    cells = results.table("possible_answers").merge(units.drop_duplicates(), on=["wave", "item", "unit"])
    parts = []
    for (wave, item), answers in found.groupby(["wave", "item"], sort=False):
        texts = select(cells, wave=wave, item=item)["answers"]
        # (units, answers of the scale): whether the unit can have given it, or one before it
        may = np.array([[code in text.split("|") for code in answers["answer"]] for text in texts], dtype=bool)
        may = may.reshape(len(texts), len(answers))
        alone, before = may & (may.sum(axis=1) == 1)[:, None], may.cumsum(axis=1)
        bounds = {
            "lowest": alone.sum(axis=0), "highest": may.sum(axis=0),
            "at_least_lowest": (before == may.sum(axis=1)[:, None]).sum(axis=0),
            "at_least_highest": (before > 0).sum(axis=0),
        }  # fmt: skip
        fixed = bounds["lowest"] == bounds["highest"]
        open_ends = (bounds["lowest"] == 0) & (bounds["highest"] == len(texts))
        known = np.where(fixed, FIXED, np.where(open_ends, NOTHING, BOUNDS))
        parts.append(answers.assign(**bounds, n=len(texts), known=known))
    return pd.concat([found.iloc[:0], *parts])


def segments(answers: pd.DataFrame, in_order: bool) -> list[dict[str, Any]]:
    """The units of one item in one wave from the first answer to the last: answer, other, count, known.

    answers: its rows of `answers_of_items`. in_order: the unit at place x, from the best answer to the worst, has
    surely an answer as good as one that at_least_lowest >= x units have, and can have one that at_least_highest >= x
    can have; `answer` is the best that it can have, `other` the worst. Otherwise: those who surely gave each answer,
    and all others together. nothing: a segment from the first answer to the last. A row for those who surely gave each
    answer, be they none, unless all is one such segment.
    """
    codes, n = list(answers["answer"]), int(answers["n"].iloc[0])
    last = len(codes) - 1
    if in_order:
        columns = [answers[f"at_least_{end}"].to_numpy() for end in reversed(ENDS)]
        best, worst = ([min(int((column < place).sum()), last) for place in range(1, n + 1)] for column in columns)
        ends = list(zip(best, worst, strict=True))
    else:
        ends = [(place, place) for place, sure in enumerate(answers["lowest"]) for _ in range(int(sure))]
        ends += [(0, last)] * (n - len(ends))
    narrowed = not in_order and not (answers["known"] == NOTHING).all()
    if all(pair == (0, last) for pair in ends) and last and not narrowed:
        return [{"answer": codes[0], "other": codes[-1], "count": n, "known": NOTHING}]
    found = []
    for first, other in sorted({*ends, *((place, place) for place in range(len(codes)))}):
        whole = (first, other) == (0, last) and not narrowed
        known = FIXED if first == other else NOTHING if whole else BOUNDS
        pair = {"answer": codes[first], "other": codes[other]}
        found.append({**pair, "count": ends.count((first, other)), "known": known})
    return found


def ordered(results: Results, items: Sequence[str]) -> bool:
    """Whether the answers to the items have an order: each of them a value."""
    return bool(select(results.scale_rows(items), status="answered")["value"].notna().all())


def counted(table: pd.DataFrame, labels: Labels, name: str) -> str:
    """Of how many of its `name` (rows, items, units) something is published, and of which, as a finding.

    table: a row for each, with `<name>_label` and `known`.
    """
    words = labels.words["alt"]
    told = table[table["known"] != NOTHING]
    if told.empty:
        return str(words["nothing"])
    fixed = int(told["known"].isin(["", FIXED]).sum())
    few = len(told) <= FEW
    names = labels.language.listed(dict.fromkeys(told[f"{name}_label"])) if few else ""
    said = words["published_of" if few else "published_of_many"].format(count=len(told), n=len(table), names=names)
    return str(said + (words["published_whole"].format(fixed=fixed) if fixed else ""))
