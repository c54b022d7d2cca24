"""From answers to scores."""


rule scores:
    """Maturity per unit, wave and dimension."""
    input:
        answers="processed/answers.csv",
        item_table=codebook("items"),
        scale_table=codebook("scales"),
        code=code_of("scores"),
    output:
        "processed/scores.csv",
    log:
        "logs/scores.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        compared=COMPARED,
        development=config["scores"]["development"],
        minimum_answered=config["scores"]["minimum_answered"],
    script:
        "../scripts/scores.py"


if has("published"):

    rule published:
        """Each published value beside what this run gives."""
        input:
            sources="processed/sources.csv",
            published=config["published"],
            answers="processed/answers.csv",
            item_table=codebook("items"),
            code=code_of("published"),
        output:
            "processed/published_comparison.csv",
        log:
            "logs/published.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            assumptions=config["reconstruction"]["assumptions"],
            not_taken=PRESENCE.waves,
        script:
            "../scripts/published.py"
