"""The sections of the standard report, for a study that has no text of its own.

Each part is a whole section with its heading, made of the same variables, tables and figures that a text of one's own
would include; it is empty where the study has nothing for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import pandas as pd

from wavework.exhibits.kinds import KINDS
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import markdown_text
from wavework.reporting.tables.data import prevalence_of
from wavework.reporting.tables.measures import MEASURE_TABLES, headline
from wavework.reporting.values.measures import COEFFICIENTS
from wavework.reporting.values.variables import Values

OF_ITEMS = {kind for (kind, _), record in KINDS.items() if record.items}  # charts that show a battery's answers


def standard_parts(inputs: Inputs, values: Values, includes: Mapping[str, str]) -> dict[str, str]:
    """`part-<name>` -> a section. values: the report's variables, for the sentences; includes: the others by name."""
    of_battery = battery_figures(inputs)
    shown = {figure for chosen in of_battery.values() for figure in chosen}
    shown |= set(_measure_figures(inputs))
    further = [figure for figure in inputs.figure_data if figure not in shown]
    claims = [name for name in includes if name.startswith("claims-")]

    def told(variables: Iterable[str], *named: str) -> list[str]:
        """The variables that a part begins with, and the includes that follow."""
        return [*_paragraphs(values, variables), *(includes[name] for name in named)]

    contents = {
        "summary": told(
            [*_headline(inputs, values), "finding.claims", "basis.answers", "basis.reading"], "basis-banner"
        ),
        "measures": _measures(inputs, values, includes),
        "batteries": _batteries(inputs, values, of_battery, includes),
        "scores": told(_named(values, "means."), "statistics-means"),
        "change": told(
            _overall(values, "finding.change."), "statistics-change", "statistics-items", "statistics-ranks"
        ),
        "contrast": told(_overall(values, "finding.contrast"), "statistics-contrast", "statistics-item-contrast"),
        "association": told(
            [*_overall(values, "finding.assoc."), "finding.income", "finding.curve"],
            *("statistics-association", "statistics-curve"),
        ),
        "claims": told(
            ["finding.draws", "finding.ladder", "finding.settle"],
            *("verdicts", *claims, "verdict-counts", "deciding-facts", "ladder", "what-would-settle"),
            *("slips", "published", "published-others"),
        ),
        "own-claims": told([], "own-claims"),
        "figures": told([], *(f"fig-{figure}" for figure in further)),
    }
    return {f"part-{part}": _section(inputs, part, contents) for part in contents}


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


def _measure_figures(inputs: Inputs) -> list[str]:
    return [
        name
        for name in inputs.figure_data
        if KINDS[inputs.figures[name]["kind"], inputs.figures[name]["data"]].measures
    ]


def _headline(inputs: Inputs, values: Values) -> list[str]:
    """The association of the first measure in its newest wave, over all units that there are."""
    if not inputs.has("measured"):
        return []
    measure = headline(inputs)[0][0]
    wave = [wave for other, wave in headline(inputs) if other == measure][-1]
    named = [
        f"finding.measured.{COEFFICIENTS[inputs.headline]}.{measure}.{wave}.{group}" for group in ("all", "pooled")
    ]
    return [name for name in named if name in values][:1]


def _measures(inputs: Inputs, values: Values, includes: Mapping[str, str]) -> list[str]:
    """What the first measures say of all units of the study, one by one; the figures and tables of all."""
    if not inputs.has("measured"):
        return []
    parts = []
    for measure in dict.fromkeys(measure for measure, _ in headline(inputs)):
        whole = [
            name
            for kind in (COEFFICIENTS[inputs.headline], "change")
            for name in _named(values, f"finding.measured.{kind}.{measure}.")
            if name.endswith((".pooled", ".all"))
        ]
        sentences = _paragraphs(values, [*whole, *_named(values, f"finding.measured.contrast.{measure}.")])
        heading = f"### {markdown_text(inputs.of_measure[measure])} {{#sec-measure-{measure.replace('_', '-')}}}"
        parts += [heading, " ".join(sentences)] if sentences else []
    return [
        *parts,
        *(includes[f"fig-{name}"] for name in _measure_figures(inputs)),
        *(includes[name] for name in MEASURE_TABLES),
    ]


def _batteries(
    inputs: Inputs, values: Values, of_battery: Mapping[str, list[str]], includes: Mapping[str, str]
) -> list[str]:
    """A subsection per battery that was asked: what was answered in each wave, its figures, the counts."""
    parts = []
    for battery, title in inputs.of_battery.items():
        if not any(inputs.items_asked(wave, battery) for wave in inputs.waves):
            continue
        sentences = [" ".join(_battery(inputs, values, wave, battery)) for wave in inputs.waves]
        shown = [includes[f"fig-{figure}"] for figure in of_battery.get(battery, [])]
        heading = f"### {markdown_text(title)} {{#sec-battery-{battery.replace('_', '-')}}}"
        parts += [heading, *filter(None, sentences), *shown, *filter(None, [prevalence_of(inputs, battery)])]
    return parts


def _battery(inputs: Inputs, values: Values, wave: str, battery: str) -> list[str]:
    """The sentence of a battery; of one that has none, those of its items."""
    items = [f"answers.{wave}.{item}" for item in inputs.items_asked(wave, battery)]
    return _paragraphs(values, [f"battery.{wave}.{battery}"]) or _paragraphs(values, items)


def _section(inputs: Inputs, name: str, contents: Mapping[str, Sequence[str]]) -> str:
    """A section with its heading; empty without content."""
    content = [part for part in contents[name] if part.strip()]
    if not content:
        return ""
    heading = f"## {markdown_text(inputs.language.say(f'standard.{name}'))} {{#sec-{name}}}"
    return "\n\n".join([heading, *(part.rstrip("\n") for part in content)]) + "\n"


def _paragraphs(values: Values, names: Iterable[str]) -> list[str]:
    """The variables of these names that there are, each as a paragraph."""
    return [str(markdown_text(values[name])) for name in names if name in values]


def _named(values: Values, start: str) -> list[str]:
    return [name for name in values if name.startswith(start)]


def _overall(values: Values, start: str) -> list[str]:
    return [name for name in _named(values, start) if name.endswith(".overall")]
