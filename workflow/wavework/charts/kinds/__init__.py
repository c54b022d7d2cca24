"""How each chart kind is drawn: a module each, with the function `draw`. A kind is imported when it is first drawn."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts.chart_checks import Draw, Spec
from wavework.problems import InputError, Problem

KINDS = tuple(found.name for found in iter_modules(__path__))


def drawing(kind: str) -> Draw:
    """The function that draws a chart kind. Raises InputError if there is no such kind."""
    if kind not in KINDS:
        raise InputError(Problem("figures.yaml", f"{kind!r} is not a chart kind", f"one of {', '.join(KINDS)}"))
    found: Draw = import_module(f"{__name__}.{kind}").draw
    return found


def draw(kind: str, data: pd.DataFrame, spec: Spec, words: Mapping[str, str]) -> Figure:
    """Draw a figure of the kind; see `contract` and the kind's module for what it takes.

    Raises InputError with every problem of table, options and words together.
    """
    figure: Figure = drawing(kind)(data, spec, words)
    return figure
