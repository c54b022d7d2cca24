"""Every conclusion of the study as a claim: what answers, published values and reconstructions say of it."""

REGIONS = {wave: choices["region"] for wave, choices in config["waves"].items()}


rule claims:
    """The verdict on each claim, and the share of reconstructions without its own statement in which it holds."""
    input:
        **optional(
            egdi=has("egdi") and "processed/egdi.csv",
            published=config.get("published"),
            # what is published, for reconstructed answers
            constraints=existing(f"{config['codebook']}/constraints.csv"),
        ),
        sources="processed/sources.csv",
        answers="processed/answers.csv",
        codebook=codebook("items", "batteries", "scales", "units", "crosswalk"),
        claims=f"{config['codebook']}/claims.yaml",
        code=code_of("claims"),
        schema=schemas("claims", "items", "batteries", "scales", "units", "crosswalk"),
    output:
        table="processed/claims.csv",
        details="processed/claims.json",
    log:
        "logs/claims.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        languages=config["languages"],
        presence=asdict(PRESENCE),
        dimensions=list(config["dimensions"]),
        assumptions=config["reconstruction"]["assumptions"],
        draws=config["reconstruction"]["draws"],
        development=config["scores"]["development"],
        choices={
            "years": YEARS,
            "regions": REGIONS,
            "wave_year": WAVE_YEAR,
            "minimum_answered": config["scores"]["minimum_answered"],
            "alpha": config["statistics"]["alpha"],
            "resamples": config["statistics"]["resamples"],
            "bootstrap": config["statistics"]["bootstrap"],
            "statistics_seed": config["statistics"]["seed"],
            "seed": config["reconstruction"]["seed"],
        },
    script:
        "../scripts/claims.py"
