"""Who took part in which wave: one tile per unit and wave, blocks by region, members of the panel marked.

Columns: region_label, region_order; unit_label, unit_order; wave_label, wave_order (a region has its own waves);
took_part: yes | no; panel_member: yes | no (of the unit; took part in both of its region's waves).
Options: none of its own.
Words: took_part, not_in_wave, panel_member, n.
"""

from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.chart_checks import Spec, Words, chart, is_yes, ordered
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry, Rows, Sheet, around, panel_lines, rows_of
from wavework.charts.text import block_height, line_height, text_width, wrapped

ROW, TILE, COLUMN, GAP = 0.22, 0.15, 0.62, 0.35
MORE = line_height(style.SMALL) + 0.02  # the line that counts what has no room


@chart(
    columns="region_label region_order unit_label unit_order wave_label wave_order took_part panel_member",
    key="region_order unit_order wave_order",
    words="took_part not_in_wave panel_member n",
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = data.assign(took_part=is_yes(data["took_part"]), panel_member=is_yes(data["panel_member"]))
    regions = [(label, data[data["region_order"] == order]) for order, label in ordered(data, "region")]
    inner = shape().width - 2 * style.MARGIN
    waves = max(region["wave_order"].nunique() for _, region in regions)
    names = max(text_width(label, shape().base, True) for label in data["unit_label"])
    names = min(names, 2.2 * max(shape().narrow, 0.6)) + 0.3
    narrowest = COLUMN * max(shape().narrow, 0.6)
    width, lines = panel_lines(len(regions), inner, least=min(names + waves * narrowest, inner), gap=GAP)
    entries: list[Entry] = [
        (words["took_part"], {"colour": style.accent()}),
        (words["not_in_wave"], {"colour": style.FAINT}),
        (words["panel_member"], {"colour": style.INK, "marker": "D", "size": 3.5}),
    ]
    titles = [wrapped(label, width, shape().base, True) for label, _ in regions]
    column = min(max(narrowest, (width - names) / waves), 1.1)
    labels = [label for _, region in regions for _, label in ordered(region, "wave")]
    heads = [wrapped(label, column - 0.06, style.SMALL).count("\n") + 1 for label in labels]
    head = max(block_height(title, shape().base) for title in titles)
    head += (max(heads) + 1) * line_height(style.SMALL) + 0.1
    units = [[label for _, label in ordered(region, "unit")] for _, region in regions]
    grids = [rows_of(each, names - 0.3, least=ROW - 0.1 * (1 - shape().air), gap=0.04) for each in units]
    room = around(spec, words, entries).room / len(lines) - head - 0.15
    grids = [_fitting(grid, room) for grid in grids]
    heights = [head + max(grids[k].total for k in line) + 0.15 for line in lines]
    sheet = Sheet(sum(heights) - 0.15, spec, words, entries)
    top = sheet.top
    for line, height in zip(lines, heights, strict=True):
        for k, index in enumerate(line):
            left = style.MARGIN + k * (width + GAP)
            sheet.text(left, top, titles[index], weight="bold")
            _block(sheet, regions[index][1], grids[index], (left, top + head, names, column), words)
            if more := len(units[index]) - len(grids[index].labels):
                under = top + head + grids[index].total - MORE + 0.02
                text = words["more_rows"].format(n=words.number(more))
                sheet.text(left, under, wrapped(text, width, style.SMALL), size=style.SMALL, color=style.GREY)
        top += height
    return sheet.figure


def _fitting(rows: Rows, room: float) -> Rows:
    """The rows that have room, and space for the line that counts the others."""
    if rows.total <= room:
        return rows
    kept = rows.fitting(room - MORE)
    return replace(kept, total=kept.total + MORE)


def _block(
    sheet: Sheet, region: pd.DataFrame, rows: Rows, place: tuple[float, float, float, float], words: Words
) -> None:
    """One region: units down, waves across, the number of services under each wave's name."""
    left, top, names, column = place
    waves = ordered(region, "wave")
    for k, (wave, label) in enumerate(waves):
        x = left + names + k * column
        part = region[region["wave_order"] == wave]
        n = words.n(int(part["took_part"].sum()))
        text = f"{wrapped(label, column - 0.06, style.SMALL)}\n{n}"
        sheet.text(x, top - 0.06, text, "bottom", style.SMALL, color=style.GREY)
    for (unit, _), label, centre in zip(ordered(region, "unit"), rows.labels, rows.centres, strict=False):
        cells = region[region["unit_order"] == unit]
        member = bool(cells["panel_member"].any())
        sheet.text(left + 0.14, top + centre, label, "center", weight="bold" if member else "normal")
        if member:
            sheet.mark(left + 0.05, top + centre, style.INK, "D", 3.5)
        took = cells.set_index("wave_order")["took_part"]
        for k, (wave, _) in enumerate(waves):
            colour = style.accent() if took.get(wave, False) else style.FAINT
            x = left + names + k * column
            high = TILE - 0.04 * (1 - shape().air)
            sheet.box(x, top + centre - high / 2, column - 0.08, high, colour, edgecolor=style.HATCH, linewidth=0.5)
