"""Labels in a language in the place of ids, for one figure's table, and the words and options that its chart takes."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.exhibits.data import Results
from wavework.exhibits.declarations import Declaration
from wavework.language.names import Names, alphabetical
from wavework.language.writing import language_of
from wavework.scores import self_reported_ranges

CHARTS = {  # kind (or data, where a kind serves several questions) -> axis words and options
    "trajectories": {"y": "egdi_rank", "options": {"better": "low", "digits": 0}},
    "scatter_labelled": {"x": "egdi_rank", "y": "score", "options": {"x_better": "low", "x_digits": 0, "y_digits": 0}},
    "self_reported": {"x": "self_reported", "options": {"digits": 1, "numbers": True, "groups": "waves"}},
    "implementation": {"x": "score", "options": {"limits": (0, 100), "digits": 0, "numbers": True}},
    "association": {"x": "association", "options": {"limits": (-1, 1), "reference": 0, "digits": 2, "numbers": True}},
    "contrast": {"x": "contrast", "options": {"limits": (-1, 1), "reference": 0, "digits": 2, "numbers": True}},
    "mean_value": {"x": "mean_value", "options": {"measure": "score", "digits": 1}},
    "count": {"x": "count", "options": {"measure": "count"}},
    "paired_change": {"x": "score", "options": {"limits": (0, 100), "digits": 0}},
    "leave_one_out": {"x": "association", "options": {"reference": 0, "limits": (-1, 1), "digits": 2}},
    "specification_curve": {"y": "association", "options": {"reference": 0, "digits": 2}},
    "verdicts": {"x": "draws", "options": {}},
}


class Labels(Names):
    """Names of everything that a figure shows, in one language."""

    def __init__(self, results: Results, declaration: Declaration, language: str):
        self.results, self.declaration = results, declaration
        self.study, self.book, self.language = results.study, results, language_of(results.study, language)
        self.words = self.language.shared
        self.of_claim = {claim: keys["text"][language] for claim, keys in results.claim_texts.items()}

    @cached_property
    def of_own_answer(self) -> dict[str, str]:
        """Answer, of the scales of the figure's items, or status -> its label."""
        items = self.results.items
        scales = set(items.loc[items["item"].isin(list(self.declaration.items)), "scale"])
        own = {answer: label for (scale, answer), label in self.of_answer.items() if not scales or scale in scales}
        return {**self.words["statuses"], **own}

    def first_region(self) -> str:
        """The region of the figure's first wave: what a contrast counts as positive."""
        waves = self.declaration.waves
        return self.region(self.study["waves"][waves[0]]["region"]) if waves else ""

    def wave_panel(self, wave: str) -> str:
        """A wave as a panel's title: region and year where the figure spans regions, otherwise the year."""
        shown = [self.waves[other] for other in self.declaration.waves]
        if len(shown) > 1 and len({choices["region"] for choices in shown}) == 1:
            year = self.waves[wave]["year"]
            twice = [choices["year"] for choices in shown].count(year) > 1
            return self.short_name(wave) if twice else str(year)
        return self.region_and_year(wave)

    def panel(self, panel: str) -> str:
        """A panel is a wave, a region, or a pair of waves `from>to`."""
        if ">" in panel:
            first, last = panel.split(">")
            return f"{self.region_and_year(first)}–{self.waves[last]['year']}"
        return self.wave_panel(panel) if panel in self.waves else self.region(panel)

    def row(self, row: str) -> str:
        """A row is an item, a wave, all regions together, or a dimension."""
        if row in self.of_item:
            return self.of_item[row]
        return self.panel(row) if row in self.waves or row == "pooled" else self.dimension(row)

    def group(self, group: str) -> str:
        """A group is a wave, a region, all regions together, or a dimension."""
        panels = {*self.waves, *self.study["regions"], "pooled"}
        return self.panel(group) if group in panels else self.dimension(group)

    def compared(self, item: str, wave: str) -> str:
        """A published value is named by its item, or by its wave alone."""
        name = self.of_item.get(item) or self.of_battery.get(item.removeprefix("battery:"))
        return f"{name or self.words['choices']['participation']} ({self.region_and_year(wave)})"

    def amount(self, value: float, unit: str) -> str:
        """A count, share or mean as the language writes it."""
        if unit == "share":
            return self.language.percent(value)
        return self.language.number(value, 0 if unit == "count" else 1)

    def choice(self, choice: str) -> str:
        """A choice of the specification curve: a word of its own, a region, or a service that is left out."""
        words = self.words["choices"]
        if choice.startswith("without_"):
            return words["without"].format(unit=self.of_unit.get(choice.removeprefix("without_"), ""))
        if choice.replace(".", "").isdigit():  # a value of the config that is no choice of the grid
            return self.language.number(float(choice), len(choice.partition(".")[2]))
        return words[choice] if choice in words else self.region(choice)


def labelled(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """The figure's table with a label column for each id column that it has."""
    makers: dict[str, Callable[[Any], Any]] = {
        "panel": labels.panel,
        "item": labels.of_item.get,
        "answer": labels.of_own_answer.get,
        "unit": lambda unit: labels.of_unit.get(unit, ""),
        "region": labels.region,
        "wave": labels.short_name if labels.declaration.kind == "participation" else labels.wave_panel,
        "group": labels.group,
        "row": labels.row,
    }
    if labels.declaration.kind == "compared_values":
        units = labels.words["units"]
        rows = [labels.compared(item, wave) for item, wave in zip(table["item"], table["wave"], strict=True)]
        published = [
            text or labels.amount(float(value), unit)
            for text, value, unit in zip(table["published_text"], table["published"], table["panel"], strict=True)
        ]
        reproduced = [
            labels.amount(float(v), unit) for v, unit in zip(table["reproduced"], table["panel"], strict=True)
        ]
        return table.assign(
            panel_label=[units[unit] for unit in table["panel"]],
            row_label=rows,
            published_text=published,
            reproduced_text=reproduced,
        )
    if labels.declaration.kind == "verdicts":
        makers = {
            "claim": labels.of_claim.get,
            "verdict": labels.words["verdicts"].get,
            "section": labels.words["sections"].get,
        }
    if labels.declaration.kind == "specification_curve":
        makers = {"choice_group": labels.words["choices"].get, "choice": labels.choice}
    named = table.copy()
    for column, maker in makers.items():
        if column in table.columns and f"{column}_label" not in table.columns:
            named[f"{column}_label"] = [maker(cell) for cell in table[column]]
    if labels.declaration.kind == "participation":  # the rows in the alphabet of the language
        in_order = sorted(set(named["unit_label"]), key=alphabetical)
        named["unit_order"] = named["unit_label"].map({name: place for place, name in enumerate(in_order, start=1)})
    if "reason" in named.columns:
        named["reason"] = named["reason"].map(lambda text: labels.words["statuses"].get(text, text))
    return named


def chart_words(declaration: Declaration, labels: Labels) -> dict[str, str]:
    """The words that the figure's chart takes: the shared ones and the names of its axes."""
    words = dict(labels.words["chart"])
    axes = labels.words["axes"]
    chart: Mapping[str, Any] = CHARTS.get(declaration.data) or CHARTS.get(declaration.kind) or {}
    slots = {"first": labels.first_region()}
    if limits := _scale_limits(declaration, labels.results):
        slots |= {end: labels.language.number(v) for end, v in zip(("low", "high"), limits, strict=True)}
    words |= {f"{axis}_axis": axes[chart[axis]].format(**slots) for axis in ("x", "y") if axis in chart}
    if chart.get("options", {}).get("reference") is not None:
        words["reference"] = axes["reference"]
    level = labels.language.shortest(labels.language.alpha)
    words |= {name: words[name].format(alpha=level) for name in ("significant", "not_significant")}
    if declaration.kind == "paired_change" or declaration.kind == "ranked_items":
        words["not_available"] = labels.words["statuses"]["not_asked"]
    return words


def _scale_limits(declaration: Declaration, results: Results) -> tuple[float, float] | None:
    """Ends of the axis of a figure that shows means of answers: those of the answers' scale."""
    if declaration.data == "self_reported":
        ranges = self_reported_ranges(results.items, results.scales).values()
        return min(low for low, _ in ranges), max(high for _, high in ranges)
    if declaration.data == "mean_value":
        of_items = results.items.loc[results.items["item"].isin(list(declaration.items)), "scale"]
        values = results.scales.loc[results.scales["scale"].isin(of_items), "value"].dropna()
        return float(values.min()), float(values.max())
    return None


def chart_options(declaration: Declaration, results: Results, basis: str) -> dict[str, Any]:
    """The options that the figure's chart takes."""
    chart: Mapping[str, Any] = CHARTS.get(declaration.data) or CHARTS.get(declaration.kind) or {}
    options = {"id": declaration.id, "basis": basis, **chart.get("options", {})}
    if limits := _scale_limits(declaration, results):
        options["limits"] = limits
    if declaration.kind in ("stacked_shares", "budget_effects", "single_choice", "heatmap"):
        scales = results.items.loc[results.items["item"].isin(list(declaration.items)), "scale"].unique()
        if len(scales) == 1:
            own = results.scales[(results.scales["scale"] == scales[0]) & (results.scales["status"] == "answered")]
            options["scale_length"] = len(own)
    return options


def figure_basis(declaration: Declaration, results: Results) -> str:
    """What the figure rests on: the weakest basis of what went into it."""
    if declaration.kind == "trajectories":
        return weakest(results.egdi["basis"])
    bases = results.bases(list(declaration.waves or results.study["waves"]))
    if declaration.kind == "participation":  # a reconstruction starts from the published list of who took part
        bases = ["published" if basis == "reconstructed" else basis for basis in bases]
    return weakest(bases)
