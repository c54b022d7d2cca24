"""All variables of a report."""

from collections.abc import Callable

from wavework.reporting.values import Values
from wavework.reporting.values_answers import add_batteries, add_means, add_rankings, add_shares
from wavework.reporting.values_claims import add_claims, add_published
from wavework.reporting.values_findings import add_findings
from wavework.reporting.values_inputs import Inputs
from wavework.reporting.values_study import (
    add_conventions,
    add_egdi,
    add_quoted,
    add_software,
    add_sources,
    add_study,
    add_waves,
)

GROUPS: tuple[Callable[[Values, Inputs], None], ...] = (
    add_study, add_conventions, add_waves, add_egdi, add_sources, add_software, add_quoted,
    add_shares, add_means, add_batteries, add_rankings, add_findings, add_claims, add_published,
)  # fmt: skip


def report_values(inputs: Inputs) -> Values:
    """The variables that the finished tables of a study give, in one language."""
    values = Values()
    for add in GROUPS:
        add(values, inputs)
    return values
