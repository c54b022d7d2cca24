"""The page on which the results are explored, one a language, where the report is a page too."""

# What the page draws on: finished tables, of which a study may lack any.
EXPLORED = {"answers", "prevalence", "possible_answers", "scores", "measured"}
EXPLORED |= {"statistics", "egdi", "paired_scores"}
EXPLORE = {
    language: [f"report/_output/{language}/explore.html"]
    for language in config["languages"]
    if "html" in config["formats"]
}


for language, pages in EXPLORE.items():

    rule:
        name:
            f"explore_{language}"
        input:
            **optional(figures=existing(f"{config['codebook']}/figures.yaml")),
            results=sorted(table_file(table) for table in EXPLORED & PROCESSED),
            codebook=STUDY_TABLES,
            words=[
                *words(*config["languages"]),
                *words(f"report/{language}", f"explore/{language}"),
            ],
            theme=[
                f"report/_theme/{name}"
                for name in ("report.css", "page.css", "theme.js")
            ],
            parts=[str(path) for path in report_files.explore_files(WORKFLOW)],
            fonts=font_files("report"),
        output:
            pages,
        log:
            f"logs/explore/{language}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("explore"),
            study=study(),
            language=language,
            style=config["style"],
        script:
            "../scripts/explore.py"
