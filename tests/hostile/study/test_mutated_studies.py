"""Broken configs, codebooks and registries are taken or refused in the form of the house. At length: `make stress`.

What was a traceback once stands in mistakes/.
"""

import pytest
from tests.hostile.study.mutations import spoiled_study
from tests.stress.mutated_studies import GOOD, outcome


def test_the_same_number_spoils_in_the_same_way(tmp_path):
    for number in range(8):
        told = [spoiled_study(number, tmp_path / f"{number} {place}") for place in ("here", "there")]
        assert told[0] == told[1]
        here, there = (sorted((tmp_path / f"{number} {place}").rglob("*")) for place in ("here", "there"))
        assert [path.read_bytes() for path in here if path.is_file()] == [
            path.read_bytes() for path in there if path.is_file()
        ]


def test_a_broken_study_is_taken_or_refused(tmp_path):
    found = {number: outcome(number, tmp_path) for number in range(100, 140)}
    assert {number: said for number, said in found.items() if said not in GOOD} == {}
    assert set(GOOD) == set(found.values())  # a generator that breaks nothing, or everything, tests nothing


@pytest.mark.parametrize("number", [2303, 3375, 17881])  # a mapping as a wave, or as a basis; a number as a region
def test_a_broken_study_that_was_a_traceback(tmp_path, number):
    assert outcome(number, tmp_path) == "refused"
