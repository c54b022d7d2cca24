"""Figures as includes, and the index of exhibits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from wavework.language.language import NO_BREAK
from wavework.reporting.exhibit_data import with_figure
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, attribute_text, figure, markdown_text
from wavework.reporting.tables.table_form import table
from wavework.reporting.values.variables import Values

FINDINGS = 5  # of the start page, where nobody has chosen them
LINES = 9  # of a slide


def figure_includes(inputs: Inputs) -> dict[str, str]:
    """`fig-<id>` per figure: the picture with caption and alternative text, and what stands under it.

    `slide-<id>` is the picture for a slide: its caption says whom it is about, and the basis. Where nothing of a figure
    is published, a slide lists what was asked: an empty frame tells a room nothing. Both are empty of what is left out.
    """
    language = inputs.language
    includes = {f"{kind}-{name}": "" for name in inputs.left_out for kind in ("fig", "slide")}
    for name, texts in inputs.figures.items():
        own = texts[language.code]
        content = figure(f"fig-{name}", f"_figures/{name}", caption=own["caption"], alt=own["alt"])
        words_of_basis = {"caption": language.shared["caption"][f"basis_{texts['basis']}"]}
        short = f"{own['whom']} {own.get('bases', words_of_basis)['caption']}".strip()
        picture = figure(f"fig-{name}", f"_figures/slide/{name}", caption=short, alt=own["alt"])
        includes[f"slide-{name}"] = _asked(inputs, own["silent"], short) if "silent" in own else picture
        notes = language.say("exhibit.deck", deck=inputs.translated(texts["deck"])) if texts["deck"] else ""
        includes[f"fig-{name}"] = with_figure(inputs, name, content, notes)
    return includes


def _asked(inputs: Inputs, items: Sequence[str], caption: str) -> str:
    """What was asked as the lines of a slide, as many as it has room for, and whom."""
    shown = items if len(items) <= LINES else items[: LINES - 1]
    lines = [markdown_text(item) for item in shown]
    if more := len(items) - len(shown):
        lines.append(markdown_text(inputs.language.shared["chart"]["more_rows"].format(n=inputs.language.number(more))))
    return "".join(f"- {line}\n" for line in lines) + f"\n{markdown_text(caption)}\n"


def start_findings(inputs: Inputs, values: Values) -> str:
    """The findings of the start page: of each figure that `report/start.yaml` declares, what it shows in a sentence,
    and the way to it. Of a study without that file, the first figures of its sections and their titles."""
    titles = {name: str(texts[inputs.language.code]["title"]) for name, texts in inputs.figures.items()}
    if inputs.start:
        told = {name: values[key] for name, key in inputs.start.items() if name in titles and key in values}
    else:
        first = {texts["section"]: name for name, texts in reversed(list(inputs.figures.items()))}
        told = {name: titles[name] for name in [name for name in inputs.figures if name in first.values()][:FINDINGS]}
    say = inputs.language.say
    cards = [
        f"{markdown_text(text)} {say('exhibit.see', figure=f'@fig-{name}')}\n\n{_linked(inputs, name)}"
        for name, text in told.items()
    ]
    return _cards("report-findings", [("", card) for card in cards])


def exhibit_list(inputs: Inputs) -> str:
    """Every figure of the report on the page of exhibits: a small picture, number and title, basis, n."""
    cards = []
    for name in inputs.figure_data:
        texts = inputs.figures[name]
        basis, n = inputs.basis_word(texts["basis"]), _units(inputs, texts)
        title = markdown_text(texts[inputs.language.code]["title"])
        about = f"{markdown_text(basis)}{f' · {n}' if n else ''}"
        card = f"{_linked(inputs, name)}\n\n@fig-{name} · {title}\n\n::: {{.exhibit-notes}}\n{about}\n:::"
        cards.append((f' basis="{attribute_text(basis)}"', card))
    return _cards("report-exhibits", cards)


def _linked(inputs: Inputs, name: str) -> str:
    """A picture that leads to its figure."""
    title = attribute_text(inputs.figures[name][inputs.language.code]["title"])
    return f'[![](_figures/{name}){{fig-alt="{title}"}}](#fig-{name})'


def _cards(kind: str, cards: Sequence[tuple[str, str]]) -> str:
    """Cards (attributes, content) in a box; nothing of none."""
    made = "\n\n".join(f"::: {{.report-card{attributes}}}\n{content}\n:::" for attributes, content in cards)
    return f"::: {{.{kind}}}\n{made}\n:::\n" if cards else ""


def _units(inputs: Inputs, texts: Mapping[str, Any]) -> str:
    """How many units of each wave a figure shows."""
    language = inputs.language
    units = [
        language.say("exhibit.n", wave=inputs.short_name(wave), n=language.number(texts["n"][wave]))
        for wave in (*inputs.waves, *inputs.measured)
        if wave in texts.get("n", {})
    ]
    return language.say("list.semicolon").join(text.replace(" ", NO_BREAK) for text in units)


def exhibits(inputs: Inputs) -> str:
    """Every figure of the report: number, title, its counterpart in the source, basis, n."""
    language = inputs.language
    rows: list[list[object]] = []
    for name in inputs.figure_data:
        texts = inputs.figures[name]
        rows.append([
            Markdown(f"@fig-{name}"), texts[language.code]["title"],
            inputs.translated(texts["deck"] or "") or language.say("none"),
            inputs.basis_word(texts["basis"]), _units(inputs, texts) or language.say("none"), Markdown(f"`{name}`"),
        ])  # fmt: skip
    return table(inputs, "exhibits", rows, widths=[10, 26, 22, 13, 14, 15])


def left_out(inputs: Inputs) -> str:
    """What this study has nothing for: each figure with the reason, and how many claims for which reason."""
    language = inputs.language
    reasons = language.shared["absent"]
    rows: list[list[object]] = [
        [texts["title"][language.code] if "title" in texts else texts[language.code]["title"], Markdown(f"`{name}`"),
         reasons[texts["left_out"]]]
        for name, texts in inputs.left_out.items()
    ]  # fmt: skip
    claims = Counter(keys["left_out"] for keys in inputs.claim_details.values() if "left_out" in keys)
    for reason, n in claims.items():
        rows.append([language.say("exhibit.claims", n=language.number(n)), language.say("none"), reasons[reason]])
    return table(inputs, "left-out", rows, widths=[45, 20, 35])
