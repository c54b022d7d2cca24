"""Tables about claims: verdicts, the claims of a section, slips of the source, published against reproduced values."""

from collections.abc import Mapping

import pandas as pd

from wavework.known import FIXED
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, markdown_text
from wavework.reporting.tables.table_form import table
from wavework.reporting.values.claim_sentences import (
    PROVEN,
    VERDICTS,
    asked_for,
    assumed,
    claim_basis,
    claim_text,
    evidence,
    public_row,
    ranked_asks,
    set_apart,
    verdict_mark,
    verdict_word,
)
from wavework.reporting.values.fact_sentences import fact_text
from wavework.reporting.values.finding_sentences import extent
from wavework.reporting.values.measures import one_to_one
from wavework.reporting.values.variables import Row
from wavework.tables import select

ASKED = 5  # of each kind of what can be asked for


def marked(inputs: Inputs, row: Row) -> Markdown:
    """A verdict with its look; beside it, never in its place, the one on public answers where there is one."""
    mark = _mark(verdict_word(inputs, row, short=True), verdict_mark(row))
    public = public_row(inputs, str(row["claim"]))
    if public is None:
        return mark
    kind = one_to_one(inputs, public)
    look = {"supported": "good", "contradicted": "bad", "one_to_one": "part"}.get(kind, "open")
    beside = inputs.language.labelled(inputs.language.say("public.answers"), inputs.language.say(f"public.{kind}"))
    return Markdown(f"{mark} {_mark(beside, look)}")


def _mark(text: str, look: str) -> Markdown:
    return Markdown(f"[{markdown_text(text)}]{{.mark-{look}}}")


def exhibit_link(inputs: Inputs, row: Row) -> Markdown:
    """A reference to the figure that a claim belongs to; nothing if the study has no such figure."""
    figure = str(row["exhibit"])
    return Markdown(f"@fig-{figure}") if figure in inputs.figures else markdown_text(inputs.language.say("none"))


def claims_tables(inputs: Inputs) -> dict[str, str]:
    """verdicts, all-claims, verdict-counts, slips, deciding-facts, ladder, what-would-settle, claims-<section> (what
    the source says), own-claims (what the study says)."""
    makers = {"verdicts": verdicts, "verdict-counts": verdict_counts, "slips": slips, "deciding-facts": deciding_facts,
              "ladder": ladder, "own-claims": own_claims, "all-claims": all_claims}  # fmt: skip
    sections = dict.fromkeys(inputs.language.shared["sections"])
    claims = inputs.table("claims")
    if claims.empty:
        return dict.fromkeys([*makers, "what-would-settle", *map(claims_of, sections)], "")
    tables = {name: make(inputs, claims) for name, make in makers.items()}
    tables["what-would-settle"] = what_would_settle(inputs)
    sourced = claims[(claims["deck"] != "") & (claims["kind"] != "inconsistency")]
    for section in sections:
        said = select(sourced, section=section).to_dict("records")
        tables[claims_of(section)] = table(
            inputs, "claims", [_claim_row(inputs, row) for row in said], widths=[44, 33, 23],
            table_id=claims_of(section), section=inputs.language.shared["sections"][section],
            apart=set_apart(inputs, said),
        )  # fmt: skip
    return tables


def own_claims(inputs: Inputs, claims: pd.DataFrame) -> str:
    """The claims that stand in no source."""
    own = select(claims, deck="").to_dict("records")
    rows, heads = [_claim_row(inputs, row) for row in own], inputs.language.heads("table.claims.heads")
    return table(inputs, "own-claims", rows, heads=heads, widths=[44, 33, 23], apart=set_apart(inputs, own))


def claims_of(section: str) -> str:
    """The name of the table of a section's claims."""
    return f"claims-{section.replace('_', '-')}"


def verdicts(inputs: Inputs, claims: pd.DataFrame) -> str:
    """The conclusions that the source numbers, and those that public answers speak of; all claims that are no slip
    where it numbers none."""
    decks = {claim: keys.get("deck", {}) for claim, keys in inputs.claim_texts.items()}
    numbered = {claim: deck["point"] for claim, deck in decks.items() if "point" in deck}
    rows = claims[claims["kind"] != "inconsistency"].to_dict("records")
    public = {claim for claim, keys in inputs.claim_texts.items() if "public" in keys}
    chosen = [row for row in rows if row["claim"] in {*numbered, *public}] if numbered else rows
    regions = [inputs.language.labelled(region, inputs.region(region)) for region in inputs.study["regions"]]
    legend = f". {inputs.language.say('list.semicolon').join(regions)}" if numbered else ""
    # In the order of the source's lists: what one list says stands together.
    lists = list(dict.fromkeys(_list_of(row) for row in chosen))
    chosen.sort(key=lambda row: (lists.index(_list_of(row)), numbered.get(row["claim"], 0), row["position"]))
    return table(inputs, "verdicts", [
        [
            _conclusion(inputs, row, numbered), evidence(inputs, row), _verdict(inputs, row), exhibit_link(inputs, row),
        ]
        for row in chosen
    ], widths=[38, 29, 22, 11], regions=legend, apart=set_apart(inputs, chosen))  # fmt: skip


def all_claims(inputs: Inputs, claims: pd.DataFrame) -> str:
    """Every statement of the source that is no slip, with the subject that it belongs to; each leads to its place."""
    said = claims[(claims["deck"] != "") & (claims["kind"] != "inconsistency")].to_dict("records")
    sections, rows = inputs.language.shared["sections"], []
    for row in said:
        claim, known, verdict = _claim_row(inputs, row, place=False)
        rows.append([claim, sections[row["section"]], known, verdict])
    return table(inputs, "all-claims", rows, widths=[36, 14, 29, 21], apart=set_apart(inputs, said))


def _list_of(row: Row) -> str:
    return str(row["deck"]).rsplit(",", 1)[0]


def _conclusion(inputs: Inputs, row: Row, numbered: Mapping[str, int]) -> Markdown:
    text = markdown_text(claim_text(inputs, str(row["claim"])))
    if row["claim"] not in numbered:
        return text
    regions = inputs.claim_details.get(row["claim"], {}).get("regions", [])
    label = inputs.language.say("claims.point", region="/".join(regions), point=numbered[row["claim"]])
    return Markdown(f"**{markdown_text(label)}** {text}")


def _claim_row(inputs: Inputs, row: Row, *, place: bool = True) -> list[object]:
    """Claim, evidence, verdict with its basis. place: whether the claim stands here, or leads to where it does."""
    claim = str(row["claim"])
    address = f"#claim-{claim.replace('_', '-')}"
    text = f"[{markdown_text(claim_text(inputs, claim))}]" + (f"{{{address}}}" if place else f"({address})")
    return [Markdown(text), evidence(inputs, row), _verdict(inputs, row)]


def _verdict(inputs: Inputs, row: Row) -> Markdown:
    """A verdict with its look, and what it rests on."""
    basis = f"({claim_basis(inputs, row)})" if row["basis"] and row["kind"] == "finding" else ""
    return Markdown(f"{marked(inputs, row)} {markdown_text(basis)}".rstrip())


def verdict_counts(inputs: Inputs, claims: pd.DataFrame) -> str:
    """How many findings have which verdict, by section of the report."""
    findings = claims[claims["kind"] == "finding"]
    present = [verdict for verdict in VERDICTS if (findings["verdict"] == verdict).any()]
    counted = claims[claims["kind"] != "inconsistency"]
    if counted.empty:
        return ""
    columns = {
        **{verdict: (counted["kind"] == "finding") & (counted["verdict"] == verdict) for verdict in present},
        "qualitative": counted["kind"] == "qualitative",
        "all": counted["kind"] != "",
    }
    sums = pd.DataFrame(columns).groupby(counted["section"], sort=False).sum()
    say, sections = inputs.language.say, inputs.language.shared["sections"]
    named = [(str(sections[section]), numbers) for section, numbers in sums.iterrows()]
    rows = [
        [name, *(str(number) if number else "" for number in numbers)]
        for name, numbers in [*named, (say("table.verdict-counts.total"), sums.sum())]
    ]
    heads = ["section", *(f"verdict.{verdict}" for verdict in present), "qualitative", "all"]
    heads = [say(head if "." in head else f"table.verdict-counts.{head}") for head in heads]
    return table(inputs, "verdict-counts", rows, heads=heads, align="l" + "r" * (len(heads) - 1))


def slips(inputs: Inputs, claims: pd.DataFrame) -> str:
    """What the source says against itself or against what can be."""
    rows = select(claims, kind="inconsistency").to_dict("records")
    return table(inputs, "slips", [
        [
            claim_text(inputs, str(row["claim"])),
            inputs.claim_texts[row["claim"]]["deck"]["place"][inputs.language.code],
            evidence(inputs, row), marked(inputs, row),
        ]
        for row in rows
    ], widths=[40, 18, 27, 15])  # fmt: skip


def deciding_facts(inputs: Inputs, claims: pd.DataFrame) -> str:
    """Which published facts decide a claim without its own statement: an irreducible set, each with its source."""
    known = {row["constraint"]: row for row in inputs.constraints.to_dict("records")}
    rows = []
    for row in claims[claims["verdict"].isin(PROVEN) & (claims["facts"] != "")].to_dict("records"):
        facts = [(fact_text(inputs, known[name]), inputs.translated(known[name]["source"])) if name in known
                 else (name, inputs.language.say("none")) for name in str(row["facts"]).split("|")]  # fmt: skip
        told = [inputs.language.say("facts.with_source", fact=fact, source=source) for fact, source in facts]
        joined = inputs.language.say("list.semicolon").join(told)
        rows.append([claim_text(inputs, str(row["claim"])), marked(inputs, row), joined])
    return table(inputs, "deciding-facts", rows, widths=[36, 14, 50])


def ladder(inputs: Inputs, claims: pd.DataFrame) -> str:
    """Open claims that one further assumption decides: under which they follow, under which they are excluded; of the
    others how many there are. Empty where none decides anything."""
    steps, say = inputs.table("ladder"), inputs.language.say
    if steps.empty:
        return ""
    decided = select(steps, verdict=list(PROVEN))
    rows: list[list[object]] = []
    for claim in (claim for claim in claims["claim"] if claim in set(decided["claim"])):
        under = {verdict: select(decided, claim=claim, verdict=verdict)["assumption"] for verdict in PROVEN}
        cells = [inputs.language.listed(assumed(inputs, names)) or say("none") for names in under.values()]
        rows.append([claim_text(inputs, str(claim)), *cells])
    if rows and (others := steps["claim"].nunique() - len(rows)):
        rows.append([say("table.ladder.others", n=inputs.language.number(others)), *[say("none")] * 2])
    heads = inputs.language.heads("table.ladder.heads")
    used = [0, *(at for at in (1, 2) if any(row[at] != say("none") for row in rows))]  # no column of dashes
    widths = [40, 30, 30] if len(used) == len(heads) else [45, 55]
    return table(inputs, "ladder", [[row[at] for at in used] for row in rows], heads=[heads[at] for at in used],
                 widths=widths)  # fmt: skip


def what_would_settle(inputs: Inputs) -> str:
    """What to ask for first: exports, items and some services, by how many open conclusions they decide."""
    asked = ranked_asks(inputs)
    if asked.empty:
        return ""
    number, none = inputs.language.number, inputs.language.say("none")
    rows = [
        [
            asked_for(inputs, row),
            number(row["decided"]),
            number(row["expected"], 1),
            none if pd.isna(row["narrowed"]) else inputs.language.percent(row["narrowed"]),
        ]
        for row in asked[asked["expected"] > 0].groupby("ask", sort=False).head(ASKED).to_dict("records")
    ]
    n = inputs.table("what_would_settle")["claim"].nunique()
    return table(inputs, "what-would-settle", rows, align="lrrr", widths=[49, 17, 17, 17], n=number(n))


def published_tables(inputs: Inputs) -> dict[str, str]:
    """published: each published value beside the computed one; published-others: those that nothing here answers to."""
    compared = inputs.table("published_comparison")
    if compared.empty:
        return {"published": "", "published-others": ""}
    language = inputs.language
    rows: list[list[object]] = []
    others: list[list[object]] = []
    for row in compared.to_dict("records"):
        if row["verdict"]:
            look = {"pass": "good", "fail": "bad"}.get(row["verdict"], "open")
            word = language.say("verdict_short.open") if look == "open" else language.shared["chart"][row["verdict"]]
            apart = language.say("none") if pd.isna(row["reproduced"]) else _apart(inputs, row, _difference(row))
            if row["tolerance"] > 0:
                apart += f" (±{_apart(inputs, row, row['tolerance'])})"
            rows.append([
                inputs.translated(row["statement"]), inputs.wave_title(str(row["wave"])), _published(inputs, row),
                _reproduced(inputs, row), apart, _mark(word, look),
            ])  # fmt: skip
        else:
            others.append([
                inputs.translated(row["statement"]), _printed(inputs, row["published_text"]) or language.say("none"),
                inputs.reason(row["why"]), _locator(_printed(inputs, str(row["locator"]))),
            ])  # fmt: skip
    return {
        "published": table(inputs, "published", rows, align="llrrrl", widths=[40, 11, 11, 13, 15, 10]),
        "published-others": table(inputs, "published-others", others, widths=[38, 14, 22, 26]),
    }


def _value(inputs: Inputs, row: Row, value: float) -> str:
    if row["unit"] == "share":
        return inputs.language.percent(value, 1 if round(100 * value, 1) % 1 else 0)
    return inputs.language.number(value, 0 if row["unit"] == "count" else 2)


def _published(inputs: Inputs, row: Row) -> str:
    if pd.isna(row["published"]):
        return _printed(inputs, str(row["published_text"]))
    return _value(inputs, row, row["published"])


def _reproduced(inputs: Inputs, row: Row) -> str:
    value = _value(inputs, row, row["reproduced"])
    if row["known"] not in ("", FIXED):
        value = extent(inputs, row, lambda end: _value(inputs, row, end), cell=True)
    if pd.isna(row["n"]):
        return value
    return f"{value} ({inputs.language.say('number.n_alone', n=inputs.language.number(row['n']))})"


def _difference(row: Row) -> float:
    """Reproduced less published; of a range, how far the value lies outside it."""
    if not pd.isna(row["published"]):
        return float(row["reproduced"] - row["published"])
    low, high = (float(end) for end in str(row["published_text"]).split("–"))
    return float(min(row["reproduced"] - low, 0) + max(row["reproduced"] - high, 0))


def _apart(inputs: Inputs, row: Row, difference: float) -> str:
    """A difference of two values in their unit, that of shares in percentage points."""
    if row["unit"] == "share":
        return inputs.language.say("number.points", value=inputs.language.number(100 * difference, 1))
    return _value(inputs, row, difference)


def _printed(inputs: Inputs, text: str) -> str:
    """What a source prints: words translated, numbers as the language writes them."""
    return inputs.language.printed(inputs.translated(text))


def _locator(text: str) -> str:
    """Where a value is printed; of an address, its host: the whole one stands in the table of published values."""
    return text.split("/")[2] if text.startswith("http") else text
