"""From a conclusion to what decides it: published values, published facts, or answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wavework.provenance.explanation_tree import Node
from wavework.provenance.finished_run import Run, unknown
from wavework.provenance.to_raw_cells import fact_node, raw_node, wave_node
from wavework.provenance.to_table_rows import step_node
from wavework.tables import select
from wavework.yaml_files import read_yaml

CLAIMS = "processed/claims.csv"
PRINTED = ("item_label_en", "response", "count", "percent", "value", "note")
SAID = (
    "verdict",
    "holds",
    "why",
    "evidence",
    "estimate",
    "low",
    "high",
    "lowest",
    "highest",
    "n",
    "share_of_draws",
    "basis",
)


def claim_node(run: Run, claim: str) -> Node:
    """A claim: its verdict, how it was reached, and what decides it. Raises InputError for one that is not there."""
    table = run.table(CLAIMS)
    rows = run.rows(CLAIMS, claim=claim)
    if not rows:
        raise unknown(CLAIMS, claim, table["claim"], "a claim of this table")
    number, cells = rows[0]
    path = Path(run.study["codebook"], "claims.yaml")
    declared: Mapping[str, Any] = read_yaml(path)[claim]
    text = declared["text"][run.study["languages"][0]]
    said = {key: cells[key] for key in SAID if cells.get(key)} | {"sha256": run.hash(CLAIMS)}
    rule = Node("choice", f"{path.as_posix()}: {claim}", {"rule": _rule(declared), "sha256": run.hash(path.as_posix())})
    step = step_node(run, CLAIMS, below=[rule, *_deciding(run, cells, declared)])
    return Node("claim", f"{claim}: {text}", {"row": f"{CLAIMS}, row {number}", **said}, [step])


def _rule(declared: Mapping[str, Any]) -> str:
    """The rule as it is declared; of a claim that no rule decides, why."""
    rules = declared.get("rule") or declared.get("rules") or {}
    listed = rules if isinstance(rules, list) else [rules]
    words = ["; ".join(f"{key}: {_words(value)}" for key, value in rule.items()) for rule in listed if rule]
    return " and ".join(words) or "none: no data decide it"


def _words(value: Any) -> str:
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)


def _deciding(run: Run, cells: Mapping[str, str], declared: Mapping[str, Any]) -> Iterator[Node]:
    """Published values that the claim is held against; facts that its proof needs; without both, the answers."""
    published = list(_published(run, declared))
    yield from published
    facts = [name for name in cells["facts"].split("|") if name]
    path = f"{run.study['codebook']}/constraints.csv"
    if facts:
        nodes = [fact_node(path, *row) for row in run.rows(path, constraint=facts)]
        missing = sorted(set(facts) - {cell["constraint"] for _, cell in run.rows(path, constraint=facts)})
        others = [Node("note", name) for name in missing]  # what the verdict names by itself: a wave's answers
        yield Node("note", f"{len(facts)} published facts decide it", {"sha256": run.hash(path)}, [*nodes, *others])
    elif not published and cells["answers_basis"]:
        for wave, items in _asked(run, declared).items():
            yield wave_node(run, wave, items)


def _published(run: Run, declared: Mapping[str, Any]) -> Iterator[Node]:
    """The published values that the claim, or its rule, chooses; the raw file that a rule names."""
    path = str(run.study.get("published", ""))
    asked = [declared.get(key) for key in ("published", "rule", "rules")]
    facts = []
    for wanted in _named(asked, "select") if path else ():
        chosen = {column: str(text) for column, text in wanted.items()}
        for row, cells in run.rows(path, **chosen):
            said = {key: cells[key] for key in PRINTED if cells.get(key)}
            said |= {"printed in": f"{cells['source_id']}: {cells['locator']}", "quality": cells["quality"]}
            facts.append(Node("fact", f"{path}, row {row}", said))
    if facts:
        yield replace(raw_node(run, path), below=facts)
    for name in _named(asked, "file"):
        yield from (raw_node(run, raw) for raw in run.registry if Path(raw).name == name)


def _named(declared: Any, key: str) -> Iterator[Any]:
    """What stands under a key, however deep."""
    if isinstance(declared, Mapping) and key in declared:
        yield declared[key]
    for part in declared.values() if isinstance(declared, Mapping) else declared if isinstance(declared, list) else ():
        yield from _named(part, key)


def _asked(run: Run, declared: Mapping[str, Any]) -> dict[str, list[str]]:
    """Wave -> the items that the claim's rules look at there."""
    waves, items = set[str](), set[str]()
    known, batteries = set(run.book.items["item"]), set(run.book.items["battery"])

    def look(value: Any) -> None:
        for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
            look(part)
        for word in re.split(r"[|:]", value) if isinstance(value, str) else ():
            waves.update({word} & set(run.study["waves"]))
            items.update({word} & known)
            if word in batteries:
                items.update(select(run.book.items, battery=word)["item"])

    look(declared.get("rule") or declared.get("rules") or {})
    found = {}
    for wave in sorted(waves):
        asked = set(run.book.entries_of(wave)["item"])
        found[wave] = sorted(items & asked if items else set(select(run.book.items, scored="yes")["item"]) & asked)
    return found
