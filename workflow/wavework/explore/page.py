"""The page: template, look, script and data in one file that loads nothing and runs nothing but what it was made with."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from wavework.charts.style import HATCH, INK, GREY, MARKERS, RULE, WHITE
from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.explore import change, contrast, scatter, shares
from wavework.explore.sheets import Tables, View
from wavework.explore.teller import Teller
from wavework.house_style import HouseStyle
from wavework.language.names import alphabetical
from wavework.language.words import words_of
from wavework.rendering.chosen_style import report_face, style_sheet
from wavework.tables import select

HERE = Path(__file__).parent
PARTS = ("explore.html", "explore.css", "explore.js")
SHEETS = ("report.css", "page.css")  # of report/_theme: the page looks like the report
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
THEME = (
    'try { const chosen = localStorage.getItem("theme"); if (chosen) document.documentElement.dataset.theme = chosen; }'
    " catch { }"
)


def page_files() -> list[Path]:
    """The files that a page is made of, beside its data."""
    return [HERE / name for name in PARTS]


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
    chart = teller.words["chart"]
    return {
        "language": language,
        "words": {**teller.own["page"], "fields": teller.own["fields"], "heads": teller.own["heads"]},
        "views": [view.row() for view in views],
        "tables": tables.rows,
        "names": _names(teller, views),
        "countries": _countries(teller, tables),
        "answers": _answers(teller),
        "marks": {key: chart[key] for key in ("fixed", "possible", "between", "reached", "central", "nothing", "reference")
                  if key in chart} | {"reference": teller.words["axes"]["reference"]},
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
            else teller.wave(wave)
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
    if ">" in pair:
        first, last = pair.split(">")
        name = change.name_of(teller, (first, last))
        return (
            teller.own["said"]["title"].format(name=_family(teller, first), where=name)
            if first in teller.measured
            else name
        )
    wave, _, regions = pair.partition(" ")
    if regions:
        return f"{teller.short_name(wave)} ({teller.language.listed(map(teller.region, regions.split('+')))})"
    return teller.short_name(wave) if wave in teller.measured else teller.wave(pair)


def _family(teller: Teller, wave: str) -> str:
    """What waves of measures are called without their year."""
    return teller.short_name(wave).replace(str(teller.measured_year(wave)), "").strip() or teller.short_name(wave)


def _countries(teller: Teller, tables: Tables) -> list[list[str]]:
    """The units that any table shows, with their names, in alphabetical order."""
    shown: set[str] = set()
    for table in tables.rows:
        places = [place for place, column in enumerate(table["columns"]) if column["id"] in ("unit", "row")]
        shown |= {str(row[place]) for row in table["rows"] for place in places}
    if len(teller.results.table("answers")):
        shown |= set(teller.results.table("answers")["unit"])
    known = {unit: name for unit, name in teller.of_unit.items() if unit in shown}
    return [[unit, name] for unit, name in sorted(known.items(), key=lambda pair: alphabetical(pair[1]))]


def _answers(teller: Teller) -> dict[str, Any]:
    """What each unit answered, or can have answered: texts, and wave -> item -> unit -> place of its text."""
    rows = teller.results.table("possible_answers")
    if rows.empty:
        return {"texts": [], "of": {}}
    texts: dict[str, int] = {}
    of: dict[str, Any] = {}
    last = teller.own["said"]["between"]
    named = {(scale, answer): label for (scale, answer), label in teller.of_answer.items()}
    chart = teller.words["chart"]
    told: dict[tuple[str, str, str], str] = {}
    for wave, item, unit, codes, known in rows[["wave", "item", "unit", "answers", "known"]].itertuples(index=False):
        key = (teller.book.scale_of[item], codes, known)
        if key not in told:
            labels = [named.get((key[0], code), teller.words["statuses"].get(code, code)) for code in codes.split("|")]
            told[key] = chart["nothing"] if known == "nothing" else labels[0] if len(labels) == 1 else (
                last.format(first=labels[0], last=labels[-1]))  # fmt: skip
        of.setdefault(wave, {}).setdefault(item, {})[unit] = texts.setdefault(told[key], len(texts))
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
    links = "".join(
        f'<li><a href="../{other}/explore.html" lang="{other}" hreflang="{other}">{escape(words_of(other)["language"])}</a></li>'
        for other in languages
        if other != data["language"]
    )
    policy = "; ".join(
        [
            *("default-src 'none'", "img-src data: blob:", "style-src 'unsafe-inline'", "font-src data:"),
            f"script-src {' '.join(_hash(code) for code in (THEME, library, script))}",
            *("base-uri 'none'", "form-action 'none'"),
        ]
    )
    slots = {name: escape(str(text)) for name, text in own.items() if isinstance(text, str)}
    slots["source"] = escape(own["source"].format(version=version))
    return Template(template).substitute(
        slots, language=data["language"], policy=policy, theme=THEME, study=escape(title), links=links,
        look="\n".join([*sheets, style_sheet(style), look]), library=library, app=script, data=data_text(data),
    )  # fmt: skip


def _hash(code: str) -> str:
    digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
