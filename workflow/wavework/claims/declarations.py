"""claims.yaml: read, validated against its schema, and checked against the codebook and the study."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import Codebook
from wavework.problems import InputError, Problem, collected_problems, did_you_mean
from wavework.schemas import schema, schema_problems, with_defaults
from wavework.what_a_study_has import Presence
from wavework.yaml_files import read_yaml, row_of

Rule = Mapping[str, Any]
SHOWN = 12  # names that a message lists

RULES_ON_ANSWERS = ("share", "distribution", "order", "means", "increase", "named", "respondents", "association")
WITH_VALUES = ("means", "increase")  # rules on the numbers of answers; `order` is one where it names no answers


@dataclass(frozen=True)
class Claim:
    """One conclusion. place: in the source, "" of a claim of the study's own.

    `rules`: all must hold; none where no data can decide. `published`: checks, all must agree.
    """

    id: str
    position: int
    section: str
    kind: str
    place: str
    exhibit: str
    population: int | None
    waves: tuple[str, ...]
    regions: tuple[str, ...]
    items: tuple[str, ...]
    rules: tuple[Rule, ...]
    published: tuple[Mapping[str, Any], ...]

    @property
    def on_answers(self) -> bool:
        """Whether answers decide the claim."""
        return bool(self.rules) and all(rule["kind"] in RULES_ON_ANSWERS for rule in self.rules)

    @property
    def waves_of_rules(self) -> tuple[str, ...]:
        """The waves whose answers the rules look at."""
        return tuple(dict.fromkeys(wave for rule in self.rules for _, wave in waves_of(rule)))


@dataclass(frozen=True)
class Known:
    """What a claim may name. sections: of the report; editions: years of the e-government index; columns: of the table
    of published values."""

    book: Codebook
    units: Mapping[str, Sequence[str]]
    regions: Mapping[str, str]  # wave -> region
    dimensions: Collection[str]
    sections: Collection[str]
    editions: Collection[int] = ()
    columns: Collection[str] = ()

    @cached_property
    def asked(self) -> Mapping[str, set[str]]:
        """wave -> the items that it asked."""
        return self._items_by_wave(self.book.crosswalk)

    @cached_property
    def comparable(self) -> Mapping[str, set[str]]:
        """wave -> the items that it asked comparably."""
        return self._items_by_wave(self.book.crosswalk[self.book.crosswalk["comparable"] != "no"])

    def _items_by_wave(self, rows: pd.DataFrame) -> Mapping[str, set[str]]:
        return {wave: set(rows.loc[rows["wave"] == wave, "item"]) for wave in self.units}


def read_claims(path: str | Path, languages: Sequence[str] = ()) -> list[Claim]:
    """The claims of a study in the order of the file. languages: those in which each claim must have its texts.

    Raises InputError naming claim and key of all that is wrong.
    """
    file = str(path)
    content = read_yaml(path)
    definitions = schema("claims")["$defs"]
    if not isinstance(content, dict) or not content:
        raise InputError(Problem(file, "no claims", "claims by their id", "see workflow/schemas/claims.schema.yaml"))
    with collected_problems() as problems:
        for name, keys in content.items():
            ids = schema_problems({name: 0}, {"propertyNames": definitions["slug"]}, file)
            of_claim = ids + _broken(keys, "claim", definitions, file, name)
            for place, rule in enumerate([] if of_claim else _rules(keys)):
                key = ("rule", str(place)) if isinstance(keys["rule"], list) else ("rule",)
                of_claim += _broken(rule, "rule", definitions, file, name, *key)
                of_claim = of_claim or _broken(rule, rule["kind"], definitions, file, name, *key)
            problems += of_claim
    with collected_problems() as problems:
        for name, keys in content.items():
            place = keys.get("deck", {}).get("place")
            texts = {"text": keys["text"], "deck.place": place, "why": keys.get("why")}
            problems += [
                Problem(file, f"{name}: no {key} in {language!r}", "a text in each of languages", "add it",
                        row_of(file, name, *key.split(".")))
                for key, words in texts.items()
                for language in languages
                if words and language not in words
            ]  # fmt: skip
    return [_claim(name, place, keys, definitions) for place, (name, keys) in enumerate(content.items(), start=1)]


def _broken(content: Any, name: str, definitions: Mapping[str, Any], file: str, *within: str) -> list[Problem]:
    return schema_problems(content, {"$defs": definitions, **definitions[name]}, file, *within)


def _of(file: str, claim: str, problem: Problem) -> Problem:
    """A problem of a key of a claim (its `file`), with the file, the row and the claim as its place."""
    key = f"{claim}.{problem.file}"
    return replace(problem, file=file, row=row_of(file, *key.split(".")), column=key)


def _rules(keys: Mapping[str, Any]) -> list[Any]:
    rule = keys.get("rule", [])
    return rule if isinstance(rule, list) else [rule]


def _claim(name: str, position: int, keys: Mapping[str, Any], definitions: Mapping[str, Any]) -> Claim:
    deck, scope = keys.get("deck"), keys["scope"]
    return Claim(
        id=name,
        position=position,
        section=keys["section"],
        kind=keys["kind"],
        place=deck["place"]["en"] + (f", {deck['point']}" if "point" in deck else "") if deck else "",
        exhibit=keys.get("exhibit", ""),
        population=scope.get("population"),
        waves=tuple(scope["waves"]),
        regions=tuple(scope["regions"]),
        items=tuple(scope.get("items", ())),
        rules=tuple(with_defaults(rule, definitions[rule["kind"]], {"$defs": definitions}) for rule in _rules(keys)),
        published=tuple(keys.get("published", ())),
    )


def applicable(claims: Sequence[Claim], presence: Presence) -> tuple[list[Claim], dict[str, str]]:
    """The claims on which the study has something, in their scope as far as it is there; those left out -> the reason.

    A claim is left out if a rule of it names a wave or region that the study does not take (it could only be decided
    on less than it says), or if none of its scope is there. A reason is a key of `absent` in the words.
    """
    left_out = {claim.id: reason for claim in claims if (reason := _reason(claim, presence))}
    kept = [
        replace(
            claim,
            waves=tuple(wave for wave in claim.waves if wave not in presence.waves),
            regions=tuple(region for region in claim.regions if region not in presence.regions),
            published=() if presence.why_not("published") else claim.published,
        )
        for claim in claims
        if claim.id not in left_out
    ]
    return kept, left_out


NEEDED = {  # kind of rule -> what the study must have, see wavework.what_a_study_has
    "association": "egdi",
    "missing_years": "egdi",
    "conflict": "published",
    "impossible_share": "published",
}


def _reason(claim: Claim, presence: Presence) -> str:
    named = {
        "waves": (set(claim.waves_of_rules), set(claim.waves)),
        "regions": ({rule["region"] for rule in claim.rules if "region" in rule}, set(claim.regions)),
    }
    for what, (of_rules, scope) in named.items():
        absent = set(getattr(presence, what))
        if of_rules & absent or (scope and scope <= absent):
            return what
    return next(filter(None, (presence.why_not(NEEDED.get(rule["kind"], "")) for rule in claim.rules)), "")


def waves_of(rule: Rule) -> list[tuple[str, str]]:
    """(key, wave) of every wave that the rule names."""
    found = [(key, rule[key]) for key in ("wave", "from", "to") if key in rule]
    return found + [("waves", wave) for wave in rule.get("waves", ())]


def items_of(rule: Rule, book: Codebook) -> list[tuple[str, str]]:
    """(key, item) of every item that the rule names; a battery stands for its items that the wave asked."""
    found = [("item", rule["item"])] if "item" in rule else []
    found += [("means", item) for item in rule.get("means", ())]
    for key in ("items", "more", "fewer"):
        found += [(key, item) for item in listed(rule.get(key, ()), rule.get("wave", ""), book)]
    return found


def listed(items: str | Sequence[str], wave: str, book: Codebook) -> list[str]:
    """The items, or those of `battery:<id>` that the wave asked, in the codebook's order."""
    if not isinstance(items, str):
        return list(items)
    asked = set(book.crosswalk.loc[book.crosswalk["wave"] == wave, "item"])
    members = book.items.loc[book.items["battery"] == items.removeprefix("battery:"), "item"]
    return [item for item in members if item in asked]


# ------------------------------------------------------------------------------------------------ against the study


def unknown_in_claims(claims: Sequence[Claim], known: Known, file: str) -> Iterator[Problem]:
    """Every unknown wave, region, unit, item, answer, dimension or column that the claims of the file name."""
    for claim in claims:
        yield from (_of(file, claim.id, problem) for problem in _unknown(claim, known))


def unknown_in_constraints(
    constraints: pd.DataFrame, file: str, claims_file: str, claims: Collection[str], waves: Collection[str]
) -> Iterator[Problem]:
    """Every wave and claim that constraints.csv (as text) names and that is none of these."""
    for row, (wave, cell) in enumerate(zip(constraints["wave"], constraints["claim"], strict=True), start=2):
        names = filter(None, (part.strip() for part in cell.split("|")))
        for problem in _not_in("claim", [*names], claims, f"a claim of {claims_file}"):
            yield replace(problem, file=file, row=row, column="claim")
        for problem in _not_in("wave", [wave], waves, "a wave of config.yaml", "declare it under waves"):
            yield replace(problem, file=file, row=row, column="wave")


def _unknown(claim: Claim, known: Known) -> Iterator[Problem]:
    sections, declare = "a section of the report", "declare it under sections of config.yaml"
    yield from _not_in("section", [claim.section], known.sections, sections, declare)
    yield from _not_in("scope.waves", claim.waves, known.units, "a wave of config.yaml")
    regions = set(known.regions.values())
    yield from _not_in("scope.regions", claim.regions, regions, "a region of a wave")
    for wave in (wave for wave in claim.waves if wave in known.regions and set(claim.regions) & regions):
        yield from _not_in("scope.regions", [known.regions[wave]], claim.regions, f"the region of {wave} among them")
    yield from _not_in("scope.items", claim.items, known.book.scale_of, "an item of items.csv")
    for check in claim.published:
        columns = [check["field"], *check["select"]]
        yield from _not_in("published", columns, known.columns, "a column of published values")
    if len(claim.rules) > 1 and not claim.on_answers:
        yield Problem("rule", "several rules, not all on answers", "rules on answers, or one other", "make two claims")
    for rule in claim.rules:
        yield from _unknown_in_rule(rule, claim, known)


def _unknown_in_rule(rule: Rule, claim: Claim, known: Known) -> Iterator[Problem]:
    kind, scales = rule["kind"], known.book.scale_of
    waves = waves_of(rule)
    for key, wave in waves:
        yield from _not_in(f"rule.{key}", [wave], known.units, "a wave of config.yaml")
        if wave in known.units and set(claim.waves) <= set(known.units):
            yield from _not_in(f"rule.{key}", [wave], claim.waves, "a wave of the claim's scope")
    here = [wave for _, wave in waves if wave in known.units]
    lists = [rule[key] for key in ("items", "more", "fewer") if isinstance(rule.get(key), str)]
    batteries = [name.removeprefix("battery:") for name in lists]
    yield from _not_in("rule", batteries, set(known.book.items["battery"]), "a battery")
    items = items_of(rule, known.book)
    asked, what = (known.comparable, "asked comparably") if kind == "increase" else (known.asked, "asked")
    for key, item in items:
        yield from _not_in(f"rule.{key}", [item], scales, "an item of items.csv")
        for wave in here if item in scales else ():
            yield from _not_in(f"rule.{key}", [item], asked[wave], f"an item {what} in {wave}")
        if item in scales:
            answers = known.book.answers_of(scales[item])
            yield from _not_in("rule.answers", rule.get("answers", ()), set(answers["answer"]), f"an answer of {item}")
            numbers = answers.loc[answers["status"] == "answered", "value"]
            if (kind in WITH_VALUES or (kind == "order" and "answers" not in rule)) and numbers.isna().any():
                yield Problem(f"rule.{key}", repr(item), "an item whose answers have values", "name answers instead")
    for wave in here:
        yield from _not_in("rule.units", rule.get("units", ()), known.units[wave], f"a unit of {wave}")
    needed = rule.get("needed")
    if isinstance(needed, int) and needed > len(items):
        yield Problem("rule.needed", str(needed), f"at most {len(items)}, the number of its items", "correct it")
    if kind == "association":
        dimensions = [*known.dimensions, "overall"]
        yield from _not_in("rule.dimension", [rule["dimension"]], dimensions, "a dimension, or overall")
    if kind in ("association", "missing_years") and not known.editions:
        yield Problem("rule.kind", kind, "a study with the e-government index", "give config.yaml the key egdi")
    if kind == "missing_years":
        yield from _not_in("rule.region", [rule["region"]], set(known.regions.values()), "a region of a wave")
    for select in (rule.get("select"), *(rule[end]["select"] for end in ("first", "second") if end in rule)):
        yield from _not_in("rule.select", select or (), known.columns, "a column of published values")


def _not_in(
    key: str, names: Collection[str], known: Collection[str], expected: str, otherwise: str = "declare it"
) -> Iterator[Problem]:
    """expected: what a name must be, to which those that it can be are added where they are few."""
    expected += f": {', '.join(sorted(known))}" if 0 < len(known) <= SHOWN else ""
    for name in names:
        if name not in known:
            yield Problem(key, repr(name), expected, did_you_mean(name, sorted(known), f"correct it, or {otherwise}"))
