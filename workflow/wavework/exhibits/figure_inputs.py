"""What a figure is made from: its declaration, and the finished tables, as read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import Codebook
from wavework.egdi_editions import edition_of
from wavework.finding_rows import NUMBERS
from wavework.scores import OVERALL
from wavework.statistics.rank_correlation import NAMES
from wavework.statistics.rank_scores import headline_first
from wavework.tables import read_numbers, select
from wavework.yaml_files import read_yaml

NOT_ASKED = "not_asked"
ENDS, CENTRAL = ("lowest", "highest"), ("central_low", "central_high")
NUMERIC = {  # table of processed/ -> its numeric columns
    "scores": ["score", "n_items", "n_answered", *ENDS],
    "egdi": ["year", "rank", "value"],
    "covariates": ["year", "gdp_per_head"],
    "statistics": [*NUMBERS, "p_holm", "p_bh"],
    "leave_one_out": ["estimate", *ENDS, *CENTRAL],
    "measured": ["value"],
    "measure_leave_one_out": ["estimate"],
    "specifications": ["specification", "estimate", "p", *ENDS, "median", *CENTRAL, "positive", "significant"],
    "paired_scores": ["score_from", "score_to", *(f"{end}_{side}" for side in ("from", "to") for end in ENDS)],
    "prevalence": ["units", *ENDS, *(f"at_least_{end}" for end in ENDS), "n"],
    "ladder": ["share"],
    "what_would_settle": ["settles", "span_before", "span_after", "n"],
    "power": ["effect", "n"],
    "newcomers": ["year", "n_panel", "mean_panel", "n_newcomers", "mean_newcomers", "delta", "low", "high", "p"],
    "published_comparison": ["published", "reproduced", "n", "tolerance", *ENDS],
    "claims": [
        *("position", "estimate", "low", "high", "count", "n"),
        *("draws", "share_of_draws", "share_low", "share_high", "share_of_counts", *ENDS),
    ],
    "sources": ["bytes"],
}  # fmt: skip
# What a study of measures alone has none of.
NO_ANSWERS = pd.DataFrame(columns=["wave", "unit", "item", "status", "comparable", "basis"], dtype="str")


def read_texts(paths: Iterable[str | Path]) -> dict[str, Any]:
    """Figure -> its texts. paths: processed/figures/<id>.json."""
    return {Path(path).stem: json.loads(Path(path).read_text(encoding="utf-8")) for path in paths}


def read_processed(files: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Tables of processed/ by name, their numbers as numbers."""
    return {path.stem: read_numbers(path, NUMERIC.get(path.stem, [])) for path in map(Path, files)}


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


@dataclass(frozen=True, kw_only=True)
class Results:
    """What a study has come to: its choices, its codebook, and the finished tables of processed/ by name.

    A table that it does not have is empty. claim_texts: claims.yaml.
    """

    study: Mapping[str, Any]
    book: Codebook
    tables: Mapping[str, pd.DataFrame]
    claim_texts: Mapping[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """A finished table; empty if the study has none of that name."""
        return self.tables.get(name, NO_ANSWERS if name == "answers" else pd.DataFrame())

    def edition(self, year: int) -> int | None:
        """The EGDI edition that belongs to a wave of the year."""
        return edition_of(
            int(year), {int(each) for each in self.table("egdi")["year"]}, self.study["egdi"]["wave_year"]
        )

    def ranks(self, year: int) -> pd.DataFrame:
        """country, rank: of the EGDI edition that belongs to a wave of the year."""
        egdi = self.table("egdi")
        return egdi.loc[egdi["year"] == self.edition(year), ["country", "rank"]]

    def asked(self, declaration: Declaration) -> pd.DataFrame:
        """Answers to the figure's items in its waves, of its units."""
        answers = select(self.table("answers"), wave=list(declaration.waves))
        rows = select(answers[answers["status"] != NOT_ASKED], item=list(declaration.items))
        if declaration.units == "panel":
            waves_of = answers.groupby("unit")["wave"].nunique()
            rows = rows[rows["unit"].isin(waves_of.index[waves_of == len(declaration.waves)])]
        return rows

    def bases(self, waves: Sequence[str]) -> list[str]:
        """The bases of some waves' answers."""
        return sorted(set(select(self.table("answers"), wave=list(waves))["basis"]))

    def scales_of(self, items: Sequence[str]) -> list[str]:
        """The scales of some items."""
        return list(select(self.book.items, item=list(items))["scale"].unique())

    def scale_rows(self, items: Sequence[str]) -> pd.DataFrame:
        """The answers of the scales of some items, as scales.csv has them."""
        return select(self.book.scales, scale=self.scales_of(items))

    def overall_scores(self, waves: Sequence[str]) -> pd.DataFrame:
        """The overall implementation scores of some waves' units."""
        return select(self.table("scores"), wave=list(waves), measure="implementation", dimension=OVERALL)

    @property
    def first_contrast(self) -> tuple[str, ...]:
        """The waves that are also taken together; none where no regions are compared."""
        pairs = self.study.get("comparisons", {}).get("contrast", [])
        return tuple(pairs[0].values()) if pairs else ()

    @property
    def coefficients(self) -> Sequence[str]:
        """Names of the two rank correlations in the words, that of the headline first."""
        return headline_first(self.study["statistics"]["coefficient"])

    @property
    def headline(self) -> str:
        """The headline's as the method of a finding."""
        return NAMES[self.coefficients[0]]

    @property
    def dimensions(self) -> dict[str, int]:
        """Dimension -> its place; all together come last."""
        return places([*self.study["dimensions"], OVERALL])


def each_and_pooled(table: pd.DataFrame, declaration: Declaration, results: Results) -> pd.DataFrame:
    """The rows of each of the figure's waves on all that it asked, and of those of the study's first contrast together
    on what both asked alike.

    Further columns: `group` (the wave, or `pooled`) and `group_order`, their order in the figure.
    """
    waves, pooled = list(declaration.waves), "+".join(results.first_contrast)
    together = {pooled: "common"} if set(results.first_contrast) <= set(waves) else {}
    measure = together | dict.fromkeys(waves, "implementation")
    found = select(table, wave=list(measure))
    found = found[found["measure"] == found["wave"].map(measure)]
    names = {pooled: "pooled", **{wave: wave for wave in waves}}
    return found.assign(group=found["wave"].map(names), group_order=found["wave"].map(places([*waves, pooled])))


def places(names: Iterable[str]) -> dict[str, int]:
    """Name -> its place among them, from 1; of a name that stands twice the first."""
    return {name: place for place, name in enumerate(dict.fromkeys(names), start=1)}


def read_results(files: Iterable[str], book: Codebook, study: Mapping[str, Any], claims: str | None = None) -> Results:
    """The tables named by `files` (of processed/); a table that is not among them is empty. claims: claims.yaml."""
    texts = read_yaml(claims) if claims else {}
    return Results(study=study, book=book, tables=read_processed(files), claim_texts=texts)
