"""Variables about claims and about published against reproduced values, and how the evidence of a claim is worded."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from wavework.basis import PUBLISHED, RECONSTRUCTED
from wavework.exhibits.kinds.what_would_settle import SURELY
from wavework.known import BOUNDS, FIXED
from wavework.language.language import NO_BREAK
from wavework.language.words import capital
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.finding_sentences import LETTERS, compact, count_said, extent
from wavework.reporting.values.measures import newest_association, one_to_one
from wavework.reporting.values.variables import Origin, Row, Values, row_key
from wavework.tables import select

CLAIMS, COMPARED = "processed/claims.csv", "processed/published_comparison.csv"
LADDER, SETTLE = "processed/ladder.csv", "processed/what_would_settle.csv"
ASKS = ("wave", "item", "services")
LEAST = 0.001  # share of the tables drawn that is told
PROVEN = ("follows", "excluded")  # verdicts that hold in every table that agrees with the other published facts
VERDICTS = (
    *("reproduced", "partly", "not_reproduced", "supported_published", "contradicted_published", "follows", "excluded"),
    *("open", "not_testable"),
)


def add_claims(values: Values, inputs: Inputs) -> None:
    """claims: counts by kind and verdict; claim.<id>: its verdict, and on public answers where it has one.

    What the source says is counted, without the claims of the study's own; in a study without source these.
    """
    every, language = inputs.table("claims"), inputs.language
    if every.empty:
        return
    sourced = every[every["deck"] != ""]
    of_source = {"deck": "*"} if 0 < len(sourced) < len(every) else {}
    claims = sourced if of_source else every

    def count(name: str, **key: str) -> int:
        """The number of claims that have these values (`*`: any)."""
        chosen = claims
        for column, value in key.items():
            chosen = chosen if value == "*" else chosen[chosen[column] == value]
        values.add(f"claims.{name}", language.number(len(chosen)), Origin(CLAIMS, row_key(**key, **of_source)))
        return len(chosen)

    count("n", claim="*")
    for kind in ("finding", "qualitative", "inconsistency"):
        count(kind, kind=kind)
    verdicts = {verdict: count(f"verdict.{verdict}", kind="finding", verdict=verdict) for verdict in VERDICTS}
    count("imposed", imposed="yes")
    count("slips_by_rule", kind="inconsistency", verdict="supported_published")
    count("slips_by_reader", kind="inconsistency", why="wording")
    findings = claims[claims["kind"] == "finding"]
    counts = [language.say(f"claims.count.{name}", count=language.number(n)) for name, n in verdicts.items() if n]
    basis = RECONSTRUCTED if RECONSTRUCTED in set(claims["basis"]) else PUBLISHED
    text = language.say("claims.sentence", n=language.number(len(findings)), counts=language.listed(counts))
    values.add("finding.claims", text, Origin(CLAIMS, row_key(kind="finding", verdict="*"), basis))
    if claims["share_of_draws"].notna().any():
        _open_ones(values, inputs, findings[findings["verdict"] == "open"])
    for row in every.to_dict("records"):
        name, key = f"claim.{row['claim']}", row_key(claim=row["claim"])
        values.add(f"{name}.verdict", verdict_word(inputs, row), Origin(CLAIMS, key, row["basis"]))
        if public := public_row(inputs, str(row["claim"])):
            values.tell(f"{name}.public", on_public_answers(inputs, public), public)


def _open_ones(values: Values, inputs: Inputs, claims: pd.DataFrame) -> None:
    """finding.draws: in how many of the open findings most tables agree, and where that hangs on how they are drawn."""
    language = inputs.language
    if claims.empty:
        values.add("finding.draws", language.say("claims.none_open"), Origin(CLAIMS, "verdict"))
        return
    counts = {
        "n": len(claims),
        "half": (claims["share_of_draws"] >= 0.5).sum(),
        "prior": (claims["prior_decides"] == "yes").sum(),
    }
    text = language.say("claims.drawn", **{name: language.number(count) for name, count in counts.items()})
    values.add("finding.draws", text, Origin(CLAIMS, row_key(kind="finding", verdict="open"), RECONSTRUCTED))


def public_row(inputs: Inputs, claim: str) -> Row | None:
    """The correlation on public answers that a claim's entry names (`public`); None where there is none."""
    named: Mapping[str, str] = inputs.claim_texts.get(claim, {}).get("public", {})
    return newest_association(inputs, named["measure"]) if named else None


def on_public_answers(inputs: Inputs, row: Row) -> str:
    """How the claim fares on public answers, beside its verdict on the units' own."""
    verdict = inputs.language.say(f"measured.one_to_one.{one_to_one(inputs, row)}")
    slots = {"verdict": verdict, "numbers": compact(inputs, row, LETTERS[row["method"]]), **inputs.language.measured}
    return inputs.language.say("evidence.public", **slots)


def verdict_word(inputs: Inputs, row: Row, *, short: bool = False) -> str:
    """The verdict in the report's words; of a slip, who found it. short: for a table that has the basis beside it."""
    slip = "wording" if row["why"] == "wording" else row["verdict"]
    if row["kind"] == "inconsistency" and slip in inputs.language.words["slip"]:
        return inputs.language.say(f"slip.{slip}")
    verdict = "qualitative" if row["why"] == "qualitative" else row["verdict"]
    return inputs.language.say(f"{'verdict_short' if short else 'verdict'}.{verdict}")


def verdict_mark(row: Row) -> str:
    """The look of a verdict: good, part, bad or open."""
    if row["kind"] == "inconsistency":
        return "part"
    return {
        "reproduced": "good", "supported_published": "good", "partly": "part", "not_reproduced": "bad",
        "contradicted_published": "bad", "follows": "good", "excluded": "bad",
    }.get(str(row["verdict"]), "open")  # fmt: skip


def claim_text(inputs: Inputs, claim: str) -> str:
    """The claim in the report's language."""
    return inputs.claim_text(inputs.claim_texts[claim])


def claim_basis(inputs: Inputs, row: Row) -> str:
    """What the verdict rests on; a dash where it rests on nothing that was measured."""
    return inputs.basis_word(row["basis"]) if row["basis"] else inputs.language.say("none")


def evidence(inputs: Inputs, row: Row) -> str:
    """What is known of a claim: published values; the number of answers; what the other published facts leave, in which
    share of the tables that agree with them it holds, and whether that share hangs on how tables are drawn."""
    language, claim = inputs.language, str(row["claim"])
    if why := inputs.claim_texts[claim].get("why"):  # why no data decide it
        return str(why[language.code])
    parts = []
    if row["published_value"]:
        key = f"evidence.published.{row['published_quality']}"
        parts.append(language.say(key, value=_published_values(inputs, claim, str(row["published_value"]))))
    unknown = row["answers_basis"] == RECONSTRUCTED
    if not unknown and (number := evidence_number(inputs, row)):
        parts.append(language.say("evidence.answers", number=number))
    if unknown and not pd.isna(row["share_of_draws"]):
        parts.append(_over_tables(inputs, row))
    if row["why"] == "unproven":
        parts.append(language.say("evidence.unproven"))
    if row["why"] == "not_computable":
        parts.append(language.say("evidence.not_computable"))
    if public := public_row(inputs, claim):
        parts.append(on_public_answers(inputs, public))
    return " ".join(parts) or language.say("none")


def _over_tables(inputs: Inputs, row: Row) -> str:
    """`The facts leave between 2 and 9 of 11; it holds in 38% of the tables drawn.`"""
    say, verdict = inputs.language.say, str(row["verdict"])
    text: str = "" if pd.isna(row["lowest"]) else say("evidence.leave", extent=_extent(inputs, row))
    if verdict in PROVEN:
        return capital(text + say(f"evidence.{verdict}"))
    share, tables = row["share_of_draws"], inputs.language.number(row["draws"])
    holds = {0: "holds_in_none", 1: "holds_in_all"}.get(share, "holds")
    text += say(f"evidence.{holds}", share=_rare(inputs, share), draws=tables)
    if row["prior_decides"] == "yes":
        text += say("evidence.prior", share=_rare(inputs, row["share_of_counts"]))
    return capital(f"{text}.")


def set_apart(inputs: Inputs, rows: Iterable[Row]) -> str:
    """The end of the caption of a table of claims: that the evidence leaves out what a claim itself states, if any
    row's does."""
    apart = any(row["imposed"] == "yes" and not pd.isna(row["share_of_draws"]) for row in rows)
    return inputs.language.say("evidence.apart") if apart else ""


def _rare(inputs: Inputs, share: float) -> str:
    """A share in per cent, with a decimal where it would read as none or as all; beyond that `< 0.1%` or `> 99.9%`."""
    if 0 < share < LEAST / 2:
        return f"<{NO_BREAK}{inputs.language.percent(LEAST, 1)}"
    if 1 - LEAST / 2 < share < 1:
        return f">{NO_BREAK}{inputs.language.percent(1 - LEAST, 1)}"
    return inputs.language.percent(share, 1 if share < 0.01 or share > 0.99 else 0)


def _extent(inputs: Inputs, row: Row) -> str:
    """The bounds of a claim's estimate under the other published facts; those of a share as counts."""
    kind, n = str(row["evidence"]), row["n"]
    known = FIXED if row["lowest"] == row["highest"] else BOUNDS
    write: Callable[[float], str] = inputs.language.percent
    if kind == "share" and not pd.isna(n):
        return count_said(inputs, {end: row[end] * n for end in ("lowest", "highest")}, ("lowest", "highest"), n)
    if kind != "share":
        digits = {"mean": 1, "parts": 0, "items": 0, "units": 0}.get(kind, 2)
        write = lambda value: inputs.language.number(value, digits)  # noqa: E731
    return extent(inputs, {**row, "known": known}, write)


def _published_values(inputs: Inputs, claim: str, text: str) -> str:
    """Values as the sources print them, their numbers written in the report's language, percentages with their sign;
    once where all are the same."""
    parts = text.split("; ")
    keys = inputs.claim_texts[claim]
    fields = [str(each.get("field", "")) for each in keys.get("published", [])]
    if len(fields) != len(parts):  # of a slip: what its rule compares
        fields = ["percent" if keys.get("rule", {}).get("kind") == "impossible_share" else ""] * len(parts)
    shown = [_published_value(inputs, part, field) for part, field in zip(parts, fields, strict=True)]
    return inputs.language.listed(shown if len(set(shown)) > 1 else shown[:1])


def _published_value(inputs: Inputs, text: str, field: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return inputs.language.say("answers.quoted", item=inputs.translated(text))
    digits = len(text.partition(".")[2])
    if field == "percent":
        return inputs.language.percent(value / 100, digits)
    return inputs.language.number(value, digits, grouped=False)


def evidence_number(inputs: Inputs, row: Row) -> str:
    """The number of a claim on the answers, by its kind; empty where there is none."""
    language = inputs.language
    kind = str(row["evidence"])
    if kind in ("none", "published") or pd.isna(row["estimate"]):
        return ""
    if kind == "share":
        return language.count_of(row["count"], row["n"], (row["low"], row["high"]))
    slots = {"n": language.number(row["n"]), "count": "" if pd.isna(row["count"]) else language.number(row["count"])}
    if kind in ("parts", "items", "units"):
        return language.say(f"evidence.{kind}", **slots)
    text = language.say(f"evidence.{kind}", estimate=language.estimate(row, 1 if kind == "mean" else 2), **slots)
    p = next((part.get("p") for part in inputs.claim_details.get(row["claim"], {}).get("parts", [])), None)
    return text + (f", {language.p_said(p)}" if kind in ("rho", "tau") and p is not None else "")


def add_published(values: Values, inputs: Inputs) -> None:
    """published: how many published values are compared, agree, differ, and cannot be compared."""
    compared = inputs.table("published_comparison")
    if compared.empty:
        return
    verdicts = {
        "n": "*", "compared": "pass, fail, open", "agree": "pass", "differ": "fail", "open": "open", "not_compared": "",
    }  # fmt: skip
    for name, verdict in verdicts.items():
        count = (compared["verdict"].isin(verdict.split(", ")) | (verdict == "*")).sum()
        values.add(f"published.{name}", inputs.language.number(count), Origin(COMPARED, row_key(verdict=verdict)))
    text = _consistency(inputs, select(compared[compared["verdict"] != ""], consistent=["yes", "no"]))
    values.add("finding.consistency", text, Origin(COMPARED, "consistent"))


def _consistency(inputs: Inputs, tested: pd.DataFrame) -> str:
    """Which of the published means and percentages no such number of units can give."""
    language = inputs.language
    impossible = [
        language.say(
            "consistency.impossible", value=_printed(inputs, row, row["published"]), n=language.number(row["n"]),
            nearest=_printed(inputs, row, float(row["nearest"]) / (100 if row["unit"] == "share" else 1)),
        )
        for row in select(tested, consistent="no").to_dict("records")
    ]  # fmt: skip
    slots = {"n": language.number(len(tested)), "possible": language.number(len(tested) - len(impossible))}
    key = "consistency.consistent" if impossible else "consistency.all_consistent"
    return language.say(key, **slots, impossible=language.listed(impossible))


def _printed(inputs: Inputs, row: Row, value: float) -> str:
    return inputs.language.percent(value) if row["unit"] == "share" else inputs.language.number(value, 1)


def add_ladder(values: Values, inputs: Inputs) -> None:
    """finding.ladder: how many open conclusions one further assumption decides, and which decides most."""
    ladder, language = inputs.table("ladder"), inputs.language
    if ladder.empty:
        return
    decided = ladder[ladder["verdict"].isin(PROVEN)]
    slots = {"n": language.number(decided["claim"].nunique()), "open": language.number(ladder["claim"].nunique())}
    key = "none"
    if len(decided):
        most = decided["assumption"].value_counts(sort=True)
        key, slots["assumption"] = "some", inputs.of_assumption[str(most.index[0])]
        slots["most"] = language.number(most.iloc[0])
    text = language.say(f"ladder.{key}", **slots)
    if against := contradicted(inputs):
        n = language.number(select(ladder, verdict="contradicts")["claim"].nunique())
        text += language.say("ladder.against", names=language.listed(assumed(inputs, against)), n=n)
    values.add("finding.ladder", text, Origin(LADDER, "verdict", RECONSTRUCTED))


def contradicted(inputs: Inputs) -> list[str]:
    """The assumptions that no table agrees with, beside the published facts, on the items of some conclusion."""
    return list(dict.fromkeys(select(inputs.table("ladder"), verdict="contradicts")["assumption"]))


def assumed(inputs: Inputs, names: Iterable[str]) -> list[str]:
    """Assumptions as they are quoted in a sentence or a cell."""
    return [inputs.language.say("answers.quoted", item=inputs.of_assumption[name]) for name in names]


def add_settle(values: Values, inputs: Inputs) -> None:
    """finding.settle: which export, and which item, decides most of the open conclusions."""
    asked, number = ranked_asks(inputs), inputs.language.number
    if asked.empty:
        return
    slots = {"open": number(inputs.table("what_would_settle")["claim"].nunique())}
    parts = [
        inputs.language.say(
            f"settle.{kind}{'_surely' if row['expected'] == row['decided'] else ''}",
            **slots,
            what=named_ask(inputs, str(row["what"])),
            n=number(row["decided"]),
            expected=number(row["expected"], 1),
        )
        for kind in ("wave", "item")
        for row in asked[(asked["ask"] == kind) & (asked["expected"] > 0)].head(1).to_dict("records")
    ]
    text = " ".join(parts) or inputs.language.say("settle.none")
    values.add("finding.settle", text, Origin(SETTLE, "settles", RECONSTRUCTED))


def ranked_asks(inputs: Inputs) -> pd.DataFrame:
    """What can be asked for, first what decides most: ask, what, few and many (services, by conclusion the fewest and
    the most), decided (conclusions that it decides in every table), expected (on average over the tables), narrowed
    (mean part of the span that it takes away)."""
    table = inputs.table("what_would_settle")
    if table.empty:
        return table
    before, after = table["span_before"], table["span_after"]
    columns = {
        "few": ("n", "min"),
        "many": ("n", "max"),
        "decided": ("sure", "sum"),
        "expected": ("settles", "sum"),
        "narrowed": ("narrowed", "mean"),
    }
    groups = (
        table.assign(sure=table["settles"] >= SURELY, narrowed=1 - after / before.where(before > 0))
        .groupby(["ask", "what"], sort=False, as_index=False)
        .agg(**columns)
    )
    order = groups["ask"].map({kind: place for place, kind in enumerate(ASKS)})
    ranks = ["order", "expected", "decided", "what"]
    return groups.assign(order=order).sort_values(ranks, ascending=[True, False, False, True], ignore_index=True)


def named_ask(inputs: Inputs, what: str) -> str:
    """The item, or the waves, that something is asked of."""
    if set(what.split("+")) <= set(inputs.waves):
        return inputs.wave_title(what)
    return inputs.language.say("answers.quoted", item=inputs.of_item.get(what, what))


def asked_for(inputs: Inputs, row: Row) -> str:
    """What is asked for, in words: an export, the answers to an item, or those of the fewest services that can show
    whether a conclusion holds."""
    say, what = inputs.language.say, str(row["what"])
    if row["ask"] != "services":
        return say(f"settle.ask.{row['ask']}", what=named_ask(inputs, what))
    few, many = (inputs.language.number(row[end]) for end in ("few", "many"))
    return say(f"settle.ask.{what}", n=few if few == many else say("known.cell.bounds", low=few, high=many))


GROUPS = (add_claims, add_published, add_ladder, add_settle)
