"""What the page says in a language: the names of things, results as they are written, sentences on what is shown."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from wavework.basis import RECONSTRUCTED, weakest
from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.exhibits.known_columns import FEW
from wavework.exhibits.labels import Labels
from wavework.known import FIXED, KNOWN, NOTHING
from wavework.language.numbers import from_to, number
from wavework.language.words import capital, explore_words
from wavework.tables import records

NOBODY = Declaration(id="explore", section="", kind="", title={})
NUMBERS = ("estimate", "low", "high", "lowest", "highest")  # of a result
Row = Mapping[str, Any]


class Teller(Labels):
    """Names and sentences of the page; `words` are those of charts and captions, `own` those of the page."""

    def __init__(self, results: Results, language: str):
        super().__init__(results, NOBODY, language)
        self.own = explore_words(language)
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def rows(self, table: str, **chosen: Any) -> list[dict[str, Any]]:
        """The rows of a finished table that have these values in the columns; any of several, where a list is given.
        What is not known of an ordinary row is ""."""
        if table not in self._rows:
            self._rows[table] = records(self.results.table(table))
            for row in self._rows[table]:
                row["known"] = row.get("known") or ""
        wanted = {name: value if isinstance(value, list) else [value] for name, value in chosen.items()}
        return [dict(row) for row in self._rows[table] if all(row[name] in of for name, of in wanted.items())]

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

    @cached_property
    def items_of(self) -> dict[str, list[str]]:
        """Battery -> its items, in the order of the codebook."""
        items: dict[str, list[str]] = {}
        for item, battery in zip(self.book.items["item"], self.book.items["battery"], strict=True):
            items.setdefault(str(battery), []).append(str(item))
        return items

    def basis(self, rows: Iterable[Row]) -> str:
        """The sentence on what some rows rest on."""
        return str(self.words["caption"][f"basis_{weakest({str(row['basis']) for row in rows})}"])

    def marks(self, rows: Iterable[Row]) -> str:
        """What the marks mean where anything is not ordinary."""
        return self.say("marks") if any(row["known"] for row in rows) else ""

    def bars(self, rows: Iterable[Row], measured: bool = False) -> str:
        """How intervals are meant, where there are any."""
        there = any(row["low"] == row["low"] for row in rows)
        return self.say("measured_bars" if measured else "bars", measured) if there else ""

    def reading(self, key: str, rows: Iterable[Row], **slots: object) -> str:
        """How to read what is shown: `key` of the captions, as it is said where something is not ordinary."""
        possible = any(row["known"] for row in rows) and f"{key}_possible" in self.words["caption"]
        return self.caption(f"{key}_possible" if possible else key, **slots)

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
            row = {name: 100 * cell if name in NUMBERS else cell for name, cell in row.items()}
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

    def findings(self, rows: Sequence[Row], text: str = "value_text") -> str:
        """What a table of results shows, each group apart: the highest and the lowest where they are ordinary or fixed,
        and of how many something is published where not all are. rows: row_label, group_label, estimate, known."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(str(row["group_label"]), []).append(row)
        parts = []
        for group, own in groups.items():
            sentence = self.joined(self._shown(own, text))
            parts.append(self.of_panel(group, sentence) if group and sentence else sentence)
        return capital(self.sentence(parts)) if any(parts) else ""

    def _shown(self, rows: Sequence[Row], text: str) -> list[str]:
        if len(rows) == 1 and rows[0]["known"] != NOTHING:
            return [f"{rows[0]['row_label']} {rows[0][text]}"]
        said = self._published(rows)
        settled = [row for row in rows if row["known"] in ("", FIXED) and row["estimate"] == row["estimate"]]
        if len(settled) > 1:
            ranked = sorted(settled, key=lambda row: -row["estimate"])
            top, last = ranked[0], ranked[-1]
            slots = {"row": top["row_label"], "value": top[text]}
            said.append(self.say("highest", **slots, other=last["row_label"], other_value=last[text]))
        return said

    def _published(self, rows: Sequence[Row]) -> list[str]:
        """Of how many rows something is published, where not all are ordinary."""
        if all(row["known"] == "" for row in rows):
            return []
        words, published = self.words["alt"], [row["row_label"] for row in rows if row["known"] != NOTHING]
        if not published:
            return [str(words["nothing"])]
        few = len(published) <= FEW
        names = self.language.listed(dict.fromkeys(published)) if few else ""
        key = "published_of" if few else "published_of_many"
        return [str(words[key]).format(count=len(published), n=len(rows), names=names)]

    def of_waves(self, waves: Sequence[str], n: Mapping[str, int]) -> str:
        """Whom a state is about, with n: of each wave, or of the years of measures."""
        if waves[0] in self.measured:
            said = [
                self.caption("who_measured", year=self.measured_year(wave), n=self.number(n[wave], 0)) for wave in waves
            ]
        else:
            said = [self.say("who", wave=self.region_and_year(wave), n=self.number(n[wave], 0)) for wave in waves]
        return f"{self.language.listed(said)}."
