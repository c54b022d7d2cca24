"""What a run has changed of the results of the run before it: a new wave or edition is to leave them as they are.

The statistics of a run that ended well are kept; the next run that has others is held against them.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from wavework.tables import read_table, write_table

KEPT = Path(".snakemake/previous_results")  # the tables of the last run that ended well, in the study's folder
CHANGED = Path("processed/changed_results.csv")
STATISTICS, SPECIFICATIONS = "statistics.csv", "specifications.csv"
COLUMNS = ["statistic", "question", "wave_from", "wave", "region", "result", "before", "after"]
NOT_RESULTS = {"seed", "family", "source", "method", "p_error", "reason", "tables"}
SHOWN = 6  # groups in a closing line


def changed_results(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Each result of `before` that `after` has otherwise, or not at all (`result`: gone): columns COLUMNS.

    Both are tables of findings as text; a result is a column that holds a number or what is known of it. What only
    `after` has is new, and no change.
    """
    keys = [name for name in COLUMNS if name in before.columns]
    results = [name for name in before.columns if name in after.columns and name not in {*keys, *NOT_RESULTS}]
    of_after = {row["statistic"]: row for row in after.to_dict("records")}
    rows = []
    for row in before.to_dict("records"):
        other = of_after.get(row["statistic"])
        own = {key: row[key] for key in keys}
        if other is None:
            rows.append({**own, "result": "gone", "before": row["status"], "after": ""})
            continue
        rows += [
            {**own, "result": name, "before": row[name], "after": other[name]}
            for name in results
            if row[name] != other[name]
        ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def changed_since_last_run(study: Path) -> Iterator[str]:
    """Hold the run of a study's folder against the one before, and keep it for the next; yields what is to be said.

    Writes CHANGED where the results are others than before; it stays until they are so again.
    """
    now, kept = study / "processed" / STATISTICS, study / KEPT / STATISTICS
    if not now.is_file():
        return
    if kept.is_file() and kept.read_bytes() != now.read_bytes():
        before, after = read_table(kept), read_table(now)
        changed = pd.concat([changed_results(before, after), _grid(study)], ignore_index=True)
        write_table(changed, study / CHANGED)
        yield _said(changed, before, after)
    elif kept.is_file():
        yield f"Earlier results: none of {len(read_table(now))} changed."
    (study / KEPT).mkdir(parents=True, exist_ok=True)
    for name in (STATISTICS, SPECIFICATIONS):
        if (study / "processed" / name).is_file():
            shutil.copyfile(study / "processed" / name, study / KEPT / name)


def _grid(study: Path) -> pd.DataFrame:
    """A row where the specification curve has another number of specifications."""
    paths = study / KEPT / SPECIFICATIONS, study / "processed" / SPECIFICATIONS
    if not all(path.is_file() for path in paths):
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    before, after = (str(len(read_table(path))) for path in paths)
    row = {"statistic": "specifications", "question": "specification curve", "result": "specifications"}
    rows = [row | {"before": before, "after": after}] if before != after else []
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str").fillna("")


def _said(changed: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> str:
    new = len(set(after["statistic"]) - set(before["statistic"]))
    count = changed["statistic"].nunique()
    told = f"{count or 'none'} of {len(before)} changed since the run before, {new} are new"
    if changed.empty:
        return f"Earlier results: {told}."
    groups = changed.drop_duplicates("statistic").groupby(["question", "wave"], sort=False).size()
    named = [
        f"{' of '.join(filter(None, map(str, [*key])))} ({n})" for key, n in zip(groups.index, groups, strict=True)
    ]
    rest = [f"{len(named) - SHOWN} more"] if len(named) > SHOWN else []
    return f"Earlier results: {told} ({CHANGED.as_posix()}): " + ", ".join([*named[:SHOWN], *rest])
