"""What there is to know of a chart kind, in one record; `kinds/` holds a module with the record of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from wavework.exhibits.labels import Labels, labelled
from wavework.exhibits.results import Declaration, Results
from wavework.tables import records


def bases_of_waves(declaration: Declaration, results: Results) -> Iterable[str]:
    """The bases of the answers of the figure's waves; of all waves where it names none."""
    return results.bases(list(declaration.waves or results.study["waves"]))


@dataclass(frozen=True)
class Kind:
    """A chart kind, with one kind of data where it serves several questions.

    How it is drawn says the module of the same name in charts/kinds, which this room never imports.
    """

    build: Callable[[Declaration, Results], pd.DataFrame]  # figures/<id>.csv: ids in the place of labels
    describe: Callable[[pd.DataFrame, Labels], str]  # the alt text, from the labelled table
    caption: str  # how to read it: a key of the words' `caption`
    tables: tuple[str, ...] = ()  # of processed/ that it needs, beside the answers that every caption counts
    needs: tuple[str, ...] = ()  # what a study must have, see wavework.presence
    needs_over_regions: tuple[str, ...] = ()  # the same, where its waves are of several regions
    empty: str = ""  # why its table can have no row though all that is there: a key of the words' `absent`
    items: bool = False  # shows the answers to items, which its declaration must name
    one_scale: bool = False  # and these share a scale
    intervals: bool = False  # its caption says what the intervals mean
    axes: Mapping[str, str] = field(default_factory=dict)  # axis -> key of the words' `axes`
    options: Mapping[str, Any] = field(default_factory=dict)  # for the drawing; see its module
    own_options: Callable[[Declaration, Results], Mapping[str, Any]] = lambda declaration, results: {}  # by figure
    label: Callable[[pd.DataFrame, Labels], pd.DataFrame] = labelled
    bases: Callable[[Declaration, Results], Iterable[str]] = bases_of_waves


def ends(rows: pd.DataFrame, column: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows with the highest and the lowest value; of several the first."""
    highest = records(rows.sort_values(column, ascending=False, kind="stable"))
    lowest = records(rows.sort_values(column, kind="stable"))
    return highest[0], lowest[0]
