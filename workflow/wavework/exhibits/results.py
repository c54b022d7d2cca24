"""What a figure is made from: its declaration, and the finished tables, as read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from wavework.codebook import Codebook
from wavework.findings import NUMBERS
from wavework.scores import OVERALL
from wavework.tables import read_numbers

TABLES = {  # file of processed/ -> field of Results, numeric columns
    "answers": ("answers", []),
    "scores": ("scores", ["score", "n_items", "n_answered"]),
    "egdi": ("egdi", ["year", "rank", "value"]),
    "measures": ("measured", ["value"]),
    "statistics": ("statistics", [*NUMBERS, "p_holm", "p_bh"]),
    "leave_one_out": ("leave_one_out", ["estimate"]),
    "specifications": ("specifications", ["specification", "estimate", "p"]),
    "paired_scores": ("paired_scores", ["score_from", "score_to"]),
    "published_comparison": ("published", ["published", "reproduced", "n"]),
    "claims": ("claims", ["position", "share_of_draws", "share_low", "share_high", "estimate", "low", "high", "n"]),
}


@dataclass(frozen=True)
class Declaration:
    """One figure as it stands in figures.yaml; `items` complete, in the codebook's order."""

    id: str
    section: str
    kind: str
    title: Mapping[str, str]
    deck: str = ""
    data: str = ""
    battery: str = ""
    items: Sequence[str] = ()
    measures: Sequence[str] = ()
    waves: Sequence[str] = ()
    units: str = "all"
    answers: Sequence[str] = ()
    reverse: bool = False
    palette: str = ""
    claim_sections: Sequence[str] = ()

    def grid(self) -> pd.DataFrame:
        """wave, wave_order, item, item_order: every wave with every item, in the figure's order."""
        waves = pd.DataFrame({"wave": list(self.waves), "wave_order": range(1, len(self.waves) + 1)})
        items = pd.DataFrame({"item": list(self.items), "item_order": range(1, len(self.items) + 1)})
        return waves.merge(items, how="cross")


@dataclass(frozen=True)
class Results:
    """The finished tables that figures draw on. A study without EGDI, for example, has an empty table there."""

    study: Mapping[str, Any]
    items: pd.DataFrame
    scales: pd.DataFrame
    units: pd.DataFrame
    batteries: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)
    claim_texts: Mapping[str, Any] = field(default_factory=dict)
    answers: pd.DataFrame = field(default_factory=pd.DataFrame)
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    egdi: pd.DataFrame = field(default_factory=pd.DataFrame)
    measured: pd.DataFrame = field(default_factory=pd.DataFrame)
    statistics: pd.DataFrame = field(default_factory=pd.DataFrame)
    leave_one_out: pd.DataFrame = field(default_factory=pd.DataFrame)
    specifications: pd.DataFrame = field(default_factory=pd.DataFrame)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    published: pd.DataFrame = field(default_factory=pd.DataFrame)
    paired_scores: pd.DataFrame = field(default_factory=pd.DataFrame)

    def asked(self, declaration: Declaration) -> pd.DataFrame:
        """Answers to the figure's items in its waves, of its units."""
        answers = self.answers
        rows = answers[
            answers["wave"].isin(list(declaration.waves))
            & answers["item"].isin(list(declaration.items))
            & (answers["status"] != "not_asked")
        ]
        if declaration.units == "panel":
            waves_of = answers[answers["wave"].isin(list(declaration.waves))].groupby("unit")["wave"].nunique()
            rows = rows[rows["unit"].isin(waves_of.index[waves_of == len(declaration.waves)])]
        return rows

    def bases(self, waves: Sequence[str]) -> list[str]:
        """The bases of some waves' answers."""
        return sorted(set(self.answers.loc[self.answers["wave"].isin(list(waves)), "basis"]))

    def scales_of(self, items: Sequence[str]) -> list[str]:
        """The scales of some items."""
        return list(self.items.loc[self.items["item"].isin(list(items)), "scale"].unique())

    def overall_scores(self, waves: Sequence[str]) -> pd.DataFrame:
        """The overall implementation scores of some waves' units."""
        scores = self.scores[self.scores["wave"].isin(list(waves)) & (self.scores["measure"] == "implementation")]
        return scores[scores["dimension"] == OVERALL]

    @property
    def dimensions(self) -> dict[str, int]:
        """Dimension -> its place; all together come last."""
        return places([*self.study["dimensions"], OVERALL])


def waves_and_pooled(declaration: Declaration) -> tuple[str, dict[str, int]]:
    """The name of the figure's waves taken together ("" for one wave alone), and the place of each in the figure."""
    pooled = "+".join(declaration.waves) if len(declaration.waves) > 1 else ""
    return pooled, places([*declaration.waves, *filter(None, [pooled])])


def places(names: Iterable[str]) -> dict[str, int]:
    """Name -> its place among them, from 1; of a name that stands twice the first."""
    return {name: place for place, name in enumerate(dict.fromkeys(names), start=1)}


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
        measures=book.measures,
        claim_texts=texts,
        **tables,
    )
