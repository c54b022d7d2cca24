"""Reading the finished tables that figures draw on."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from wavework.codebook import Codebook
from wavework.exhibits.data import Results
from wavework.findings import NUMBERS
from wavework.tables import read_numbers

TABLES = {  # file of processed/ -> field of Results, numeric columns
    "answers": ("answers", []),
    "scores": ("scores", ["score", "n_items", "n_answered"]),
    "egdi": ("egdi", ["year", "rank", "value"]),
    "statistics": ("statistics", [*NUMBERS, "p_holm", "p_bh"]),
    "leave_one_out": ("leave_one_out", ["estimate"]),
    "specifications": ("specifications", ["specification", "estimate", "p"]),
    "paired_scores": ("paired_scores", ["score_from", "score_to"]),
    "published_comparison": ("published", ["published", "reproduced", "n"]),
    "claims": ("claims", ["position", "share_of_draws", "share_low", "share_high", "estimate", "low", "high", "n"]),
}


NEEDS = {  # chart kind -> the tables that it draws on, beside the answers that every caption counts
    "trajectories": ["egdi"],
    "scatter_labelled": ["egdi", "scores"],
    "heatmap": ["scores"],
    "dot_interval": ["statistics"],
    "leave_one_out": ["leave_one_out"],
    "paired_change": ["paired_scores"],
    "specification_curve": ["specifications"],
    "compared_values": ["published_comparison"],
    "verdicts": ["claims"],
}


def tables_of(kind: str) -> list[str]:
    """The tables of processed/ that a figure of the kind needs."""
    return ["answers", *NEEDS.get(kind, [])]


def read_results(files: Iterable[str], book: Codebook, study: Mapping[str, Any], claims: str | None = None) -> Results:
    """The tables named by `files` (of processed/); a table that is not among them is empty. claims: claims.yaml."""
    tables: dict[str, Any] = {}
    for path in files:
        name, numeric = TABLES[Path(path).stem]
        tables[name] = read_numbers(path, numeric)
    texts = yaml.safe_load(Path(claims).read_text(encoding="utf-8")) if claims else {}
    return Results(
        study=study,
        items=book.items,
        scales=book.scales,
        units=book.units,
        batteries=book.batteries,
        claim_texts=texts,
        **tables,
    )
