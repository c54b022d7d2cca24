"""Where a file, a number or a conclusion comes from (`make explain`): the chain from the raw files to it."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from wavework.problems import InputError
from wavework.provenance.explain import explained
from wavework.provenance.explanation_tree import Node, lines
from wavework.provenance.finished_run import Run

WIDEST = 160


def told(node: Node, *, written: str, width: int, colours: bool) -> str:
    """The tree as text, or as JSON where `written` is json."""
    if written == "json":
        return json.dumps(node.data(), ensure_ascii=False, indent=2)
    return "\n".join(lines(node, width, colours=colours))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make explain")
    for option in ("file", "number", "claim", "language"):
        parser.add_argument(f"--{option}", default="")
    parser.add_argument("--format", choices=["", "tree", "json"], default="")
    given = vars(parser.parse_args())
    written, terminal = given.pop("format"), sys.stdout.isatty()
    try:
        node = explained(Run(Path(__file__).resolve().parents[2]), **given)
    except InputError as error:
        sys.exit(str(error))
    width = min(shutil.get_terminal_size((100, 24)).columns, WIDEST)
    print(told(node, written=written, width=width, colours=terminal))
