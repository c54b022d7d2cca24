"""The English sample as a site: its sections as chapters, one of them hidden, one with two, and a start page."""

import re
from pathlib import Path

CHAPTERS = {"short": "In short", "results": "Results", "rank": "Ranks", "method": "Method", "gone": "Gone"}
RANK = """### Ranks {#sec-rank}

{{< include _exhibits/rank.md >}}

{{< include _detail.md >}}
"""
GONE = '::: {.content-visible unless-meta="section-numbers"}\n\n## Gone {#sec-gone}\n\nNever.\n\n:::\n'
LATE = """
::: {.content-visible when-format="html"}

| Place | Seen |
|:------|:-----|
| Vis   | yes  |

: On the screen alone {#tbl-screen}

:::
"""
START = """## The question {.unnumbered}

How far is a light seen? {{< var n.islands >}} islands were asked (@sec-method, @fig-rank, [the ranks](#fig-rank)).

::: {.report-tables}
:::
"""


def as_site(project: Path) -> Path:
    """Split the sample's index: `## In short` (and a table for HTML), `## Results` with `### Ranks`, `## Method`."""
    head, body = re.fullmatch(r"(---\n.*?\n---\n)(.*)", (project / "index.qmd").read_text("utf-8"), re.DOTALL).groups()
    _, short, results, method = re.split(r"(?m)^(?=## .*\{#sec-)", body)
    before, after = results.split("### Ranks {#sec-rank}")[0], results.split("{{< include _exhibits/rank.md >}}")[1]
    texts = {
        "short": short + LATE,
        "results": before + "\n" + after.replace("{{< include _detail.md >}}", ""),
        "rank": RANK,
        "method": method,
        "gone": GONE,
        "start": START,
    }
    for name, text in texts.items():
        (project / f"_{name}.qmd").write_text(text, "utf-8")
    whole = "\n\n".join(f"{{{{< include _{name}.qmd >}}}}" for name in CHAPTERS)
    start = '::: {.content-visible when-format="html"}\n\n{{< include _start.qmd >}}\n\n:::\n\n'
    opened, closed = ':::::::: {.content-visible unless-format="html"}\n\n', "\n\n::::::::\n"
    (project / "index.qmd").write_text(f"{head}\n{start}{opened}{whole}{closed}", "utf-8")
    settings = project / "_quarto.yml"
    text = settings.read_text("utf-8").replace("[index.qmd, slides.qmd]", '["*.qmd"]')
    settings.write_text(text.replace("[../_theme", "[_site.yml, ../_theme"), "utf-8")
    return project
