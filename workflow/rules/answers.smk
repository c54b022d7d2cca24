"""From exports to tidy answers: one job per wave, then one table."""


rule wave_answers:
    """The answers of one wave in the study's own codes, and the log of what was dropped or changed."""
    input:
        sources="processed/sources.csv",
        export=lambda wildcards: config["waves"][wildcards.wave]["export"],
        structure=lambda wildcards: config["waves"][wildcards.wave].get("structure", []),
        codebook=[
            *choices_in(*codebook(*LABELLED)),
            *codebook(*MATCHED, "corrections"),
        ],
        schema=schemas(
            "items", "batteries", "scales", "units", "crosswalk", "corrections"
        ),
    output:
        answers=f"processed/answers/{{wave}}{ENDING}",
        cleaning="processed/cleaning/{wave}.csv",
    log:
        "logs/wave_answers/{wave}.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("wave_answers", choices=LABELLED),
        wave=lambda wildcards: config["waves"][wildcards.wave],
        known={**KNOWN_NAMES, "waves": WAVES},
    script:
        "../scripts/wave_answers.py"


rule wave_weights:
    """Weights, strata and clusters of the responses of a wave whose config names them."""
    input:
        sources="processed/sources.csv",
        export=lambda wildcards: config["waves"][wildcards.wave]["export"],
        structure=lambda wildcards: config["waves"][wildcards.wave].get("structure", []),
        codebook=[
            *choices_in(*codebook(*LABELLED)),
            *codebook(*MATCHED, "corrections"),
        ],
        schema=schemas(
            "items", "batteries", "scales", "units", "crosswalk", "corrections"
        ),
    output:
        "processed/weights/{wave}.csv",
    log:
        "logs/wave_weights/{wave}.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("wave_weights", choices=LABELLED),
        wave=lambda wildcards: config["waves"][wildcards.wave],
    script:
        "../scripts/wave_weights.py"


rule answers:
    """The answers of all waves in one table, with what was not asked."""
    input:
        answers=[f"processed/answers/{wave}{ENDING}" for wave in WAVES],
        item_table=choices_in(*codebook("items")),
    output:
        table_file("answers"),
    log:
        "logs/answers.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("answers", choices=LABELLED),
        waves=WAVES,
    script:
        "../scripts/answers.py"


rule cleaning_log:
    """Every row dropped and value changed, of all waves."""
    input:
        cleaning=[
            *expand("processed/cleaning/{wave}.csv", wave=WAVES),
            *expand("processed/cleaning/measured/{wave}.csv", wave=MEASURED),
        ],
    output:
        "processed/cleaning_log.csv",
    log:
        "logs/cleaning_log.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("cleaning_log"),
    script:
        "../scripts/cleaning_log.py"


rule comparability:
    """What of each item and wave is comparable; where change is computed, and why not where it is not."""
    input:
        answers=table_file("answers"),
        codebook=[*choices_in(*codebook("items")), *codebook("crosswalk")],
    output:
        "processed/comparability.csv",
    log:
        "logs/comparability.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("comparability", choices=LABELLED),
        waves=WAVES,
        pairs=CHANGES,
    script:
        "../scripts/comparability.py"
