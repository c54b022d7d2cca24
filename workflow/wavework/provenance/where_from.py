"""Of each finished file what the report says under it: its rule and script, and the files that it began with."""

from pathlib import PurePosixPath
from typing import Any

from wavework.provenance.steps import CHECK, Steps

FACTS = "constraints.csv"  # published facts in the codebook: what results on unpublished answers began with


def origins(steps: Steps, registry: str) -> dict[str, dict[str, Any]]:
    """Table or figure -> `rule`, `script`, and `sources`: raw files (beside the registry) and published facts on the
    way to it. Of a file that holds raw files against the registry: every one of them."""
    raw = PurePosixPath(registry).parent
    found = {}
    for step in steps:
        for path in step.outputs:
            if path.endswith((".csv", ".svg")):
                beyond = [] if step.rule == CHECK else [CHECK]
                sources = [
                    name
                    for name in steps.sources_of(path, beyond=beyond)
                    if PurePosixPath(name).is_relative_to(raw) or PurePosixPath(name).name == FACTS
                ]
                found[path] = {"rule": step.rule, "script": step.script, "sources": sources}
    return found
