"""Which figures show a wave, and why the others do not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from wavework.language.language import Language

COLUMNS = ["wave", "year", "brings", "exhibit", "title", "kind", "shown", "why"]
_JOINED = re.compile(r"[>+]")  # two waves in one cell: a change, or waves taken together


def wave_exhibits(
    declared: Mapping[str, Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, Any]],
    left_out: Mapping[str, str],
    tables: Mapping[str, pd.DataFrame],
    *,
    study: Mapping[str, Any],
    language: Language,
) -> pd.DataFrame:
    """A row for each wave of the study and each figure that is declared: `shown` (yes or no) and why not.

    declared: figures.yaml; figures: those that the study shows, with the waves that they show; left_out: figure -> a
    key of the words' `absent`; tables: figure -> figures/<id>.csv. `brings`: answers or measures.
    """
    rows = []
    for brings, waves in (("answers", study["waves"]), ("measures", study.get("measured", {}))):
        for wave, choices in waves.items():
            for name, keys in declared.items():
                why = "".join(_why_not(wave, brings, choices, name, keys, figures, left_out, tables, language))
                title = keys["title"].get(language.code, keys["title"]["en"])
                rows.append(
                    {"wave": wave, "year": choices["year"], "brings": brings, "exhibit": name, "title": title,
                     "kind": keys["kind"], "shown": "no" if why else "yes", "why": why}
                )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _why_not(
    wave: str,
    brings: str,
    choices: Mapping[str, Any],
    name: str,
    keys: Mapping[str, Any],
    figures: Mapping[str, Mapping[str, Any]],
    left_out: Mapping[str, str],
    tables: Mapping[str, pd.DataFrame],
    language: Language,
) -> Iterator[str]:
    """Why a figure does not show a wave; nothing if it does. The first reason of these decides."""
    words = language.shared["not_shown"]
    if name in left_out:
        yield language.shared["absent"][left_out[name]]
        return
    waves = figures[name].get("waves", ())
    if wave in waves or (not waves and wave in _waves_in(tables[name])):
        return
    if not waves:
        yield words["no_waves"]
    elif ("measures" in keys) != (brings == "measures"):
        yield words["measures" if "measures" in keys else "answers"]
    elif "waves" in keys:
        yield words["named"].format(waves=language.listed(waves))
    elif "regions" in keys and choices.get("region") not in keys["regions"]:
        yield words["region"]
    elif choices["year"] < keys.get("since", 0):
        yield words["years"]
    else:
        yield words["not_asked" if brings == "answers" else "other_wave"]


def _waves_in(table: pd.DataFrame) -> set[str]:
    """Every text of a figure's table that can be a wave, those of two in one cell apart."""
    return {part for column in table for cell in table[column].unique() for part in _JOINED.split(str(cell))}
