"""What a file of the codebook chooses, apart from how it words it: results do not hang on a label."""

import csv
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from wavework.yaml_files import loaded

LABELS = ("label_", "title_", "question_")  # columns begin so that hold a text for readers


@cache
def choices_of(name: str) -> str:
    """One hash of a table (`name`.csv) without its labels, or of claims.yaml without its texts: the languages of each
    count, since one that is missing is a mistake. Of a file that is not there, or is none, it is that of nothing."""
    table, texts = Path(f"{name}.csv"), Path(f"{name}.yaml")
    found: Any = ""
    if table.is_file():
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        own = [place for place, head in enumerate(rows[0] if rows else ()) if not head.startswith(LABELS)]
        found = [rows[0] if rows else [], [[row[place] for place in own if place < len(row)] for row in rows]]
    elif texts.is_file():
        found = _without_texts(loaded(texts.read_text(encoding="utf-8")))
    return sha256(repr(found).encode()).hexdigest()[:16]


def _without_texts(claims: Any) -> Any:
    if not isinstance(claims, dict):
        return claims
    return {
        claim: {key: sorted(said) if key == "text" and isinstance(said, dict) else said for key, said in keys.items()}
        if isinstance(keys, dict)
        else keys
        for claim, keys in claims.items()
    }
