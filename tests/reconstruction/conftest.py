"""The made-up study as a fixture."""

import pytest
from toy_system import UNITS, Toy, constraint_table, toy_codebook

from wavework.reconstruction.constraints import build_system
from wavework.reconstruction.system import System


@pytest.fixture
def toy() -> Toy:
    """toy(row, row, …): the made-up study under these rows of constraints.csv."""

    def build(*rows: dict[str, str], **assumptions: str) -> System:
        return build_system(toy_codebook(), constraint_table(rows), UNITS, assumptions)

    return build
