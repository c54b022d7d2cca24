"""processed/claims.csv: every conclusion of the study and what is known of it; claims.json: its parts."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED, weakest
from wavework.cells import Cells, observed
from wavework.claims.association import Choices
from wavework.claims.declarations import Known, applicable, read_claims, unknown_in_claims, unknown_in_constraints
from wavework.claims.documents import Sources, check_published
from wavework.claims.verdicts import Evidence, verdicts
from wavework.codebook import Codebook, read_codebook
from wavework.jobs import logged
from wavework.presence import Presence
from wavework.problems import collected_problems
from wavework.reconstruction.constraints import build_system
from wavework.reconstruction.sampler import Draws, draw
from wavework.tables import read_numbers, read_table, write_json, write_table

STATED = ["constraint", "wave", "kind", "bound", "claim"]
NO_RANKS = pd.DataFrame({"country": [], "year": [], "rank": []})


def claim_verdicts(
    answers: pd.DataFrame,
    codebook: Sequence[str],
    claims: str,
    constraints: str,
    *,
    choices: Choices,
    dimensions: Sequence[str],
    assumptions: Mapping[str, str],
    draws: int,
    development: float,
    published: pd.DataFrame | None = None,
    published_file: str = "",
    languages: Sequence[str] = ("en",),
    presence: Mapping[str, Any] | None = None,
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The verdict on every claim of claims.yaml (columns of wavework.claims.verdicts.COLUMNS) and its details.

    answers: processed/answers.csv; its `basis` decides for each wave whether answers were collected or reconstructed.
    codebook: paths of items, batteries, scales, units, crosswalk; constraints: path of constraints.csv, of which only
    the rows on reconstructed waves are used ("": there is none). published: published_values.csv as
    text. choices: for scores and tests, with the ranks (country, year, rank; none without EGDI).
    draws: number of reconstructions on which a claim is tested.
    languages: those of the report, in which every claim has its texts. presence: what the study has
    (`wavework.presence`); a claim for which it has nothing has no row, and `left_out` with the reason in its details.
    Raises InputError for a claim that names what is not there or lacks a text in a language, and for constraints that
    no answers can meet.
    """
    book, egdi = read_codebook(codebook), choices.egdi
    cells = observed(answers, book, development)
    values = pd.DataFrame() if published is None else published
    stated = read_table(constraints, required=STATED) if constraints else pd.DataFrame(columns=STATED, dtype="str")
    known = Known(book, cells.units, choices.regions, dimensions, sorted(set(egdi["year"])), list(values.columns))
    there = Presence(**presence or {})
    every = read_claims(claims, languages)
    declared, left_out = applicable(every, there)
    region_of = dict(zip(book.units["country"], book.units["region"], strict=True))
    sources = Sources(values, published_file, egdi.assign(region=egdi["country"].map(region_of)))
    with collected_problems() as problems:
        ids, waves = [claim.id for claim in every], {*cells.units, *there.waves}
        problems += [*unknown_in_claims(declared, known, claims)]
        problems += [*unknown_in_constraints(stated, constraints, claims, ids, waves)]
    check_published(declared, sources, claims)
    bases = {str(wave): weakest(rows) for wave, rows in answers.groupby("wave")["basis"]}
    base = _base(book, stated, constraints, cells, bases, assumptions, draws, choices.seed)
    table, details = verdicts(declared, Evidence(book, cells, bases, base, choices, sources))
    return table, details | {claim: {"left_out": reason} for claim, reason in left_out.items()}


def _base(
    book: Codebook,
    stated: pd.DataFrame,
    file: str,
    cells: Cells,
    bases: Mapping[str, str],
    assumptions: Mapping[str, str],
    draws: int,
    seed: int,
) -> Draws | None:
    """Draws of the reconstructed waves under all that is published of them; collected waves are taken as they are."""
    waves = {wave: cells.units[wave] for wave, basis in bases.items() if basis == RECONSTRUCTED}
    if not waves:
        return None
    about = stated["wave"].isin(list(waves)) & ((stated["kind"] != "increase") | stated["bound"].isin(list(waves)))
    return draw(build_system(book, stated[about], waves, assumptions, file), draws, seed, "claims")


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs = snakemake.input
        egdi, published = inputs.get("egdi"), inputs.get("published")
        params = dict(snakemake.params.items())
        ranks = read_numbers(egdi, ["year", "rank"]) if egdi else NO_RANKS
        table, details = claim_verdicts(
            read_table(inputs.answers),
            inputs.codebook,
            inputs.claims,
            inputs.get("constraints", ""),
            choices=Choices(egdi=ranks, **params.pop("choices")),
            published=read_table(published) if published else None,
            published_file=published or "",
            **params,
        )
        write_table(table, snakemake.output.table)
        write_json(details, snakemake.output.details)
