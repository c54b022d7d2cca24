"""What people write, read whole before the first job: each job that reads it would say the same mistake again."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wavework.codebook import Codebook, check_against_study, read_codebook
from wavework.exhibits.declarations import read_declarations, read_figures, unknown_names
from wavework.exhibits.figure_inputs import Declaration
from wavework.problems import Problem, collected_problems, did_you_mean
from wavework.study import FILE, NEEDED
from wavework.yaml_files import read_yaml, row_of


def check_codebook(study: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Raise InputError for what is wrong with the tables of the codebook, with figures.yaml, and with units of waves.

    study: its choices, with `waves`, `measured` and `presence`; known: what the codebook may name, see
    `codebook.check_against_study`.
    """
    names = [name for kind, tables in NEEDED.items() for name in tables if study[kind]]
    files = {name: f"{study['codebook']}/{name}.csv" for name in (*names, "measures", "measure_columns", "not_units")}
    book = read_codebook([file for file in files.values() if Path(file).is_file()], study["languages"])
    check_against_study(book, **known)
    with collected_problems() as problems:
        problems += _unknown_units(study, book)
    figures, claims = (f"{study['codebook']}/{name}.yaml" for name in ("figures", "claims"))
    declared = read_declarations(figures, book.items, book.crosswalk, study)
    with collected_problems() as problems:
        for name, declaration in declared.items():
            problems += unknown_names(name, vars(declaration), _names_in_figures(declaration, book), figures)
    if Path(claims).is_file():
        with collected_problems() as problems:
            problems += _unknown_exhibits(claims, [*read_figures(figures)])


def _names_in_figures(declaration: Declaration, book: Codebook) -> dict[str, Sequence[str]]:
    """What a figure may name of the codebook: the answers of its items' scales, and measures."""
    scales = book.items.loc[book.items["item"].isin(list(declaration.items)), "scale"]
    answers = set(book.scales.loc[book.scales["scale"].isin(scales), "answer"])
    return {"answers": sorted(answers), "measures": [*book.measures.get("measure", ())]}


def _unknown_exhibits(claims: str, figures: list[str]) -> Iterator[Problem]:
    """Claims whose figure nobody declares: they would stand in the report without it."""
    declared = read_yaml(claims)
    for claim, keys in declared.items() if isinstance(declared, Mapping) else ():
        exhibit = keys.get("exhibit", "") if isinstance(keys, Mapping) else ""
        if exhibit and exhibit not in figures:
            found, expected = f"{claim}.exhibit is {exhibit!r}", "a figure of figures.yaml"
            remedy = did_you_mean(str(exhibit), figures, "correct it, or take the key out")
            yield Problem(claims, found, expected, remedy, row_of(claims, claim, "exhibit"))


def _unknown_units(study: Mapping[str, Any], book: Codebook) -> Iterator[Problem]:
    """Units that a wave lists and the codebook does not know."""
    units = [*book.units["unit"]]
    for wave, choices in study["waves"].items():
        listed = choices.get("units", ())
        for place, unit in enumerate(listed if listed != "responses" else ()):
            if unit not in units:
                found, expected = f"waves.{wave}.units.{place} is {unit!r}", f"a unit of {book.files['units']}"
                remedy = did_you_mean(unit, units, "correct it, or add its row there")
                yield Problem(FILE, found, expected, remedy, row_of(FILE, "waves", wave, "units", place))
