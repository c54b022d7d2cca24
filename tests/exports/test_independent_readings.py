"""Every sample export, each cell as an independent reading has it: texts, ticks, why a cell is empty, rows, persons."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from export_files import sample
from tests.exports import independent as by
from tests.exports.independent import Own, differences, text_records

from wavework.exports import read_export

TWINS = "limesurvey/modeling-languages-for-digital-twins__"
DUMMY = "limesurvey/SurveyFramework__"
VOTING = "qualtrics/LegitimacyVotingMethod__"
CAP = "redcap/REDCapR__"
STAT = "spss_stata/pyreadstat__"


@dataclass
class Case:
    """own: the independent reading of the file; cells: how many there are to compare; arguments: of the reader."""

    own: Callable[[Path], Own]
    cells: int
    arguments: dict[str, Any] = field(default_factory=dict)


def dummy(path: Path) -> Own:
    return by.lime(text_records(path), submitted=2)


def twins(path: Path) -> Own:
    return by.lime(text_records(path, ";"))


CASES = {
    f"{TWINS}results_german.csv": Case(twins, 30_432),
    f"{TWINS}results_english.csv": Case(twins, 30_432),
    f"{DUMMY}dummy_data_codeonly.csv": Case(dummy, 6_708),
    f"{DUMMY}dummy_data_codeandtext.csv": Case(dummy, 6_708),
    f"{VOTING}qualtrics.csv": Case(lambda path: by.qualtrics(text_records(path)), 28_860),
    f"{VOTING}qualtrics_text.csv": Case(lambda path: by.qualtrics(text_records(path)), 28_860),
    "qualtrics/qualtRics__sample.csv": Case(lambda path: by.qualtrics(text_records(path), names=0), 13),
    "qualtrics/qualtRics__sample_legacy.csv": Case(lambda path: by.qualtrics(text_records(path), 2, names=1), 9),
    "surveymonkey/data__StarWars.csv": Case(
        lambda path: by.monkey(text_records(path, encoding="mac_roman"), 0, 1, 2), 45_068, {"encoding": "mac_roman"}
    ),
    "surveymonkey/data__steak-risk-survey.csv": Case(lambda path: by.monkey(text_records(path), 0, 1, 2), 8_250),
    "google_forms/r_2018_es.tsv": Case(lambda path: by.own(text_records(path, "\t", quoted=False), 1), 12_390),
    "google_forms/r_2019_es.csv": Case(lambda path: by.own(text_records(path), 1), 17_576),
    f"{CAP}checkboxes-1__data.csv": Case(lambda path: by.redcap(text_records(path)), 52),
    f"{CAP}decimal-comma-and-dot__data.csv": Case(lambda path: by.redcap(text_records(path)), 32),
    f"{CAP}longitudinal__data.csv": Case(lambda path: by.redcap(text_records(path)), 2_160),
    "eusurvey/EVERSE-landscape__Content_Export_EVERSElandscaping_Survey_results_16-10-2024_nopersonal.xls": Case(
        by.eusurvey, 8_372
    ),
    f"{STAT}hebrews.sav": Case(by.package, 99),
    f"{STAT}sample_missing.sav": Case(by.package, 49),
    f"{STAT}simple_alltypes.sav": Case(by.package, 72),
}


@pytest.mark.parametrize("name", CASES)
def test_every_cell_is_as_the_independent_reading_has_it(name):
    path, case = sample(name), CASES[name]
    compared, found = differences(read_export(path, **case.arguments), case.own(path))
    assert found == []
    assert compared == case.cells
