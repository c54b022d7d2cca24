"""Labels in a language in the place of ids, for one figure's table."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results, places
from wavework.language.language import language_of
from wavework.language.lists import alphabetical
from wavework.language.names import Names
from wavework.scores import OVERALL


class Labels(Names):
    """Names of everything that a figure shows, in one language."""

    def __init__(self, results: Results, declaration: Declaration, language: str):
        self.results, self.declaration = results, declaration
        self.study, self.book, self.language = results.study, results.book, language_of(results.study, language)
        self.words = self.language.shared
        self.of_claim = {claim: self.claim_text(keys) for claim, keys in results.claim_texts.items()}

    @cached_property
    def of_own_answer(self) -> dict[str, str]:
        """Answer, of the scales of the figure's items, or status -> its label."""
        scales = self.results.scales_of(self.declaration.items)
        own = {answer: label for (scale, answer), label in self.of_answer.items() if not scales or scale in scales}
        return {**self.words["statuses"], **own}

    def first_region(self) -> str:
        """The region of the figure's first wave, of measures the first region: what a contrast counts as positive."""
        waves = self.declaration.waves
        if self.declaration.measures:
            return self.region(next(iter(self.region_names), ""))
        return self.region(self.study["waves"][waves[0]]["region"]) if waves else ""

    def first_measure(self) -> str:
        """The name of the figure's first measure."""
        return self.of_measure.get(next(iter(self.declaration.measures), ""), "")

    def wave_panel(self, wave: str) -> str:
        """A wave as a panel's title: region and year where the figure spans regions, otherwise the year."""
        shown = [self.waves[other] for other in self.declaration.waves]
        if len(shown) > 1 and len({choices["region"] for choices in shown}) == 1:
            year = self.waves[wave]["year"]
            twice = [choices["year"] for choices in shown].count(year) > 1
            return self.short_name(wave) if twice else str(year)
        return self.region_and_year(wave)

    def panel(self, panel: str) -> str:
        """A panel is a wave, a region, or a pair of waves `from>to`."""
        if ">" in panel:
            first, last = panel.split(">")
            if first in self.measured:
                return f"{self.measured[first]['year']}–{self.measured[last]['year']}"
            return f"{self.region_and_year(first)}–{self.waves[last]['year']}"
        together = self.results.first_contrast
        if panel == "pooled" and together and set(together) < set(self.declaration.waves):
            return self.wave("+".join(together))  # not of all waves that the figure shows
        return self.wave_panel(panel) if panel in self.waves else self.region(panel or "all")

    def thing(self, name: str) -> str:
        """A row or a group is an item, a measure, a wave, a dimension, or what a panel can be."""
        for names in (self.of_item, self.of_measure):
            if name in names:
                return names[name]
        if name in self.measured and name not in self.waves:
            return str(self.measured_year(name))
        return self.dimension(name) if name in (*self.study["dimensions"], OVERALL) else self.panel(name)

    def assumption(self, assumption: str) -> str:
        """What an assumption says; its id where the codebook does not tell."""
        return self.of_assumption.get(assumption) or assumption.replace("_", " ")

    def asked_for(self, what: str) -> str:
        """What could be asked for: a wave's answers, or those to an item, in one wave where `wave.item` says so."""
        if what in self.waves:
            return f"{self.region_and_year(what)} ({self.short_name(what)})"
        wave, _, item = what.rpartition(".")
        name = self.of_item.get(item) or item
        return f"{name} ({self.region_and_year(wave)})" if wave in self.waves else name

    def compared(self, item: str, wave: str) -> str:
        """A published value is named by its item, or by its wave alone."""
        name = self.of_item.get(item) or self.of_battery.get(item.removeprefix("battery:"))
        return f"{name or self.words['choices']['participation']} ({self.region_and_year(wave)})"

    def amount(self, value: float, unit: str) -> str:
        """A count, share or mean as the language writes it."""
        if unit == "share":
            return self.language.percent(value)
        return self.language.number(value, 0 if unit == "count" else 1)

    def choice(self, choice: str) -> str:
        """A choice of the specification curve: a word of its own, a region, or a service that is left out."""
        words = self.words["choices"]
        if choice.startswith("without_"):
            return words["without"].format(unit=self.of_unit.get(choice.removeprefix("without_"), ""))
        if choice.replace(".", "").isdigit():  # a value of the config that is no choice of the grid
            return self.language.number(float(choice), len(choice.partition(".")[2]))
        return words[choice] if choice in words else self.region(choice)

    def joined(self, parts: list[str]) -> str:
        """Findings one after the other; empty ones are left out."""
        return str(self.words["join"]["semicolon"]).join(part for part in parts if part)

    def sentence(self, parts: list[str]) -> str:
        """Findings as one sentence."""
        return self.joined(parts) + "."

    def of_panel(self, panel: Any, sentence: str) -> str:
        """A finding with the panel that it is of."""
        return str(self.words["alt"]["panel"].format(panel=panel, sentence=sentence))


Namers = Mapping[str, Callable[[Any], Any]]  # id column -> what gives the name of an id


def labelled(table: pd.DataFrame, labels: Labels, namers: Namers | None = None) -> pd.DataFrame:
    """The figure's table with a label column for each id column that `namers` can name, whatever stood in it."""
    namers = namers or {
        "panel": labels.panel,
        "item": labels.of_item.get,
        "answer": labels.of_own_answer.get,
        "other": labels.of_own_answer.get,
        "unit": lambda unit: labels.of_unit.get(unit, ""),
        "region": lambda region: labels.region(region or "elsewhere"),
        "wave": labels.wave_panel,
        "group": labels.thing,
        "row": labels.thing,
    }
    named = table.copy()
    for column, name_of in namers.items():
        if column in table.columns:
            named[f"{column}_label"] = [name_of(cell) for cell in table[column]]
    if "reason" in named.columns:
        statuses = labels.words["statuses"]
        named["reason"] = [statuses.get(told) or labels.language.known("reasons", told) for told in named["reason"]]
    return named


def units_in_the_alphabet(named: pd.DataFrame) -> pd.DataFrame:
    """A labelled table with its units in the alphabet of the language."""
    return named.assign(unit_order=named["unit_label"].map(places(sorted(named["unit_label"], key=alphabetical))))
