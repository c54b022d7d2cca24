"""From answers to scores."""


rule scores:
    """Maturity per unit, wave and dimension."""
    input:
        answers="processed/answers.csv",
        item_table=codebook("items"),
        scale_table=codebook("scales"),
        code=modules("scores"),
    output:
        "processed/scores.csv",
    log:
        "logs/scores.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        compared=COMPARED,
        development=lookup("scores/development", within=config),
        minimum_answered=lookup("scores/minimum_answered", within=config),
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
            code=modules("published", "basis"),
        output:
            "processed/published_comparison.csv",
        log:
            "logs/published.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            assumptions=lookup("reconstruction/assumptions", within=config),
            not_taken=PRESENCE.waves,
        script:
            "../scripts/published.py"
