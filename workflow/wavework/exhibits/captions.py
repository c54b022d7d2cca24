"""Captions and alt texts, computed from what a figure shows."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from wavework.basis import RECONSTRUCTED, weakest
from wavework.exhibits.figure_inputs import NOT_ASKED, Declaration, Results
from wavework.exhibits.kind import bases_of_waves
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.known_columns import FEW, says_nothing
from wavework.exhibits.labels import Labels

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
    declaration: Declaration, results: Results, basis: str, language: str, table: pd.DataFrame | None = None
) -> str:
    """Title and whom it is about with n, up to a full stop; of waves beside each other how many of their units are the
    same; what is shown; what was not asked (by the figure's own table); the basis. Plain text.

    What the marks mean stands in the figure itself.
    """
    kind, labels = KINDS[declaration.kind, declaration.data], Labels(results, declaration, language)
    words = labels.words["caption"]
    parts = {} if table is None else bases_of_parts(declaration, table, labels)
    who = _together(labels)
    title = declaration.title[language] + (f", {who}" if who else "")
    possible = basis == RECONSTRUCTED
    key = f"{kind.caption}_possible" if possible and f"{kind.caption}_possible" in words else kind.caption
    draws = labels.language.number(results.study["reconstruction"]["draws"], 0)
    correlation = labels.words["correlations"][results.coefficients[0]]["caption"]
    reading = words[key].format(draws=draws, first=labels.first_region(), correlation=correlation)
    said = [
        f"{title}.",
        *_same_units(labels),
        reading,
        "" if table is None else not_asked(kind.label(table, labels), labels),
        basis_said(words, basis, parts, labels),
    ]
    return " ".join(filter(None, said))


def whom(declaration: Declaration, results: Results, language: str) -> str:
    """Whom the figure is about, with n, and how many of its waves' units are the same; empty where it names no wave."""
    labels = Labels(results, declaration, language)
    who = _together(labels)
    return " ".join([f"{who}.", *_same_units(labels)]) if who else ""


def units_of(declaration: Declaration, results: Results) -> dict[str, int]:
    """Wave -> number of units of the figure; of all waves of the study where the figure names none."""
    return {wave: len(units) for wave, units in _members(declaration, results).items()}


def _members(declaration: Declaration, results: Results) -> dict[str, set[str]]:
    """Wave -> the units of the figure."""
    waves = KINDS[declaration.kind, declaration.data].waves(declaration, results)
    asked = results.table("measured") if declaration.measures else results.table("answers")
    members = {wave: set(asked.loc[asked["wave"] == wave, "unit"]) for wave in waves}
    if declaration.units == "panel":
        members = dict.fromkeys(waves, set.intersection(*members.values()))
    return members


def _who(labels: Labels) -> list[str]:
    if not labels.declaration.waves:
        return []
    units = units_of(labels.declaration, labels.results)
    if labels.declaration.measures:
        counts: dict[int, list[str]] = {}  # number of units -> years
        for wave, n in units.items():
            counts.setdefault(n, []).append(str(labels.measured[wave]["year"]))
        words = labels.words["caption"]["who_measured"]
        return [words.format(year=labels.language.listed(years), n=n) for n, years in counts.items()]
    words, of_region = labels.words["caption"], dict[str, list[str]]()
    for wave, n in units.items():
        told = of_region.setdefault(labels.region(labels.waves[wave]["region"]), [])
        slots = {"region": labels.region(labels.waves[wave]["region"]), "year": labels.waves[wave]["year"], "n": n}
        told.append(words["when" if told else "who"].format(**slots))
    return [labels.language.listed(told) for told in of_region.values()]


def _together(labels: Labels) -> str:
    """Whom the figure is about in a phrase; parted by semicolons where a region has several waves."""
    told = _who(labels)
    several = len(labels.declaration.waves) > len(told) > 1
    return labels.words["join"]["semicolon"].join(told) if several else labels.language.listed(told)


def _same_units(labels: Labels) -> list[str]:
    """How many units are the same, of each region of which the figure sets several waves beside each other; nothing
    where it shows these units alone."""
    declaration, words = labels.declaration, labels.words["caption"]
    kind = KINDS[declaration.kind, declaration.data]
    if not declaration.waves or declaration.units == "panel" or not kind.over_time:
        return []
    of_region: dict[str, list[set[str]]] = {}
    for wave, units in _members(declaration, labels.results).items():
        region = "" if declaration.measures else labels.waves[wave]["region"]
        of_region.setdefault(region, []).append(units)
    told = []
    for region, each in of_region.items():
        n, all_same = len(set.intersection(*each)), len(set(map(frozenset, each))) == 1
        if len(each) < 2 or (declaration.measures and all_same):
            continue
        key = "some_measured" if declaration.measures else "same_units" if all_same else "some_units"
        sentence = words[key].format(n=n)
        told.append(labels.of_panel(labels.region(region), sentence) if len(of_region) > 1 else sentence)
    return told


def alt_text(declaration: Declaration, table: pd.DataFrame, labels: Labels) -> str:
    """What the chart shows, in a sentence or a few, made from the figure's own table."""
    kind, title = KINDS[declaration.kind, declaration.data], declaration.title[labels.language.code]
    shown, nothing = kind.label(table, labels), labels.words["chart"]["nothing_at_all"]
    said = nothing if says_nothing(table, kind.values) else kind.describe(shown, labels)
    parts = [f"{title}.", said, not_asked(shown, labels)]
    return " ".join(filter(None, parts))


def not_asked(table: pd.DataFrame, labels: Labels) -> str:
    """The items that were not asked, with the panel or wave where the figure shows several; "" if all were asked.

    table: labelled; it tells so by `status`, or by `reason` where it has no status.
    """
    if "item_label" not in table:
        return ""
    words, statuses = labels.words, labels.words["statuses"]
    told = table["status"] if "status" in table else table.get("reason", pd.Series("", index=table.index))
    rows = table[told.isin([NOT_ASKED, statuses[NOT_ASKED]])]
    where = next((f"{place}_label" for place in ("panel", "wave") if f"{place}_label" in table), "")
    if where and len(set(table[where])) > 1:
        items = [f"{item} ({place})" for item, place in zip(rows["item_label"], rows[where], strict=True)]
    else:
        items = list(rows["item_label"])
    items = list(dict.fromkeys(items))
    if not items:
        return ""
    if len(items) > FEW:
        items = [*items[: FEW - 1], words["chart"]["more_items"].format(n=len(items) - FEW + 1)]
    return str(words["caption"]["not_asked"].format(items=labels.language.listed(items)))
