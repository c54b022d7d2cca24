"""Figures are data: figures.yaml declares them. Each is a job, and a job in each language that draws it."""


def picture_of(figure, language):
    """A figure in each shape; the SVG of the main language as `snakemake --report` shows it."""
    svg, png = pictures([figure], language)
    keys, main = FIGURES[figure], config["languages"][0]
    shown = report(
        svg,
        caption=Path("processed/captions", f"{figure}.rst").resolve(),
        category=keys["section"].replace("_", " ").replace("-", " ").capitalize(),
        labels={"figure": figure, "title": keys["title"][main]},
    )
    (phone,) = shaped_pictures("phone", [figure], language)
    slide = shaped_pictures("slide", [figure], language)
    return {
        "page": shown if language == main else svg,
        "page_png": png,
        "phone": phone,
        **dict(zip(("slide", "slide_png"), slide)),
    }


for figure, keys in FIGURES.items():

    rule:
        name:
            f"figure_data_{figure}"
        input:
            **claim_texts(figure),
            results=results_of(figure),
            codebook=STUDY_TABLES,
            words=words(*config["languages"]),
        output:
            table=f"figures/{figure}.csv",
            texts=f"processed/figures/{figure}.json",
            caption=f"processed/captions/{figure}.rst",
            # what it is drawn from: one file for each language, so that a word of one redraws no picture of another
            pictures=expand(
                "processed/pictures/{language}/{figure}.json",
                language=config["languages"],
                figure=figure,
            ),
        log:
            f"logs/figure_data/{figure}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("figure_data", keys["kind"]),
            study=study(),
            figure=figure,
            declared=keys,
            words=words_of_charts(keys["kind"]),
        script:
            "../scripts/figure_data.py"

    for language in config["languages"]:

        rule:
            name:
                f"draw_{figure}_{language}"
            input:
                picture=f"processed/pictures/{language}/{figure}.json",
                fonts=font_files("charts"),
            output:
                **picture_of(figure, language),
            log:
                f"logs/draw/{language}/{figure}.log",
            conda:
                "../../envs/pipeline.yaml"
            params:
                code=code_of("draw", keys["kind"]),
                style=config["style"],
            script:
                "../scripts/draw.py"
