"""Labels in a language in the place of ids, for one figure's table."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from wavework.exhibits.results import Declaration, Results
from wavework.exhibits.words import listed, number, study_words


class Labels:
    """Names of everything that a figure shows, in one language."""

    def __init__(self, results: Results, declaration: Declaration, language: str):
        self.results, self.declaration, self.language = results, declaration, language
        self.words = study_words(results.study, language)
        self.study = results.study
        column = f"label_{language}"
        self.of_item = dict(zip(results.items["item"], results.items[column], strict=True))
        self.of_unit = dict(zip(results.units["unit"], results.units[column], strict=True))
        scales = set(results.items.loc[results.items["item"].isin(list(declaration.items)), "scale"])
        own = results.scales[results.scales["scale"].isin(scales)] if scales else results.scales
        self.of_claim = {claim: keys["text"][language] for claim, keys in results.claim_texts.items()}
        self.of_answer = {
            **dict(zip(own["answer"], own[column], strict=True)),
            **{name: text for name, text in self.words["statuses"].items() if name not in set(own["answer"])},
        }

    def region(self, region: str) -> str:
        """The name of a region, or of all together."""
        return self.study["regions"][region][self.language] if region != "pooled" else self.words["chart"]["pooled"]

    def first_region(self) -> str:
        """The region of the figure's first wave: what a contrast counts as positive."""
        waves = self.declaration.waves
        return self.region(self.study["waves"][waves[0]]["region"]) if waves else ""

    def dimension(self, dimension: str) -> str:
        """The name of a dimension, or of all together."""
        known = self.study["dimensions"]
        return known[dimension][self.language] if dimension in known else self.words["chart"]["overall"]

    def wave(self, wave: str) -> str:
        """A wave as a panel's title: region and year where the figure spans regions, otherwise the year."""
        choices, waves = self.study["waves"][wave], self.study["waves"]
        regions = {waves[other]["region"] for other in self.declaration.waves}
        if len(self.declaration.waves) > 1 and len(regions) == 1:
            years = [waves[other]["year"] for other in self.declaration.waves]
            twice = years.count(choices["year"]) > 1
            return str(choices["title"][self.language] if twice else choices["year"])
        return f"{self.region(choices['region'])}, {choices['year']}"

    def panel(self, panel: str) -> str:
        """A panel is a wave, a region, or a pair of waves `from>to`."""
        if ">" in panel:
            first, last = (self.study["waves"][wave] for wave in panel.split(">"))
            return f"{self.region(first['region'])}, {first['year']}–{last['year']}"
        return self.wave(panel) if panel in self.study["waves"] else self.region(panel)

    def row(self, row: str) -> str:
        """A row is an item, a wave, all regions together, or a dimension."""
        if row in self.of_item:
            return self.of_item[row]
        return self.panel(row) if row in self.study["waves"] or row == "pooled" else self.dimension(row)

    def group(self, group: str) -> str:
        """A group is a wave, a region, all regions together, or a dimension."""
        panels = {*self.study["waves"], *self.study["regions"], "pooled"}
        return self.panel(group) if group in panels else self.dimension(group)

    def compared(self, item: str, wave: str) -> str:
        """A published value is named by its item, or by its wave alone."""
        choices = self.study["waves"][wave]
        where = f"{self.region(choices['region'])}, {choices['year']}"
        battery = dict(
            zip(self.results.batteries["battery"], self.results.batteries[f"title_{self.language}"], strict=True)
        )
        name = self.of_item.get(item) or battery.get(item.removeprefix("battery:"))
        return f"{name} ({where})" if name else f"{self.words['choices']['participation']} ({where})"

    def amount(self, value: float, unit: str) -> str:
        """A count, share or mean as the language writes it."""
        if unit == "share":
            return str(self.words["chart"]["percent"]).format(value=number(100 * value, self.language, 0))
        return number(value, self.language, 0 if unit == "count" else 1)

    def choice(self, choice: str) -> str:
        """A choice of the specification curve: a word of its own, a region, or a service that is left out."""
        words = self.words["choices"]
        if choice.startswith("without_"):
            return words["without"].format(unit=self.of_unit.get(choice.removeprefix("without_"), ""))
        return words[choice] if choice in words else self.region(choice)

    def number(self, value: float, digits: int) -> str:
        """A number as the language writes it."""
        return number(value, self.language, digits)

    def listed(self, parts: list[str]) -> str:
        """`a, b and c` in the language."""
        return listed(parts, self.language)

    def joined(self, parts: list[str]) -> str:
        """Findings one after the other; empty ones are left out."""
        return str(self.words["join"]["semicolon"]).join(part for part in parts if part)

    def sentence(self, parts: list[str]) -> str:
        """Findings as one sentence."""
        return self.joined(parts) + "."

    def of_panel(self, panel: Any, sentence: str) -> str:
        """A finding with the panel that it is of."""
        return str(self.words["alt"]["panel"].format(panel=panel, sentence=sentence))


def alphabetical(text: str) -> tuple[str, str]:
    """The place of a text in an alphabet: accents and case are folded (É beside E), and decide among equals."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return plain.casefold(), text


Namers = Mapping[str, Callable[[Any], Any]]  # id column -> what gives the name of an id


def labelled(table: pd.DataFrame, labels: Labels, namers: Namers | None = None) -> pd.DataFrame:
    """The figure's table with a label column for each id column that `namers` can name and that has none yet."""
    namers = namers or {
        "panel": labels.panel,
        "item": labels.of_item.get,
        "answer": labels.of_answer.get,
        "unit": lambda unit: labels.of_unit.get(unit, ""),
        "region": labels.region,
        "wave": labels.wave,
        "group": labels.group,
        "row": labels.row,
    }
    named = table.copy()
    for column, name_of in namers.items():
        if column in table.columns and f"{column}_label" not in table.columns:
            named[f"{column}_label"] = [name_of(cell) for cell in table[column]]
    if "reason" in named.columns:
        named["reason"] = named["reason"].map(lambda told: labels.words["statuses"].get(told, told))
    return named
