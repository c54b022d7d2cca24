"""All that claims are held against: the answers, and what is published of those that nobody has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd

from wavework.agreeing_tables import agreeing
from wavework.answer_arrays import Cells, observed, reconstructed
from wavework.basis import weakest
from wavework.claims.answer_rules import RULES, needed
from wavework.claims.association_rule import Choices, association
from wavework.claims.declarations import (
    Claim,
    Known,
    Rule,
    applicable,
    read_claims,
    unknown_in_claims,
    unknown_in_constraints,
)
from wavework.claims.proofs import OPEN
from wavework.claims.rule_outcome import Outcome, Part
from wavework.claims.rules_as_formulas import Ground
from wavework.claims.source_rules import Sources, check_published
from wavework.codebook import Codebook, read_codebook
from wavework.jobs import arguments
from wavework.problems import collected_problems
from wavework.reconstruction.bounds import Bounds
from wavework.reconstruction.draws import COUNTS, Draws, draw
from wavework.reconstruction.inequalities import System
from wavework.tables import read_numbers, read_table, select
from wavework.what_a_study_has import Presence

NO_RANKS = pd.DataFrame({"country": [], "year": [], "rank": [], "value": []})
OTHER_DRAWS = 1_000  # tables under the other prior: which side of a half they are on shows with fewer
STATED = ["constraint", "wave", "kind", "bound", "claim"]


@dataclass(frozen=True)
class Evidence:
    """basis: of each wave. base: tables drawn under all constraints, None where no wave is reconstructed; counts: the
    same under the other prior."""

    book: Codebook
    cells: Cells
    basis: Mapping[str, str]
    base: Draws | None
    choices: Choices
    sources: Sources
    counts: Draws | None = None

    @cached_property
    def bounds(self) -> Bounds:
        """Bounds under all constraints."""
        assert self.base is not None
        return Bounds(self.base.system, diagrams=self.base.diagrams)

    def basis_of(self, claim: Claim) -> str:
        """The weakest of the waves that the claim's rules look at."""
        return weakest(self.basis[wave] for wave in claim.waves_of_rules)

    def own(self, claim: Claim) -> tuple[str, ...]:
        """Ids of the constraints that state the claim itself."""
        return () if self.base is None else self.base.system.stating(claim.id)

    def ground(self, system: System) -> Ground:
        """What rules are read on, with the cells of this system."""
        return Ground(system, self._one_table, self.book, self.choices)

    @cached_property
    def _one_table(self) -> Cells:
        """The answers of collected waves, and in reconstructed ones those of a drawn table: there all are answered."""
        return self.cells if self.base is None else reconstructed(self.cells, self.base).first

    def outcome(self, claim: Claim, cells: Cells) -> Outcome:
        """The claim's parts in every table of `cells`."""
        rules: dict[str, Callable[[Rule, Cells, Codebook], list[Part]]] = dict(RULES)
        rules["association"] = partial(association, choices=self.choices, claim=claim.id)
        found = [(rule, rules[rule["kind"]](rule, cells, self.book)) for rule in claim.rules]
        return Outcome([(parts, needed(rule, parts)) for rule, parts in found])


def study_evidence(
    answers: pd.DataFrame,
    codebook: Sequence[str],
    claims: str,
    constraints: str,
    *,
    choices: Choices,
    dimensions: Sequence[str],
    sections: Sequence[str],
    assumptions: Mapping[str, str],
    draws: int,
    development: float,
    published: pd.DataFrame | None = None,
    published_file: str = "",
    languages: Sequence[str] = ("en",),
    presence: Mapping[str, Any] | None = None,
    other_prior: bool = False,
) -> tuple[list[Claim], dict[str, str], Evidence]:
    """The claims on which the study has something, those left out with the reason, and what they are held against.

    answers: processed/answers.csv; its `basis` decides for each wave whether answers were collected or reconstructed.
    codebook: paths of items, batteries, scales, units, crosswalk; constraints: path of constraints.csv, of which only
    the rows on reconstructed waves are used ("": there is none). published: published_values.csv as
    text. choices: for scores and tests, with the ranks (country, year, rank; none without EGDI).
    sections: of the report, which a claim may name. draws: number of tables on which a claim is tested.
    languages: those of the report, in which every claim has its texts. presence: what the study has
    (`wavework.what_a_study_has`). other_prior: whether tables are drawn under it as well.
    Raises InputError for a claim that names what is not there or lacks a text in a language, and for constraints that
    no answers can meet.
    """
    book, egdi = read_codebook(codebook), choices.egdi
    cells = observed(answers, book, development)
    values = pd.DataFrame() if published is None else published
    stated = read_table(constraints, required=STATED) if constraints else pd.DataFrame(columns=STATED, dtype="str")
    editions = sorted(set(egdi["year"]))
    known = Known(book, cells.units, choices.regions, dimensions, sections, editions, list(values.columns))
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
    tables = agreeing(
        answers, book, development=development, constraints=stated, file=constraints, assumptions=assumptions,
        draws=draws, seed=choices.seed,
    )  # fmt: skip
    counts = None
    if tables.draws is not None and other_prior:
        counts = draw(tables.system, min(draws, OTHER_DRAWS), choices.seed, "counts", prior=COUNTS)
    return declared, left_out, Evidence(book, cells, tables.basis, tables.draws, choices, sources, counts)


def open_claims(verdicts: pd.DataFrame, **study: Any) -> tuple[list[Claim], Evidence]:
    """The claims that are open by their verdicts (processed/claims.csv); study: as `study_evidence` takes it."""
    declared, _, evidence = study_evidence(**study)
    left = set(select(verdicts, verdict=OPEN)["claim"])
    return [claim for claim in declared if claim.id in left], evidence


def evidence_of_job(job: Any) -> dict[str, Any]:
    """The arguments of `study_evidence` from the inputs and params of a Snakemake job of `rules/claims.smk`."""
    egdi, published = job.input.get("egdi"), job.input.get("published")
    params = arguments(job.params)
    ranks = read_numbers(egdi, ["year", "rank", "value"]) if egdi else NO_RANKS
    return {
        "answers": read_table(job.input.answers),
        "codebook": job.input.codebook,
        "claims": job.input.claims,
        "constraints": job.input.get("constraints", ""),
        "choices": Choices(egdi=ranks, **params.pop("choices")),
        "published": read_table(published) if published else None,
        "published_file": published or "",
        **params,
    }
