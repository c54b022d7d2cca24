"""processed/exhibits.csv: every exhibit, what it is the counterpart of, its files, basis, n and script."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.jobs import logged
from wavework.tables import write_table

COLUMNS = ["exhibit", "deck", "title", "kind", "section", "file", "data_file", "basis", "n", "script"]
SCRIPTS = "workflow/scripts/figure_data.py; workflow/scripts/draw.py"


def exhibits_index(sections: Iterable[Mapping[str, Any]], *, language: str) -> pd.DataFrame:
    """One row per exhibit, in the order of the sections.

    sections: processed/figures/<section>.json as read. `deck`: number or place in the source, empty for what the
    question needs beyond it; `n`: services per wave.
    """
    rows = [
        {
            "exhibit": name,
            "deck": texts["deck"],
            "title": texts[language]["title"],
            "kind": texts["kind"],
            "section": texts["section"],
            "file": f"figures/{name}.svg",
            "data_file": f"figures/{name}.csv",
            "basis": texts["basis"],
            "n": "; ".join(f"{wave} {n}" for wave, n in texts["n"].items()),
            "script": SCRIPTS,
        }
        for section in sections
        for name, texts in section.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        sections = [json.loads(Path(path).read_text(encoding="utf-8")) for path in snakemake.input.sections]
        write_table(exhibits_index(sections, language=snakemake.params.language), snakemake.output[0])
