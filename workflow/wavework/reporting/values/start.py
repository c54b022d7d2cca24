"""Variables for a start page: the main findings, each a short sentence with its number and n."""

from collections.abc import Sequence
from dataclasses import replace

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.comparisons import add_found, newest_waves
from wavework.reporting.values.finding_sentences import Found
from wavework.reporting.values.findings import changes
from wavework.reporting.values.variables import Values
from wavework.scores import OVERALL

SCORE = "implementation"


def add_start(values: Values, inputs: Inputs) -> None:
    """start.association: of the overall score; start.measure: of the first measure in its newest wave; start.claims:
    the verdicts; start.battery.<battery>: what is known best of its answers. Each is the message of a slide.
    start.settle: the verdicts, and which answers would decide more.
    start.change: of the overall score between the newest pairs of waves, with n alone."""
    measures = inputs.book.measures
    first = next(iter(measures.loc[measures["part_of"] == "", "measure"])) if inputs.has("measured") else ""
    titles = {
        "association": f"association.{OVERALL}",
        "claims": "claims",
        "measure": f"measured.association.{first}",
        **{f"battery.{battery}": f"battery.{battery}" for battery in inputs.of_battery},
    }
    for name, title in titles.items():
        if (title := f"title.{title}") in values:
            sentence = inputs.language.say("answers.plain", sentence=values[title])
            values.add(f"start.{name}", sentence, values.origin(title))
    if "title.settle" in values and "start.claims" in values:
        sentence = inputs.language.say("answers.plain", sentence=values["title.settle"])
        values.add("start.settle", f"{values['start.claims']} {sentence}", values.origin("title.settle"))
    own = {wave: each for (measure, wave, of), each in changes(inputs).items() if (measure, of) == (SCORE, OVERALL)}
    newest = [own[wave] for wave in newest_waves(inputs, own.__contains__)]
    add_found(values, inputs, "start.change", "change", _short(newest), dimension=inputs.maturity(OVERALL))


def _short(found: Sequence[Found]) -> list[Found]:
    return [replace(each, case=each.short, effect="") for each in found]
