"""Variables about claims and about published against reproduced values, and how the evidence of a claim is worded."""

from typing import Any

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
    claims = inputs.table("claims")
    if claims.empty:
        return
    language = inputs.language

    def count(name: str, chosen: "pd.Series[bool]", **key: str) -> None:
        values.add(f"claims.{name}", language.number(int(chosen.sum())), Origin(CLAIMS, row_key(**key) or "claim"))

    findings = claims["kind"] == "finding"
    count("n", claims["claim"] != "", claim="*")
    for kind in ("finding", "qualitative", "inconsistency"):
        count(kind, claims["kind"] == kind, kind=kind)
    for verdict in VERDICTS:
        count(f"verdict.{verdict}", findings & (claims["verdict"] == verdict), kind="finding", verdict=verdict)
    count("imposed", claims["imposed"] == "yes", imposed="yes")
    slips = claims["kind"] == "inconsistency"
    count(
        "slips_by_rule",
        slips & (claims["verdict"] == "supported_published"),
        kind="inconsistency",
        verdict="supported_published",
    )
    count("slips_by_reader", slips & (claims["why"] == "wording"), kind="inconsistency", why="wording")
    said = [
        language.say(f"claims.count.{verdict}", count=language.number(number))
        for verdict in VERDICTS
        if (number := int((findings & (claims["verdict"] == verdict)).sum()))
    ]
    basis = RECONSTRUCTED if RECONSTRUCTED in set(claims["basis"]) else PUBLISHED
    text = language.say("claims.sentence", n=language.number(int(findings.sum())), counts=language.listed(said))
    values.add("finding.claims", text, Origin(CLAIMS, row_key(kind="finding", verdict="*"), basis))
    drawn = claims[findings & (claims["imposed"] == "yes") & claims["share_of_draws"].notna()]
    if len(drawn):
        half = int((drawn["share_of_draws"] >= 0.5).sum())
        text = language.say("claims.drawn", n=language.number(len(drawn)), half=language.number(half))
        values.add("finding.draws", text, Origin(CLAIMS, row_key(kind="finding", imposed="yes"), RECONSTRUCTED))
    else:
        values.add("finding.draws", language.say("claims.none_drawn"), Origin(CLAIMS, "imposed"))
    for row in claims.to_dict("records"):
        origin = Origin(CLAIMS, row_key(claim=row["claim"]), row["basis"])
        values.add(f"claim.{row['claim']}.verdict", verdict_word(inputs, row), origin)
        if not pd.isna(row["share_of_draws"]):
            share = language.say("claims.share", share=language.percent(row["share_of_draws"]),
                                 interval=language.share_interval(row["share_low"], row["share_high"]),
                                 draws=language.number(row["draws"]))  # fmt: skip
            values.add(f"claim.{row['claim']}.draws", share,
                       Origin(CLAIMS, row_key(claim=row["claim"]), RECONSTRUCTED))  # fmt: skip


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


def claim_why(inputs: Inputs, claim: str) -> str:
    """Why no data decide a claim; empty where a rule does."""
    return str(inputs.claim_texts[claim].get("why", {}).get(inputs.language.code, ""))


def claim_basis(inputs: Inputs, row: Row) -> str:
    """What the verdict rests on; a dash where it rests on nothing that was measured."""
    return inputs.language.say(f"basis.word.{row['basis']}") if row["basis"] else inputs.language.say("none")


def evidence(inputs: Inputs, row: Row) -> str:
    """What is known of a claim: published values; the number of answers; in which share of reconstructions it holds.

    Of a claim that was imposed on the answers no number of them is told: it would only repeat the claim.
    """
    language = inputs.language
    claim = str(row["claim"])
    if why := claim_why(inputs, claim):
        return why
    parts = []
    if row["published_value"]:
        key = f"evidence.published.{row['published_quality']}"
        parts.append(language.say(key, value=_published_values(inputs, claim, str(row["published_value"]))))
    if row["answers_basis"] != RECONSTRUCTED or row["imposed"] != "yes":
        number = evidence_number(inputs, row)
        if number:
            parts.append(language.say("evidence.answers", number=number, mark=inputs.mark(str(row["answers_basis"]))))
    if not pd.isna(row["share_of_draws"]):
        key = "evidence.draws_without" if row["imposed"] == "yes" else "evidence.draws"
        parts.append(language.say(key, share=language.percent(row["share_of_draws"]),
                                  interval=language.share_interval(row["share_low"], row["share_high"]),
                                  draws=language.number(row["draws"])))  # fmt: skip
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
    shown = []
    for part, field in zip(parts, fields, strict=True):
        digits = len(part.partition(".")[2])
        try:
            value = float(part)
        except ValueError:
            shown.append(inputs.language.say("answers.quoted", item=inputs.said(part)))
            continue
        if field == "percent":
            shown.append(inputs.language.percent(value / 100, digits))
        else:
            shown.append(inputs.language.number(value, digits, grouped=False))
    return inputs.language.listed(shown if len(set(shown)) > 1 else shown[:1])


def evidence_number(inputs: Inputs, row: Row) -> str:
    """The number of a claim on the answers, by its kind; empty where there is none."""
    language = inputs.language
    kind = str(row["evidence"])
    if kind in ("none", "published") or pd.isna(row["estimate"]):
        return ""
    slots: dict[str, Any] = {"n": language.number(row["n"])}
    if not pd.isna(row["count"]):
        slots["count"] = language.number(row["count"])
    if kind == "share":
        text = language.say("number.of", **slots)
        return text if pd.isna(row["low"]) else f"{text} {language.share_interval(row['low'], row['high'])}"
    if kind in ("parts", "items", "units"):
        return language.say(f"evidence.{kind}", **slots)
    digits = 2 if kind == "rho" else 1 if kind == "mean" else 2
    estimate = language.number(row["estimate"], digits)
    interval = "" if pd.isna(row["low"]) else " " + language.interval(row["low"], row["high"], digits)
    text = language.say(f"evidence.{kind}", estimate=estimate, interval=interval, **slots)
    p = next((part.get("p") for part in inputs.claim_details.get(row["claim"], {}).get("parts", [])), None)
    return text + (f", {language.p_said(p)}" if kind == "rho" and p is not None else "")


def add_published(values: Values, inputs: Inputs) -> None:
    """published: how many published values are compared, agree, differ, and cannot be compared."""
    compared = inputs.table("published_comparison")
    if compared.empty:
        return
    language = inputs.language
    verdicts = compared["verdict"]
    counts = {
        "n": ("*", len(compared)), "compared": ("pass, fail", int(verdicts.isin(["pass", "fail"]).sum())),
        "agree": ("pass", int((verdicts == "pass").sum())), "differ": ("fail", int((verdicts == "fail").sum())),
        "not_compared": ("", int((verdicts == "").sum())),
    }  # fmt: skip
    for name, (verdict, count) in counts.items():
        values.add(f"published.{name}", language.number(count), Origin(COMPARED, row_key(verdict=verdict)))
