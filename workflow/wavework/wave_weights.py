"""Weights, strata and clusters of the responses of a wave, from the columns of its export that config.yaml names.

They are read by the wave's allow-list, of the responses that count, and are nowhere printed: a message tells the row
and not what stands there.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from wavework.answers import wave_export
from wavework.basis import RECONSTRUCTED
from wavework.codebook import Codebook
from wavework.exports import Export
from wavework.included_responses import Kept, responses_that_count
from wavework.measures import NUMBER
from wavework.problems import InputError, Problem, collected_problems
from wavework.statistics.survey_weights import design
from wavework.study import FILE

log = logging.getLogger("wavework.wave_weights")

PARTS = {"weights": "weight", "strata": "stratum", "clusters": "cluster"}  # key of the wave in config.yaml -> column
COLUMNS = ["unit", *PARTS.values()]
ANSWERED = ("answer", "ticked")  # states of a cell that says something


def read_weights(wave: str, choices: Mapping[str, Any], book: Codebook, basis: str) -> pd.DataFrame:
    """The weights of one wave from its export, see `wave_weights`. basis: the file's registered basis."""
    if basis == RECONSTRUCTED:
        found, expected = f"waves.{wave}.weights, of answers that are reconstructed", "weights of collected answers"
        raise InputError(Problem(FILE, found, expected, "take weights, strata and clusters out of this wave"))
    named = [choices[part] for part in PARTS if part in choices]
    columns = [choices["unit_column"], *book.entries_of(wave)["column"], *named]  # a response counts by all answers
    return wave_weights(wave_export(choices, columns), wave, choices, book)


def wave_weights(export: Export, wave: str, choices: Mapping[str, Any], book: Codebook) -> pd.DataFrame:
    """One row a unit, sorted: COLUMNS. Where the wave names no strata, `stratum` is ""; where it names no clusters,
    `cluster` is the unit.

    export: cells of the file; choices: the wave's block of config.yaml. Raises InputError naming each weight that is
    missing, no number or negative, each cell of a stratum or cluster that is empty, weights that are all 0, and each
    stratum that has one cluster.
    """
    kept, file = responses_that_count(export, wave, choices, book, []), str(export.path)
    texts = {
        PARTS[part]: np.array([*export.texts[choices[part]].stripped[kept.positions]], dtype=object)
        for part in PARTS
        if part in choices
    }
    with collected_problems() as problems:
        for part in PARTS:
            if part in choices:
                problems += _unusable_cells(export, kept, part, choices[part], file)
    table = pd.DataFrame({"unit": kept.units, "stratum": "", "cluster": kept.units, **texts}).astype({"weight": float})
    with collected_problems() as problems:
        problems += _unusable_design(table, [export.rows[k] for k in kept.positions], wave, choices, file)
    log.info("%s: weights of %s responses", file, len(table))
    return table.sort_values("unit", kind="stable", ignore_index=True)[COLUMNS]


def _unusable_cells(export: Export, kept: Kept, part: str, column: str, file: str) -> Iterator[Problem]:
    """Each cell of the column that is empty, or no weight, in the order of the rows."""
    texts, states = export.texts[column][kept.positions], export.said[column][kept.positions]
    expected = "a number of at least 0" if part == "weights" else f"the {PARTS[part]} of the response"
    remedy = {
        "": f"fill it at the source, or take {part} out of the wave in config.yaml",
        "no number": "write a number with a decimal point, or name the column of the weights in config.yaml",
        "a negative number": "correct the weight at its source",
    }
    for position, text, state in zip(kept.positions, texts, states, strict=True):
        wrong = _unusable(text.strip(), part) if state in ANSWERED else ""
        if wrong is not None:
            found = f"the cell is {wrong or 'empty'}"
            yield Problem(file, found, expected, remedy[wrong], export.rows[position], column)


def _unusable(text: str, part: str) -> str | None:
    if not text or part != "weights":
        return None if text else ""
    if not NUMBER.fullmatch(text):
        return "no number"
    return "a negative number" if float(text) < 0 else None


def _unusable_design(
    table: pd.DataFrame, rows: list[int], wave: str, choices: Mapping[str, Any], file: str
) -> Iterator[Problem]:
    """Weights that are all 0, and strata of one cluster: nothing tells how such a stratum varies."""
    if not np.isfinite(table["weight"]).all() or not table["weight"].sum() > 0:
        found, remedy = "all weights are 0, or one is beyond all numbers", "name the column of the weights"
        yield Problem(file, found, "some weights above 0", remedy, column=choices["weights"])
        return
    lonely = design(table["weight"], table["stratum"], table["cluster"]).lonely()
    first = table.iloc[lonely].drop_duplicates("stratum").index
    where = choices.get("strata", choices.get("clusters", choices["weights"]))
    for place in first:
        unit = "cluster" if "clusters" in choices else "response"
        found = f"the stratum has one {unit} only" if "strata" in choices else f"the wave has one {unit} only"
        expected = f"two at least in each stratum of waves.{wave}: of one nothing tells how it varies"
        remedy = "join strata that are alike in a column of the export, and name that one"
        yield Problem(file, found, expected, remedy, rows[place], where)
