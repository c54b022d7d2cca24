"""From answers and measures to the cells of the files as received, or to the published facts in their place."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from wavework.answers import wave_export
from wavework.basis import RECONSTRUCTED
from wavework.included_responses import Changes, responses_that_count
from wavework.provenance.explanation_tree import Node
from wavework.provenance.finished_run import Run
from wavework.tables import select


def ranges(numbers: Iterable[int]) -> list[str]:
    """`2–4`, `7`: numbers in short."""
    ordered = sorted(set(numbers))
    runs = [list(run) for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0])]
    return [f"{run[0][1]}–{run[-1][1]}" if len(run) > 1 else str(run[0][1]) for run in runs]


def raw_node(run: Run, path: str, **said: Any) -> Node:
    """A raw file as the registry has it. said: which of its rows and columns."""
    entry = run.registry.get(path, {})
    of_registry = {"holds": entry.get("title", "")}
    of_registry |= {key: entry.get(key, "") for key in ("producer", "licence", "date", "url", "basis")}
    now = run.hash(path)
    registered = entry.get("sha256", now)
    changed = "" if registered == now else f"the registry has {registered[:12]}, the file is {now[:12] or 'gone'}"
    return Node("raw", path, {**said, "changed": changed, "sha256": now, **of_registry})


def wave_node(run: Run, wave: str, items: Sequence[str]) -> Node:
    """Answers to items in a wave: table, cells of the export, and of reconstructed ones the facts that bound them."""
    choices, table = run.study["waves"][wave], "processed/answers.csv"
    asked = [row for row in run.rows(table, wave=wave, item=items) if row[1]["status"] != "not_asked"]
    basis = run.basis(choices["export"])
    said = {
        "rows": ranges(row for row, _ in asked),
        "items": sorted({cells["item"] for _, cells in asked}),
        "services": len({cells["unit"] for _, cells in asked}),
        "basis": basis,
        "sha256": run.hash(table),
    }
    below = [_export_node(run, wave, items)]
    if basis == RECONSTRUCTED:
        below.append(facts_node(run, wave, items))
    return Node("row", f"{table}: answers of {wave}", said, below)


def _export_node(run: Run, wave: str, items: Sequence[str]) -> Node:
    choices = run.study["waves"][wave]
    crosswalk = run.book.entries_of(wave)
    entries = select(crosswalk, item=list(items))
    export = wave_export(choices, [choices["unit_column"], *crosswalk["column"]])  # a response counts by all answers
    changes: Changes = []
    kept = responses_that_count(export, wave, choices, run.book, changes)
    step = run.steps.of(f"processed/answers/{wave}.csv")
    log = run.rows(f"processed/cleaning/{wave}.csv")
    asked = {"", *items}
    reconstructed = run.basis(choices["export"]) == RECONSTRUCTED
    return raw_node(
        run,
        str(choices["export"]),
        **{
            "read as": f"{export.platform}, {export.layout}",
            "note": "one possible table: only who and what was asked is taken from it" if reconstructed else "",
            "columns": {f"{column}:": item for column, item in zip(entries["column"], entries["item"], strict=True)},
            "rows": ranges(export.rows[position] for position in kept.positions),
            "row of": {unit: export.rows[k] for unit, k in sorted(zip(kept.units, kept.positions, strict=True))},
            "left out": [
                f"row {cells['row']} ({cells['reason']})" for _, cells in log if cells["action"] == "row dropped"
            ],
            "recoded or corrected": [
                f"row {cells['row'] or '–'} {cells['unit']} {cells['item']}: {cells['before']} → {cells['after']}"
                for _, cells in log
                if cells["action"] != "row dropped" and cells["item"] in asked
            ],
            "by": run.functions(step.script) if step else "",
        },
    )


def facts_node(run: Run, wave: str, items: Sequence[str]) -> Node:
    """The published facts about items in a wave: rows of constraints.csv."""
    path = f"{run.study['codebook']}/constraints.csv"
    batteries = set(select(run.book.items, item=list(items))["battery"])
    asked = {*items, *(f"battery:{battery}" for battery in batteries)}
    if not Path(path).is_file():
        return Node("note", "no published fact bounds these answers")
    found = [row for row in run.rows(path, wave=wave) if asked & set(row[1]["items"].split("|"))]
    if not found:
        return Node("note", f"{path}: no published fact about these items in {wave}", {"sha256": run.hash(path)})
    return Node("note", f"{path}: what is published of these answers", {"sha256": run.hash(path)},
                [fact_node(path, *row) for row in found])  # fmt: skip


def fact_node(path: str, row: int, cells: dict[str, str]) -> Node:
    """A published fact: what it says, where it is printed, how its words became numbers."""
    stated = " ".join(cells[key] for key in ("kind", "items", "answers", "units", "relation", "bound") if cells[key])
    said = {"says": stated, "printed in": cells["source"], "read as": cells["reading"]}
    return Node("fact", f"{path}, row {row}: {cells['constraint']} ({cells['wave']})", said)


def measured_node(run: Run, wave: str, measures: Sequence[str]) -> Node:
    """Measures of a wave: table, and the rows of the file as received."""
    choices, table = run.study["measured"][wave], "processed/measured.csv"
    rows = run.rows(table, wave=wave, measure=list(measures))
    brought = select(run.book.measure_columns, wave=wave)
    whole = set(measures) - set(brought["measure"])  # those that are the mean of their parts
    columns = select(brought, measure=[*measures, *select(run.book.measures, part_of=sorted(whole))["measure"]])
    export = wave_export(choices, None)
    wanted, long = choices.get("rows", {}), choices.get("long")
    named = {**wanted, **({long["name"]: list(columns["column"])} if long else {})}
    inside = [
        row
        for position, row in enumerate(export.rows)
        if all(export.cells[column].iloc[position].strip() in _listed(texts) for column, texts in named.items())
    ]
    log = run.rows(f"processed/cleaning/measured/{wave}.csv")
    raw = raw_node(
        run,
        str(choices["export"]),
        **{
            "columns": [long["value"]] if long else list(columns["column"]),
            "rows": ranges(inside),
            "left out": [f"row {cells['row']} ({cells['reason']})" for _, cells in log if cells["row"]],
        },
    )
    said = {"rows": ranges(row for row, _ in rows), "measures": list(measures), "sha256": run.hash(table)}
    return Node("row", f"{table}: measures of {wave}", said, [raw])


def _listed(texts: Any) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def egdi_node(run: Run, units: Iterable[str]) -> Node:
    """The index of the countries of units: table and the files that print it."""
    table = "processed/egdi.csv"
    countries = set(select(run.book.units, unit=sorted(units))["country"])
    rows = run.rows(table, country=sorted(countries))
    files = [raw_node(run, str(path)) for path in run.study["egdi"]["files"]]
    said = {"rows": ranges(row for row, _ in rows), "countries": len(countries), "sha256": run.hash(table)}
    return Node("row", f"{table}: ranks of the countries", said, files)
