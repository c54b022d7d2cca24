"""raw/ is what its registry says, or nothing runs; the index of the countries' e-government."""


rule sources:
    """Check every raw file against the registry: the first job of all."""
    input:
        registry=config["registry"],
        files=raw_files,
        schema=schemas("sources"),
    output:
        "processed/sources.csv",
    log:
        "logs/sources.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("sources"),
        named=named_files(config),
        waves=WAVES,
    script:
        "../scripts/sources.py"


if has("egdi"):

    rule egdi:
        """EGDI rank and value per country of the study and year."""
        input:
            sources="processed/sources.csv",
            files=config["egdi"]["files"],
            codebook=codebook("units"),
            schema=schemas("units"),
        output:
            "processed/egdi.csv",
        log:
            "logs/egdi.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("egdi"),
            # a measure may be of units of every region, or of none
            regions=[*config["region_names"], ""] if MEASURED else [*config["regions"]],
        script:
            "../scripts/egdi.py"


if COVARIATES:

    rule covariates:
        """Income per head of the countries of each wave: of each the value that belongs to the wave's year."""
        input:
            **optional(
                answers=has("answers") and table_file("answers"),
                measured=has("measures") and "processed/measured.csv",
            ),
            sources="processed/sources.csv",
            file=config["covariates"],
            codebook=codebook("units"),
            schema=schemas("units"),
        output:
            COVARIATES,
        log:
            "logs/covariates.log",
        conda:
            "../../envs/pipeline.yaml"
        params:
            code=code_of("covariates"),
            years={
                **YEARS,
                **{wave: c["year"] for wave, c in config["measured"].items()},
            },
            wave_year=WAVE_YEAR,
        script:
            "../scripts/covariates.py"
