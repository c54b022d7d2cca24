"""The parts of the standard report, for a study that has no text of its own."""

from wavework.reporting.values_inputs import Inputs

STANDARD_TABLES: tuple[str, ...] = ()


def standard_tables(inputs: Inputs) -> dict[str, str]:
    return {}
