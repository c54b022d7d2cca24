"""Where the sample exports are, and small ways to read and write files without the code under test."""

import csv
import io
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "exports"


def sample(name: str) -> Path:
    """A sample export; the test is skipped where the samples are not."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"no sample {name}")
    return path


def raw_rows(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[list[str]]:
    """All rows of a text file by Python's csv module, the reader's independent rival; blank lines left out."""
    with path.open(encoding=encoding, newline="") as file:
        return [row for row in csv.reader(file, delimiter=delimiter) if row]


def csv_bytes(
    rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, bom: bool = False
) -> bytes:
    """A CSV as bytes, by Python's csv module."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path
