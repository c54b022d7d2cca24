"""All tables of answers that agree with what is published: draws of them, and how far any sum of answers can go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from wavework.answer_arrays import Cells, Sum, observed, reconstructed
from wavework.basis import RECONSTRUCTED, weakest
from wavework.codebook import Codebook, read_codebook
from wavework.jobs import arguments
from wavework.reconstruction.bounds import Bounds
from wavework.reconstruction.constraints import COLUMNS, build_system
from wavework.reconstruction.draws import Draws, draw
from wavework.reconstruction.inequalities import Linear, System
from wavework.statistics.over_many_tables import Extent
from wavework.tables import read_table


@dataclass(frozen=True, eq=False)
class Agreeing:
    """The answers of all waves in the tables that agree with what is published.

    cells: one table where all answers were collected. draws: None there. basis: wave -> the basis of its answers.
    development: the score (0-100) of an item that is under development.
    """

    book: Codebook
    cells: Cells
    basis: Mapping[str, str]
    development: float
    draws: Draws | None = None

    def weakest(self, waves: Collection[str]) -> str:
        """The basis of a statistic of these waves."""
        return weakest(self.basis[wave] for wave in waves)

    @property
    def system(self) -> System:
        """The cells of the waves that are drawn, and what binds them. Raises ValueError where none is drawn."""
        if self.draws is None:
            raise ValueError("no answers are drawn: there is nothing to bound")
        return self.draws.system

    @cached_property
    def bounds(self) -> Bounds:
        """The bounds of the system. Raises ValueError where no answers are drawn."""
        return Bounds(self.system, diagrams=self.draws.diagrams if self.draws else None)

    def extents(self, sums: Sequence[Sum]) -> list[Extent | None]:
        """Lowest and highest value of each sum over all tables; None for each where there is one table only."""
        if self.draws is None:
            return [None] * len(sums)
        return [*self.bounds.extents([self._linear(each) for each in sums])]

    def extremes(self, total: Sum) -> Cells:
        """Two tables: one in which the sum is lowest, one in which it is highest."""
        two = Draws(self.system, NAME, np.stack(self.bounds.tables(self._linear(total).weights)), {})
        return reconstructed(self.cells.base or self.cells, two)

    def _linear(self, total: Sum) -> Linear:
        return total.on(self.system, self.cells.base or self.cells)


NAME = "tables"  # of the draws: every rule draws the same


def agreeing(
    answers: pd.DataFrame,
    book: Codebook,
    *,
    development: float,
    constraints: pd.DataFrame | None = None,
    file: str = "",
    assumptions: Mapping[str, str] | None = None,
    draws: int = 1,
    seed: int = 0,
) -> Agreeing:
    """The tables for the answers as read (processed/answers.csv).

    Waves with the basis `reconstructed` are drawn anew, `draws` times, under the constraints (constraints.csv as text,
    read from `file`) on these waves; which export stands in raw/ for them plays no part. development: the score (0-100)
    of an item that is under development. assumptions: what a placeholder of the constraints stands for.
    Raises InputError for constraints that no table can meet.
    """
    cells = observed(answers, book, development)
    basis = {str(wave): weakest(rows.unique()) for wave, rows in answers.groupby("wave", observed=True)["basis"]}
    waves = {wave: cells.units[wave] for wave in cells.units if basis[wave] == RECONSTRUCTED}
    if not waves:
        return Agreeing(book, cells, basis, development)
    stated = pd.DataFrame(columns=list(COLUMNS), dtype="str") if constraints is None else constraints
    about = stated["wave"].isin(list(waves)) & ((stated["kind"] != "increase") | stated["bound"].isin(list(waves)))
    system = build_system(book, stated[about], waves, assumptions or {}, file)
    drawn = draw(system, draws, seed, NAME)
    return Agreeing(book, reconstructed(cells, drawn), basis, development, drawn)


def tables_of_job(job: Any) -> tuple[Agreeing, dict[str, Any]]:
    """The tables for a Snakemake job, see `read_agreeing`, and its other params as arguments."""
    params = arguments(job.params)
    return read_agreeing(job.input, params.pop("tables")), params


def read_agreeing(inputs: Any, tables: Mapping[str, Any]) -> Agreeing:
    """The tables for a rule with the inputs `answers`, `codebook` and, where there are any, `constraints`.

    tables: its `params.tables`, the choices of `agreeing`.
    """
    file = inputs.get("constraints", "")
    constraints = read_table(file, required=COLUMNS) if file else None
    book = read_codebook(inputs.codebook)
    return agreeing(read_table(inputs.answers), book, constraints=constraints, file=file, **tables)
