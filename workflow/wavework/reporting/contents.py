"""What a report draws on: all its variables, and every include of `_tables/` by name."""

from collections.abc import Callable

from wavework.reporting.inputs import Inputs
from wavework.reporting.tables.claims import claims_tables, published_tables
from wavework.reporting.tables.data import data_tables
from wavework.reporting.tables.drawn_from import with_origins
from wavework.reporting.tables.figures import exhibit_list, exhibits, figure_includes, left_out, start_findings
from wavework.reporting.tables.measures import measure_tables
from wavework.reporting.tables.standard import standard_parts
from wavework.reporting.tables.statistics import statistics_tables
from wavework.reporting.values import (
    answers,
    claim_sentences,
    comparisons,
    findings,
    measures,
    over_waves,
    slide_titles,
    start,
    study,
)
from wavework.reporting.values.variables import Values

GROUPS: tuple[Callable[[Values, Inputs], None], ...] = (
    *study.GROUPS, *answers.GROUPS, findings.add_findings, measures.add_measures, *claim_sentences.GROUPS,
    comparisons.add_comparisons, over_waves.add_composed, slide_titles.add_titles, start.add_start,
)  # fmt: skip


def report_values(inputs: Inputs) -> Values:
    """The variables that the finished tables of a study give, in one language."""
    values = Values()
    for add in GROUPS:
        add(values, inputs)
    return values


def report_tables(inputs: Inputs, values: Values) -> dict[str, str]:
    """Name -> text of every include; empty where the study has nothing for it.

    values: the report's variables, for the sections of the standard report.
    """
    includes = {
        **data_tables(inputs),
        **statistics_tables(inputs),
        **measure_tables(inputs),
        **claims_tables(inputs),
        **published_tables(inputs),
        "exhibits": exhibits(inputs),
        "left-out": left_out(inputs),
        **figure_includes(inputs),
        "start-findings": start_findings(inputs, values),
        "exhibit-list": exhibit_list(inputs),
    }
    includes = with_origins(inputs, includes)
    return includes | standard_parts(inputs, values, includes)
