"""Captions and alt texts, computed from what a figure shows."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from wavework.basis import COLLECTED, RECONSTRUCTED, weakest
from wavework.exhibits.kind import bases_of_waves
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.known_columns import says_nothing
from wavework.exhibits.labels import Labels
from wavework.exhibits.results import Declaration, Results

PARTS = ("panel", "group", "row", "wave", "region")  # columns that tell which waves a part of a figure shows
_JOINED = re.compile(r"[>+]")


def bases_of_parts(declaration: Declaration, table: pd.DataFrame, labels: Labels) -> dict[str, list[str]]:
    """Basis -> the labels of the panels (or groups, rows, regions) that rest on it; none where all rest on one.

    So that a part of collected answers does not carry the mark of a reconstructed one beside it.
    """
    kind, results = KINDS[declaration.kind, declaration.data], labels.results
    if kind.bases is not bases_of_waves or len(set(kind.bases(declaration, results))) < 2:
        return {}
    shown = kind.label(table, labels)
    for column in (column for column in PARTS if f"{column}_label" in shown):
        found: dict[str, list[str]] = {}
        for part, label in dict(zip(shown[column], shown[f"{column}_label"], strict=True)).items():
            waves = _waves_of(str(part), column, declaration, labels)
            if waves and set(waves) <= set(labels.waves):
                found.setdefault(weakest(results.bases(waves)), []).append(str(label))
        if found:
            return found if len(found) > 1 else {}
    return {}


def _waves_of(part: str, column: str, declaration: Declaration, labels: Labels) -> list[str]:
    if column == "region":
        return [wave for wave in declaration.waves if labels.waves[wave]["region"] == part]
    return list(declaration.waves) if part == "pooled" else _JOINED.split(part)


def basis_said(words: Mapping[str, str], basis: str, parts: Mapping[str, Sequence[str]], labels: Labels) -> str:
    """The basis of a figure, of its parts apart where they differ. words: those of the caption, or of the chart."""
    if not parts:
        return words[f"basis_{basis}"]
    return " ".join(
        f"{words[f'basis_{each}'].rstrip('.')} ({labels.language.listed(names)})." for each, names in parts.items()
    )


def caption(
    declaration: Declaration, results: Results, basis: str, language: str,
    parts: Mapping[str, Sequence[str]] | None = None,
) -> str:  # fmt: skip
    """Title and whom it is about with n, up to a full stop; what the marks mean; the basis. Plain text.

    parts: see `bases_of_parts`. Where answers are not collected the marks are those of what is possible, and intervals
    are there only beside them.
    """
    kind, labels = KINDS[declaration.kind, declaration.data], Labels(results, declaration, language)
    words = labels.words["caption"]
    who = labels.language.listed(_who(labels))
    title = declaration.title[language] + (f", {who}" if who else "")
    possible = basis == RECONSTRUCTED
    key = f"{kind.caption}_possible" if possible and f"{kind.caption}_possible" in words else kind.caption
    draws = labels.language.number(results.study["reconstruction"]["draws"], 0)
    reading = words[key].format(draws=draws, first=labels.first_region())
    marks = words["possible"] if possible and kind.values else ""
    collected = not possible or COLLECTED in set(kind.bases(declaration, results))
    bars = words["measured_bars" if kind.measures else "bars"] if kind.intervals and collected else ""
    others = kind.measures and "measured_units" in results.study["study"]
    said = [f"{title}.", reading, marks, bars, words["measured_others"] if others else ""]
    said.append(basis_said(words, basis, parts or {}, labels))
    return " ".join(filter(None, said))


def units_of(declaration: Declaration, results: Results) -> dict[str, int]:
    """Wave -> number of units of the figure; of all waves of the study where the figure names none."""
    waves = list(declaration.waves) or list(results.study["waves"])
    asked = results.table("measured") if declaration.measures else results.table("answers")
    members = {wave: set(asked.loc[asked["wave"] == wave, "unit"]) for wave in waves}
    if declaration.units == "panel":
        members = dict.fromkeys(waves, set.intersection(*members.values()))
    return {wave: len(units) for wave, units in members.items()}


def _who(labels: Labels) -> list[str]:
    if not labels.declaration.waves:
        return []
    if labels.declaration.measures:
        units = units_of(labels.declaration, labels.results)
        years = labels.language.listed(str(labels.measured[wave]["year"]) for wave in units)
        return [labels.words["caption"]["who_measured"].format(year=years, n=max(units.values()))]
    return [
        labels.words["caption"]["who"].format(
            region=labels.region(labels.waves[wave]["region"]), year=labels.waves[wave]["year"], n=n
        )
        for wave, n in units_of(labels.declaration, labels.results).items()
    ]


def alt_text(declaration: Declaration, table: pd.DataFrame, labels: Labels) -> str:
    """What the chart shows, in a sentence or a few, made from the figure's own table."""
    kind = KINDS[declaration.kind, declaration.data]
    if says_nothing(table, kind.values):
        return f"{declaration.title[labels.language.code]}. {labels.words['chart']['nothing_at_all']}"
    return f"{declaration.title[labels.language.code]}. {kind.describe(kind.label(table, labels), labels)}"
