"""Whatever is wrong with a study stops the run with status 1, says where and what to do, and writes nothing."""

import cases_codebook
import cases_config
import cases_export
import cases_registry
import pytest
import spoiled
from tests.conftest import files_below, run_snakemake, told

from wavework.jobs import logged

PARTS = (cases_registry.CASES, cases_config.CASES, cases_codebook.CASES, cases_export.CASES)
CASES = {name: case for part in PARTS for name, case in part.items()}


def agrees(line: str, expected: str) -> bool:
    """Whether a line is the expected one; an expected line that ends with … is the beginning of it."""
    return line.startswith(expected[:-1]) if expected.endswith("…") else line == expected


def test_the_study_that_is_spoiled_is_sound(study):
    study("tiny")
    spoiled.run()


def test_no_two_cases_have_a_name():
    assert len(CASES) == sum(map(len, PARTS)) >= 55


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused(study, tmp_path, capsys, name):
    folder = study("tiny")
    spoil, message = CASES[name]
    spoil()
    before = files_below(folder, ".")
    with pytest.raises(SystemExit) as end, logged(tmp_path / "job.log"):
        spoiled.run()
    assert end.value.code == 1
    said, expected = capsys.readouterr().err.strip("\n").split("\n"), told(message).split("\n")
    assert [agrees(*pair) for pair in zip(said, expected, strict=False)] == [True] * len(expected), "\n".join(said)
    assert len(said) == len(expected)
    assert files_below(folder, ".") == before
    assert b"canary" not in (tmp_path / "job.log").read_bytes()


def test_snakemake_stops_at_a_bad_config_before_anything_is_written(study):
    folder = study("tiny")
    spoil, _ = CASES["typo in config.yaml"]
    spoil()
    done = run_snakemake(folder)
    assert done.returncode == 1
    assert "config.yaml, row 9: unknown key rendrer" in done.stdout
    assert "To do: did you mean renderer?" in done.stdout
    assert not (folder / "processed").exists()
    assert not (folder / "logs").exists()


def test_snakemake_stops_at_a_bad_answer_before_anything_is_made_of_it(study):
    folder = study("tiny")
    spoil, message = CASES["answer outside its scale"]
    spoil()
    done = run_snakemake(folder, "processed/answers.csv")
    assert done.returncode == 1
    for line in told(message).split("\n"):
        assert line.removesuffix("…") in done.stdout
    assert sorted(files_below(folder, "processed")) == ["processed/sources.csv"]  # the registry was in order
    written = files_below(folder, "processed", "logs", ".snakemake")
    assert [name for name, content in written.items() if b"canary" in content] == []
    assert "canary" not in done.stdout
