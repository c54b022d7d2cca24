"""Figures as includes, and the index of exhibits."""

from wavework.reporting.markdown import Markdown, exhibit, figure
from wavework.reporting.tables_claims import table
from wavework.reporting.values_inputs import Inputs

SCRIPT = "workflow/scripts/draw.py"


def figure_includes(inputs: Inputs) -> dict[str, str]:
    """`fig-<id>` per figure: the picture with caption and alternative text, the data behind it, the script."""
    language = inputs.language
    words = language.words["exhibit"]
    made = {}
    for name, texts in inputs.figures.items():
        own = texts[language.code]
        content = figure(f"fig-{name}", f"_figures/{name}", caption=own["caption"], alt=own["alt"])
        notes = language.say("exhibit.deck", deck=texts["deck"]) if texts["deck"] else ""
        made[f"fig-{name}"] = exhibit(
            content, name=f"{name}.csv", csv=inputs.figure_data[name], script=SCRIPT, words=words, notes=notes
        )
    return made


def exhibits(inputs: Inputs) -> str:
    """Every figure of the report: number, title, its counterpart in the source, basis, n."""
    language = inputs.language
    rows: list[list[object]] = []
    for name, texts in inputs.figures.items():
        n = language.say("list.semicolon").join(
            language.say("exhibit.n", wave=inputs.waves[wave]["title"][language.code], n=language.number(count))
            for wave, count in texts.get("n", {}).items()
            if wave in inputs.waves
        )
        rows.append([
            Markdown(f"@fig-{name}"), texts[language.code]["title"], texts["deck"] or language.say("none"),
            language.say(f"basis.word.{texts['basis']}"), n or language.say("none"), Markdown(f"`figures/{name}.csv`"),
        ])  # fmt: skip
    return table(inputs, "exhibits", rows, widths=[11, 26, 22, 12, 15, 14])
