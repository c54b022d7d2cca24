"""From raw survey exports to the report. `snakemake --list` names the targets; README.md tells how to use them."""

from snakemake.utils import min_version

min_version("9.0")


report: "workflow/report/workflow.rst"


include: "workflow/rules/common.smk"
include: "workflow/rules/sources.smk"
include: "workflow/rules/answers.smk"
include: "workflow/rules/scores.smk"
include: "workflow/rules/statistics.smk"
include: "workflow/rules/measures.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/review.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/explore.smk"
include: "workflow/rules/deposit.smk"


onstart:
    check_codebook(
        config | {"presence": asdict(PRESENCE)},
        KNOWN_NAMES | {"waves": [*WAVES, *MEASURED]},
    )
    old = leftovers(
        FIGURES, ON_SLIDES, [*WAVES, *MEASURED], config["languages"], WEIGHTED
    )
    for path in old:
        path.unlink()
    if old:
        print(
            f"Removed, as nothing declares it any more: {', '.join(map(str, old))}"
        )


rule all:
    """Everything that the report shows, and the report. What is named here is made anew if it was deleted."""
    default_target: True
    input:
        list(PACKAGES.values()),
        list(CODEBOOK.values()),
        "processed/codebook/ddi.xml",
        "processed/report_values.csv",
        TABLES,
        ["processed/claims.json"] if HAS_CLAIMS else [],
        findings_tables,
        [f"processed/answers/{wave}{ENDING}" for wave in WAVES],
        expand("processed/cleaning/{wave}.csv", wave=WAVES),
        expand("processed/measured/{wave}.csv", wave=MEASURED),
        FIGURE_TEXTS,
        expand("processed/captions/{figure}.rst", figure=FIGURES),
        expand(
            "processed/pictures/{language}/{figure}.json",
            language=config["languages"],
            figure=FIGURES,
        ),
        expand("figures/{figure}.csv", figure=FIGURES),
        [pictures(FIGURES, language) for language in config["languages"]],
        [
            shaped_pictures(shape, FIGURES, language)
            for shape in ("phone", "slide")
            for language in config["languages"]
        ],
        [report_files.standard_text(WORKFLOW, language) for language in STANDARD],
        list(REPORTS.values()),
        list(EXPLORE.values()),
        "ro-crate-metadata.json",
    localrule: True


for language in config["languages"]:

    rule:
        name:
            f"data_{language}"
        input:
            DATA_FILES[language],
            WORKBOOKS[language],
        localrule: True

    rule:
        name:
            f"reports_{language}"
        input:
            REPORTS[language],
        localrule: True


rule reports:
    """The report in each language, and nothing beside what it shows: `make FORMAT=html`."""
    input:
        list(REPORTS.values()),
    localrule: True


rule data:
    """The cleaned answers for Stata, SPSS and Parquet, and a workbook of the exhibits, in the main language."""
    input:
        DATA_FILES[config["languages"][0]],
        WORKBOOKS[config["languages"][0]],
    localrule: True


include: "workflow/rules/archive.smk"
include: "workflow/rules/provenance.smk"
include: "workflow/rules/cluster.smk"
