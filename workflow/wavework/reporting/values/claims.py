"""Variables about claims and about published against reproduced values, and how the evidence of a claim is worded."""

import pandas as pd

from wavework.basis import PUBLISHED, RECONSTRUCTED
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Origin, Row, Values, row_key

CLAIMS, COMPARED = "processed/claims.csv", "processed/published_comparison.csv"
VERDICTS = (
    "reproduced", "partly", "not_reproduced", "supported_published", "contradicted_published", "assumed",
    "not_testable",
)  # fmt: skip


def add_claims(values: Values, inputs: Inputs) -> None:
    """claims: counts by kind and verdict; claim.<id>: its verdict, and the share of draws in which it holds."""
    claims, language = inputs.table("claims"), inputs.language
    if claims.empty:
        return

    def count(name: str, **key: str) -> int:
        """The number of claims that have these values (`*`: any)."""
        chosen = claims
        for column, value in key.items():
            chosen = chosen if value == "*" else chosen[chosen[column] == value]
        values.add(f"claims.{name}", language.number(len(chosen)), Origin(CLAIMS, row_key(**key)))
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
    drawn = findings.loc[findings["imposed"] == "yes", "share_of_draws"].dropna()
    if len(drawn):
        half = language.number((drawn >= 0.5).sum())
        text = language.say("claims.drawn", n=language.number(len(drawn)), half=half)
        values.add("finding.draws", text, Origin(CLAIMS, row_key(kind="finding", imposed="yes"), RECONSTRUCTED))
    else:
        values.add("finding.draws", language.say("claims.none_drawn"), Origin(CLAIMS, "imposed"))
    for row in claims.to_dict("records"):
        name, key = f"claim.{row['claim']}", row_key(claim=row["claim"])
        values.add(f"{name}.verdict", verdict_word(inputs, row), Origin(CLAIMS, key, row["basis"]))
        if not pd.isna(row["share_of_draws"]):
            values.add(f"{name}.draws", _draws(inputs, "claims.share", row), Origin(CLAIMS, key, RECONSTRUCTED))


def _draws(inputs: Inputs, key: str, row: Row) -> str:
    """In which share of the reconstructions a claim holds, in the words at `key`."""
    language = inputs.language
    return language.say(
        key, share=language.percent(row["share_of_draws"]), draws=language.number(row["draws"]),
        interval=language.share_interval(row["share_low"], row["share_high"]),
    )  # fmt: skip


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
        "contradicted_published": "bad",
    }.get(str(row["verdict"]), "open")  # fmt: skip


def claim_text(inputs: Inputs, claim: str) -> str:
    """The claim in the report's language."""
    return str(inputs.claim_texts[claim]["text"][inputs.language.code])


def claim_basis(inputs: Inputs, row: Row) -> str:
    """What the verdict rests on; a dash where it rests on nothing that was measured."""
    return inputs.basis_word(row["basis"]) if row["basis"] else inputs.language.say("none")


def evidence(inputs: Inputs, row: Row) -> str:
    """What is known of a claim: published values; the number of answers; in which share of reconstructions it holds.

    Of a claim that was imposed on the answers no number of them is told: it would only repeat the claim.
    """
    language = inputs.language
    claim = str(row["claim"])
    if why := inputs.claim_texts[claim].get("why"):  # why no data decide it
        return str(why[language.code])
    parts = []
    if row["published_value"]:
        key = f"evidence.published.{row['published_quality']}"
        parts.append(language.say(key, value=_published_values(inputs, claim, str(row["published_value"]))))
    imposed = row["answers_basis"] == RECONSTRUCTED and row["imposed"] == "yes"
    if not imposed and (number := evidence_number(inputs, row)):
        parts.append(language.say("evidence.answers", number=number, mark=inputs.mark(str(row["answers_basis"]))))
    if not pd.isna(row["share_of_draws"]):
        parts.append(_draws(inputs, "evidence.draws_without" if row["imposed"] == "yes" else "evidence.draws", row))
    if row["why"] == "not_computable":
        parts.append(language.say("evidence.not_computable"))
    return " ".join(parts) or language.say("none")


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
    return text + (f", {language.p_said(p)}" if kind == "rho" and p is not None else "")


def add_published(values: Values, inputs: Inputs) -> None:
    """published: how many published values are compared, agree, differ, and cannot be compared."""
    compared = inputs.table("published_comparison")
    if compared.empty:
        return
    verdicts = compared["verdict"]
    counts = {
        "n": ("*", len(compared)), "compared": ("pass, fail", int(verdicts.isin(["pass", "fail"]).sum())),
        "agree": ("pass", int((verdicts == "pass").sum())), "differ": ("fail", int((verdicts == "fail").sum())),
        "not_compared": ("", int((verdicts == "").sum())),
    }  # fmt: skip
    for name, (verdict, count) in counts.items():
        values.add(f"published.{name}", inputs.language.number(count), Origin(COMPARED, row_key(verdict=verdict)))


GROUPS = (add_claims, add_published)
