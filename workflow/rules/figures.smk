"""Figures are data: figures.yaml declares them, a section is one job, each file can be asked for by its name."""

for section, figures in SECTIONS.items():

    rule:
        name:
            f"figure_data_{section}"
        input:
            **CLAIM_TEXTS,
            results=results_of(section),
            codebook=codebook("items", "batteries", "scales", "units", "crosswalk"),
            figures=f"{config['codebook']}/figures.yaml",
            words=words(*config["languages"]),
            code=modules("exhibits", "codebook", "schemas", "basis", "egdi", "scores"),
        output:
            tables=expand("figures/{figure}.csv", figure=figures),
            texts=f"processed/figures/{section}.json",
        log:
            f"logs/figure_data/{section}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            study=FIGURE_STUDY,
        script:
            "../scripts/figure_data.py"

    for language in config["languages"]:

        rule:
            name:
                f"draw_{section}_{language}"
            input:
                **CLAIM_TEXTS,
                tables=expand("figures/{figure}.csv", figure=figures),
                texts=f"processed/figures/{section}.json",
                codebook=codebook("items", "batteries", "scales", "units", "crosswalk"),
                figures=f"{config['codebook']}/figures.yaml",
                words=words(language),
                code=modules("charts", "exhibits", "codebook", "schemas"),
            output:
                pictures(figures, language),
            log:
                f"logs/draw/{section}_{language}.log",
            conda:
                "../../envs/pipeline.yaml"
            params:
                study=FIGURE_STUDY,
                language=language,
            script:
                "../scripts/draw.py"
