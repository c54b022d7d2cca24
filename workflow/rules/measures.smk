"""From tables of scores to measures and what they say: one job per wave, then one table, then the findings."""

if MEASURED:

    rule wave_measures:
        """The measures of one wave, and the log of the rows that are not used."""
        input:
            sources="processed/sources.csv",
            export=lambda wildcards: config["measured"][wildcards.wave]["export"],
            codebook=[
                *codebook("units", "measures", "measure_columns"),
                *optional_codebook("not_units"),
            ],
            schema=schemas("units", "measures", "measure_columns", "not_units"),
        output:
            measures="processed/measured/{wave}.csv",
            cleaning="processed/cleaning/measured/{wave}.csv",
        log:
            "logs/wave_measures/{wave}.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("wave_measures"),
            wave=lambda wildcards: config["measured"][wildcards.wave],
            known={
                **KNOWN_NAMES,
                "waves": MEASURED,
                "regions": list(config["region_names"]),
            },
        script:
            "../scripts/wave_measures.py"

    rule measured:
        """The measures of all waves in one table, with those that are the mean of their parts."""
        input:
            measures=expand("processed/measured/{wave}.csv", wave=MEASURED),
            codebook=codebook("measures"),
        output:
            "processed/measured.csv",
        log:
            "logs/measured.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("measured"),
        script:
            "../scripts/measured.py"

    rule measure_statistics:
        """Means, change, association with the EGDI and contrast of regions, of each measure."""
        input:
            **optional(
                egdi=has("measured_egdi") and "processed/egdi.csv",
                covariates=COVARIATES,
            ),
            measures="processed/measured.csv",
            codebook=codebook("measures"),
        output:
            findings=f"{STATISTICS}/measures.csv",
            leave_one_out="processed/measure_leave_one_out.csv",
        log:
            "logs/measure_statistics.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("measure_statistics"),
            waves={wave: c["year"] for wave, c in config["measured"].items()},
            changes=config["comparisons"]["measured"],
            contrasted=config["comparisons"]["regions"],
            wave_year=WAVE_YEAR,
            coefficient=config["statistics"]["coefficient"],
            seed=config["statistics"]["seed"],
            resamples=config["statistics"]["resamples"],
            bootstrap=config["statistics"]["bootstrap"],
        script:
            "../scripts/measure_statistics.py"
