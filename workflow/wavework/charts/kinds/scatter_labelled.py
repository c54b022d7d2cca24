"""Two numbers per unit, each point labelled directly; colour and marker by region.

Columns: unit_label; region_label, region_order; x; y. Units without x or y are named under the chart.
Optional: named ("no": a small grey point without a label, behind the others).
Optional, of what is possible (see `known_marks`): known, lowest, highest of y: an upright striped bar; none if it would
run over most of the scale. Such units are named over the chart, at their x. Where every y is that open there is no
chart but their places on x, and the sentence that says so.
Options: x_better (low | high): "low" inverts x so that a better rank is on the right; x_digits, y_digits;
scale (pair: what y can be at all, the axis where it is open).
Words: x_axis, y_axis; all_open, nearly_open if there is a column known; without_value (pattern "… {units}") if a unit
lacks x or y.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import grid_lines, limits_of, rank_ticks, ticks_of, value_gutter
from wavework.charts.chart_checks import Spec, Words, chart, ordered
from wavework.charts.label_placement import place_few, place_labels, spread, tie
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry, Limits, Sheet, around
from wavework.charts.text import block_height, block_width, line_height, text_width, wrapped
from wavework.known import BOUNDS, NOTHING, REACHED
from wavework.language.lists import alphabetical
from wavework.tables import records

Look = tuple[str, str]  # colour and marker of a region
HEIGHT, STRIP = 4.3, 0.25  # of the chart, and where there is none
UP = "\u2191"  # before the name of the upright axis
SPAN = 0.075  # width of a bar
OPEN = 0.75  # share of the scale from which on a bar says too little to be drawn; `all_open` and `nearly_open` say it


@chart(
    columns="unit_label region_label region_order x y",
    key="unit_label region_order",
    numeric="x y",
    words="x_axis y_axis",
    options={
        "x_better": "low",
        "x_digits": 0,
        "y_digits": 0,
        "scale": None,
    },
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = data if "named" in data else data.assign(named="yes")
    data = data.sort_values("unit_label", key=lambda names: names.map(alphabetical), kind="stable")
    shown = data.dropna(subset=["x", "y"]).sort_values("region_order", kind="stable")
    over = data[data["known"].isin([BOUNDS, REACHED, NOTHING]) & data["x"].notna()]
    unnamed = shown[shown["named"] == "no"]
    named = shown.drop(unnamed.index)
    regions = ordered(data[data["region_order"].isin([*named["region_order"], *over["region_order"]])], "region")
    x_limits = limits_of(np.append(shown["x"], over["x"]))
    y_limits = limits_of(np.append(shown["y"], over[["lowest", "highest"]]), spec["scale"] if len(over) else None)
    narrow = over["highest"] - over["lowest"] < OPEN * (y_limits[1] - y_limits[0])
    spans = over[known_marks.is_span(over["known"]) & narrow]
    grammar = known_marks.legend(pd.concat([data.drop(over.index), spans]), words)
    if len(spans) < len(over):
        grammar.append((words["nearly_open"], {"colour": style.WHITE}))
    inner = shape().width - 2 * style.MARGIN
    told = len(shown) > 0 or len(spans) > 0
    y_ticks = ticks_of(*y_limits, 7, whole=spec["y_digits"] == 0) if told else []
    y_texts = [words.number(tick, spec["y_digits"]) for tick in y_ticks]
    scale = max((text_width(text, style.SMALL) for text in y_texts), default=0.0) + 0.1
    looks = [style.groups()[k % len(style.groups())] for k in range(len(regions))]
    keys = [{"colour": colour, "marker": marker, "size": _size(marker)} for colour, marker in looks]
    entries: list[Entry] = [(label, key) for (_, label), key in zip(regions, keys, strict=True)]
    axis = wrapped(words["y_axis"] if told else words["all_open"], inner, style.SMALL)
    few, numbered = shape().names == "few", shape().names == "listed"
    if told and few:  # on a slide height is what names need: the axis is named on the legend's line
        entries.insert(0, (words["y_axis"], {"colour": style.GREY, "sign": UP}))
        axis = ""
    under = wrapped(words["x_axis"], inner - scale, style.SMALL)
    above = (block_height(axis, style.SMALL) if axis else 0.0) + 0.15
    left, width = style.MARGIN + scale, inner - scale
    entries += grammar if told else []
    spec = {**spec, "note": _note(data.drop(over.index), spec, words)}
    foot = 0.1 + line_height(style.SMALL) + block_height(under, style.SMALL)
    x_limits = x_limits[::-1] if spec["x_better"] == "low" else x_limits
    wanted, note = over, spec["note"]
    for reserved in ("", words["more_names"]):  # room for the line that counts names without a place, if need be
        room = around({**spec, "note": f"{note} {reserved}".strip()}, words, entries, gap=0.05).room - above - foot
        over = _beside_each_other(wanted, width, x_limits, room - (1.2 if told else STRIP) - 0.3)
        band = max((text_width(label, style.SMALL) for label in over["said"]), default=-0.3) + 0.3
        height = min(HEIGHT, 1.2 * width, room - band) if told else STRIP
        points = np.column_stack([
            width * _along(named["x"], x_limits),
            height * _along(named["y"], y_limits),
        ])  # fmt: skip
        labels = _placed(points, named["unit_label"], numbered, (width, height))
        lacking = sum(corner is None for *_, corner in labels) + (over["said"] == "").sum() * (not numbered)
        if not lacking:
            break
    if lacking:
        spec["note"] = f"{note} {words['more_names'].format(n=words.number(lacking))}".strip()
    names = [f"{k}  {label}" for k, label in enumerate(named["unit_label"], start=1)] if numbered else []
    names += _with_x(over, spec, words) if numbered else []
    listed, columns = _listed(names, inner)
    rest = above + band + foot + listed
    sheet = Sheet(rest + height, spec, words, entries, gap=0.05)
    top = sheet.top + above
    sheet.text(style.MARGIN, top - 0.1, axis, "bottom", style.SMALL, color=style.GREY if told else style.INK)
    top += band

    whole = spec["x_digits"] == 0
    low, high = sorted(x_limits)
    ranks = spec["x_better"] == "low" and whole
    most = min(8, int(width / 0.45))
    x_ticks = rank_ticks(low, high, most) if ranks else ticks_of(low, high, most, whole=whole)
    axes = sheet.axes(left, top, width, height, x_limits, y_limits)
    value_gutter(sheet, left - 0.06, top, height, y_limits, y_ticks, y_texts)
    grid_lines(axes, x_ticks, y_ticks)
    for tick in x_ticks:
        x = left + width * _along(tick, x_limits)
        text = words.number(tick, spec["x_digits"])
        sheet.text(x, top + height + 0.05, text, size=style.SMALL, color=style.GREY, ha="center")
    under_at = top + height + 0.06 + line_height(style.SMALL)
    sheet.text(left + width / 2, under_at, under, size=style.SMALL, color=style.GREY, ha="center")
    if len(unnamed):
        axes.plot(unnamed["x"], unnamed["y"], "o", color=style.RULE, ms=3.2, mec=style.HATCH, mew=0.4)
    look_of = {order: look for (order, _), look in zip(regions, looks, strict=True)}
    for order, (colour, marker) in look_of.items():
        region = named[named["region_order"] == order]
        axes.plot(region["x"], region["y"], marker, color=colour, ms=_size(marker), mec=style.WHITE, mew=0.6)
    if len(over):
        _over(sheet, over, look_of, (left, top, width))
        if told:
            _spans(axes, spans, look_of)
    ground = {"bbox": {"facecolor": style.WHITE, "edgecolor": "none", "pad": 0.4}} if len(spans) else {}
    _labels(sheet, labels, (left, top, height), **ground)
    for k, name in enumerate(names):
        column, row = divmod(k, -(-len(names) // columns))
        at = style.MARGIN + column * (inner / columns), top + height + foot + 0.12 + row * line_height(style.SMALL)
        sheet.text(*at, name, size=style.SMALL)
    return sheet.figure


def _listed(names: Sequence[str], width: float) -> tuple[float, int]:
    """Height of a list of names under the chart, and in how many columns it stands."""
    if not names:
        return 0.0, 1
    columns = max(1, int(width / (max(text_width(name, style.SMALL) for name in names) + 0.15)))
    return 0.12 + line_height(style.SMALL) * -(-len(names) // columns), columns


def _with_x(over: pd.DataFrame, spec: Spec, words: Words) -> list[str]:
    """The units that have no point, in the order of their x, with it."""
    rows = over.sort_values("x", kind="stable")
    return [f"{words.number(row['x'], spec['x_digits'])}  {row['unit_label']}" for row in records(rows)]


def _beside_each_other(over: pd.DataFrame, width: float, limits: Limits, most: float) -> pd.DataFrame:
    """The units over the chart with their place on x (`at`), and what is `said` of each: its name, or "" where there
    is no room for all names. most: length of a name that has room."""
    rows = over.assign(at=width * _along(over["x"], limits), said=over["unit_label"])
    rows = rows.sort_values("at", kind="stable")
    if shape().names == "all":
        return rows
    taken, said = -1.0, []
    for row in records(rows):
        free = shape().names == "few" and row["at"] - taken >= line_height(style.SMALL)
        free = free and text_width(row["unit_label"], style.SMALL) <= most
        taken = row["at"] if free else taken
        said.append(row["unit_label"] if free else "")
    return rows.assign(said=said)


def _over(sheet: Sheet, over: pd.DataFrame, look_of: Mapping[float, Look], place: tuple[float, float, float]) -> None:
    """Names of the units that have no point, upright over the chart, tied to their places, with their region's mark."""
    left, top, width = place
    everyone = shape().names == "all"
    placed = spread(over["at"].tolist(), line_height(style.SMALL), 0.05, width - 0.05) if everyone else over["at"]
    for row, x in zip(records(over), placed, strict=True):
        colour, marker = look_of[row["region_order"]]
        tie_line = [left + row["at"]] * 2 + [left + x]
        sheet.line(tie_line, [top + 0.06, top - 0.04, top - 0.14], style.GREY, linewidth=0.5)
        sheet.mark(left + x, top - 0.18, colour, marker, 0.65 * _size(marker))
        if row["said"]:
            sheet.upright_text(left + x, top - 0.25, row["said"])


def _spans(axes: Axes, spans: pd.DataFrame, look_of: Mapping[float, Look]) -> None:
    """What is possible of y, as an upright bar at x."""
    along, up = known_marks.inches(axes)
    for _, row in spans.iterrows():
        wide, high = SPAN / along, row["highest"] - row["lowest"]
        box = (row["x"] - wide / 2, row["lowest"], wide, high)
        colour = look_of[row["region_order"]][0]
        for part in known_marks.striped(
            box, (SPAN, high * up), (style.WHITE, colour), edgecolor=colour, linewidth=0.6, zorder=2
        ):
            axes.add_artist(part)


def _size(marker: str) -> float:
    return 5.0 if marker == "D" else 6.0  # a diamond of the same number looks larger


def _note(data: pd.DataFrame, spec: Spec, words: Words) -> str:
    """The note, with the units that have no point: nobody is dropped silently."""
    told = data[data["named"] != "no"]
    gone = sorted(told.loc[told[["x", "y"]].isna().any(axis=1), "unit_label"], key=alphabetical)
    said = words.get("without_value", "{units}").format(units=", ".join(gone)) if gone else ""
    return " ".join(text for text in (said, spec["note"]) if text)


def _along(value: Any, limits: Limits) -> Any:
    return (value - limits[0]) / (limits[1] - limits[0])


def _placed(
    points: np.ndarray, names: Iterable[str], numbered: bool, frame: tuple[float, float]
) -> list[tuple[np.ndarray, str, tuple[float, float], np.ndarray | None]]:
    """Point, text, its size and lower left corner of each label in inches; no corner where there is no room for it."""
    texts = [str(k) if numbered else wrapped(name, 1.4, style.SMALL) for k, name in enumerate(names, start=1)]
    sizes = [(block_width(text, style.SMALL) + 0.02, block_height(text, style.SMALL)) for text in texts]
    place = place_few if shape().names == "few" else place_labels
    return list(zip(points, texts, sizes, place(points, sizes, frame), strict=True))


def _labels(
    sheet: Sheet,
    labels: Iterable[tuple[np.ndarray, str, tuple[float, float], np.ndarray | None]],
    place: tuple[float, float, float],
    **options: Any,
) -> None:
    left, top, height = place
    for point, text, size, corner in labels:
        if corner is None:
            continue
        end = tie(point, corner, size)
        if end is not None:
            xs, ys = [left + point[0], left + end[0]], [top + height - point[1], top + height - end[1]]
            sheet.line(xs, ys, style.GREY, linewidth=0.5)
        sheet.text(left + corner[0] + 0.01, top + height - corner[1], text, "bottom", style.SMALL, **options)
