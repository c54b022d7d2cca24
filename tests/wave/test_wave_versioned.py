"""Exports that hold columns of persons are kept out of version control, unless a person says otherwise."""

import shutil
import subprocess
import wave as script
from pathlib import Path

import new_waves as made
import pytest
import yaml
from test_wave_confirm import WAVE, edit, fill_in
from test_wave_draft import COLUMNS, export

from wavework.problems import InputError
from wavework.sources import verified_sources

EXPORT = f"raw/surveys/{WAVE}/export.csv"


def ignored(*files: str) -> list[str]:
    """Those of the files that git leaves out, as git itself says."""
    subprocess.run(["git", "init", "--quiet"], check=True)
    told = subprocess.run(["git", "check-ignore", *files], capture_output=True, text=True, check=False)
    return told.stdout.split()


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@pytest.mark.parametrize(("versioned", "left_out"), [("false", [EXPORT]), ("true", [])])
def test_git_leaves_the_export_out_unless_a_person_says_otherwise(
    study: Path, tmp_path: Path, versioned: str, left_out: list[str]
) -> None:
    folder = script.draft(str(export(tmp_path / "x.csv", made.AP)), WAVE, "AP", 2024)
    fill_in(folder)
    report = (folder / "report.txt").read_text("utf-8")
    assert "columns are of persons; git will leave the file out (versioned: false in sources.yaml)." in report
    edit(folder / "sources.yaml", "versioned: false", f"versioned: {versioned}")
    said = script.confirm(WAVE, script.check_figures)
    assert ignored(EXPORT, "raw/sources.yaml", "raw/surveys/ilo_ap_2022/export.csv") == left_out
    told = f"git leaves out surveys/{WAVE}/export.csv, and keeps what stands in raw/sources.yaml with versioned: true"
    assert (told in said) == bool(left_out)


def test_an_export_without_columns_of_persons_is_kept(study: Path, tmp_path: Path) -> None:
    rows = [["country", *(heading for _, heading, _ in COLUMNS)]]
    rows += [[unit, *(made.label("en")(item, i) for _, _, item in COLUMNS)] for i, unit in enumerate(made.AP)]
    path = tmp_path / "plain.csv"
    path.write_bytes(made.csv_bytes(rows))
    folder = script.draft(str(path), WAVE, "AP", 2024)
    [entry] = yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))
    assert entry["versioned"] is True
    assert "no column of persons is known; git keeps the file" in (folder / "report.txt").read_text("utf-8")


def test_what_git_ignored_before_stays(study: Path, tmp_path: Path) -> None:
    Path("raw/.gitignore").write_text("*.tmp\n", "utf-8")
    fill_in(script.draft(str(export(tmp_path / "x.csv", made.AP)), WAVE, "AP", 2024))
    script.confirm(WAVE, script.check_figures)
    assert Path("raw/.gitignore").read_text("utf-8") == f"*.tmp\n/surveys/{WAVE}/export.csv\n"


def test_a_clone_without_the_file_says_whom_to_ask(study: Path, tmp_path: Path) -> None:
    fill_in(script.draft(str(export(tmp_path / "x.csv", made.AP)), WAVE, "AP", 2024))
    script.confirm(WAVE, script.check_figures)
    Path(EXPORT).unlink()
    with pytest.raises(InputError) as refused:
        verified_sources("raw/sources.yaml")
    assert str(refused.value) == (
        f"{EXPORT}: missing\n  Expected: the file that raw/sources.yaml registers\n"
        "  To do: git does not keep it: ask whoever has it (ILO), or remove its entry"
    )
