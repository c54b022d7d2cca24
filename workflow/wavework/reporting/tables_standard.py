"""The sections of the standard report, for a study that has no text of its own.

Each part is a whole section with its heading, made of the same variables, tables and figures that a text of one's own
would include; it is empty where the study has nothing for it.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

import pandas as pd

from wavework.reporting.layout import STANDARD_PARTS
from wavework.reporting.markdown import markdown_text
from wavework.reporting.tables_claims import claims_tables, published_tables
from wavework.reporting.tables_data import banner, prevalence_of
from wavework.reporting.tables_figures import figure_includes
from wavework.reporting.tables_statistics import statistics_tables
from wavework.reporting.values import Values
from wavework.reporting.values_inputs import Inputs

OF_ITEMS = ("stacked_shares", "budget_effects", "single_choice", "ranked_items")  # charts that show a battery's answers


def standard_parts(inputs: Inputs, values: Values) -> dict[str, str]:
    """All of STANDARD_PARTS. values: the report's variables, for the sentences."""
    figures = figure_includes(inputs)
    statistics, claims = statistics_tables(inputs), claims_tables(inputs)
    of_battery = battery_figures(inputs)
    shown = {figure for chosen in of_battery.values() for figure in chosen}
    further = [figure for figure in inputs.figure_data if figure not in shown]
    published = published_tables(inputs)
    parts = {
        "part-summary": _section(
            inputs, "summary", [*_said(values, ["finding.claims", "basis.answers", "basis.reading"]), banner(inputs)]
        ),
        "part-batteries": _batteries(inputs, values, of_battery, figures),
        "part-scores": _section(inputs, "scores", [
            *_said(values, _named(values, "means.")), statistics["statistics-means"],
        ]),
        "part-change": _section(inputs, "change", [
            *_said(values, _overall(values, "finding.change.")), statistics["statistics-change"],
            statistics["statistics-items"], statistics["statistics-ranks"],
        ]),
        "part-contrast": _section(inputs, "contrast", [
            *_said(values, _overall(values, "finding.contrast")), statistics["statistics-contrast"],
            statistics["statistics-item-contrast"],
        ]),
        "part-association": _section(inputs, "association", [
            *_said(values, [*_overall(values, "finding.assoc."), "finding.income", "finding.curve"]),
            statistics["statistics-association"], statistics["statistics-curve"],
        ]),
        "part-claims": _section(inputs, "claims", [
            *_said(values, ["finding.draws"] if "finding.draws" in set(values) else []), claims["verdicts"],
            *(text for name, text in claims.items() if name.startswith("claims-")), claims["verdict-counts"],
            claims["slips"], published["published"], published["published-others"],
        ]),
        "part-figures": _section(inputs, "figures", [figures[f"fig-{figure}"] for figure in further]),
    }  # fmt: skip
    return {name: parts[name] for name in STANDARD_PARTS}


def battery_figures(inputs: Inputs) -> dict[str, list[str]]:
    """Battery -> the figures that show answers to items of this battery alone."""
    items = inputs.book.items
    battery_of = dict(zip(items["item"], items["battery"], strict=True))
    found: dict[str, list[str]] = {}
    for figure, data in inputs.figure_data.items():
        if inputs.figures[figure].get("kind") not in OF_ITEMS:
            continue
        shown = pd.read_csv(BytesIO(data), dtype=str, keep_default_na=False)["item"].unique()
        batteries = {battery_of[item] for item in shown if item in battery_of}
        if len(batteries) == 1:
            found.setdefault(batteries.pop(), []).append(figure)
    return found


def _batteries(inputs: Inputs, values: Values, of_battery: dict[str, list[str]], figures: dict[str, str]) -> str:
    """A subsection per battery that was asked: what was answered in each wave, its figures, the counts."""
    parts = []
    for battery, title in inputs.of_battery.items():
        counts = prevalence_of(inputs, battery)
        if not counts:
            continue
        said = [_battery_sentence(inputs, values, wave, battery) for wave in inputs.waves]
        shown = [figures[f"fig-{figure}"] for figure in of_battery.get(battery, [])]
        heading = f"### {markdown_text(title)} {{#sec-battery-{battery.replace('_', '-')}}}"
        parts += [heading, *filter(None, said), *shown, counts]
    return _section(inputs, "batteries", parts)


def _battery_sentence(inputs: Inputs, values: Values, wave: str, battery: str) -> str:
    known = set(values)
    if f"battery.{wave}.{battery}" in known:
        return _text(values, f"battery.{wave}.{battery}")
    names = [f"answers.{wave}.{item}" for item in inputs.items_asked(wave, battery)]
    return " ".join(_text(values, name) for name in names if name in known)


def _section(inputs: Inputs, name: str, parts: Sequence[str]) -> str:
    """A section with its heading; empty without content."""
    content = [part for part in parts if part.strip()]
    if not content:
        return ""
    heading = f"## {markdown_text(inputs.language.say(f'standard.{name}'))} {{#sec-{name}}}"
    return "\n\n".join([heading, *(part.rstrip("\n") for part in content)]) + "\n"


def _said(values: Values, names: Iterable[str]) -> list[str]:
    """The variables of these names that there are, each as a paragraph."""
    known = set(values)
    return [_text(values, name) for name in names if name in known]


def _text(values: Values, name: str) -> str:
    return str(markdown_text(values[name]))


def _named(values: Values, start: str) -> list[str]:
    return [name for name in values if name.startswith(start)]


def _overall(values: Values, start: str) -> list[str]:
    return [name for name in _named(values, start) if name.endswith(".overall")]
