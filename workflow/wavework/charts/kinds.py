"""The registry of chart kinds: name -> module. A kind is imported when it is first drawn."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.problems import InputError, Problem

KINDS = (
    "budget_effects",
    "compared_values",
    "dot_interval",
    "heatmap",
    "leave_one_out",
    "paired_change",
    "participation",
    "ranked_items",
    "scatter_labelled",
    "single_choice",
    "specification_curve",
    "stacked_shares",
    "trajectories",
    "verdicts",
)


def module(kind: str) -> ModuleType:
    """The module of a chart kind. Raises InputError if there is no such kind."""
    if kind not in KINDS:
        raise InputError(Problem("figures.yaml", f"{kind!r} is not a chart kind", f"one of {', '.join(KINDS)}"))
    return import_module(f"wavework.charts.{kind}")


def draw(kind: str, data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """Draw a figure of the kind; see `contract` and the kind's module for what it takes.

    Raises InputError with every problem of table, options and words together.
    """
    figure: Figure = module(kind).draw(data, spec, words)
    return figure


def required_columns(kind: str) -> tuple[str, ...]:
    """The columns that a kind's table must have."""
    return tuple(module(kind).REQUIRED)


def needed_words(kind: str) -> tuple[str, ...]:
    """The words that a kind always writes; those that only some tables call for stand in its docstring."""
    return tuple(module(kind).draw.words)


def options(kind: str) -> dict[str, Any]:
    """The options that a kind takes in `spec`, with their defaults."""
    return dict(module(kind).draw.options)
