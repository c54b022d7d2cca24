"""Speed as ratios: each file here is a program that prints its ratios and keeps them."""

import json
import platform
from pathlib import Path
from typing import Any


def keep(name: str, ratios: dict[str, Any]) -> None:
    """Write what a benchmark measured to benchmarks/results/<name>.json, with the machine it was measured on."""
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    text = json.dumps({"machine": machine, "ratios": ratios}, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n", "utf-8")
