"""Every conclusion of the study as a claim: what answers, published values and reconstructions say of it."""

from wavework.language.language import language_of

REGIONS = {wave: choices["region"] for wave, choices in config["waves"].items()}


# What claims are held against, whichever question is asked of them.
EVIDENCE = {
    "sources": "processed/sources.csv",
    "answers": table_file("answers"),
    "codebook": [*choices_in(*codebook(*LABELLED)), *codebook(*MATCHED)],
    "claims": choices_in(f"{config['codebook']}/claims.yaml")[0],
} | optional(
    egdi=has("egdi") and "processed/egdi.csv",
    published=config.get("published"),
    # what is published, for reconstructed answers
    constraints=existing(f"{config['codebook']}/constraints.csv"),
)
ASSUMPTIONS = f"{config['codebook']}/assumptions.csv"
CLAIM_PARAMS = {
    "languages": config["languages"],
    "presence": asdict(PRESENCE),
    "dimensions": list(config["dimensions"]),
    "sections": list(language_of(config, config["languages"][0]).shared["sections"]),
    "assumptions": config["reconstruction"]["assumptions"],
    "draws": config["reconstruction"]["draws"],
    "development": config["scores"]["development"],
    "choices": {
        "years": YEARS,
        "regions": REGIONS,
        "wave_year": WAVE_YEAR,
        "minimum_answered": config["scores"]["minimum_answered"],
        "alpha": config["statistics"]["alpha"],
        "coefficient": config["statistics"]["coefficient"],
        "resamples": config["statistics"]["resamples"],
        "bootstrap": config["statistics"]["bootstrap"],
        "statistics_seed": config["statistics"]["seed"],
        "seed": config["reconstruction"]["seed"],
    },
}


rule claims:
    """The verdict on each claim: collected answers, published values, or all tables that agree with the other facts."""
    input:
        **EVIDENCE,
        schema=schemas("claims", *AGREEING_TABLES),
    output:
        table="processed/claims.csv",
        details="processed/claims.json",
    log:
        "logs/claims.log",
    priority: 1  # the longest way to the report leads through here
    conda:
        "../../envs/pipeline.yaml"
    params:
        **CLAIM_PARAMS,
        code=code_of("claims", choices=(*LABELLED, "claims")),
    script:
        "../scripts/claims.py"


rule ladder:
    """Each open claim under each assumption of the codebook, one at a time."""
    input:
        **EVIDENCE,
        verdicts="processed/claims.csv",
        assumed=ASSUMPTIONS,
        schema=schemas("claims", "assumptions", *AGREEING_TABLES),
    output:
        table="processed/ladder.csv",
    log:
        "logs/ladder.log",
    priority: 1  # the longest way to the report leads through here
    conda:
        "../../envs/pipeline.yaml"
    params:
        **CLAIM_PARAMS,
        code=code_of("ladder", choices=(*LABELLED, "claims")),
    script:
        "../scripts/ladder.py"


rule settle:
    """Which wave, item or few services would decide each open claim."""
    input:
        **EVIDENCE,
        verdicts="processed/claims.csv",
        schema=schemas("claims", *AGREEING_TABLES),
    output:
        table="processed/what_would_settle.csv",
    log:
        "logs/settle.log",
    priority: 1  # the longest way to the report leads through here
    conda:
        "../../envs/pipeline.yaml"
    params:
        **CLAIM_PARAMS,
        code=code_of("settle", choices=(*LABELLED, "claims")),
    script:
        "../scripts/settle.py"
