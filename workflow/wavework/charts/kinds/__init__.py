"""How each chart kind is drawn: a module each, with the function `draw`. A kind is imported when it is first drawn."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts.chart_checks import Kind, Spec
from wavework.problems import InputError, Problem

KINDS = tuple(found.name for found in iter_modules(__path__))


def drawing(kind: str) -> Kind:
    """The function that draws a chart kind. Raises InputError if there is no such kind."""
    if kind not in KINDS:
        raise InputError(Problem("figures.yaml", f"{kind!r} is not a chart kind", f"one of {', '.join(KINDS)}"))
    found: Kind = import_module(f"{__name__}.{kind}").draw
    return found


def ready(kind: str, data: pd.DataFrame, spec: Spec, words: Mapping[str, str]) -> Callable[[], Figure]:
    """What draws a figure of the kind, in the shape that is then chosen; see `contract` and the kind's module.

    Raises InputError with every problem of table, options and words together.
    """
    return drawing(kind).ready(data, spec, words)


def draw(kind: str, data: pd.DataFrame, spec: Spec, words: Mapping[str, str]) -> Figure:
    """Draw a figure of the kind, as `ready` does."""
    return ready(kind, data, spec, words)()
