"""What the page says in a language: the names of things, results as they are written, sentences on what is shown."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED, weakest
from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.exhibits.known_columns import FEW
from wavework.exhibits.labels import Labels
from wavework.known import FIXED, KNOWN, NOTHING
from wavework.language.numbers import from_to, number
from wavework.language.words import explore_words
from wavework.tables import records

NOBODY = Declaration(id="explore", section="", kind="", title={})
Row = Mapping[str, Any]


class Teller(Labels):
    """Names and sentences of the page; `words` are those of charts and captions, `own` those of the page."""

    def __init__(self, results: Results, language: str):
        super().__init__(results, NOBODY, language)
        self.own = explore_words(language)

    def say(self, key: str, measured: bool = False, **slots: object) -> str:
        """The page's words at `key` with the slots filled; measured: the units are those that measures speak of."""
        units = self.language.measured if measured else self.language.slots
        return str(self.own["said"][key]).format(**{**units, **slots})

    def caption(self, key: str, **slots: object) -> str:
        """The words of a caption, filled."""
        first = next(iter(self.region_names), "")
        slots = {"first": self.region(first), "draws": self._draws, "correlation": self.correlation, **slots}
        return str(self.words["caption"][key]).format(**slots)

    def others(self) -> str:
        """That what is shown is measured of others than those who were asked."""
        measured, asked = self.language.measured["units"], self.language.slots["units"]
        return str(self.own["said"]["others"]).format(measured=measured, units=asked)

    @cached_property
    def _draws(self) -> str:
        return self.language.number(self.study.get("reconstruction", {}).get("draws", 0), 0)

    @cached_property
    def correlation(self) -> str:
        """The name of the headline's coefficient."""
        return str(self.words["correlations"][self.results.coefficients[0]]["caption"])

    @cached_property
    def known_names(self) -> dict[str, str]:
        """What is known of a value -> how the legends of charts call it; "" for an ordinary value."""
        chart = self.words["chart"]
        names = {known: chart["possible" if known == "bounds" else known] for known in KNOWN}
        return {"": "", **names}

    @cached_property
    def basis_names(self) -> dict[str, str]:
        """Basis -> its name in tables."""
        return {basis: self.language.say(f"basis.word.{basis}") for basis in ("published", "collected", RECONSTRUCTED)}

    def basis(self, bases: pd.Series | Sequence[str]) -> str:
        """The sentence on what something rests on."""
        return str(self.words["caption"][f"basis_{weakest(set(bases))}"])

    def reading(self, key: str, known: pd.Series, intervals: bool = False, **slots: object) -> str:
        """How to read what is shown: `key` of the captions, as it is said where something is not ordinary; what the
        marks mean then; how intervals are meant where there are any."""
        possible = bool((known != "").any())
        said = [
            self.caption(f"{key}_possible" if possible and f"{key}_possible" in self.words["caption"] else key, **slots)
        ]
        said += [self.say("marks")] if possible else []
        measured = key.startswith("measured")
        said += [self.say("measured_bars" if measured else "bars", measured)] if intervals else []
        return " ".join(said)

    def number(self, value: float, digits: int, signed: bool = False) -> str:
        """A number as charts write it; "" where there is none."""
        return "" if value != value else number(value, digits, self.words["chart"], signed)

    def written(self, row: Row, digits: int, signed: bool = False, percent: bool = False) -> str:
        """A result: its number with its interval, its bounds or span, or why there is none."""
        known, chart = row.get("known") or "", self.words["chart"]
        if row.get("status", "ok") != "ok":
            return self.language.known("reasons", str(row["reason"]))
        if known == NOTHING:
            return str(chart["nothing"])
        if percent:
            row = {name: 100 * cell if name in ENDS else cell for name, cell in row.items()}
        value = row["lowest"] if known == FIXED else row.get("estimate", float("nan"))
        if known not in ("", FIXED):
            text = from_to(row, chart, digits, signed)
        else:
            text = self.number(value, digits, signed) or str(self.language.say("none"))
        text = str(chart["percent"]).format(value=text) if percent else text
        if row.get("low", float("nan")) == row.get("low"):
            ends = [self.number(row[end], digits, signed) for end in ("low", "high")]
            text += f" {self.language.say('number.interval', low=ends[0], high=ends[1])}"
        return text

    def findings(self, table: pd.DataFrame, text: str = "value_text") -> str:
        """What a table of results shows, each group apart: the highest and the lowest where they are ordinary or fixed,
        and of how many something is published where not all are. table: row_label, group_label, estimate, known."""
        words, parts = self.words["alt"], []
        for group, rows in table.groupby("group_label", sort=False):
            said = self._published(rows)
            settled = rows[rows["known"].isin(["", FIXED])].dropna(subset="estimate")
            if len(settled) > 1:
                top, last = records(settled.sort_values("estimate", ascending=False, kind="stable").iloc[[0, -1]])
                slots = {"row": top["row_label"], "value": top[text]}
                said.append(self.say("highest", **slots, other=last["row_label"], other_value=last[text]))
            elif len(settled) == 1 and len(rows) == 1:
                said.append(f"{settled.iloc[0]['row_label']} {settled.iloc[0][text]}")
            elif len(rows) == 1 and rows["known"].iloc[0] != NOTHING:
                said = [f"{rows.iloc[0]['row_label']} {rows.iloc[0][text]}"]
            sentence = self.joined(said)
            parts.append(str(words["panel"]).format(panel=group, sentence=sentence) if group and sentence else sentence)
        return self.sentence(parts) if any(parts) else ""

    def _published(self, rows: pd.DataFrame) -> list[str]:
        """Of how many rows something is published, where not all are ordinary."""
        if (rows["known"] == "").all():
            return []
        words, told = self.words["alt"], rows[rows["known"] != NOTHING]
        if told.empty:
            return [str(words["nothing"])]
        few = len(told) <= FEW
        names = self.language.listed(dict.fromkeys(told["row_label"])) if few else ""
        key = "published_of" if few else "published_of_many"
        return [str(words[key]).format(count=len(told), n=len(rows), names=names)]

    def of_waves(self, waves: Sequence[str], n: Mapping[str, int]) -> str:
        """Whom a state is about, with n: of each wave, or of the years of measures."""
        waves = [wave for wave in waves if wave in n]
        if waves[0] in self.measured:
            said = [
                self.caption("who_measured", year=self.measured_year(wave), n=self.number(n[wave], 0)) for wave in waves
            ]
        else:
            said = [self.say("who", wave=self.region_and_year(wave), n=self.number(n[wave], 0)) for wave in waves]
        return f"{self.language.listed(said)}."


ENDS = ("estimate", "low", "high", "lowest", "highest")
