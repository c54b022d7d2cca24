"""processed/exhibits.csv: every exhibit, what it is the counterpart of, its files, basis, n and script.

What is left out has a row too, figures and claims, with the reason and without files.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.exhibits.declarations import read_figures
from wavework.exhibits.figure_inputs import read_texts
from wavework.jobs import logged
from wavework.language.language import language_of
from wavework.tables import write_table
from wavework.yaml_files import loaded

COLUMNS = ["exhibit", "deck", "title", "kind", "section", "file", "data_file", "basis", "n", "script", "left_out"]
SCRIPTS = "workflow/scripts/figure_data.py; workflow/scripts/draw.py"


def exhibits_index(
    texts: Mapping[str, Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, Any]],
    left_out: Mapping[str, str],
    claims: Mapping[str, Mapping[str, Any]],
    *,
    study: Mapping[str, Any],
) -> pd.DataFrame:
    """One row per exhibit, in the order of the sections, then what is left out.

    texts: figure -> its texts (processed/figures); figures: figures.yaml; left_out: figure -> reason; claims: claim ->
    its keys in claims.yaml and `left_out`, its reason. `deck`: number or place in the source, empty for what
    the question needs beyond it; `n`: services per wave; `left_out`: why, in the study's main language.
    """
    language = study["languages"][0]
    reasons = language_of(study, language).shared["absent"]
    shown = [
        {
            "exhibit": name,
            **own,
            "title": own[language]["title"],
            "file": f"figures/{name}.svg",
            "data_file": f"figures/{name}.csv",
            "n": "; ".join(f"{wave} {n}" for wave, n in own["n"].items()),
            "script": SCRIPTS,
        }
        for name, own in texts.items()
        if "left_out" not in own
    ]
    empty = {name: own["left_out"] for name, own in texts.items() if "left_out" in own}
    absent = [
        {"exhibit": name, **figures[name], "title": figures[name]["title"][language], "left_out": reasons[reason]}
        for name, reason in sorted({**left_out, **empty}.items(), key=lambda pair: list(figures).index(pair[0]))
    ]
    undecided = [
        {
            "exhibit": name,
            "deck": keys["deck"]["place"][language] if "deck" in keys else "",
            "title": keys["text"][language],
            "kind": "claim",
            "section": keys["section"],
            "left_out": reasons[keys["left_out"]],
        }
        for name, keys in claims.items()
    ]
    return pd.DataFrame([dict.fromkeys(COLUMNS, "") | row for row in (*shown, *absent, *undecided)], columns=COLUMNS)


def left_out_claims(claims: str | None, details: str | None) -> dict[str, Any]:
    """The claims that are left out, with their keys and the reason. claims: claims.yaml; details: claims.json."""
    if not claims or not details:
        return {}
    known = json.loads(Path(details).read_text(encoding="utf-8"))
    return {
        name: {**keys, "left_out": known[name]["left_out"]}
        for name, keys in loaded(Path(claims).read_text(encoding="utf-8")).items()
        if "left_out" in known[name]
    }


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        index = exhibits_index(
            read_texts(inputs.texts),
            read_figures(inputs.figures) if inputs.figures else {},
            snakemake.params.left_out,
            left_out_claims(inputs.get("claims"), inputs.get("claim_details")),
            study=snakemake.params.study,
        )
        write_table(index, snakemake.output[0])
