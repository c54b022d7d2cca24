"""Reading and checking the codebook's tables."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import pandas as pd

from wavework.codebook.spellings import NO_ANSWER, matching_text, recode_pairs, unique_names, unit_text
from wavework.problems import InputError, Problem, collected_problems, did_you_mean, row_number
from wavework.schemas import schema, table_problems
from wavework.tables import read_table

NUMERIC = {"scales": ("position", "value", "score")}
KEYS = {
    "items": ["item"],
    "batteries": ["battery"],
    "scales": ["scale", "answer"],
    "units": ["unit"],
    "crosswalk": ["wave", "item"],
    "corrections": ["wave", "unit", "item"],
    "measures": ["measure"],
    "measure_columns": ["wave", "measure"],
    "not_units": ["wave", "found"],
    "assumptions": ["assumption"],
}
ALSO_ONCE = {
    "scales": [(["scale", "position"], "give each answer a position of its own")],
    "crosswalk": [(["wave", "column", "recode"], "correct the column, or give each of its items a recode of its own")],
}


@dataclass(frozen=True)
class Codebook:
    """The codebook's tables as read (all cells text, but the numbers of `scales`); a table not read is empty."""

    files: Mapping[str, str] = field(default_factory=dict)
    items: pd.DataFrame = field(default_factory=pd.DataFrame)
    batteries: pd.DataFrame = field(default_factory=pd.DataFrame)
    scales: pd.DataFrame = field(default_factory=pd.DataFrame)
    units: pd.DataFrame = field(default_factory=pd.DataFrame)
    crosswalk: pd.DataFrame = field(default_factory=pd.DataFrame)
    corrections: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)
    measure_columns: pd.DataFrame = field(default_factory=pd.DataFrame)
    not_units: pd.DataFrame = field(default_factory=pd.DataFrame)
    assumptions: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def scale_of(self) -> dict[str, str]:
        """Item -> its scale."""
        return dict(zip(self.items["item"], self.items["scale"], strict=True))

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Every name of a unit, as `unit_text` -> the unit. Raises InputError where two units share a name."""
        return dict(unique_names(self.units, "unit", self.files["units"], unit_text))

    @cached_property
    def region_of(self) -> dict[str, str]:
        """Unit -> its region."""
        return dict(zip(self.units["unit"], self.units["region"], strict=True))

    def unit_named(self, name: str) -> str:
        """The unit of this name, "" if none has it."""
        return self.unit_names.get(unit_text(name), "")

    def entries_of(self, wave: str) -> pd.DataFrame:
        """The rows of the crosswalk for a wave."""
        return self.crosswalk[self.crosswalk["wave"] == wave]

    def answers_of(self, scale: str) -> pd.DataFrame:
        """The answers of a scale in their order."""
        return self.scales[self.scales["scale"] == scale].sort_values("position")

    def answer_names(self, scale: str) -> dict[str, str]:
        """Every text of an answer of the scale, in its matching form -> the answer."""
        rows = self.scales[self.scales["scale"] == scale]
        return dict(unique_names(rows, "answer", self.files["scales"], matching_text))


def read_codebook(files: Iterable[str | Path], languages: Sequence[str] = ()) -> Codebook:
    """Read the named tables (items.csv, scales.csv, …) and check each, and each against the others.

    languages: those in which every item, answer, unit and battery must have its label.
    Raises InputError with every problem found: an unknown column, a cell that breaks its schema, a key that
    repeats, a reference to what no other table has, a label that is missing in a language.
    """
    paths = {Path(path).stem: str(path) for path in files}
    tables = {name: read_table(path) for name, path in paths.items()}
    with collected_problems() as problems:
        for name, table in tables.items():
            problems += table_problems(table, name, paths[name]) or _repeated_keys(table, name, paths[name])
    for name in ("units", "scales", "batteries", "items"):  # what the others refer to
        if name in tables and tables[name].empty:
            found, remedy = "no row below the header", "restore the rows, or write the first"
            raise InputError(Problem(paths[name], found, schema(name)["description"], remedy, 2))
    with collected_problems() as problems:
        problems += _dangling(tables, paths)
        problems += _missing_labels(tables, paths, languages)
        problems += _unknown_answers(tables, paths)
        problems += _misplaced_scores(tables, paths)
        problems += _turned_ranges(tables, paths)
    for name, columns in NUMERIC.items():
        if name in tables:
            for column in columns:
                tables[name][column] = pd.to_numeric(tables[name][column].replace("", None))
    for name in KEYS:
        tables.setdefault(name, pd.DataFrame(columns=list(schema(name)["properties"]), dtype="str"))
    book = Codebook(files=paths, **tables)
    if "scales" in paths:
        for scale in book.scales["scale"].unique():
            book.answer_names(scale)
    if "units" in paths:
        book.unit_names  # noqa: B018 -- checked while reading, not at first use
    return book


def _repeated_keys(table: pd.DataFrame, name: str, file: str) -> Iterator[Problem]:
    for key, remedy in ((KEYS[name], "remove one of the rows"), *ALSO_ONCE.get(name, ())):
        first: dict[tuple[str, ...], int] = {}
        for index, cells in zip(table.index, table[key].itertuples(index=False, name=None), strict=True):
            before = first.setdefault(cells, row_number(index))
            if before != row_number(index):
                shown = ", ".join(f"{column} {cell}" for column, cell in zip(key, cells, strict=True) if cell)
                expected = f"one row per {', '.join(key)}"
                yield Problem(file, f"{shown} stands in row {before} too", expected, remedy, row_number(index))


REFERENCES = (  # table, column, other table, column, may be empty
    ("items", "battery", "batteries", "battery", False),
    ("items", "scale", "scales", "scale", False),
    ("batteries", "scale", "scales", "scale", True),
    ("crosswalk", "item", "items", "item", False),
    ("corrections", "item", "items", "item", False),
    ("corrections", "unit", "units", "unit", False),
    ("measures", "part_of", "measures", "measure", True),
    ("measure_columns", "measure", "measures", "measure", False),
)


def _dangling(tables: Mapping[str, pd.DataFrame], paths: Mapping[str, str]) -> Iterator[Problem]:
    for table, column, other, target, optional in REFERENCES:
        if table not in tables or other not in tables:
            continue
        known = [*tables[other][target].unique(), *([""] if optional else [])]
        expected = f"one of column {target} in {paths[other]}"
        for index, found in tables[table][column].items():
            if found not in known:
                remedy = did_you_mean(str(found), known, "correct it, or add the row it refers to")
                yield Problem(paths[table], repr(found), expected, remedy, row_number(index), column)


def _unknown_answers(tables: Mapping[str, pd.DataFrame], paths: Mapping[str, str]) -> Iterator[Problem]:
    """What recodes and corrections turn an answer into must be an answer of the item's scale."""
    if not {"items", "scales"} <= set(tables):
        return
    scales = dict(zip(tables["items"]["item"], tables["items"]["scale"], strict=True))
    known = {scale: set(rows["answer"]) for scale, rows in tables["scales"].groupby("scale")}
    for name, column in (("crosswalk", "recode"), ("corrections", "found"), ("corrections", "corrected")):
        for index, row in tables[name].iterrows() if name in tables else ():
            if row["item"] not in scales:
                continue
            scale = scales[row["item"]]
            answers = known.get(scale, set())
            given = [to for _, to in recode_pairs(row[column])] if column == "recode" else [row[column]]
            for answer in given:
                if answer not in answers | {"", NO_ANSWER if column == "recode" else ""}:
                    found, expected = f"{answer!r} is not an answer of scale {scale}", " | ".join(sorted(answers))
                    remedy = did_you_mean(answer, answers, f"correct it, or add the answer to {paths['scales']}")
                    yield Problem(paths[name], found, expected, remedy, row_number(index), column)


def _turned_ranges(tables: Mapping[str, pd.DataFrame], paths: Mapping[str, str]) -> Iterator[Problem]:
    """The lowest value of a measure lies below its highest."""
    for index, row in tables["measures"].iterrows() if "measures" in tables else ():
        if float(row["minimum"]) >= float(row["maximum"]):
            found, expected = f"{row['minimum']} of {row['measure']}", f"less than its maximum, {row['maximum']}"
            yield Problem(paths["measures"], found, expected, "exchange the two", row_number(index), "minimum")


def _misplaced_scores(tables: Mapping[str, pd.DataFrame], paths: Mapping[str, str]) -> Iterator[Problem]:
    """A scored item belongs to a dimension, and a unit judges each dimension by one item."""
    if "items" not in tables:
        return
    file, items = paths["items"], tables["items"]
    for index, row in items[(items["scored"] == "yes") & (items["dimension"] == "")].iterrows():
        found, remedy = f"{row['item']} is scored and has no dimension", "name it, or set scored to no"
        yield Problem(file, found, "a dimension of config.yaml", remedy, row_number(index), "dimension")
    reported = items[items["scored"] == "self_reported"]
    for index, row in reported[reported.duplicated("dimension")].iterrows():
        found = f"{row['item']} is a second self-reported item of dimension {row['dimension'] or 'overall'}"
        remedy = "set scored to no for one of them"
        yield Problem(file, found, "one item per dimension", remedy, row_number(index), "scored")


def check_against_study(
    book: Codebook,
    *,
    waves: Collection[str],
    regions: Collection[str],
    dimensions: Collection[str],
    not_taken: Collection[str] = (),
) -> None:
    """Raise InputError for a wave, region or dimension of the codebook that nobody knows.

    A row for a wave that is mistyped would otherwise be left out in silence. waves, regions, dimensions: those of
    config.yaml; not_taken: waves and regions that the study knows besides (`wavework.what_a_study_has`).
    """
    known = {"wave": waves, "region": [*regions, ""], "dimension": [*dimensions, ""]}
    mapped = [table["wave"] for table in (book.crosswalk, book.measure_columns) if "wave" in table]
    unmapped = set(waves).difference(*mapped)
    with collected_problems() as problems:
        for name in ("items", "batteries", "units", "crosswalk", "corrections", "measures", "measure_columns",
                     "not_units"):  # fmt: skip
            table = getattr(book, name)
            for column in (column for column in known if column in table.columns):
                for index, found in table.loc[~table[column].isin([*known[column], *not_taken]), column].items():
                    expected = f"a {column} of config.yaml: {', '.join(filter(None, known[column]))}"
                    remedy = did_you_mean(found, known[column], f"correct it, or declare it under {column}s")
                    if column == "wave" and (near := unmapped & set(get_close_matches(found, known[column], n=1))):
                        remedy = f"{', '.join(near)} has no row at all: correct the one of the two that is mistyped"
                    problems.append(Problem(book.files[name], repr(found), expected, remedy, row_number(index), column))


LABELS = {
    "items": "label", "batteries": "title", "scales": "label", "units": "label", "measures": "label",
    "assumptions": "label",
}  # fmt: skip


def _missing_labels(
    tables: Mapping[str, pd.DataFrame], paths: Mapping[str, str], languages: Sequence[str]
) -> Iterator[Problem]:
    expected = "a text in each of languages of config.yaml"
    remedy = "add it, or take the language out of config.yaml"
    for name in (name for name in LABELS if name in tables):
        for column in (f"{LABELS[name]}_{language}" for language in languages):
            if column not in tables[name].columns:
                yield Problem(paths[name], f"column {column} is missing", expected, remedy, column=column)
                continue
            for index in tables[name].index[tables[name][column] == ""]:
                yield Problem(paths[name], "no text", expected, remedy, row_number(index), column)
