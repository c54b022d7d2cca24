"""The study's own tables, for tests that hold its draws and exports against what is published."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from wavework.codebook import Codebook, read_codebook
from wavework.reconstruction.constraints import build_system
from wavework.reconstruction.system import System
from wavework.tables import read_table

ROOT = Path(__file__).parents[2]
CODEBOOK = ROOT / "workflow" / "codebook"
TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


def study() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    return content


def codebook() -> Codebook:
    return read_codebook([CODEBOOK / f"{name}.csv" for name in TABLES])


def constraints() -> pd.DataFrame:
    return read_table(CODEBOOK / "constraints.csv")


def fieldwork() -> pd.DataFrame:
    return read_table(CODEBOOK / "fieldwork.csv")


def study_system() -> System:
    choices = study()
    units = {wave: one["units"] for wave, one in choices["waves"].items()}
    return build_system(codebook(), constraints(), units, choices["reconstruction"]["assumptions"])


def printed_elsewhere(code: str) -> str:
    """What the code prints in another process, with another hash seed, time zone and locale."""
    paths = os.pathsep.join([str(ROOT / "workflow"), str(ROOT / "tests" / "reconstruction")])
    other = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    return subprocess.run([sys.executable, "-c", code], env=other, capture_output=True, text=True, check=True).stdout


# Latin America 2022, self-reported maturity: dimension, mean as published, the sums of 16 answers that print so
MEANS = [
    ("strategy", "3.2", {51}),
    ("backoffice", "3.0", {48}),
    ("frontoffice", "2.6", {41, 42}),
    ("data", "3.0", {48}),
    ("organization", "2.4", {38, 39}),
]
