"""The page: template, look, script and data in one file that loads nothing, and runs only what it was made with."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from wavework.charts.style import GREY, HATCH, INK, MARKERS, RULE, WHITE
from wavework.conventions import MOST_NAMED
from wavework.exhibits.figure_inputs import NOT_ASKED, Declaration, Results
from wavework.explore import change, contrast, scatter, shares
from wavework.explore.sheets import AND, TO, Tables, View, each_once
from wavework.explore.teller import Teller
from wavework.house_style import HouseStyle
from wavework.known import NOTHING
from wavework.language.lists import alphabetical
from wavework.language.words import words_of
from wavework.rendering.chosen_style import report_face, style_sheet

HERE = Path(__file__).parent
PARTS = ("explore.html", "explore.css", "explore.js")
SHEETS = ("report.css", "page.css")  # of report/_theme: the page looks like the report
SWITCH = "theme.js"  # of report/_theme: light and dark as on its pages
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
MARKS = ("fixed", "possible", "between", "reached", "central", "nothing")  # words of the grammar of charts


def content(results: Results, language: str, looks: Sequence[Declaration], style: HouseStyle) -> dict[str, Any]:
    """What the page shows, as data: its views in every state, their tables, the names of what can be chosen.

    looks: the figures of the study, which say how a battery is drawn.
    """
    teller, tables = Teller(results, language), Tables()
    found = [
        scatter.view(teller, tables), shares.view(teller, tables, looks), change.view(teller, tables),
        contrast.view(teller, tables),
    ]  # fmt: skip
    views = [view for view in found if view is not None]
    few = results.table("answers")["unit"].nunique() <= MOST_NAMED  # of more nobody chooses one from a list
    chart = teller.words["chart"]
    return {
        "language": language,
        "words": {**teller.own["page"], "fields": teller.own["fields"], "heads": teller.own["heads"]},
        **each_once(views),
        "tables": tables.rows,
        "names": _names(teller, views),
        "countries": _countries(teller, tables) if few else [],
        "answers": _answers(teller) if few else {"texts": [], "of": {}},
        "marks": {key: chart[key] for key in MARKS} | {"reference": teller.words["axes"]["reference"]},
        "numbers": {"decimal": chart["decimal"], "thousands": chart["thousands"], "percent": chart["percent"]},
        "colours": {
            "groups": list(style.groups), "waves": list(style.pair), "accent": style.accent, "alarm": style.alarm,
            "ink": INK, "grey": GREY, "rule": RULE, "hatch": HATCH, "white": WHITE, "markers": list(MARKERS),
        },
        "font": face.family if (face := report_face(style)) else "",
    }  # fmt: skip


def _names(teller: Teller, views: Sequence[View]) -> dict[str, dict[str, str]]:
    """Field -> value -> its name, of every value that a state has."""
    namers: Mapping[str, Any] = {
        "wave": lambda wave: (
            f"{teller.region_and_year(wave)} ({teller.short_name(wave)})" if wave in teller.waves
            and teller.waves[wave]["region"] else teller.short_name(wave) if wave in teller.measured | teller.waves
            else teller.wave(wave.replace(AND, "+"))
        ),
        "measure": lambda measure: teller.own["measures"].get(measure) or teller.of_measure[measure],
        "dimension": teller.dimension,
        "region": teller.region,
        "battery": teller.of_battery.get,
        "item": teller.of_item.get,
        "pair": lambda pair: _pair(teller, pair),
        "show": teller.own["show"].get,
    }  # fmt: skip
    names: dict[str, dict[str, str]] = {"view": teller.own["views"], "x": teller.own["x"]}
    for view in views:
        for place, field in enumerate(view.fields):
            values = dict.fromkeys(sheet.at[place] for sheet in view.sheets)
            own = names.setdefault(field, {})
            own |= {each: str(namers[field](each) if each else teller.own["all"][field]) for each in values}
    return names


def _pair(teller: Teller, pair: str) -> str:
    first, to, last = pair.partition(TO)
    if to:
        return change.name_of(teller, (first, last))
    wave, _, regions = pair.partition("-")
    if wave not in teller.measured:
        return teller.wave(pair.replace(AND, "+"))
    names = [teller.region(region) for region in regions.split(AND)] if regions else []
    return f"{teller.short_name(wave)} ({teller.language.listed(names)})" if names else teller.short_name(wave)


def _countries(teller: Teller, tables: Tables) -> list[list[str]]:
    """The units that any table shows, or that answered, with their names, in alphabetical order."""
    shown = set(teller.results.table("answers")["unit"])
    for table in tables.rows:
        places = [place for place, column in enumerate(table["columns"]) if column["id"] in ("unit", "row")]
        shown |= {row[place] for row in table["rows"] for place in places}
    known = {unit: name for unit, name in teller.of_unit.items() if unit in shown}
    return [[unit, name] for unit, name in sorted(known.items(), key=lambda pair: alphabetical(pair[1]))]


def _answers(teller: Teller) -> dict[str, Any]:
    """What each unit answered, or can have answered: texts, and wave -> item -> unit -> place of its text."""
    texts: dict[str, int] = {}
    of: dict[str, Any] = {}
    chart, between = teller.words["chart"], teller.own["said"]["between"]
    possible = {(row["wave"], row["unit"], row["item"]): row for row in teller.rows("possible_answers")}
    for given in teller.rows("answers"):
        wave, unit, item = given["wave"], given["unit"], given["item"]
        if given["status"] == NOT_ASKED:
            continue
        row = possible.get((wave, unit, item))
        codes = row["answers"].split("|") if row else [given["answer"] or given["status"]]
        scale, statuses = teller.book.scale_of[item], teller.words["statuses"]
        labels = [teller.of_answer.get((scale, code)) or statuses.get(code, code) for code in codes]
        text = labels[0] if len(labels) == 1 else str(between).format(first=labels[0], last=labels[-1])
        text = str(chart["nothing"]) if row and row["known"] == NOTHING else text
        of.setdefault(wave, {}).setdefault(item, {})[unit] = texts.setdefault(text, len(texts))
    return {"texts": list(texts), "of": of}


def data_text(data: Mapping[str, Any]) -> str:
    """Data as JSON that a script element can hold, whatever a label says; the same bytes each time."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "".join(UNSAFE.get(sign, sign) for sign in text)


def page(
    data: Mapping[str, Any],
    library: str,
    version: str,
    theme: Path,
    style: HouseStyle,
    languages: Sequence[str],
    title: str,
) -> str:
    """The page as HTML. theme: report/_theme; languages: of the report, linked to; title: of the study."""
    template, look, script = ((HERE / name).read_text(encoding="utf-8") for name in PARTS)
    own = data["words"]
    sheets = [(theme / name).read_text(encoding="utf-8") for name in SHEETS]
    switch = (theme / SWITCH).read_text(encoding="utf-8")
    links = "".join(
        f'<li><a href="../{other}/explore.html" lang="{other}" hreflang="{other}">{escape(name)}</a></li>'
        for other, name in ((other, words_of(other)["language"]) for other in languages if other != data["language"])
    )
    policy = "; ".join(
        [
            *("default-src 'none'", "img-src data: blob:", "style-src 'unsafe-inline'", "font-src data:"),
            f"script-src {' '.join(_hash(code) for code in (switch, library, script))}",
            *("base-uri 'none'", "form-action 'none'"),
        ]
    )
    slots = {name: escape(str(text)) for name, text in own.items() if isinstance(text, str)}
    slots["source"] = escape(own["source"].format(version=version))
    return Template(template).substitute(
        slots, language=data["language"], policy=policy, theme=switch, study=escape(title), links=links,
        look="\n".join([*sheets, style_sheet(style), look]), library=library, app=script, data=data_text(data),
    )  # fmt: skip


def _hash(code: str) -> str:
    digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
