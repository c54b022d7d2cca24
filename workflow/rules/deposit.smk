"""The forms in which archives, data editors and statistics programs take what a run has made."""

CODEBOOK = {
    name: f"processed/codebook/{name}.csv" for name in ("variables", "categories")
}
CODEBOOK_SCHEMAS = ["items", "batteries", "scales", "units", "crosswalk"]
CODEBOOK_SCHEMAS += ["measures", "measure_columns", "assumptions"]
# The standard knows no package without tables.
PACKAGES = {"processed": "processed/datapackage.json"} | optional(
    figures=bool(FIGURES) and "figures/datapackage.json"
)


rule codebook:
    """The codebook of the data as two tables, and as DDI-Codebook 2.5."""
    input:
        **optional(
            answers=has("answers") and table_file("answers"),
            prevalence=has("answers") and "processed/prevalence.csv",
            measured=has("measures") and "processed/measured.csv",
        ),
        sources="processed/sources.csv",
        codebook=STUDY_TABLES,
        words=words(*config["languages"]),
        schema=schemas(*CODEBOOK_SCHEMAS),
    output:
        **CODEBOOK,
        ddi="processed/codebook/ddi.xml",
    log:
        "logs/codebook.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("codebook"),
        study=study(),
    script:
        "../scripts/codebook.py"


rule datapackage:
    """What each table of processed/ and figures/ holds, column by column, with hashes."""
    input:
        sources="processed/sources.csv",
        tables=[*TABLES, "processed/report_values.csv", *CODEBOOK.values()],
        figures=expand("figures/{figure}.csv", figure=FIGURES),
        texts=FIGURE_TEXTS,
        columns=str(WORKFLOW / "schemas/columns.csv"),
    output:
        **PACKAGES,
    log:
        "logs/datapackage.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("datapackage"),
        title=config["study"]["title"]["en"],
        language=config["languages"][0],
    script:
        "../scripts/datapackage.py"


# What `make data` writes in a language, beside the workbook of the exhibits.
DATA_SETS = [
    *(
        [*(f"answers_{wave}" for wave in WAVES), "answers_long"]
        if has("answers")
        else []
    ),
    *(
        [*(f"measures_{wave}" for wave in MEASURED), "measures_long"]
        if has("measures")
        else []
    ),
]

DATA_FILES = {
    language: expand(
        "data/{language}/{name}.{kind}",
        language=language,
        name=DATA_SETS,
        kind=["dta", "sav", "parquet"],
    )
    for language in config["languages"]
}
WORKBOOKS = {
    language: [f"data/{language}/exhibits.xlsx"] if FIGURES else []
    for language in config["languages"]
}

for language in config["languages"]:

    rule:
        name:
            f"data_files_{language}"
        input:
            **optional(
                answers=has("answers") and table_file("answers"),
                possible_answers=has("answers") and table_file("possible_answers"),
                measured=has("measures") and "processed/measured.csv",
            ),
            **CODEBOOK,
            sources="processed/sources.csv",
            codebook=STUDY_TABLES,
            words=words(*config["languages"]),
            schema=schemas(*CODEBOOK_SCHEMAS),
        output:
            DATA_FILES[language],
        log:
            f"logs/data_files/{language}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("data_files"),
            study=study(),
            language=language,
        script:
            "../scripts/data_files.py"

    rule:
        name:
            f"workbook_{language}"
        input:
            **CLAIM_TEXTS,
            sources="processed/sources.csv",
            tables=expand("figures/{figure}.csv", figure=FIGURES),
            texts=FIGURE_TEXTS,
            codebook=STUDY_TABLES,
            figures=FIGURES_FILE,
            words=words(*config["languages"]),
            schema=schemas("figures", *CODEBOOK_SCHEMAS),
        output:
            f"data/{language}/exhibits.xlsx",
        log:
            f"logs/workbook/{language}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("workbook"),
            study=study(),
            language=language,
            left_out=LEFT_OUT,
        script:
            "../scripts/workbook.py"
