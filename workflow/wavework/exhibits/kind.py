"""What there is to know of a chart kind, in one record; `kinds/` holds a module with the record of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.exhibits.labels import Labels, labelled
from wavework.tables import records


def waves_of(declaration: Declaration, results: Results) -> Sequence[str]:
    """The figure's waves; all of the study where it names none."""
    return list(declaration.waves) or list(results.study["waves"])


def bases_of_waves(declaration: Declaration, results: Results) -> Iterable[str]:
    """The bases of the answers of the figure's waves."""
    return results.bases(waves_of(declaration, results))


@dataclass(frozen=True)
class Kind:
    """A chart kind, with one kind of data where it serves several questions.

    How it is drawn says the module of the same name in charts/kinds, which this room never imports.
    """

    build: Callable[[Declaration, Results], pd.DataFrame]  # figures/<id>.csv: ids in the place of labels
    describe: Callable[[pd.DataFrame, Labels], str]  # the alt text, from the labelled table
    caption: str  # how to read it: a key of the words' `caption`
    values: tuple[str, ...] = ()  # columns of what it shows, of which an ordinary row has one at least; see `possible`
    tables: tuple[str, ...] = ()  # of processed/ that it needs, beside the answers that every caption counts
    needs: tuple[str, ...] = ()  # what a study must have, see wavework.what_a_study_has
    needs_over_regions: tuple[str, ...] = ()  # the same, where its waves are of several regions
    empty: str = ""  # why its table can have no row though all that is there: a key of the words' `absent`
    items: bool = False  # shows the answers to items, which its declaration must name
    measures: bool = False  # shows measures, which its declaration must name
    one_wave: bool = False  # and them of the newest wave
    one_scale: bool = False  # and these share a scale
    intervals: bool = False  # its caption says what the intervals mean
    axes: Mapping[str, str] = field(default_factory=dict)  # axis -> key of the words' `axes`
    options: Mapping[str, Any] = field(default_factory=dict)  # for the drawing; see its module
    own_options: Callable[[Declaration, Results], Mapping[str, Any]] = lambda declaration, results: {}  # by figure
    label: Callable[[pd.DataFrame, Labels], pd.DataFrame] = labelled
    waves: Callable[[Declaration, Results], Sequence[str]] = waves_of  # of which it shows anything
    one_by_one: bool = False  # has a mark for each unit that answered
    over_time: bool = True  # waves of one region stand beside each other, and are compared
    bases: Callable[[Declaration, Results], Iterable[str]] = bases_of_waves


def points(x: str, y: str) -> Callable[[pd.DataFrame, Labels], pd.DataFrame]:
    """The labels of a scatter, and its columns as the axes are called."""
    return lambda table, labels: labelled(table, labels).assign(x=table[x], y=table[y])


def ends(
    rows: pd.DataFrame, column: str, name: str, written: Callable[[Any], object], *, lowest_first: bool = False
) -> dict[str, Any]:
    """Slots of an alt text: the `name` with the highest value of the column, and `value`; `other` with the lowest, and
    `other_value`. Of several the first; lowest_first: the other way round."""
    first, last = (
        records(rows.sort_values(column, ascending=ascending, kind="stable"))[0]
        for ascending in (lowest_first, not lowest_first)
    )
    slots = {name: first[f"{name}_label"], "value": written(first[column])}
    return slots | {"other": last[f"{name}_label"], "other_value": written(last[column])}
