"""What a figure's drawing takes beside its table: options and words; and what it rests on."""

from collections.abc import Mapping
from typing import Any

from wavework.basis import weakest
from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels


def chart_options(declaration: Declaration, results: Results, basis: str) -> dict[str, Any]:
    """The options that the figure's chart takes."""
    kind = KINDS[declaration.kind, declaration.data]
    options = {"id": declaration.id, "basis": basis, **kind.options, **kind.own_options(declaration, results)}
    return options | ({"palette": declaration.palette} if declaration.palette else {})


def chart_words(labels: Labels, options: Mapping[str, Any]) -> dict[str, str]:
    """The words that the figure's chart takes: the shared ones and the names of its axes."""
    axes = labels.words["axes"]
    slots = {"first": labels.first_region(), "measure": labels.first_measure()}
    slots["correlation"] = labels.words["correlations"][labels.results.coefficients[0]]["axis"]
    if limits := options.get("limits"):
        slots |= {end: labels.language.number(limit, 0) for end, limit in zip(("low", "high"), limits, strict=True)}
    declaration = labels.declaration
    named = KINDS[declaration.kind, declaration.data].axes
    words = {**labels.words["chart"], **{f"{axis}_axis": axes[name].format(**slots) for axis, name in named.items()}}
    level = labels.language.shortest(labels.language.alpha)
    words |= {name: words[name].format(alpha=level) for name in ("significant", "not_significant")}
    reference = axes["no_association" if "association" in named.values() else "reference"]
    return words | ({"reference": reference} if options.get("reference") is not None else {})


def figure_basis(declaration: Declaration, results: Results) -> str:
    """What the figure rests on: the weakest basis of what went into it."""
    return weakest(KINDS[declaration.kind, declaration.data].bases(declaration, results))
