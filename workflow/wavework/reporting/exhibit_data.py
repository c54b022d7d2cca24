"""What stands under a figure or table of the HTML report: its data, the numbers as a table, where it comes from.

Data and picture lie beside the page; all else is in it, folded, and works without script.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from wavework.basis import ORDER
from wavework.exhibits.kinds import KINDS
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import exhibit, html_text, only_html

PARTS = 1_000  # rows of a figure's data that the page shows as a table; of more it names the number
NUMBER = re.compile(r"-?\d+(\.\d+)?")
ANSWERS = ("answer", "other")  # columns that hold answers
CODES, YEARS = ("answer", "other", "code", "item", "unit", "group", "row"), ("time", "year")  # columns
FACTS = "constraints.csv"  # published facts in the codebook: what results on unpublished answers began with
SHORT = 12  # characters of a hash of a file whose whole hash stands elsewhere


def saved(path: str, text: str) -> str:
    """A link that saves a file which lies beside the page. Raises ValueError for a name that is no plain one."""
    name = PurePosixPath(path).name
    if not re.fullmatch(r"[A-Za-z0-9._-]+\.(csv|svg)", name):
        raise ValueError(f"exhibit {name!r}: the name of a download is letters, digits, . _ - and ends in .csv or .svg")
    return f'<a download="{name}" href="{path}">{html_text(text)}</a>'


def folded(title: str, content: str) -> str:
    """Content that a reader unfolds, with keyboard or mouse."""
    return f"<details><summary>{html_text(title)}</summary>{content}</details>"


def defined(pairs: Iterable[tuple[str, Iterable[str]]]) -> str:
    """A list of what is said of something, by its label; what has nothing is left out. The contents are HTML."""
    said = [(label, [text for text in texts if text]) for label, texts in pairs]
    rows = (
        f"<dt>{html_text(label)}</dt>" + "".join(f"<dd>{text}</dd>" for text in texts) for label, texts in said if texts
    )
    return f"<dl>{''.join(rows)}</dl>"


def code(text: object) -> str:
    """A path or a command."""
    return f"<code>{html_text(text)}</code>"


def below(parts: Iterable[str]) -> str:
    """The parts as one quiet line under an exhibit."""
    return f'<div class="exhibit-data">{"".join(parts)}</div>'


def with_figure(inputs: Inputs, name: str, content: str, notes: str) -> str:
    """A figure with its data, its picture, its numbers, its alternative text and where it comes from."""
    texts, csv, words = inputs.figures[name], inputs.figure_data[name], inputs.language.words["exhibit"]
    own = texts[inputs.language.code]
    picture = f"{picture_folder(inputs)}/{name}.svg"
    parts = [
        saved(f"_figures/{name}.csv", words["download"]),
        saved(f"_figures/{name}.svg", words["picture"]),
        folded(words["numbers"], numbers(inputs, csv, f"{own['title']} ({name})")),
        folded(words["alt"], f"<p>{html_text(own['alt'])}</p>"),
        folded(words["where_from"], _of_figure(inputs, name, texts, picture)),
    ]
    return exhibit(content, below(parts), notes=notes)


def picture_folder(inputs: Inputs) -> str:
    """Where the figures of the report's language are."""
    code_of_language = inputs.language.code
    return "figures" if code_of_language == inputs.study["languages"][0] else f"figures/{code_of_language}"


def numbers(inputs: Inputs, csv: bytes, title: str) -> str:
    """The data of a figure as a table: names in the report's language, numbers as it writes them. title: what tells it
    from the others on the page."""
    table = pd.read_csv(io.BytesIO(csv), dtype=str, keep_default_na=False)
    words, heads = inputs.language.words["exhibit"], inputs.language.words["exhibit"]["columns"]
    if len(table) > PARTS:
        return f"<p>{html_text(inputs.language.say('exhibit.too_many', n=inputs.language.number(len(table))))}</p>"
    # Ids are shown by their names, so that their label columns would say them twice.
    twice = {f"{name}_label" for name in table.columns}
    told = [str(name) for name in table.columns if not str(name).endswith("_order") and name not in twice]
    shown = [name for name in told if (table[name] != "").any()]
    names, words_of = {**words["cells"], **_names(inputs)}, _words_of(inputs)
    items = table["item"] if "item" in table else [""] * len(table)
    scales = [inputs.book.scale_of.get(item, "") for item in items]

    @cache
    def called(column: str, scale: str) -> Mapping[str, str]:
        if column not in ANSWERS:
            return {**names, **words_of.get(column, {})}
        answers = {answer: label for (of_scale, answer), label in inputs.of_answer.items() if of_scale == scale}
        return {**names, **words_of["status"], **answers}

    def cells(row: Sequence[str], scale: str) -> str:
        told = [_cell(inputs, column, text, called(column, scale)) for column, text in zip(shown, row, strict=True)]
        first, *others = told or [""]
        return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{text}</td>" for text in others)}</tr>'

    head = "".join(f'<th scope="col">{html_text(heads.get(column, column))}</th>' for column in shown)
    body = "".join(cells(row, scale) for row, scale in zip(table[shown].itertuples(index=False), scales, strict=True))
    label = html_text(f"{words['numbers']}: {title}")
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _names(inputs: Inputs) -> dict[str, str]:
    """What an id in a figure's data is called."""
    study = inputs.study
    waves = {wave: inputs.short_name(wave) for wave in (*inputs.waves, *inputs.measured)}
    groups = (*study.get("region_names", study["regions"]), "pooled")
    regions = {region: inputs.region(region) for region in groups}
    dimensions = {dimension: inputs.dimension(dimension) for dimension in (*study["dimensions"], "overall")}
    return {
        **inputs.of_assumption,
        **inputs.of_measure,
        **inputs.of_unit,
        **inputs.of_item,
        **dimensions,
        **regions,
        **waves,
    }


def _words_of(inputs: Inputs) -> dict[str, Mapping[str, str]]:
    """Column of a figure's data -> what its words are called, where another column may mean something else by them."""
    shared = inputs.language.shared
    verdicts = {word: shared["chart"][word] for word in ("pass", "fail", "follows", "excluded", "contradicts")}
    choices = dict.fromkeys(("choice", "choice_group"), shared["choices"])
    return {
        "status": shared["statuses"],
        "reason": shared["statuses"],
        "basis": {basis: inputs.basis_word(basis) for basis in ORDER},
        "verdict": {**verdicts, **shared["verdicts"]},
        "section": shared["sections"],
        "claim": {claim: inputs.claim_text(keys) for claim, keys in inputs.claim_texts.items()},
        "row_group": shared["asks"],
        "role": shared["chart"],
        "panel": shared["units"],
        **choices,
    }


def _cell(inputs: Inputs, column: str, text: str, names: Mapping[str, str]) -> str:
    """A cell: a number as the language writes it, but for codes and years; anything else by its name."""
    if NUMBER.fullmatch(text) and not column.startswith(CODES):
        return html_text(text if column in YEARS else inputs.language.shortest(float(text)))
    return html_text("–".join(names.get(part, part) for part in text.split(">")))


def _of_figure(inputs: Inputs, name: str, texts: Mapping[str, Any], picture: str) -> str:
    """Where a figure comes from: its data, the tables and files that these began with, scripts, basis, n, command."""
    words, data = inputs.language.words["exhibit"], f"figures/{name}.csv"
    tables = [f"processed/{table}.csv" for table in KINDS[texts["kind"], texts["data"]].tables]
    steps = [inputs.origins.get(path, {}) for path in (data, picture)]
    units = [
        inputs.language.say("exhibit.n", wave=inputs.short_name(wave), n=inputs.language.number(n))
        for wave in (*inputs.waves, *inputs.measured)
        if (n := texts.get("n", {}).get(wave)) is not None
    ]
    own = sha256(inputs.figure_data[name]).hexdigest()
    return defined([
        (words["data"], [f"{code(data)} {code(own)}"]),
        (words["tables"], [code(table) for table in tables if table in inputs.origins]),
        *_beginnings(inputs, tables, set(texts.get("n", {}))),
        (words["script"], [f"{code(step['script'])} ({code(step['rule'])})" for step in steps if step]),
        (words["basis"], [html_text(inputs.basis_word(texts["basis"]))]),
        (words["units"], [html_text(text) for text in units]),
        (words["command"], [code(f"make explain FILE={picture}")]),
    ])  # fmt: skip


def of_table(inputs: Inputs, name: str, tables: Sequence[str]) -> str:
    """Where a table of the report comes from, as an include of HTML alone; "" where nothing is known of its tables."""
    words = inputs.language.words["exhibit"]
    known = [f"processed/{table}.csv" for table in tables if f"processed/{table}.csv" in inputs.origins]
    if not known:
        return ""
    steps = [inputs.origins[table] for table in known]
    made = dict.fromkeys(f"{code(step['script'])} ({code(step['rule'])})" for step in steps)
    include = f"report/{inputs.language.code}/_tables/{name}.md"
    content = defined([
        (words["tables"], [code(table) for table in known]),
        *_beginnings(inputs, known, set()),
        (words["script"], made),
        (words["command"], [code(f"make explain FILE={include}")]),
    ])  # fmt: skip
    return only_html(below([folded(words["where_from"], content)]))


def _belongs(inputs: Inputs, path: str, waves: set[str]) -> bool:
    """Whether a raw file brings one of the waves, or none at all; any of no waves."""
    every = {**inputs.waves, **inputs.measured}
    brought = {wave for wave, choices in every.items() if path in (choices.get("export"), choices.get("structure"))}
    return not waves or not brought or bool(waves & brought)


def _beginnings(inputs: Inputs, tables: Sequence[str], waves: set[str]) -> list[tuple[str, list[str]]]:
    """The raw files that tables began with, of `waves` where some are given; and published facts, of answers alone."""
    words = inputs.language.words["exhibit"]
    found = sorted({source for table in tables for source in inputs.origins.get(table, {}).get("sources", ())})
    registered = {str(row["file"]): row for row in inputs.table("sources").to_dict("records")}
    raw = [registered[path] for path in found if path in registered]
    files = [
        f"{code(row['file'])} {code(str(row['sha256'])[:SHORT])} ({html_text(inputs.basis_word(row['basis']))})"
        for row in raw
        if _belongs(inputs, str(row["file"]), waves)
    ]
    of_answers = not waves or bool(waves & set(inputs.waves))
    # The registry, and files in it that the study does not use, are neither.
    facts = [code(path) for path in found if PurePosixPath(path).name == FACTS and of_answers]
    return [(words["raw"], files), (words["facts"], facts)]
