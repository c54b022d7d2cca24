"""Whether any answer table satisfies a system, and if none does, which few constraints exclude each other.

That no table exists is a proof in integers wherever the part can be counted within `COUNTED` states (`exact`); larger
parts are left to HiGHS, a mixed-integer solver in floating point. A table that it finds is checked in integers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wavework.problems import InputError, Problem
from wavework.reconstruction.exact_counting import diagram
from wavework.reconstruction.inequalities import Component, Inequality, Integers, System

OPTIMAL, INFEASIBLE = 0, 2  # statuses of scipy.optimize.milp
COUNTED = 20_000  # states up to which counting a part is faster than a mixed-integer program
CELLS = 300  # cells above which a part is not tried to be counted: it would not end within `COUNTED`
SECONDS = 20.0  # that a program may take


@dataclass(frozen=True, eq=False)
class Solved:
    """What a mixed-integer program found: the best table (cells,), None if none was found; a value that no table
    goes below, NaN without one; and whether it is proven that there is no table."""

    table: Integers | None
    bound: float
    infeasible: bool


def solve(component: Component, objective: Integers | None = None, seconds: float | None = None) -> Solved:
    """A table of the component with the smallest sum of `objective` (cells, answers) over its answers.

    One 0/1 variable per cell and answer, solved by HiGHS within `seconds` (None: as long as it takes).
    """
    from scipy import sparse  # half the import time of a job that only draws
    from scipy.optimize import Bounds, LinearConstraint, milp

    cells, answers = component.allowed.shape
    count = component.weights.reshape(cells * answers, -1).T
    one_each = sparse.kron(sparse.eye_array(cells), np.ones((1, answers)))
    rows = [LinearConstraint(one_each, 1, 1)]
    if len(component.lower):
        rows.append(LinearConstraint(sparse.csr_array(count), component.lower, component.upper))
    found = milp(
        np.zeros(cells * answers) if objective is None else np.asarray(objective, dtype=np.float64).reshape(-1),
        integrality=np.ones(cells * answers),
        bounds=Bounds(0, component.allowed.reshape(-1).astype(float)),
        constraints=rows,
        options={"mip_rel_gap": 0.0} | ({} if seconds is None else {"time_limit": seconds}),
    )
    if found.x is None:
        return Solved(None, np.nan, found.status == INFEASIBLE)
    chosen = found.x.reshape(cells, answers).argmax(axis=1)
    if not satisfied(component, chosen[None, :]).all():
        raise RuntimeError(f"HiGHS returned a table that breaks {', '.join(component.constraints)}")
    bound = found.fun if found.status == OPTIMAL else getattr(found, "mip_dual_bound", None)
    return Solved(chosen, np.nan if bound is None else float(bound), False)


def table(component: Component, seed: int | None = None) -> Integers | None:
    """One answer table of the component, (cells,) positions of answers; None if there is none.

    seed: one that minimises a random objective, for tables in different corners.
    Raises RuntimeError if HiGHS gives up.
    """
    objective = None if seed is None else np.random.default_rng(seed).integers(0, 100, size=component.allowed.shape)
    found = solve(component, objective)
    if found.table is None and not found.infeasible:
        raise RuntimeError(f"HiGHS could not decide {', '.join(component.constraints)}")
    return found.table


def satisfied(component: Component, answers: np.ndarray) -> np.ndarray:
    """Which of (tables, cells) satisfy the component, in integers: (tables,) of bool."""
    cells = np.arange(answers.shape[1])
    totals = component.weights[cells[None, :], answers].sum(axis=1)
    return (
        component.allowed[cells[None, :], answers].all(axis=1)
        & (totals >= component.lower).all(axis=1)
        & (totals <= component.upper).all(axis=1)
    )


def feasible(system: System, extra: Sequence[Inequality] = (), seconds: float = SECONDS) -> bool:
    """Whether a table satisfies the system and the inequalities `extra`; of the system alone it is known that one does.

    False is proven. True is not, where HiGHS did not decide within `seconds`: who wants to exclude has no proof then.
    """
    return next(_impossible(system, extra, seconds), None) is None


def irreducible(system: System, extra: Sequence[Inequality], seconds: float = SECONDS) -> tuple[str, ...] | None:
    """Ids of constraints of the system that no table satisfies together with `extra`; None if some table does.

    Empty if `extra` alone has no table. Irreducible: leaving out any one of the set, a table exists (deletion filter;
    Chinneck & Dravnieks 1991, ORSA J. Computing 3, 157-168) or was not excluded within `seconds`. There may be other
    such sets; rows that stand last in the file are the first to be left out.
    """
    part = next(_impossible(system, extra, seconds), None)
    return None if part is None else _core(system, part, extra, seconds)


def check(system: System) -> None:
    """Raises InputError naming, for each part that no table satisfies, an irreducible set of conflicts."""
    rows = {one.constraint: one.row for one in system.inequalities}
    problems: list[Problem] = []
    for part in system.components:
        if _may_have_table(part, None):
            continue
        core = _core(system, part, (), None)
        for name in core:
            others = ", ".join(f"{one} (row {rows[one]})" for one in core if one != name)
            source = system.sources.get(name) or "the source"
            problems.append(
                Problem(
                    system.file,
                    f"no table of answers satisfies {name!r}" + (f" together with {others}" if others else ""),
                    "constraints that some answers can satisfy, all at once",
                    f"read {source} again: one of the readings or assumptions is wrong",
                    row=rows[name],
                    column="constraint",
                )
            )
    if problems:
        raise InputError(problems)


def _impossible(system: System, extra: Sequence[Inequality], seconds: float) -> Iterator[Component]:
    """The parts without any table among those that the further inequalities touch."""
    known = {part.key for part in system.components} if extra else set()
    for part in system.with_inequalities(extra).components:
        if part.key not in known and not _may_have_table(part, seconds):
            yield part


def _may_have_table(part: Component, seconds: float | None) -> bool:
    """False only if the part has no table. Raises RuntimeError if HiGHS gives up without a time limit."""
    if not part.allowed.any(axis=1).all():
        return False
    if not part.constraints:
        return True
    counted = diagram(part, COUNTED) if len(part.cells) <= CELLS else None
    if counted is not None:
        return counted.feasible
    if seconds is None:
        return table(part) is not None
    return not solve(part, seconds=seconds).infeasible


def _core(system: System, part: Component, extra: Sequence[Inequality], seconds: float | None) -> tuple[str, ...]:
    """An irreducible set of constraints that conflict with `extra` on the cells of a part that has no table."""
    cells = set(part.cells.tolist())
    # with those on single cells, which no part holds
    touching = [one for one in system.inequalities if cells & set(one.cells.tolist())]
    given = [one for one in extra if cells & set(one.cells.tolist())]
    kept = list(dict.fromkeys(one.constraint for one in touching))
    size = (len(kept) + 1) // 2
    while size:  # by halves, quarters, … at last one by one: few programs where few constraints conflict
        for start in range(0, len(kept), size)[::-1]:
            fewer = kept[:start] + kept[start + size :]
            only = replace(system, inequalities=(*(one for one in touching if one.constraint in fewer), *given))
            if not all(_may_have_table(one, seconds) for one in only.components):
                kept = fewer
        size = 0 if size == 1 else (size + 1) // 2
    return tuple(kept)
