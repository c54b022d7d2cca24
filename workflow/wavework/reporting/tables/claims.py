"""Tables about claims: verdicts, the claims of a section, slips of the source, published against reproduced values."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from wavework.basis import weakest
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, markdown_text, pipe_table
from wavework.reporting.report_files import claims_of
from wavework.reporting.values.claims import (
    VERDICTS,
    claim_basis,
    claim_text,
    evidence,
    verdict_mark,
    verdict_word,
)
from wavework.reporting.values.variables import Row

KINDS = ("finding", "qualitative", "inconsistency")


def table(
    inputs: Inputs,
    name: str,
    rows: Iterable[Sequence[object]],
    *,
    align: Iterable[str] = (),
    widths: Iterable[int] = (),
    table_id: str = "",
    **slots: object,
) -> str:
    """A table with the heads and the caption that the words have for `name`; empty without rows."""
    cells = list(rows)
    if not cells:
        return ""
    return pipe_table(
        inputs.language.heads(f"table.{name}.heads"), cells, table_id=f"tbl-{table_id or name}",
        caption=inputs.language.say(f"table.{name}.caption", **slots), align=list(align), widths=list(widths),
    )  # fmt: skip


def with_basis(inputs: Inputs, caption: str, bases: Iterable[str]) -> str:
    """A caption that ends with what the numbers rest on, as the captions of figures do."""
    basis = weakest(sorted(set(bases)))
    return f"{caption}. {inputs.language.shared['caption'][f'basis_{basis}']}"


def marked(inputs: Inputs, row: Row) -> Markdown:
    """A verdict with its look."""
    return Markdown(f"[{markdown_text(verdict_word(inputs, row, short=True))}]{{.mark-{verdict_mark(row)}}}")


def exhibit_link(inputs: Inputs, row: Row) -> Markdown:
    """A reference to the figure that a claim belongs to; nothing if the study has no such figure."""
    figure = str(row["exhibit"])
    return Markdown(f"@fig-{figure}") if figure in inputs.figures else markdown_text(inputs.language.say("none"))


def claims_tables(inputs: Inputs) -> dict[str, str]:
    """verdicts, verdict-counts, claims-<section>, slips."""
    sections = dict.fromkeys(inputs.language.shared["sections"])
    names = ["verdicts", "verdict-counts", "slips", *(claims_of(section) for section in sections)]
    claims = inputs.table("claims")
    if claims.empty:
        return dict.fromkeys(names, "")
    made = {
        "verdicts": verdicts(inputs, claims),
        "verdict-counts": verdict_counts(inputs, claims),
        "slips": slips(inputs, claims),
    }
    for section in sections:
        chosen = claims[(claims["section"] == section) & (claims["kind"] != "inconsistency")]
        rows = [_claim_row(inputs, row) for row in chosen.to_dict("records")]
        made[claims_of(section)] = table(
            inputs, "claims", rows, widths=[40, 37, 23], table_id=claims_of(section),
            section=inputs.language.shared["sections"][section],
        )  # fmt: skip
    return made


def verdicts(inputs: Inputs, claims: pd.DataFrame) -> str:
    """The conclusions that the source numbers; all claims that are no slip where it numbers none."""
    numbered = {claim: keys["deck"]["point"] for claim, keys in inputs.claim_texts.items() if "point" in keys["deck"]}
    rows = claims[claims["kind"] != "inconsistency"].to_dict("records")
    chosen = [row for row in rows if row["claim"] in numbered] or rows
    # In the order of the source's lists: what one list says stands together.
    places = list(dict.fromkeys(str(row["deck"]).rsplit(",", 1)[0] for row in chosen))
    chosen.sort(
        key=lambda row: (
            places.index(str(row["deck"]).rsplit(",", 1)[0]),
            numbered.get(row["claim"], 0),
            row["position"],
        )
    )
    return table(inputs, "verdicts", [
        [
            _conclusion(inputs, row, numbered), evidence(inputs, row), claim_basis(inputs, row), marked(inputs, row),
            exhibit_link(inputs, row),
        ]
        for row in chosen
    ], widths=[36, 28, 14, 12, 10])  # fmt: skip


def _conclusion(inputs: Inputs, row: Row, numbered: Mapping[str, int]) -> Markdown:
    text = markdown_text(claim_text(inputs, str(row["claim"])))
    if row["claim"] not in numbered:
        return text
    regions = inputs.claim_details.get(row["claim"], {}).get("regions", [])
    label = inputs.language.say("claims.point", region="/".join(regions), point=numbered[row["claim"]])
    return Markdown(f"**{markdown_text(label)}** {text}")


def _claim_row(inputs: Inputs, row: Row) -> list[object]:
    basis = f" ({claim_basis(inputs, row)})" if row["basis"] and row["kind"] == "finding" else ""
    return [
        claim_text(inputs, str(row["claim"])),
        evidence(inputs, row),
        Markdown(f"{marked(inputs, row)}{markdown_text(basis) and ' ' + markdown_text(basis)}"),
    ]


def verdict_counts(inputs: Inputs, claims: pd.DataFrame) -> str:
    """How many findings have which verdict, by section of the report."""
    findings = claims[claims["kind"] == "finding"]
    present = [verdict for verdict in VERDICTS if (findings["verdict"] == verdict).any()]
    sections = inputs.language.shared["sections"]
    counts: dict[str, list[int]] = {}
    for section, group in claims[claims["kind"] != "inconsistency"].groupby("section", sort=False):
        of_findings = group[group["kind"] == "finding"]
        counts[str(sections[section])] = [
            *(int((of_findings["verdict"] == verdict).sum()) for verdict in present),
            int((group["kind"] == "qualitative").sum()),
            len(group),
        ]
    if not counts:
        return ""
    counts[inputs.language.say("table.verdict-counts.total")] = [
        sum(column) for column in zip(*counts.values(), strict=True)
    ]
    words = ("section", *(f"verdict.{verdict}" for verdict in present), "qualitative", "all")
    heads = [inputs.language.say(w if "." in w else f"table.verdict-counts.{w}") for w in words]
    return pipe_table(
        heads, [[name, *map(_count, numbers)] for name, numbers in counts.items()],
        caption=inputs.language.say("table.verdict-counts.caption"), table_id="tbl-verdict-counts",
        align=["left", *["right"] * (len(heads) - 1)],
    )  # fmt: skip


def _count(number: int) -> str:
    return str(number) if number else ""


def slips(inputs: Inputs, claims: pd.DataFrame) -> str:
    """What the source says against itself or against what can be."""
    rows = claims[claims["kind"] == "inconsistency"].to_dict("records")
    return table(inputs, "slips", [
        [claim_text(inputs, str(row["claim"])), _place(inputs, row), evidence(inputs, row), marked(inputs, row)]
        for row in rows
    ], widths=[40, 18, 27, 15])  # fmt: skip


def _place(inputs: Inputs, row: Row) -> str:
    return str(inputs.claim_texts[row["claim"]]["deck"]["place"][inputs.language.code])


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
            word = language.shared["chart"]["pass" if row["verdict"] == "pass" else "fail"]
            mark = Markdown(f"[{markdown_text(word)}]{{.mark-{'good' if row['verdict'] == 'pass' else 'bad'}}}")
            rows.append([
                inputs.said(row["statement"]), inputs.wave_title(str(row["wave"])), _published(inputs, row),
                _reproduced(inputs, row), _difference(inputs, row), _tolerance(inputs, row), mark,
            ])  # fmt: skip
        else:
            reason = language.words.get("reasons", {}).get(row["why"], row["why"])
            others.append(
                [
                    inputs.said(row["statement"]),
                    _printed(inputs, row["published_text"]) or language.say("none"),
                    reason,
                    _locator(_printed(inputs, str(row["locator"]))),
                ]
            )
    return {
        "published": table(
            inputs,
            "published",
            rows,
            widths=[36, 11, 11, 12, 11, 10, 9],
            align=["left", "left", *["right"] * 4, "left"],
        ),
        "published-others": table(inputs, "published-others", others, widths=[38, 14, 22, 26]),
    }


def _value(inputs: Inputs, unit: str, value: float) -> str:
    if unit == "share":
        return inputs.language.percent(value, 1 if round(100 * value, 1) % 1 else 0)
    return inputs.language.number(value, 0 if unit == "count" else 2)


def _published(inputs: Inputs, row: Row) -> str:
    if pd.isna(row["published"]):
        return _printed(inputs, str(row["published_text"]))
    return _value(inputs, str(row["unit"]), row["published"])


def _reproduced(inputs: Inputs, row: Row) -> str:
    of: str = (
        f" ({inputs.language.say('number.n_alone', n=inputs.language.number(row['n']))})"
        if not pd.isna(row["n"])
        else ""
    )
    return _value(inputs, str(row["unit"]), row["reproduced"]) + of


def _difference(inputs: Inputs, row: Row) -> str:
    """Reproduced less published; of a range, how far the value lies outside it."""
    if not pd.isna(row["published"]):
        difference = row["reproduced"] - row["published"]
    else:
        low, high = (float(end) for end in str(row["published_text"]).split("–"))
        difference = min(row["reproduced"] - low, 0) + max(row["reproduced"] - high, 0)
    if row["unit"] == "share":
        return inputs.language.say("number.points", value=inputs.language.number(100 * difference, 1))
    return inputs.language.number(difference, 0 if row["unit"] == "count" else 2)


def _tolerance(inputs: Inputs, row: Row) -> str:
    if row["unit"] == "share":
        return inputs.language.say("number.points", value=inputs.language.number(100 * row["tolerance"], 1))
    return inputs.language.number(row["tolerance"], 0 if row["unit"] == "count" else 2)


def _printed(inputs: Inputs, text: str) -> str:
    """What a source prints: words translated, and numbers that stand alone with the decimal sign of the language."""
    if re.search(r"[^\W\d_]", text):
        return inputs.said(text)
    return re.sub(r"(?<=\d)\.(?=\d)", inputs.language.shared["chart"]["decimal"], inputs.said(text))


def _locator(text: str) -> str:
    """Where a value is printed; of an address, its host: the whole one stands in the table of published values."""
    return text.split("/")[2] if text.startswith("http") else text
