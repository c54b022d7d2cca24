"""The finished tables that a report is made of, read once, with the names of everything in the report's language."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED, weakest
from wavework.codebook import read_codebook
from wavework.conventions import MOST_NAMED
from wavework.exhibits.figure_inputs import Results, read_processed, read_texts
from wavework.finding_rows import COLUMNS
from wavework.language.language import Language, language_of
from wavework.language.lists import alphabetical
from wavework.language.names import Names
from wavework.problems import InputError, Problem
from wavework.reporting.values.variables import Row
from wavework.tables import read_table, select
from wavework.yaml_files import loaded

NO_FINDINGS = pd.DataFrame(columns=[*COLUMNS, "family", "p_holm", "p_bh"], dtype="str")


@dataclass(frozen=True, kw_only=True)
class Inputs(Results, Names):
    """What a report is made of, beside the finished tables.

    claim_details: claims.json; figures: figure that is shown -> its texts and basis; figure_data: the same -> the
    bytes of its CSV; left_out: figure that is not -> its titles, section and reason (a key of `absent` in the words);
    constraints: of the codebook; quoted: numbers that the text takes from elsewhere (`report/quoted.yaml`); start:
    figures of the start page -> variable that says what they show (`report/start.yaml`);
    lock: envs/pipeline.lock; environment: envs/pipeline.yaml, which names what the pipeline itself imports;
    translations: text of the data -> the same in the report's language; origins: finished file -> rule, script and the
    files that it began with (`provenance.where_from`).
    """

    language: Language
    claim_details: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    figure_data: Mapping[str, bytes] = field(default_factory=dict)
    left_out: Mapping[str, Any] = field(default_factory=dict)
    constraints: pd.DataFrame = field(default_factory=pd.DataFrame)
    quoted: Mapping[str, Any] = field(default_factory=dict)
    start: Mapping[str, str] = field(default_factory=dict)
    lock: str = ""
    environment: Mapping[str, Any] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def findings(self, *questions: str) -> pd.DataFrame:
        """The rows of processed/statistics.csv that answer the questions."""
        return select(self.tables.get("statistics", NO_FINDINGS), question=list(questions))

    def has(self, name: str) -> bool:
        """Whether the study has the table, with at least one row."""
        return len(self.table(name)) > 0

    def translated(self, text: str) -> str:
        """A text that stands in the data in one language (a reason, a title, a statement) in the report's language;
        as it stands where the codebook does not translate it."""
        return self.translations.get(text, text)

    @cached_property
    def units_of(self) -> dict[str, list[str]]:
        """Wave -> its units, by name in the report's language."""
        units = {wave: select(self.table("answers"), wave=wave)["unit"].unique() for wave in self.waves}
        return {wave: sorted(of, key=lambda unit: alphabetical(self.of_unit[unit])) for wave, of in units.items()}

    def named(self, units: Sequence[str]) -> str:
        """The names of the units as a list; that it would be too long, where they are more than MOST_NAMED."""
        if len(units) > MOST_NAMED:
            return self.language.say("too_many")
        return self.language.listed(self.of_unit[unit] for unit in units)

    @cached_property
    def basis_of(self) -> dict[str, str]:
        """Wave -> the basis of its answers."""
        return {wave: weakest(select(self.table("answers"), wave=wave)["basis"].unique()) for wave in self.waves}

    @property
    def reconstructed(self) -> bool:
        """Whether the answers of any wave are reconstructed."""
        return RECONSTRUCTED in self.basis_of.values()

    @cached_property
    def given(self) -> pd.DataFrame:
        """The answers that somebody gave: those of reconstructed waves are one possible table, and are not told."""
        answers = self.table("answers")
        return answers[answers["basis"] != RECONSTRUCTED]

    @cached_property
    def cleaned(self) -> pd.DataFrame:
        """The cleaning log of the waves whose answers somebody gave, and of measures."""
        log = self.table("cleaning_log")
        unknown = {wave for wave, basis in self.basis_of.items() if basis == RECONSTRUCTED}
        return log[~log["wave"].isin(unknown)] if len(log) else log

    def maturity(self, dimension: str, measure: str = "implementation") -> str:
        """Overall maturity, or that in a dimension, inside a sentence."""
        key = "overall" if dimension not in self.study["dimensions"] else "dimension"
        own = "own_" if measure == "self_reported" else ""
        return self.language.say(f"maturity.{own}{key}", dimension=self.dimension(dimension))

    @cached_property
    def prevalence(self) -> dict[tuple[str, str], list[Row]]:
        """Wave and item -> its rows of processed/prevalence.csv."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.table("prevalence").to_dict("records"):
            found.setdefault((row["wave"], row["item"]), []).append(row)
        return found

    @cached_property
    def facts(self) -> dict[tuple[str, str], list[Row]]:
        """Wave and kind -> the rows of constraints.csv."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.constraints.to_dict("records"):
            found.setdefault((row["wave"], row["kind"]), []).append(row)
        return found

    def items_asked(self, wave: str, battery: str) -> list[str]:
        """The items of a battery that a wave asked, in the codebook's order."""
        items = select(self.book.items, battery=battery)["item"]
        return [item for item in items if (wave, item) in self.prevalence]

    @cached_property
    def substantive(self) -> dict[str, list[str]]:
        """Scale -> its answers that say something, in its order."""
        return {
            scale: list(select(self.book.answers_of(scale), status="answered")["answer"])
            for scale in self.book.scales["scale"].unique()
        }

    def basis_word(self, basis: str) -> str:
        """A basis in one word."""
        return self.language.say(f"basis.word.{basis}")

    def number(self, value: float, digits: int = 0) -> str:
        """A number as the language writes it; a dash where there is none."""
        return self.language.say("none") if pd.isna(value) else self.language.number(value, digits)

    def reason(self, text: str) -> str:
        """Why a result has no number, in the report's language where its words are known."""
        return self.language.known("reasons", text)

    def no_number(self, row: Row) -> str:
        """What stands in the place of a number that could not be computed."""
        return self.language.say("finding.not_computable", reason=self.reason(str(row["reason"])))

    @cached_property
    def shares(self) -> dict[tuple[str, str, str], Row]:
        """Wave, item and answer -> the row of processed/statistics.csv with its share and Wilson's interval."""
        rows = select(self.findings("share"), measure="wilson").to_dict("records")
        return {(row["wave"], row["item"], row["outcome"]): row for row in rows}


def read_inputs(
    study: Mapping[str, Any],
    language: str,
    files: Mapping[str, Any],
    left_out: Mapping[str, str] | None = None,
    origins: Mapping[str, Mapping[str, Any]] | None = None,
) -> Inputs:
    """Read everything that the files have.

    files: name -> path or paths. tables: of processed/; codebook; texts: of the figures (JSON);
    figures: their data (CSV); declared: figures.yaml; lock, environment; and what a study may not have: claims,
    claim_details, constraints (of the codebook), quoted, translations. left_out: figure -> reason, of those that the
    study has nothing for. origins: see Inputs.
    """
    texts = read_texts(files["texts"])
    known = _text(files, "declared", loaded)
    absent = {name: {**known[name], "left_out": reason} for name, reason in (left_out or {}).items()}
    absent |= {name: {**known[name], **keys} for name, keys in texts.items() if "left_out" in keys}
    return Inputs(
        study=study,
        language=language_of(study, language),
        book=read_codebook(files["codebook"]),
        tables=read_processed(files["tables"]),
        claim_texts=_text(files, "claims", loaded),
        claim_details=_text(files, "claim_details", json.loads),
        figures={name: keys for name, keys in texts.items() if name not in absent},
        figure_data={
            Path(path).stem: Path(path).read_bytes() for path in files["figures"] if Path(path).stem not in absent
        },
        left_out=absent,
        constraints=read_table(files["constraints"]) if files.get("constraints") else pd.DataFrame(),
        quoted=_text(files, "quoted", loaded),
        start=_text(files, "start", loaded),
        lock=Path(files["lock"]).read_text(encoding="utf-8"),
        environment=_text(files, "environment", loaded),
        translations=read_translations(files["translations"], language) if "translations" in files else {},
        origins=origins or {},
    )


def read_translations(path: str | Path, language: str) -> dict[str, str]:
    """The codebook's translations.csv: `text` as it stands in the data -> the text in a language.

    A language without a column, and an empty cell, leave the text as it is. Raises InputError where the column `text`
    is missing or a text stands twice.
    """
    table = read_table(path)
    if "text" not in table.columns:
        found = ", ".join(map(str, table.columns))
        raise InputError(Problem(str(path), found, "the column text and one for each language", row=1))
    problems = [
        Problem(str(path), text, "each text once", "take one of the rows out", row=row, column="text")
        for row, (text, twice) in enumerate(zip(table["text"], table["text"].duplicated(), strict=True), start=2)
        if twice
    ]
    if problems:
        raise InputError(problems)
    if language not in table.columns:
        return {}
    return {text: own for text, own in zip(table["text"], table[language], strict=True) if own}


def _text(files: Mapping[str, Any], name: str, read: Callable[[str], Any]) -> dict[str, Any]:
    """The content of a file; nothing where the study has none."""
    return (read(Path(files[name]).read_text(encoding="utf-8")) or {}) if files.get(name) else {}
