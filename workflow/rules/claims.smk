"""Every conclusion of the study as a claim: what answers, published values and reconstructions say of it."""

STATED = f"{config['codebook']}/constraints.csv"  # what is published, for reconstructed answers; a study may have none
REGIONS = {wave: choices["region"] for wave, choices in config["waves"].items()}


rule claims:
    """The verdict on each claim, and the share of reconstructions without its own statement in which it holds."""
    input:
        **({"egdi": "processed/egdi.csv"} if "egdi" in config else {}),
        **({"published": config["published"]} if "published" in config else {}),
        **({"constraints": STATED} if Path(STATED).exists() else {}),
        sources="processed/sources.csv",
        answers="processed/answers.csv",
        codebook=codebook("items", "batteries", "scales", "units", "crosswalk"),
        claims=f"{config['codebook']}/claims.yaml",
        code=modules(
            "claims",
            "codebook",
            "reconstruction",
            "statistics",
            "basis",
            "egdi",
            "presence",
            "scores",
            "schemas",
        ),
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
        years=YEARS,
        regions=REGIONS,
        dimensions=list(config["dimensions"]),
        wave_year=lookup("egdi/wave_year", within=config, default=""),
        assumptions=lookup("reconstruction/assumptions", within=config),
        draws=lookup("reconstruction/draws", within=config),
        seed=lookup("reconstruction/seed", within=config),
        development=lookup("scores/development", within=config),
        minimum_answered=lookup("scores/minimum_answered", within=config),
        alpha=lookup("statistics/alpha", within=config),
        resamples=lookup("statistics/resamples", within=config),
        bootstrap=lookup("statistics/bootstrap", within=config),
        statistics_seed=lookup("statistics/seed", within=config),
    script:
        "../scripts/claims.py"
