"""Adding a wave: drafts for a person to confirm (`make wave`), then their confirmation (`make wave-confirm`)."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wavework.codebook import Codebook
from wavework.drafting.confirmation import confirm
from wavework.drafting.draft import draft
from wavework.drafting.study_as_it_stands import SETTINGS, with_keys
from wavework.exhibits.declarations import read_declarations
from wavework.problems import InputError
from wavework.what_a_study_has import presence_of


def check_figures(study: Mapping[str, Any], book: Codebook) -> None:
    """Raise InputError where a figure of the study cannot show what it would."""
    figures = Path(study["codebook"]) / "figures.yaml"
    if figures.exists():
        read_declarations(figures, book.items, book.crosswalk, {**study, "presence": asdict(presence_of(study))})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make wave")
    commands = parser.add_subparsers(dest="command", required=True)
    drafting = commands.add_parser("draft")
    for option in ("export", "id", "region"):
        drafting.add_argument(f"--{option}", required=True)
    drafting.add_argument("--year", required=True, type=int)
    for option in ("structure", "title", "producer", "licence", "received", "units", *SETTINGS):
        drafting.add_argument(f"--{option}", default="")
    commands.add_parser("confirm").add_argument("--id", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    given = vars(_arguments())
    command, wave = given.pop("command"), given.pop("id")
    try:
        if command == "draft":
            folder = draft(wave=wave, **given)
            print((folder / "report.txt").read_text(encoding="utf-8"))
            print(f"How the wave will look: {folder}/preview.html")
            print(f"Drafts are in {folder}/. Correct them there, then: make wave-confirm ID={wave}")
        else:
            print("\n".join(confirm(wave, check_figures)))
            print(f"Wave {wave} is declared, registered and mapped. Now: make")
    except InputError as error:
        sys.exit(with_keys(error, "make wave …") if command == "draft" else str(error))
