"""Variables for a start page: the main findings, each in a sentence with its number and n; the report has the rest."""

from collections.abc import Sequence
from dataclasses import replace

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.comparisons import add_found, newest_waves
from wavework.reporting.values.finding_sentences import Found
from wavework.reporting.values.findings import associations, changes
from wavework.reporting.values.measures import newest_association, one_finding
from wavework.reporting.values.variables import Values
from wavework.scores import OVERALL

SCORE = "implementation"


def add_start(values: Values, inputs: Inputs) -> None:
    """start.association: of the overall score, over regions or else of the newest waves; start.change: of the newest
    pairs of waves; start.measure: the association of the first measure in its newest wave; start.claims: the
    verdicts."""
    dimension = inputs.maturity(OVERALL)
    found = {wave: each for (wave, of), each in associations(inputs).items() if of == OVERALL}
    pairs = ["+".join(pair.values()) for pair in inputs.study["comparisons"].get("contrast", [])]
    chosen = [pair for pair in pairs if pair in found] or newest_waves(inputs, found.__contains__)
    add_found(
        values, inputs, "start.association", "assoc", _short([found[wave] for wave in chosen]), dimension=dimension
    )
    own = {wave: each for (measure, wave, of), each in changes(inputs).items() if (measure, of) == (SCORE, OVERALL)}
    newest = [own[wave] for wave in newest_waves(inputs, own.__contains__)]
    add_found(values, inputs, "start.change", "change", _short(newest), dimension=dimension)
    measures = inputs.book.measures
    first = list(measures.loc[measures["part_of"] == "", "measure"])[:1] if inputs.has("measured") else []
    for row in filter(None, (newest_association(inputs, measure) for measure in first)):
        one, slots = one_finding(inputs, row)
        add_found(values, inputs, "start.measure", "measured_assoc", _short([one]), **slots)
    if "finding.claims" in values:
        values.add("start.claims", values["finding.claims"], values.origin("finding.claims"))


def _short(found: Sequence[Found]) -> list[Found]:
    return [replace(each, case=each.short, effect="") for each in found]
