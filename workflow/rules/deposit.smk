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
            answers=has("answers") and "processed/answers.csv",
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
        sections=expand("processed/figures/{section}.json", section=SECTIONS),
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
