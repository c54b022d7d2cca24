"""Figures are data: figures.yaml declares them, a section is one job, each file can be asked for by its name."""

FIGURE_SCHEMAS = ["figures", "items", "batteries", "scales", "units", "crosswalk"]
FIGURE_SCHEMAS += ["measures", "measure_columns", "assumptions"]


def shown_in_report(figure):
    """The picture of a figure, as `snakemake --report` shows it; a run itself takes no notice."""
    keys, language = FIGURES[figure], config["languages"][0]
    return report(
        f"figures/{figure}.svg",
        caption=Path("processed/captions", f"{figure}.rst").resolve(),
        category=keys["section"].replace("_", " ").replace("-", " ").capitalize(),
        labels={"figure": figure, "title": keys["title"][language]},
    )


for section, figures in SECTIONS.items():

    rule:
        name:
            f"figure_data_{section}"
        input:
            **claim_texts(section),
            results=results_of(section),
            codebook=STUDY_TABLES,
            figures=f"{config['codebook']}/figures.yaml",
            words=words(*config["languages"]),
            schema=schemas(*FIGURE_SCHEMAS),
        output:
            tables=expand("figures/{figure}.csv", figure=figures),
            captions=expand("processed/captions/{figure}.rst", figure=figures),
            texts=f"processed/figures/{section}.json",
        log:
            f"logs/figure_data/{section}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("figure_data"),
            study=study(),
        script:
            "../scripts/figure_data.py"

    rule:
        name:
            f"draw_{section}"
        input:
            **claim_texts(section),
            tables=expand("figures/{figure}.csv", figure=figures),
            texts=f"processed/figures/{section}.json",
            codebook=STUDY_TABLES,
            figures=f"{config['codebook']}/figures.yaml",
            words=words(*config["languages"]),
            schema=schemas(*FIGURE_SCHEMAS),
            fonts=font_files("charts"),
        output:
            [shown_in_report(figure) for figure in figures],
            [f"figures/{figure}.png" for figure in figures],
            [pictures(figures, language) for language in config["languages"][1:]],
        log:
            f"logs/draw/{section}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("draw", "charts"),
            study=study(),
            folders={language: folder_of(language) for language in config["languages"]},
            style=config["style"],
        script:
            "../scripts/draw.py"
