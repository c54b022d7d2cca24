"""From answers to what each unit can have answered, and to scores."""


rule prevalence:
    """How often each answer occurs, and which answers each service can have given."""
    input:
        **agreeing_tables(),
    output:
        prevalence="processed/prevalence.csv",
        possible=table_file("possible_answers"),
    log:
        "logs/prevalence.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("prevalence", choices=LABELLED),
        tables=AGREEING,
    script:
        "../scripts/prevalence.py"


rule scores:
    """Maturity per unit, wave and dimension."""
    input:
        **agreeing_tables(),
    output:
        "processed/scores.csv",
    log:
        "logs/scores.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("scores", choices=LABELLED),
        tables=AGREEING,
        compared=COMPARED,
        minimum_answered=config["scores"]["minimum_answered"],
    script:
        "../scripts/scores.py"


if has("published"):

    rule published:
        """Each published value beside what this run gives."""
        input:
            **agreeing_tables(),
            sources="processed/sources.csv",
            published=config["published"],
        output:
            "processed/published_comparison.csv",
        log:
            "logs/published.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("published", choices=LABELLED),
            tables=AGREEING,
            assumptions=config["reconstruction"]["assumptions"],
            not_taken=PRESENCE.waves,
        script:
            "../scripts/published.py"
