"""Figures are data: figures.yaml declares them, a section is one job, each file can be asked for by its name."""

FIGURE_SCHEMAS = ["figures", "items", "batteries", "scales", "units", "crosswalk"]
FIGURE_SCHEMAS += ["measures", "measure_columns", "assumptions"]

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
            [pictures(figures, language) for language in config["languages"]],
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
