"""The report's includes: every file of `_tables/`, by name (`layout.table_names`)."""

from wavework.reporting.tables_claims import claims_tables, published_tables
from wavework.reporting.tables_data import data_tables
from wavework.reporting.tables_figures import exhibits, figure_includes
from wavework.reporting.tables_standard import standard_parts
from wavework.reporting.tables_statistics import statistics_tables
from wavework.reporting.values import Values
from wavework.reporting.values_inputs import Inputs


def report_tables(inputs: Inputs, values: Values) -> dict[str, str]:
    """Name -> text of every include. values: the report's variables, for the sections of the standard report."""
    made = {
        **data_tables(inputs),
        **statistics_tables(inputs),
        **claims_tables(inputs),
        **published_tables(inputs),
        "exhibits": exhibits(inputs),
        **figure_includes(inputs),
    }
    return made | standard_parts(inputs, values, made)
