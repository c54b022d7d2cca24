"""Reconstructed survey exports: one draw of answers, written as the platforms would have written it.

The answers are one table drawn from the system of all constraints (see `sampler`), with the corrected answer in the
cells that corrections.csv mends. No association is built in: not with EGDI, not between items, not between waves.
Around them stands what such files really hold: system and contact columns (invented names, example.org, addresses
of the documentation net 198.51.100.0/24), an unfinished response, a test, an earlier response of one unit, country
names as people write them, a few "don't know" and empty cells in items that no constraint touches. These files are
never part of the normal run: they are made once and registered with basis `reconstructed`; a test makes them again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from wavework.codebook import Codebook, recode_pairs
from wavework.problems import Problem, collected_problems
from wavework.reconstruction.constraints import build_system
from wavework.reconstruction.draws import Draws, draw
from wavework.reconstruction.inequalities import System
from wavework.reconstruction.platform_layouts import Question, Response, limesurvey, qualtrics
from wavework.statistics.resampling import rng
from wavework.tables import records

PLATFORMS = ("limesurvey", "qualtrics")
LANGUAGES = ("en", "fr", "es")
COUNTRY = {"en": "Country", "fr": "Pays", "es": "País"}
REMARK = {"en": "Remarks", "fr": "Remarques", "es": "Observaciones"}
FIELDWORK = ("wave", "opened", "closed", "time_zone", "text_language", "languages", "reason")
DONT_KNOWS = 4  # per wave, in cells that no constraint touches
SKIPPED = 2
ALIASES = 0.25  # share of respondents who write another name of their country
UNTIDY = 0.2  # share who write it in capitals or with blanks around it
REVISED = 3  # answers in which a superseded response differs from the one that stands
FIRST_NAMES = ("Alex", "Ariel", "Charlie", "Dana", "Jo", "Kim", "Noa", "Robin", "Sam", "Sasha", "Toni", "Zoë")
LAST_NAMES = ("Bridge", "Field", "Harbour", "Hill", "Island", "Lake", "Meadow", "Rivers", "Shore", "Stone", "Woods")
REMARKS = (
    *[""] * 3,
    'Some answers were "agreed" with the ministry; see the annex.',
    "Filled in by two units:\nA and B.",
)
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


def reconstruct_exports(
    book: Codebook,
    constraints: pd.DataFrame,
    fieldwork: pd.DataFrame,
    waves: Mapping[str, Mapping[str, Any]],
    reconstruction: Mapping[str, Any],
    files: tuple[str, str] = ("constraints.csv", "fieldwork.csv"),
) -> dict[str, bytes]:
    """Path of each wave's export (`waves.<id>.export`) -> its content.

    book: the codebook with items, batteries, scales, units, crosswalk and corrections. fieldwork: columns FIELDWORK,
    one row per wave: days of the survey, time zone, language of the choice texts, languages of the respondents
    (repeated to weigh them). waves, reconstruction: the blocks of config.yaml (seed, assumptions). files: names of
    the two tables for messages.
    Raises InputError if the constraints conflict, a wave's platform cannot be written, or fieldwork is wrong.
    """
    surveys = _surveys(fieldwork, waves, files[1])
    units = {wave: choices["units"] for wave, choices in waves.items()}
    system = build_system(book, constraints, units, reconstruction["assumptions"], files[0])
    table = draw(_with_corrected(system, book), 1, reconstruction["seed"], "exports")
    return {
        str(waves[wave]["export"]): _Wave(book, table, survey, waves[wave], reconstruction["seed"]).content()
        for wave, survey in surveys.items()
    }


@dataclass(frozen=True)
class Survey:
    """When and in which languages a wave was in the field."""

    wave: str
    opened: date
    closed: date
    time_zone: str
    text_language: str
    languages: tuple[str, ...]


def _surveys(fieldwork: pd.DataFrame, waves: Mapping[str, Mapping[str, Any]], file: str) -> dict[str, Survey]:
    surveys: dict[str, Survey] = {}
    with collected_problems() as problems:
        for number, row in enumerate(records(fieldwork[list(FIELDWORK)]), start=2):
            wave, languages = row["wave"], tuple(row["languages"].split("|"))
            try:
                opened, closed = date.fromisoformat(row["opened"]), date.fromisoformat(row["closed"])
            except ValueError as error:
                problems.append(Problem(file, str(error), "days as 2022-03-07", "correct them", row=number))
                continue
            if closed <= opened:
                found = f"closed {closed} before {opened}"
                problems.append(Problem(file, found, "a later day", "correct it", number, "closed"))
            for language in {row["text_language"], *languages} - set(LANGUAGES):
                expected = f"one of {', '.join(LANGUAGES)}"
                problems.append(Problem(file, repr(language), expected, "correct it", row=number))
            surveys[wave] = Survey(wave, opened, closed, row["time_zone"], row["text_language"], languages)
        for wave, choices in waves.items():
            if wave not in surveys:
                problems.append(Problem(file, f"no row for {wave}", "a row per wave", "add it"))
            if not choices.get("units"):
                expected = "the units that answered"
                problems.append(Problem("config.yaml", f"waves.{wave}.units is missing", expected, "list them"))
            if choices.get("platform") not in PLATFORMS:
                expected = f"one of {', '.join(PLATFORMS)}: other layouts are read, not written"
                problems.append(Problem("config.yaml", f"waves.{wave}.platform", expected, "choose one of them"))
    return {wave: surveys[wave] for wave in waves}


def _with_corrected(system: System, book: Codebook) -> System:
    """The system in which a cell that is corrected afterwards already holds the corrected answer."""
    allowed = system.allowed.copy()
    with collected_problems() as problems:
        for number, fix in enumerate(records(book.corrections), start=2):
            wave, unit, item, corrected = (fix[column] for column in ("wave", "unit", "item", "corrected"))
            if wave not in system.units:
                continue
            if unit not in system.units[wave] or item not in system.items[wave] or corrected not in system.codes[item]:
                found = f"{wave}, {unit}, {item}: {corrected!r}"
                expected = "a unit and an item of the wave, and an answer of the item's scale"
                problems.append(Problem(book.files["corrections"], found, expected, "correct the row", row=number))
                continue
            cell = system.block[wave, item].start + system.units[wave].index(unit)
            allowed[cell] = False
            allowed[cell, system.codes[item].index(corrected)] = True
    return replace(system, allowed=allowed)


class _Wave:
    """One wave's export."""

    def __init__(self, book: Codebook, table: Draws, survey: Survey, choices: Mapping[str, Any], seed: int):
        self.book, self.table, self.survey, self.choices = book, table, survey, choices
        self.wave, self.platform = survey.wave, choices["platform"]
        self.units = table.system.units[self.wave]
        self.rng = rng(seed, f"exports/{self.wave}")
        self.crosswalk = records(book.crosswalk[book.crosswalk["wave"] == self.wave])
        self.scales = {scale: book.answers_of(scale) for scale in dict.fromkeys(book.scale_of.values())}
        self.written = {entry["column"]: self._texts(entry) for entry in self.crosswalk}
        self.questions = self._questions()
        self.pages = max(question.page for question in self.questions)

    def content(self) -> bytes:
        responses = self._responses()
        if self.platform == "limesurvey":
            return limesurvey(self.questions, responses)
        return qualtrics(self.questions, responses, self.survey.time_zone)

    # -- what the questionnaire looks like ----------------------------------------------------------------------

    def _texts(self, entry: Mapping[str, str]) -> dict[str, str]:
        """Answer -> how the export writes it in this column; only answers that the column can hold."""
        if pairs := recode_pairs(entry["recode"]):
            return {answer: raw for raw, answer in reversed(pairs)}
        label = "code" if self.platform == "limesurvey" else f"label_{self.survey.text_language}"
        answers = self.scales[self.book.scale_of[entry["item"]]]
        texts = dict(zip(answers["answer"], answers[label], strict=True))
        if self.platform == "limesurvey" and "unticked" in texts:
            texts["unticked"] = ""  # LimeSurvey leaves an option that was not chosen empty
        return texts

    def _questions(self) -> list[Question]:
        """All columns of answers: the unit, the crosswalk's in its order, a remark that nothing reads."""
        words = f"_{self.survey.text_language}"
        items = self.book.items.set_index("item")
        stems = self.book.batteries.set_index("battery")["question" + words]
        questions = [Question(self.choices["unit_column"], COUNTRY[self.survey.text_language], 1)]
        pages: dict[str, int] = {}
        for entry in self.crosswalk:
            code, item = entry["column"], items.loc[entry["item"]]
            section = code[0] if self.platform == "limesurvey" else code.partition("_")[0]
            page = pages.setdefault(section, len(pages) + 1)
            stem = str(stems[item["battery"]])
            text = stem if code == section or code.isalnum() else f"{stem} - {item['label' + words]}"
            questions.append(Question(code, text, page))
        return [*questions, Question("remarks", REMARK[self.survey.text_language], len(pages))]

    # -- who answered what --------------------------------------------------------------------------------------

    def _answers(self) -> dict[str, dict[str, str]]:
        """Unit -> code of the question -> text, as it stands at last."""
        answers: dict[str, dict[str, str]] = {unit: {} for unit in self.units}
        for entry in self.crosswalk:
            positions = self.table.answers(self.wave, entry["item"])[0].tolist()
            codes = self.table.codes(entry["item"])
            for unit, position in zip(self.units, positions, strict=True):
                answers[unit][entry["column"]] = self.written[entry["column"]][codes[position]]
        for unit, column, text in [*self._untouched(), *self._mistaken()]:
            answers[unit][column] = text
        for unit in self.units:
            answers[unit]["remarks"] = self._one_of(REMARKS)
        return answers

    def _mistaken(self) -> Iterator[tuple[str, str, str]]:
        """What corrections.csv expects to find: the mistaken answer, or the mistaken text as it is."""
        fixes = self.book.corrections
        columns = {entry["item"]: entry["column"] for entry in self.crosswalk}
        for fix in records(fixes[fixes["wave"] == self.wave]):
            column = columns[fix["item"]]
            yield fix["unit"], column, self.written[column].get(fix["found"], fix["found"])

    def _untouched(self) -> Iterator[tuple[str, str, str]]:
        """A few "don't know" and empty cells, at most one per item, where no constraint could be hurt."""
        system = self.table.system
        bound_cells = [system.cells[cell] for one in system.inequalities for cell in one.cells.tolist()]
        bound = {cell.item for cell in bound_cells if cell.wave == self.wave}
        fixed = set(self.book.corrections.loc[self.book.corrections["wave"] == self.wave, "item"])
        free = []
        for entry in self.crosswalk:
            scale = self.scales[self.book.scale_of[entry["item"]]]
            written = self.written[entry["column"]]
            unsure = [code for code in scale.loc[scale["status"] == "dont_know", "answer"] if code in written]
            if unsure and entry["item"] not in bound | fixed:
                free.append((entry["column"], written[unsure[0]]))
        places = self.rng.permutation(len(free))[: DONT_KNOWS + SKIPPED].tolist()
        for number, place in enumerate(places):
            column, text = free[place]
            yield self._one_of(self.units), column, text if number < DONT_KNOWS else ""

    def _responses(self) -> list[Response]:
        """In the order of time: a test, then the units, two of them with an earlier response."""
        answers = self._answers()
        order = [self.units[place] for place in self.rng.permutation(len(self.units)).tolist()]
        again, unfinished = order[-1], order[-2]
        plan = [("test", ""), *(("final", unit) for unit in order)]
        plan.insert(int(self.rng.integers(1, len(order) - 2)), ("earlier", again))
        plan.insert(int(self.rng.integers(1, len(order) - 2)), ("unfinished", unfinished))
        moments = self._moments(len(plan))
        language = {unit: self._one_of(self.survey.languages) for unit in order}
        people = self._people(len(order) + 1)
        person = dict(zip(["", *order], people, strict=True))
        responses: list[Response] = []
        number = 0
        for (role, unit), started in zip(plan, moments, strict=True):
            number += int(self.rng.integers(1, 4))  # numbers of responses that were deleted are not used again
            given = answers.get(unit, {})
            reached, finished = self.pages, True
            if role == "unfinished":
                reached, finished = min(2, self.pages), False
            elif role == "earlier" and self.choices.get("duplicates") == "latest":
                given = self._revised(given)
            elif role == "earlier":
                reached, finished = max(self.pages - 1, 1), False
            elif role == "test":
                given = {column: self._one_of(list(texts.values())) for column, texts in self.written.items()}
                # LimeSurvey has no mark for tests: only one that was never submitted can be told from a response
                finished = self.platform == "qualtrics"
            seen = [question.code for question in self.questions if question.page <= reached]
            given = {code: given[code] for code in seen if code in given}
            given[self.choices["unit_column"]] = self._name_as_written(unit, language[unit]) if unit else "Test"
            responses.append(
                Response(
                    number=number,
                    started=started,
                    ended=started + timedelta(seconds=int(self.rng.integers(900, 7200))),
                    reached=reached,
                    pages=self.pages,
                    finished=finished,
                    preview=role == "test",
                    language=language[unit] if unit else self.survey.text_language,
                    first_name=person[unit][0],
                    last_name=person[unit][1],
                    token="".join(SIGNS[place] for place in self.rng.integers(0, len(SIGNS), size=15).tolist()),
                    address=f"198.51.100.{int(self.rng.integers(1, 255))}",
                    # in the sea off West Africa: no place of a respondent
                    latitude=f"{int(self.rng.integers(1, 9999)) / 1e4:.4f}",
                    longitude=f"{int(self.rng.integers(1, 9999)) / 1e4:.4f}",
                    seed=int(self.rng.integers(10_000_000, 2_000_000_000)),
                    answers=given,
                )
            )
        return responses

    def _revised(self, given: Mapping[str, str]) -> dict[str, str]:
        columns = [entry["column"] for entry in self.crosswalk]
        revised = dict(given)
        for place in self.rng.permutation(len(columns))[:REVISED].tolist():
            others = [text for text in self.written[columns[place]].values() if text != given[columns[place]]]
            revised[columns[place]] = self._one_of(others)
        return revised

    def _name_as_written(self, unit: str, language: str) -> str:
        row = self.book.units[self.book.units["unit"] == unit].iloc[0]
        name = str(row[f"label_{language}"])
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        if aliases and self.rng.random() < ALIASES:
            name = self._one_of(aliases)
        if self.rng.random() < UNTIDY:
            name = self._one_of([name.upper(), f"{name} ", f" {name}", name.replace(" ", "\u00a0")])
        return name

    def _moments(self, count: int) -> list[datetime]:
        """Starts of the responses in working hours, ascending; the first one on the day of opening."""
        days = (self.survey.closed - self.survey.opened).days
        first = datetime.combine(self.survey.opened, time(8))
        picked = self.rng.choice(np.arange(1, days), size=count - 1, replace=days <= count).tolist()
        seconds = self.rng.integers(0, 9 * 3600, size=count).tolist()
        starts = zip([0, *picked], seconds, strict=True)
        return sorted(first + timedelta(days=day, seconds=second) for day, second in starts)

    def _people(self, count: int) -> list[tuple[str, str]]:
        names = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
        picked = self.rng.permutation(len(names))[: count - 1].tolist()
        return [("Test", "Test"), *(names[place] for place in picked)]

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self.rng.integers(0, len(choices)))]
