"""Paths that lead to no export of the study."""

import pytest
from hostile_files import GOOD, text

from wavework.exports import read_export
from wavework.problems import InputError


def test_path_that_leaves_the_study(tmp_path):
    study = tmp_path / "study"
    study.mkdir()
    outside = text(tmp_path, GOOD)
    for path in (study / ".." / "export.csv", outside):
        with pytest.raises(InputError, match="the path leads out of the study's folder"):
            read_export(path, within=study)
    link = study / "link.csv"
    link.symlink_to(outside)
    with pytest.raises(InputError, match=r"link\.csv: the path leads out of the study's folder"):
        read_export(link, within=study)
    assert len(read_export(text(study, GOOD), within=study).cells) == 2
    text(tmp_path, "x", "s.lss")
    with pytest.raises(InputError, match=r"s\.lss: the path leads out of the study's folder"):
        read_export(study / "export.csv", structure=study / ".." / "s.lss", within=study)


def test_no_file_and_a_folder(tmp_path):
    with pytest.raises(InputError, match=r"none.csv: no such file\n.*\n.*correct the path in config.yaml"):
        read_export(tmp_path / "none.csv")
    with pytest.raises(InputError, match="a folder"):
        read_export(tmp_path)
