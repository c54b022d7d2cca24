"""From finished tables and figures to the report: what its text draws on, then each language in each format."""

from wavework.provenance.workflow_steps import as_data, declared_steps
from wavework.provenance.where_from import origins
from wavework import report_files
from wavework.problems import InputError, Problem
from wavework.rendering.renderer import chosen_renderer

# A study in a folder of its own gets the theme of the pipeline, and a standard report where it has no text.
THEME = [str(path) for path in report_files.theme_files(PIPELINE)] if ELSEWHERE else []
STUDY_THEME = [
    f"report/_theme/{path.name}" for path in report_files.theme_files(PIPELINE)
]
STANDARD = [
    language for language in config["languages"] if not report_files.own_text(language)
]
# For looking, `make FORMAT=html` renders one format alone.
FORMATS = os.environ.get("WAVEWORK_FORMATS", "").split() or config["formats"]
if unknown := set(FORMATS) - set(config["formats"]):
    raise InputError(
        Problem("FORMAT", ", ".join(unknown), f"some of {', '.join(config['formats'])}")
    )
REPORTS = {
    language: report_files.output_files(language, FORMATS)
    for language in config["languages"]
}


if STANDARD or ELSEWHERE:

    rule standard_report:
        """The text of the standard report, and the look of all reports, in a study's own folder."""
        input:
            texts=[
                str(path)
                for language in STANDARD
                for path in report_files.standard_sources(WORKFLOW, language)
            ],
            theme=THEME,
        output:
            [report_files.standard_text(WORKFLOW, language) for language in STANDARD],
            STUDY_THEME if ELSEWHERE else [],
        log:
            "logs/standard_report.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("standard_report"),
        script:
            "../scripts/standard_report.py"


DECLARED = {}  # rule -> its step, as long as it is read
# Under each figure and table the report says where it comes from.
ORIGINS = origins(
    declared_steps(workflow.rules, Path.cwd(), PIPELINE, known=DECLARED),
    config["registry"],
)


for language in config["languages"]:

    rule:
        name:
            f"report_values_{language}"
        input:
            **CLAIM_FILES,
            **optional(
                quoted=existing("report/quoted.yaml"),
                start=existing("report/start.yaml"),
                translations=existing(f"{config['codebook']}/translations.csv"),
                constraints=has("reconstructed")
                and existing(f"{config['codebook']}/constraints.csv"),
            ),
            declared=FIGURES_FILE,
            tables=[table for table in TABLES if table != "processed/exhibits.csv"],
            codebook=STUDY_TABLES,
            texts=FIGURE_TEXTS,
            figures=expand("figures/{figure}.csv", figure=FIGURES),
            pictures=pictures(FIGURES, language),
            phone=shaped_pictures("phone", FIGURES, language),
            slide=shaped_pictures("slide", FIGURES, language),
            words=words(language, f"report/{language}"),
            # functions, for the linter takes the language `en` for the beginning of a path
            lock=lambda wildcards: str(PIPELINE / "envs/pipeline.lock"),
            environment=lambda wildcards: str(PIPELINE / "envs/pipeline.yaml"),
        output:
            **(
                {"trace": "processed/report_values.csv"}
                if language == config["languages"][0]
                else {}
            ),
            variables=f"report/{language}/_variables.yml",
            has=report_files.has_file(language),
            # Folders: hundreds of files, of which none that is no longer declared stays.
            tables=directory(f"report/{language}/_tables"),
            pictures=directory(f"report/{language}/_figures"),
        log:
            f"logs/report_values/{language}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("report_values"),
            study=study("comparisons", "scores", "slides"),
            left_out=LEFT_OUT,
            language=language,
            # what the others call themselves, which a page links
            called={other: words_of(other)["language"] for other in config["languages"]},
            origins=ORIGINS,
        script:
            "../scripts/report_values.py"

    rule:
        name:
            f"report_{language}"
        input:
            text=report_files.own_text(language)
            or report_files.standard_text(WORKFLOW, language),
            theme=STUDY_THEME,
            variables=f"report/{language}/_variables.yml",
            has=report_files.has_file(language),
            tables=f"report/{language}/_tables",
            pictures=f"report/{language}/_figures",
            fonts=font_files("report"),
            filters=[str(path) for path in report_files.renderer_files(WORKFLOW)],
        output:
            REPORTS[language],
        log:
            f"logs/report/{language}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("report"),
            language=language,
            formats=FORMATS,
            linked=config["formats"],
            explore="explore.html" if "html" in config["formats"] else "",
            renderer=chosen_renderer(config["renderer"]),
            style=config["style"],
        script:
            "../scripts/report.py"
