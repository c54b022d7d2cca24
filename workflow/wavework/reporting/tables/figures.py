"""Figures as includes, and the index of exhibits."""

from collections import Counter

from wavework.language.language import NO_BREAK
from wavework.reporting.exhibit_data import with_figure
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, figure
from wavework.reporting.tables.table_form import table


def figure_includes(inputs: Inputs) -> dict[str, str]:
    """`fig-<id>` per figure: the picture with caption and alternative text, and what stands under it.

    `slide-<id>` is the picture for a slide: its caption says whom it is about, and the basis. Both are empty of what
    is left out.
    """
    language = inputs.language
    includes = {f"{kind}-{name}": "" for name in inputs.left_out for kind in ("fig", "slide")}
    for name, texts in inputs.figures.items():
        own = texts[language.code]
        content = figure(f"fig-{name}", f"_figures/{name}", caption=own["caption"], alt=own["alt"])
        words_of_basis = {"caption": language.shared["caption"][f"basis_{texts['basis']}"]}
        short = f"{own['whom']} {own.get('bases', words_of_basis)['caption']}".strip()
        includes[f"slide-{name}"] = figure(f"fig-{name}", f"_figures/slide/{name}", caption=short, alt=own["alt"])
        notes = language.say("exhibit.deck", deck=inputs.translated(texts["deck"])) if texts["deck"] else ""
        includes[f"fig-{name}"] = with_figure(inputs, name, content, notes)
    return includes


def exhibits(inputs: Inputs) -> str:
    """Every figure of the report: number, title, its counterpart in the source, basis, n."""
    language = inputs.language
    rows: list[list[object]] = []
    for name in inputs.figure_data:
        texts = inputs.figures[name]
        units = [
            language.say("exhibit.n", wave=inputs.short_name(wave), n=language.number(texts["n"][wave]))
            for wave in (*inputs.waves, *inputs.measured)
            if wave in texts.get("n", {})
        ]
        n = language.say("list.semicolon").join(text.replace(" ", NO_BREAK) for text in units)
        rows.append([
            Markdown(f"@fig-{name}"), texts[language.code]["title"],
            inputs.translated(texts["deck"] or "") or language.say("none"),
            inputs.basis_word(texts["basis"]), n or language.say("none"), Markdown(f"`{name}`"),
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
