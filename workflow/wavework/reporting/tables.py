"""The report's includes: every file of `_tables/`, by name."""

from collections.abc import Iterable

from wavework.reporting.tables_claims import claims_of, claims_tables, published_tables
from wavework.reporting.tables_data import DATA_TABLES, data_tables
from wavework.reporting.tables_figures import exhibits, figure_includes
from wavework.reporting.tables_standard import STANDARD_TABLES, standard_tables
from wavework.reporting.tables_statistics import STATISTICS_TABLES, statistics_tables
from wavework.reporting.values_inputs import Inputs


def table_names(figures: Iterable[str], sections: Iterable[str]) -> list[str]:
    """The names of all includes of a study with these figures, known before anything is read.

    sections: of claims (`sections` of the words). A table that a study cannot have is an empty file.
    """
    return [
        *DATA_TABLES, *STATISTICS_TABLES, *STANDARD_TABLES,
        "verdicts", "verdict-counts", "slips", *map(claims_of, sections),
        "published", "published-others", "exhibits",
        *(f"fig-{figure}" for figure in figures),
    ]  # fmt: skip


def report_tables(inputs: Inputs) -> dict[str, str]:
    """Name -> text of every include."""
    return {
        **data_tables(inputs),
        **statistics_tables(inputs),
        **standard_tables(inputs),
        **claims_tables(inputs),
        **published_tables(inputs),
        "exhibits": exhibits(inputs),
        **figure_includes(inputs),
    }
