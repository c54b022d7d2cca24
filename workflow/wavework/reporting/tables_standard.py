"""The sections of the standard report, for a study that has no text of its own."""

from wavework.reporting.layout import STANDARD_PARTS
from wavework.reporting.values import Values
from wavework.reporting.values_inputs import Inputs


def standard_parts(inputs: Inputs, values: Values) -> dict[str, str]:
    return dict.fromkeys(STANDARD_PARTS, "")
