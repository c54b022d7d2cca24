"""What drafting and confirming a wave share: where drafts are, the study and its codebook as they stand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wavework.codebook import Codebook, read_codebook
from wavework.study import FILE, validated_study
from wavework.yaml_files import read_yaml

TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")
DRAFTS = Path("drafts")
EDITED = ("wave.yaml", "crosswalk.csv", "sources.yaml")  # what a person works on
SETTINGS = ("platform", "encoding", "delimiter", "sheet")  # keys of config.yaml that settle how a file is read


def study_and_text() -> tuple[dict[str, Any], str]:
    """The validated config, and its text."""
    return validated_study(read_yaml(FILE)), Path(FILE).read_bytes().decode("utf-8")


def codebook_of(study: Mapping[str, Any]) -> Codebook:
    """The study's codebook, validated."""
    return read_codebook([f"{study['codebook']}/{table}.csv" for table in TABLES], study["languages"])
