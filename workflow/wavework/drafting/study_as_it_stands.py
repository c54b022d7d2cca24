"""What drafting and confirming a wave share: where drafts are, the study and its codebook as they stand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wavework.codebook import Codebook, read_codebook
from wavework.problems import InputError, Problem
from wavework.study import FILE, validated_study
from wavework.yaml_files import read_yaml

TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")
DRAFTS = Path("drafts")
EDITED = ("wave.yaml", "crosswalk.csv", "sources.yaml")  # what a person works on
SETTINGS = (
    "platform",
    "encoding",
    "delimiter",
    "sheet",
    "header_rows",
)  # keys of config.yaml that settle how a file is read


def study_and_text() -> tuple[dict[str, Any], str]:
    """The validated config, and its text."""
    return validated_study(read_yaml(FILE)), Path(FILE).read_bytes().decode("utf-8")


def codebook_of(study: Mapping[str, Any]) -> Codebook:
    """The study's codebook, validated."""
    return read_codebook([f"{study['codebook']}/{table}.csv" for table in TABLES], study["languages"])


def received_file(path: str) -> Path:
    """The file of this name, which may begin with ~. Raises InputError if there is none."""
    found = Path(path).expanduser()
    if not found.is_file():
        raise InputError(Problem(path, "no such file", "the export as received", "correct the path"))
    return found


def settings_given(reading: Mapping[str, str]) -> dict[str, Any]:
    """The keys SETTINGS that were given, as config.yaml has them. Raises InputError for a number that is none."""
    given: dict[str, Any] = {key: reading[key] for key in SETTINGS if reading.get(key)}
    if rows := given.get("header_rows"):
        if not rows.isdecimal() or not int(rows):
            raise InputError(
                Problem("HEADER_ROWS", repr(rows), "how many rows stand above the responses", "correct it")
            )
        given["header_rows"] = int(rows)
    return given


def with_keys(error: InputError, command: str) -> str:
    """What an error says, and where it names keys of config.yaml how a command takes them."""
    keys = " ".join(f"{key.upper()}=…" for key in SETTINGS)
    hint = f"\nA wave that is no part of the study yet has its keys from the command: {command} {keys}"
    return f"{error}{hint if 'config.yaml' in str(error) else ''}"
