"""Broken configs, codebooks and registries are taken or refused in the form of the house. The whole run: `make stress`."""

import pytest
from tests.hostile.study.mutations import spoiled_study
from tests.stress.mutated_studies import GOOD, outcome

# numbers of studies that once ended in a traceback: a day that no month has, a config that is a list, a registry of
# numbers, a list as a key, a registry that is a folder, a name that no system knows
ONCE_AMISS = [19, 27, 30, 44, 74, 585]


def test_the_same_number_spoils_in_the_same_way(tmp_path):
    for number in range(8):
        told = [spoiled_study(number, tmp_path / f"{number} {place}") for place in ("here", "there")]
        assert told[0] == told[1]
        here, there = (sorted((tmp_path / f"{number} {place}").rglob("*")) for place in ("here", "there"))
        assert [path.read_bytes() for path in here if path.is_file()] == [
            path.read_bytes() for path in there if path.is_file()
        ]


@pytest.mark.parametrize("number", ONCE_AMISS)
def test_a_broken_study_that_was_a_traceback(tmp_path, number):
    assert outcome(number, tmp_path) in GOOD


def test_a_broken_study_is_taken_or_refused(tmp_path):
    found = {number: outcome(number, tmp_path) for number in range(100, 140)}
    assert {number: said for number, said in found.items() if said not in GOOD} == {}
    assert set(GOOD) == set(found.values())  # a generator that breaks nothing, or everything, tests nothing
