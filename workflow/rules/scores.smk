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
        development=lookup("scores/development", within=config),
        minimum_answered=lookup("scores/minimum_answered", within=config),
    script:
        "../scripts/scores.py"
