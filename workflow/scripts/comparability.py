"""processed/comparability.csv: what of each item and wave is comparable, and where change is computed or why not."""

from collections.abc import Mapping, Sequence

import pandas as pd

from wavework.jobs import arguments, logged
from wavework.tables import read_table, records, write_table

COLUMNS = [
    "item", "wave", "comparable", "recode", "reason", "wave_from", "change", "obstacle", "obstacle_wave", "units",
]  # fmt: skip


def comparability(
    answers: pd.DataFrame, crosswalk: pd.DataFrame, items: pd.DataFrame, *, waves: Sequence[str],
    pairs: Sequence[Mapping[str, str]],
) -> pd.DataFrame:  # fmt: skip
    """One row per item and wave, and one per declared change that ends in the wave.

    answers: processed/answers.csv; crosswalk, items: the codebook's; waves: in their order; pairs: {from, to}.
    Returns COLUMNS, items in the codebook's order. comparable: yes, recoded, no, not_asked. change, where a pair ends
    in the wave: yes or no. obstacle, where it is no: not_asked, not_comparable, no_panel (no unit in both waves),
    no_answers (no unit with an answer in both); obstacle_wave: the wave that stands in the way, "" if both do.
    units: units that answered in both waves of the pair; empty where no change is computed.
    """
    entries = {(row["wave"], row["item"]): row for row in records(crosswalk)}
    rows = []
    for wave in waves:
        ending = [pair for pair in pairs if pair["to"] == wave]
        for pair in ending or [{}]:
            first = pair.get("from", "")
            paired = _units_of_both(answers, first, wave) if pair else {}
            for item in items["item"]:
                row = _entry(entries, wave, item) | {"wave_from": first}
                if pair:
                    row |= _change(_entry(entries, first, item), row, item, paired)
                rows.append(row)
    table = pd.DataFrame(rows, columns=COLUMNS, dtype=object).fillna("")
    order = {item: place for place, item in enumerate(items["item"])}
    return table.sort_values("item", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def _entry(entries: Mapping[tuple[str, str], Mapping[str, str]], wave: str, item: str) -> dict[str, object]:
    row = entries.get((wave, item), {"comparable": "not_asked", "recode": "", "reason": ""})
    return {"item": item, "wave": wave, **{key: row[key] for key in ("comparable", "recode", "reason")}}


def _units_of_both(answers: pd.DataFrame, first: str, last: str) -> dict[str, int]:
    """Item -> units that answered it in both waves, for the items that both asked comparably; empty without a panel."""
    both = answers[answers["wave"].isin([first, last])]
    waves_of = both.groupby("unit")["wave"].nunique()
    panel = both[both["unit"].isin(waves_of.index[waves_of == 2])]
    if panel.empty:
        return {}
    alike = comparable_in_all(panel)
    answered = alike[alike["status"] == "answered"].groupby(["item", "unit"])["wave"].nunique()
    twice = answered[answered == 2].groupby("item").size()
    return {str(item): int(twice.get(item, 0)) for item in sorted(set(alike["item"]))}


def comparable_in_all(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers to the items that every wave of the table asked comparably."""
    asked = answers[(answers["status"] != "not_asked") & (answers["comparable"] != "no")]
    waves = asked.groupby("item")["wave"].nunique()
    return asked[asked["item"].isin(waves.index[waves == answers["wave"].nunique()])]


def _change(
    before: Mapping[str, object], after: Mapping[str, object], item: str, paired: Mapping[str, int]
) -> dict[str, object]:
    for kind, comparable in (("not_asked", "not_asked"), ("not_comparable", "no")):
        standing = [str(entry["wave"]) for entry in (before, after) if entry["comparable"] == comparable]
        if standing:
            where = standing[0] if len(standing) == 1 else ""
            return {"change": "no", "obstacle": kind, "obstacle_wave": where}
    if item not in paired:
        return {"change": "no", "obstacle": "no_panel"}
    if not paired[item]:
        return {"change": "no", "obstacle": "no_answers"}
    return {"change": "yes", "units": paired[item]}


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        item_table, crosswalk_table = snakemake.input.codebook
        table = comparability(
            read_table(snakemake.input.answers),
            read_table(crosswalk_table),
            read_table(item_table),
            **arguments(snakemake.params),
        )
        write_table(table, snakemake.output[0])
