"""Makes the generated part of the sample project, but for its pictures: tables, exhibits. All numbers are invented.

Run it from the repository (`python tests/rendering/make_sample.py`) after a change of the forms in `markdown.py`.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "workflow"))

from wavework.reporting.exhibit_data import below, defined, folded, saved  # noqa: E402
from wavework.reporting.markdown import Markdown, exhibit, figure, markdown_text, pipe_table  # noqa: E402

HOSTILE = "<script>alert(1)</script> {{< include /etc/passwd >}} @fig-rank $x^2$ | =1+1 *a* `b` # c"
ISLANDS = ["Île-d'Ouessant", "Skellig", "Bressay", "Fårö", "Ærø", "Procida", "Gozo", "Vis", "Hydra", "São Jorge", "Utö"]

TEXTS = {
    "en": {
        "items": ["Lamp", "Fog horn", "Bell"],
        "answers": ["fully", "planned", "not planned"],
        "shares": "Shares of answers on three items, invented, n = 11",
        "shares_alt": 'Stacked bars: lamp 8 of 11 fully, fog horn 5, bell 2; the label "bell" & others are invented.',
        "rank": "Rank of paint and distance at which the light is seen",
        "rank_alt": "Eleven points that fall from the upper left to the lower right.",
        "words": {"data": "Data and script", "download": "Data shown (CSV)", "script": "Drawn by"},
        "basis": "Basis: invented for the sample. Eleven lighthouses.",
        "claims": (["Claim", "n", "Estimate", "Verdict"], "Claims and verdicts, invented"),
        "verdicts": ["supported", "in part", "not supported", "cannot be told"],
        "claim": ["Painted lighthouses are seen farther", "Fog horns are louder than bells", "Keepers like gulls"],
        "wide": (["Island", "Year"], "Item", "Every answer of eleven lighthouses, invented"),
        "long": (["Island", "What the keeper wrote"], "Open answers, invented"),
        "open": "The lamp was replaced and the lens was cleaned; nobody has complained since. ",
    },
    "fr": {
        "items": ["Lampe", "Corne de brume", "Cloche"],
        "answers": ["entièrement", "prévu", "non prévu"],
        "shares": "Parts des réponses à trois questions, inventées, n = 11",
        "shares_alt": 'Barres empilées : lampe 8 sur 11 entièrement, corne 5, cloche 2 ; "cloche" & autres inventés.',
        "rank": "Rang de la peinture et distance à laquelle on voit la lumière",
        "rank_alt": "Onze points qui descendent d'en haut à gauche vers en bas à droite.",
        "words": {"data": "Données et script", "download": "Données montrées (CSV)", "script": "Dessiné par"},
        "basis": "Base : inventé pour l'essai. Onze phares.",
        "claims": (["Affirmation", "n", "Estimation", "Verdict"], "Affirmations et verdicts, inventés"),
        "verdicts": ["soutenue", "en partie", "non soutenue", "indécidable"],
        "claim": [
            "Un phare peint se voit de plus loin",
            "Les cornes sont plus fortes que les cloches",
            "Les gardiens aiment les mouettes",
        ],
        "wide": (["Île", "Année"], "Question", "Toutes les réponses de onze phares, inventées"),
        "long": (["Île", "Ce que le gardien a écrit"], "Réponses ouvertes, inventées"),
        "open": "La lampe a été remplacée et la lentille nettoyée ; personne ne s'est plaint depuis. ",
    },
}
MARKS = ["good", "part", "bad", "open"]
COUNTS = [(8, 2, 1), (5, 4, 2), (2, 3, 6)]
DISTANCES = [41, 38, 39, 30, 31, 26, 22, 24, 15, 16, 11]


def fragments(language: str, texts: dict) -> dict[str, str]:
    point = "." if language == "en" else ","
    shares = "item," + ",".join(texts["answers"]) + "\n"
    shares += "".join(f"{item},{a},{b},{c}\n" for item, (a, b, c) in zip(texts["items"], COUNTS, strict=True))
    ranks = "rank,distance\n" + "".join(f"{at},{km}\n" for at, km in enumerate(DISTANCES, 1))
    claims = [
        [claim, n, f"0{point}{estimate}", Markdown(f"[{markdown_text(verdict)}]{{.mark-{mark}}}")]
        for claim, n, estimate, verdict, mark in zip(
            [*texts["claim"], HOSTILE], (11, 9, 1204, 7), (71, 32, 9, 4), texts["verdicts"], MARKS, strict=True
        )
    ]
    wide = [[island, 2019 + at % 2 * 3, *((at * i) % 5 + 1 for i in range(1, 10))] for at, island in enumerate(ISLANDS)]
    long = [[island, texts["open"] * (at % 4 + 1)] for at, island in enumerate(ISLANDS * 3)]

    def shown(name: str) -> str:
        content = figure(f"fig-{name}", f"_figures/{name}", caption=texts[name], alt=texts[f"{name}_alt"])
        made = defined([(texts["words"]["script"], ["<code>tests/rendering/make_sample.py</code>"])])
        parts = [saved(f"_figures/{name}.csv", texts["words"]["download"]), saved(f"_figures/{name}.svg", "SVG")]
        parts += [folded(texts["words"]["data"], made)]
        return exhibit(content, below(parts), notes=texts["basis"])

    head, caption = texts["claims"]
    wide_head, item, wide_caption = texts["wide"]
    wide_head = [*wide_head, *(f"{item} {at}" for at in range(1, 10))]
    return {
        "_figures/shares.csv": shares,
        "_figures/rank.csv": ranks,
        "_exhibits/shares.md": shown("shares"),
        "_exhibits/rank.md": shown("rank"),
        "_tables/claims.md": pipe_table(
            head, claims, caption=caption, table_id="tbl-claims", align=["left", "right", "right", "left"]
        ),
        "_tables/wide.md": pipe_table(
            wide_head, wide, caption=wide_caption, table_id="tbl-wide", align=["left"] + ["right"] * 10
        ),
        "_tables/long.md": pipe_table(
            texts["long"][0], long, caption=texts["long"][1], table_id="tbl-long", widths=[25, 75]
        ),
    }


def main() -> None:
    for language, texts in TEXTS.items():
        project = HERE / "sample" / language
        for folder in ("_tables", "_exhibits"):
            (project / folder).mkdir(exist_ok=True)
        for name, text in fragments(language, texts).items():
            (project / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
