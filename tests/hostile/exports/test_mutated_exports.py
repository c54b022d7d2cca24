"""Broken exports are read or refused with a message. The whole run: `make stress`."""

import pytest
from tests.hostile.exports.mutations import mutated
from tests.hostile.exports.whole_exports import MAKERS, seed
from tests.stress.mutated_exports import GOOD, outcome

from wavework.exports import read_export

WHOLE = {"stata 13": {"encoding": "utf-8"}}  # arguments without which even the whole file is refused


@pytest.mark.parametrize("name", MAKERS)
def test_a_whole_export_is_read_before_it_is_broken(tmp_path, name):
    path = tmp_path / f"export{MAKERS[name][0]}"
    path.write_bytes(seed(name))
    assert len(read_export(path, **WHOLE.get(name, {})).rows) >= 2


def test_the_same_number_breaks_in_the_same_way():
    assert [mutated(number) for number in range(40)] == [mutated(number) for number in range(40)]


# numbers of files that once were other errors: of pyreadstat, of a label that is no text, of texts in Parquet that are
# not UTF-8, of an encoding that does not exist; the last three took a minute
ONCE_AMISS = [168, 1200, 1393, 1697, 1947, 2045, 2644, 2748, 2829, 2849, 5372, 14332, 18870]
ONCE_AMISS += [9206]  # ended the process


@pytest.mark.parametrize("number", ONCE_AMISS)
def test_a_broken_export_that_was_another_error(tmp_path, number):
    assert outcome(number, tmp_path) in GOOD


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_a_broken_export_is_read_or_refused(tmp_path, first):
    found = {number: outcome(number, tmp_path) for number in range(first, first + 50)}
    assert {number: said for number, said in found.items() if said not in GOOD} == {}
    assert {"read", "refused"} <= set(found.values())  # a generator that breaks nothing, or everything, tests nothing
