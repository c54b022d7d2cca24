"""What a person mistypes in config.yaml, the codebook, figures, claims and the registry is told as mistakes/ says.

Each mistake is a text of the file and what is written in its first place ("" adds it at the end); `told` is all that is
said, in the short form of `tests.conftest.told`; … ends a line of which only the beginning is held.
"""

from pathlib import Path

import pytest
import spoiled
import yaml
from test_hostile_study import agrees
from tests.conftest import STUDIES, files_below, run_snakemake, told

from measures.followed import own_study
from wavework.problems import InputError

TABLES = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("mistakes/*.yaml"))]
MISTAKES = [
    pytest.param(table["study"], file, *mistake["for"], mistake["told"], id=f"{file}: {name}")
    for table in TABLES
    for file, mistakes in table["files"].items()
    for name, mistake in mistakes.items()
]


@pytest.fixture
def toy(study, repo, tmp_path, monkeypatch):
    """toy("libraries"): a copy of the study as the working directory; "towns" is that of docs/your-own-study.md."""

    def copied(name: str) -> Path:
        if (STUDIES / name).is_dir():
            return study(name)
        monkeypatch.chdir(own_study(repo, tmp_path))
        return Path.cwd()

    return copied


def test_there_are_enough_mistakes():
    assert len(MISTAKES) >= 180
    assert {file for _, file, *_ in (mistake.values for mistake in MISTAKES)} >= {
        "config.yaml", "raw/sources.yaml", "codebook/figures.yaml", "codebook/claims.yaml", "codebook/scales.csv",
        "codebook/items.csv", "codebook/batteries.csv", "codebook/units.csv", "codebook/crosswalk.csv",
        "codebook/corrections.csv", "codebook/measures.csv", "codebook/measure_columns.csv",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "file", "old", "new", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_remedy(toy, name, file, old, new, message):
    folder, path = toy(name), Path(file)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8", newline="\n")
    before = files_below(folder, ".")
    with pytest.raises(InputError) as error:
        spoiled.run()
    said, expected = str(error.value).split("\n"), told(message).split("\n")
    assert [agrees(*pair) for pair in zip(said, expected, strict=False)] == [True] * len(expected), "\n".join(said)
    assert len(said) == len(expected)
    assert files_below(folder, ".") == before


def test_every_message_says_what_to_do():
    for *_, message in (mistake.values for mistake in MISTAKES):
        for line in message.split("\n"):
            assert line.endswith("…") or (" < " in line and " > " in line), line
            assert "schema" not in line
            assert "^" not in line  # no regular expression


def test_a_mistake_in_the_codebook_is_told_once_however_many_jobs_read_it(study):
    """libraries: three waves, of which two jobs run side by side and read scales.csv both."""
    folder = study("libraries")
    scales = folder / "codebook/scales.csv"
    scales.write_text(scales.read_text("utf-8").replace(",", ";"), "utf-8")
    done = run_snakemake(folder, "--cores", "2")
    assert done.returncode == 1
    assert done.stdout.count("codebook/scales.csv, row 1: the cells are separated by ';'") == 1
    assert not (folder / "processed").exists()
