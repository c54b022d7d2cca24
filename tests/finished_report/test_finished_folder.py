"""The folder of a finished run can be moved or renamed, and nothing is made again."""

import json
import os

import pytest
from tests.conftest import RUN

pytestmark = pytest.mark.report


def test_no_path_of_the_machine_is_among_the_recorded_inputs_of_a_step():
    if "WAVEWORK_RUN" not in os.environ:
        pytest.skip("only of a run from nothing: others keep records of what is no longer made")
    records = [json.loads(path.read_text("utf-8")) for path in RUN.glob(".snakemake/metadata/*")]
    assert records
    assert {name for record in records for name in record["input"] if name.startswith("/")} == set()
