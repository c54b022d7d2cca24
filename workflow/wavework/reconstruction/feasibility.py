"""Whether any answer table satisfies a system, and if none does, which few constraints exclude each other."""

from collections.abc import Sequence

import numpy as np

from wavework.problems import InputError, Problem
from wavework.reconstruction.system import Component, Integers, System

INFEASIBLE = 2  # status of scipy.optimize.milp


def table(component: Component, seed: int | None = None) -> Integers | None:
    """One answer table of the component, (cells,) positions of answers; None if there is none.

    A mixed-integer program with one 0/1 variable per cell and answer, solved by HiGHS; the table is checked in
    integers. seed: minimise a random objective, for tables in different corners.
    Raises RuntimeError if HiGHS gives up.
    """
    from scipy import sparse  # half the import time of a job that only draws
    from scipy.optimize import Bounds, LinearConstraint, milp

    cells, answers = component.allowed.shape
    count = component.weights.reshape(cells * answers, -1).T
    one_each = sparse.kron(sparse.eye_array(cells), np.ones((1, answers)))
    rows = [LinearConstraint(one_each, 1, 1)]
    if len(component.lower):
        rows.append(LinearConstraint(sparse.csr_array(count), component.lower, component.upper))
    objective = np.zeros(cells * answers)
    if seed is not None:
        objective = np.random.default_rng(seed).integers(0, 100, size=cells * answers).astype(float)
    upper = component.allowed.reshape(-1).astype(float)
    found = milp(objective, integrality=np.ones(cells * answers), bounds=Bounds(0, upper), constraints=rows)
    if found.status == INFEASIBLE:
        return None
    if found.x is None:
        raise RuntimeError(f"HiGHS could not decide {', '.join(component.constraints)}: {found.message}")
    chosen = found.x.reshape(cells, answers).argmax(axis=1)
    if not satisfied(component, chosen[None, :]).all():
        raise RuntimeError(f"HiGHS returned a table that breaks {', '.join(component.constraints)}")
    return chosen


def satisfied(component: Component, answers: np.ndarray) -> np.ndarray:
    """Which of (tables, cells) satisfy the component, in integers: (tables,) of bool."""
    cells = np.arange(answers.shape[1])
    totals = component.weights[cells[None, :], answers].sum(axis=1)
    return (
        component.allowed[cells[None, :], answers].all(axis=1)
        & (totals >= component.lower).all(axis=1)
        & (totals <= component.upper).all(axis=1)
    )


def check(system: System) -> None:
    """Raises InputError naming, for each part that no table satisfies, an irreducible set of conflicting constraints.

    Irreducible: the set conflicts, and leaving out any one of it does not (deletion filter; Chinneck & Dravnieks
    1991, ORSA J. Computing 3, 157-168). There may be other such sets in the same part.
    """
    problems = [problem for part in _infeasible(system) for problem in _conflict(system, part)]
    if problems:
        raise InputError(problems)


def _infeasible(system: System) -> list[tuple[str, ...]]:
    """Constraints of each part without any table; those on single cells belong to the part that holds the cell."""
    parts = [set(part.cells.tolist()) for part in system.components if table(part) is None]
    return [
        tuple(dict.fromkeys(one.constraint for one in system.inequalities if part & set(one.cells.tolist())))
        for part in parts
    ]


def _conflict(system: System, constraints: Sequence[str]) -> list[Problem]:
    kept = list(constraints)
    for name in constraints:
        fewer = [one for one in kept if one != name]
        only = system.without([one for one in system.claims if one not in fewer])
        unsure = [part for part in only.components if part.constraints or not part.allowed.any(axis=1).all()]
        if any(table(part) is None for part in unsure):
            kept = fewer
    rows = {one.constraint: one.row for one in system.inequalities}
    others = {name: ", ".join(f"{one} (row {rows[one]})" for one in kept if one != name) for name in kept}
    return [
        Problem(
            system.file,
            f"no table of answers satisfies {name!r}" + (f" together with {others[name]}" if others[name] else ""),
            "constraints that some answers can satisfy, all at once",
            "read the source again: one of the readings or assumptions is wrong",
            row=rows[name],
            column="constraint",
        )
        for name in kept
    ]
