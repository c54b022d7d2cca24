"""Of each finished file what the report says under it: its rule and script, and the files that it began with."""

from pathlib import PurePosixPath
from typing import Any

from wavework.provenance.workflow_steps import CHECK, Steps
from wavework.reporting.exhibit_data import FACTS


def origins(steps: Steps, registry: str) -> dict[str, dict[str, Any]]:
    """Table or figure -> `rule`, `script`, and `sources`: raw files (beside the registry) and published facts on the
    way to it. Of a file that holds raw files against the registry: every one of them."""
    raw = f"{PurePosixPath(registry).parent}/"
    found: dict[str, dict[str, Any]] = {}
    for step in steps:
        named = [path for path in step.outputs if path.endswith((".csv", ".svg"))]
        if not named:
            continue
        beyond = [] if step.rule == CHECK else [CHECK]
        began = steps.sources_of(named[0], beyond=beyond)
        sources = [path for path in began if path.startswith(raw) or PurePosixPath(path).name == FACTS]
        found |= {path: {"rule": step.rule, "script": step.script, "sources": sources} for path in named}
    return found
