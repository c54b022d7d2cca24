"""From a row of a finished table to what it was computed from, down to the files as received."""

import re
from collections.abc import Sequence
from typing import Any

from wavework.provenance.explanation_tree import Node
from wavework.provenance.finished_run import Run
from wavework.provenance.to_raw_cells import egdi_node, measured_node, ranges, raw_node, wave_node
from wavework.provenance.workflow_steps import CHECK
from wavework.tables import select

STATISTICS = "processed/statistics.csv"
RESULT = ("estimate", "low", "high", "lowest", "highest", "median", "p", "p_holm", "n", "known", "basis")
HOW = ("method", "interval_method", "p_method", "source", "family", "tables", "seed", "reason")
SHOWN = 12  # rows of a table that are told one by one
PAIR = re.compile(r"(\w+)=(.*)", re.DOTALL)
Row = tuple[int, dict[str, Any]]


def rows_of(run: Run, files: str, key: str) -> dict[str, list[Row]]:
    """File -> the rows that a value was read from. files: joined by |; key: statistic ids, or `column=value` pairs
    joined by `; `, or a place in a file that is no table; several joined by |."""
    found: dict[str, list[Row]] = {}
    for path in files.split("|"):
        found[path] = []
        if not path.endswith(".csv"):
            continue
        table = run.table(path)
        for part in key.split("|"):
            pairs = {pair[1]: pair[2] for text in part.split("; ") if (pair := PAIR.fullmatch(text))}
            if "statistic" in table.columns and not pairs:
                found[path] += run.rows(path, statistic=part)
            elif pairs and set(pairs) <= set(table.columns):
                wanted = {column: text.split(", ") for column, text in pairs.items() if text != "*"}
                found[path] += run.rows(path, **wanted)
    return found


def table_node(run: Run, path: str, rows: Sequence[Row], key: str = "") -> Node:
    """Rows of a finished table, the step that made it, and what that read for these rows."""
    if path == STATISTICS and rows:
        nodes = [statistic_node(run, *row) for row in rows[:SHOWN]]
        if len(nodes) == 1:
            return nodes[0]
        more = {"and": f"{len(rows) - SHOWN} more rows"} if len(rows) > SHOWN else {}
        return Node("row", f"{path}: {len(rows)} rows", more, nodes)
    step = run.steps.of(path)
    said: dict[str, Any] = {"key": key, "rows": ranges(row for row, _ in rows), "sha256": run.hash(path)}
    if len(rows) == 1:
        said["cells"] = {f"{name}:": text for name, text in rows[0][1].items() if text}
    if step is None:
        kind = "raw" if path in run.registry else "choice"
        return Node(kind, path, {**said, **_place(run, path, key)})
    below = drill(run, path, [cells for _, cells in rows]) or _beginnings(run, path, rows)
    return Node("row", path, said, [step_node(run, path, below=below)])


def _beginnings(run: Run, path: str, rows: Sequence[Row]) -> list[Node]:
    """Of rows that name no wave: the conclusions that they are, and the raw files on the way to their table."""
    claims = [cells["claim"] for _, cells in rows if cells.get("claim")]
    asked = [Node("note", "conclusions, each with CLAIM=", {"claims": list(dict.fromkeys(claims))})] if claims else []
    beyond = [] if path == "processed/sources.csv" else [CHECK]
    return asked + [raw_node(run, name) for name in run.steps.sources_of(path, beyond=beyond) if name in run.registry]


def step_node(run: Run, path: str, below: Sequence[Node] = ()) -> Node:
    """The step that made a file; below it what is told of what it read."""
    step = run.steps.of(path)
    if step is None:
        return Node("note", f"{path}: no step made it")
    return Node("step", f"rule {step.rule}", run.said_of_step(step), below)


def statistic_node(run: Run, row: int, cells: dict[str, Any]) -> Node:
    """A finding: its numbers, how it was computed, where its own row stands, and from which answers."""
    name = cells["statistic"]
    own = next((path for path in _parts(run) if run.rows(path, statistic=name)), STATISTICS)
    below = drill(run, own, [cells])
    if own != STATISTICS:
        place = f"{own}, row {run.rows(own, statistic=name)[0][0]}"
        below = [Node("row", place, {"sha256": run.hash(own)}, [step_node(run, own, below=below)])]
    said: dict[str, Any] = {key: cells[key] for key in RESULT if cells.get(key)}
    said["how"] = {f"{key}:": cells[key] for key in HOW if cells.get(key)}
    said["sha256"] = run.hash(STATISTICS)
    return Node("row", f"{STATISTICS}, row {row}: {name}", said, below)


def _parts(run: Run) -> list[str]:
    step = run.steps.of(STATISTICS)
    return [path for path in step.inputs if path.endswith(".csv")] if step else []


def drill(run: Run, path: str, rows: Sequence[dict[str, Any]]) -> list[Node]:
    """The answers, measures and ranks that rows of a table speak of, by their columns."""
    if path == "processed/egdi.csv":
        countries = {str(row["country"]) for row in rows}
        return [egdi_node(run, set(select(run.book.units, country=sorted(countries))["unit"]))]
    of_wave: dict[str, set[str]] = {}
    measures: dict[str, set[str]] = {}
    for row in rows:
        for wave in _waves(row):
            if wave in run.study["measured"]:
                measures.setdefault(wave, set()).add(str(row.get("measure", "")))
            elif wave in run.study["waves"]:
                of_wave.setdefault(wave, set()).update(_items(run, wave, row))
    nodes = [wave_node(run, wave, sorted(items)) for wave, items in of_wave.items() if items]
    nodes += [measured_node(run, wave, sorted(names)) for wave, names in measures.items() if names - {""}]
    step = run.steps.of(path)
    if nodes and step and "processed/egdi.csv" in step.inputs and any(_ranked(row) for row in rows):
        tables = [("processed/answers.csv", list(of_wave)), ("processed/measured.csv", list(measures))]
        units = {str(cells["unit"]) for table, waves in tables if waves for _, cells in run.rows(table, wave=waves)}
        nodes.append(egdi_node(run, units))
    return nodes


def _ranked(row: dict[str, Any]) -> bool:
    return "association" in row.get("question", "association") or "curve" in row.get("question", "")


def _waves(row: dict[str, Any]) -> list[str]:
    named = [str(row.get(column, "")) for column in ("wave_from", "wave", "waves")]
    return [wave for text in named for wave in re.split(r"[+;, ]+", text) if wave]


def _items(run: Run, wave: str, row: dict[str, Any]) -> set[str]:
    """The items that a row speaks of: its own, those of its battery or dimension, or all that are scored."""
    items = run.book.items
    if row.get("item"):
        return set(re.split(r"[+;| ]+", str(row["item"])))
    asked = set(run.book.entries_of(wave)["item"])
    if len(waves := _waves(row)) > 1:  # what is compared is what all of them asked alike
        alike = (set(select(run.book.entries_of(wave), comparable=["yes", "recoded"])["item"]) for wave in waves)
        asked &= set.intersection(*alike)
    outcome, dimension = str(row.get("outcome", "")), str(row.get("dimension", ""))
    if outcome in set(items["battery"]):
        return asked & set(select(items, battery=outcome)["item"])
    scored = select(items, scored="self_reported" if row.get("measure") == "self_reported" else "yes")
    if dimension in set(scored["dimension"]) - {""}:
        scored = select(scored, dimension=dimension)
    return asked & set(scored["item"])


def _place(run: Run, path: str, key: str) -> dict[str, str]:
    """Where a choice stands in a file that is no table: the line of the last part of its key, below those of the parts
    before it."""
    place = run.place(path)
    if path.endswith(".csv") or not place.is_file():
        return {}
    lines = place.read_text(encoding="utf-8").splitlines()
    found = 0
    for part in re.split(r"[.-]", key):
        said = re.compile(rf"\W*{re.escape(part)}\b\W*[:=]", re.IGNORECASE)
        found = next((at for at in range(found, len(lines)) if said.match(lines[at])), -1)
        if found < 0:
            return {}
    return {"line": f"{found + 1}: {lines[found].strip()}"}
