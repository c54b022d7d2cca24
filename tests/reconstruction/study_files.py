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
from wavework.reconstruction.inequalities import System
from wavework.tables import read_table

ROOT = Path(__file__).parents[2]
CODEBOOK = ROOT / "workflow" / "codebook"
TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


def study() -> dict[str, Any]:
    """The choices of config.yaml, with the waves of answers alone."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    return {**content, "waves": {wave: keys for wave, keys in content["waves"].items() if "region" in keys}}


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

HAS = ("fully", "development")
# Asia-Pacific 2022: item, answers, how many of 11 gave them (least, most); from the deck's text
COUNTS = [
    ("digital_strategy_any", ("yes",), 11, 11),
    ("digital_strategy_nature", ("digitalization",), 8, 8),
    ("digital_strategy_nature", ("digitization",), 2, 2),
    ("frontoffice_digital_strategy", HAS, 0, 5),
    ("channel_use_analysis", HAS, 3, 3),
    ("data_strategy_integrated", ("fully",), 0, 5),
    ("org_od_strategy", HAS, 3, 5),
    ("org_inclusion", HAS, 0, 5),
    ("youth_staff_technology", HAS, 5, 5),
    ("youth_dedicated_needs", HAS, 4, 4),
    ("youth_dedicated_online", HAS, 4, 4),
]
