"""The graph of rules as Mermaid, for the docs: Snakemake's own, with rules that run the same script as one node.

`python -m snakemake --rulegraph dot` gives what it is made of; docs/rules.md holds it, between the marks.
"""

import re
from collections.abc import Collection, Iterable, Mapping

NODE = re.compile(r'^\s*(\d+)\[label = "([^"\\]+)', re.MULTILINE)
EDGE = re.compile(r"^\s*(\d+) -> (\d+)", re.MULTILINE)
MARKS = ("<!-- rule graph: written by a test, see docs/rules.md -->\n", "<!-- end of the rule graph -->\n")


def mermaid(dot: str, scripts: Collection[str]) -> str:
    """A flowchart from raw files to `all`, without edges that others imply.

    dot: what Snakemake prints; scripts: names of the scripts: a rule `draw_drivers` is shown as `draw`.
    """
    names = {number: _script_of(rule, scripts) for number, rule in NODE.findall(dot)}
    edges = {(names[start], names[end]) for start, end in EDGE.findall(dot)}
    after: dict[str, set[str]] = {name: set() for name in names.values()}
    for start, end in edges:
        if start != end:
            after[start].add(end)
    shown = sorted((start, end) for start, ends in after.items() for end in ends if not _implied(start, end, after))
    return "\n".join(["flowchart TD", *(f"    {start} --> {end}" for start, end in shown)]) + "\n"


def _script_of(rule: str, scripts: Collection[str]) -> str:
    """The longest name of a script that a rule's name begins with; the rule's own name where there is none."""
    fitting = [script for script in scripts if rule == script or rule.startswith(f"{script}_")]
    return max(fitting, key=len, default=rule)


def _implied(start: str, end: str, after: Mapping[str, Iterable[str]]) -> bool:
    """Whether another way leads from one node to the other."""
    waiting = [name for name in after[start] if name != end]
    met: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == end:
            return True
        if name not in met:
            met.add(name)
            waiting += after[name]
    return False


def with_graph(page: str, graph: str) -> str:
    """A page of the docs with the graph between its marks."""
    start, end = (page.index(mark) for mark in MARKS)
    return f"{page[: start + len(MARKS[0])]}\n```mermaid\n{graph}```\n\n{page[end:]}"
