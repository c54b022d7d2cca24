"""What a reviewer asks for first: the index of exhibits, and what each table holds."""

DESCRIPTIONS = {
    "sources": "Raw files that the study takes, as the registry has them, verified.",
    "answers": "One row per wave, unit and item: typed status, answer in the study's code, ordinal value.",
    "prevalence": "How often each status and answer occurs per item and wave.",
    "possible_answers": "Which answers each unit can have given to each item.",
    "comparability": "What of each item and wave is comparable; where change is computed, and why not.",
    "cleaning_log": "Every row dropped and value changed, with the reason.",
    "scores": "Maturity per wave, unit, dimension and measure.",
    "egdi": "E-Government Development Index per country and year; rank 1 is the best.",
    "measured": "Scores that come as they are: one row per wave, unit and measure.",
    "statistics": "Every finding with interval, p, adjusted p, n, method, source, seed and basis.",
    "leave_one_out": "The association with each unit left out.",
    "measure_leave_one_out": "The association of a measure with each unit left out.",
    "specifications": "One row per specification of the specification curve.",
    "paired_scores": "Scores of the units of both waves on the items that both asked comparably.",
    "power": "Smallest effect that each test could have found.",
    "newcomers": "Panel and newcomers of each pair of waves by EGDI rank.",
    "published_comparison": "Each published value beside what this run gives.",
    "claims": "The verdict on each conclusion.",
    "ladder": "Each open conclusion under each further assumption, one at a time.",
    "what_would_settle": "Which export, item or few services would decide each open conclusion.",
    "exhibits": "Every exhibit with its files, basis, n and script, and why it is left out.",
}


rule exhibits:
    """Every exhibit, what it is the counterpart of, its files, basis, n and script; what is left out, and why."""
    input:
        **CLAIM_FILES,
        sections=expand("processed/figures/{section}.json", section=SECTIONS),
        figures=FIGURES_FILE,
        words=words(config["languages"][0]),
    output:
        "processed/exhibits.csv",
    log:
        "logs/exhibits.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("exhibits"),
        study=study(),
        left_out=LEFT_OUT,
    script:
        "../scripts/exhibits.py"


rule datapackage:
    """What each table of processed/ holds, with hashes."""
    input:
        tables=TABLES,
    output:
        "processed/datapackage.json",
    log:
        "logs/datapackage.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("datapackage"),
        title=config["study"]["title"]["en"],
        descriptions=DESCRIPTIONS,
    script:
        "../scripts/datapackage.py"
