"""The names of what a study is about, in one language: units, items, answers, batteries, waves, regions, dimensions."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from wavework.codebook import Codebook
from wavework.language.language import NO_BREAK, Language


class ById(dict[str, str]):
    """Names, where what has none is called by its id."""

    def __missing__(self, key: str) -> str:
        return key


class Names:
    """Names in `language` of what `study` (the config's choices) and `book` (the codebook's tables) speak of."""

    study: Mapping[str, Any]
    book: Codebook
    language: Language

    @cached_property
    def waves(self) -> dict[str, Mapping[str, Any]]:
        """Wave -> its choices."""
        return dict(self.study["waves"])

    @cached_property
    def measured(self) -> dict[str, Mapping[str, Any]]:
        """Wave of measures -> its choices."""
        return dict(self.study.get("measured", {}))

    @cached_property
    def region_names(self) -> Mapping[str, Any]:
        """Region -> its names, also of regions that no wave of answers is of."""
        return dict(self.study.get("region_names", self.study["regions"]))

    @cached_property
    def of_measure(self) -> dict[str, str]:
        """Measure -> its name."""
        return self._labels(self.book.measures, "measure")

    def measured_year(self, wave: str) -> int:
        """The year of a wave of measures."""
        return int(self.measured[wave]["year"])

    def measured_years(self, row: Mapping[Any, Any]) -> list[str]:
        """The years of the waves that a row of processed/statistics.csv is about, the first before the last."""
        return [str(self.measured[str(row[key])]["year"]) for key in ("wave_from", "wave") if row[key]]

    def measure_digits(self, measure: str) -> int:
        """The decimals of a measure in text and tables."""
        return int(self._measure(measure)["decimals"])

    def measure_range(self, measure: str) -> tuple[float, float]:
        """The lowest and the highest value of a measure."""
        return float(self._measure(measure)["minimum"]), float(self._measure(measure)["maximum"])

    def _measure(self, measure: str) -> Mapping[Any, Any]:
        return self.book.measures[self.book.measures["measure"] == measure].iloc[0].to_dict()

    @cached_property
    def of_unit(self) -> dict[str, str]:
        """Unit -> its name. A unit without a row in units.csv, as each response is where they are the units, is called
        by its id."""
        return ById(self._labels(self.book.units, "unit"))

    @cached_property
    def of_item(self) -> dict[str, str]:
        """Item -> its label."""
        return self._labels(self.book.items, "item")

    @cached_property
    def of_battery(self) -> dict[str, str]:
        """Battery -> its title."""
        return self._labels(self.book.batteries, "battery", "title")

    @cached_property
    def of_assumption(self) -> dict[str, str]:
        """Assumption -> its label."""
        return self._labels(self.book.assumptions, "assumption")

    @cached_property
    def of_answer(self) -> dict[tuple[str, str], str]:
        """Scale and answer -> its label."""
        scales = self.book.scales
        labels = scales[f"label_{self.language.code}"]
        return dict(zip(zip(scales["scale"], scales["answer"], strict=True), labels, strict=True))

    @cached_property
    def said_of(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Scale and answer -> how a sentence says of one item, and of several, that they got it; "" where the codebook
        does not say it."""
        scales, column = self.book.scales, f"said_{self.language.code}"
        if column not in scales:
            return dict.fromkeys(self.of_answer, ("", ""))
        forms = [
            (one, many or one) for one, _, many in (str(text).partition("|") for text in scales[column].fillna(""))
        ]
        return dict(zip(zip(scales["scale"], scales["answer"], strict=True), forms, strict=True))

    def _labels(self, table: pd.DataFrame, key: str, text: str = "label") -> dict[str, str]:
        return {} if table.empty else dict(zip(table[key], table[f"{text}_{self.language.code}"], strict=True))

    def claim_text(self, keys: Mapping[str, Any]) -> str:
        """The text of an entry of claims.yaml: `{first}` and `{last}` in it are the years of the waves in its scope."""
        text = str(keys["text"][self.language.code])
        years = sorted(
            self.waves[wave]["year"] for wave in keys.get("scope", {}).get("waves", []) if wave in self.waves
        )
        for name, year in (("{first}", years[:1]), ("{last}", years[-1:])):
            text = text.replace(name, "".join(map(str, year)) or name)
        return text

    def region(self, region: str) -> str:
        """The name of a region; of all together for `pooled`."""
        names = self.region_names
        if region not in names:
            return str(self.language.shared["chart"][region]) if region in ("pooled", "all", "elsewhere") else region
        return str(names[region][self.language.code])

    def dimension(self, dimension: str) -> str:
        """The name of a dimension; of all together for `overall`."""
        known = self.study["dimensions"]
        if dimension not in known:
            return str(self.language.shared["chart"]["overall"])
        return str(known[dimension][self.language.code])

    def wave(self, wave: str) -> str:
        """Region and year of a wave inside a sentence, or of several joined by `+` (the year once, where it is the
        same)."""
        choices = [self.waves[name] for name in wave.split("+")]
        if not all(each["region"] for each in choices):  # a study without regions
            return self.language.listed(self.short_name(name) for name in wave.split("+"))
        regions = self.language.listed(self.region(each["region"]) for each in choices)
        if len({each["year"] for each in choices}) == 1:
            return f"{regions} {choices[0]['year']}"
        return self.language.listed(f"{self.region(each['region'])} {each['year']}" for each in choices)

    def wave_title(self, wave: str) -> str:
        """The short name of a wave, or of several joined by `+`, on one line: for tables."""
        titles = [self.short_name(name) for name in wave.split("+")]
        return self.language.listed(title.replace(" ", NO_BREAK) for title in titles)

    def short_name(self, wave: str) -> str:
        """The name that the config gives to a wave."""
        return str((self.waves | self.measured)[wave]["title"][self.language.code])

    def region_and_year(self, wave: str) -> str:
        """Region and year of a wave, as charts name it."""
        choices = self.waves[wave]
        if not choices["region"]:
            return self.short_name(wave)
        return f"{self.region(choices['region'])}, {choices['year']}"
