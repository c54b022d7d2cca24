"""From answers and scores to findings: one job per question, then one table with adjusted p values."""

STATISTICS = "processed/statistics"


rule shares:
    """Share of each answer and mean of each score, with intervals."""
    input:
        **agreeing_tables(),
        weights=[f"processed/weights/{wave}.csv" for wave in WEIGHTED],
    output:
        f"{STATISTICS}/shares.csv",
    log:
        "logs/shares.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("shares", choices=LABELLED),
        tables=AGREEING,
        compared=COMPARED,
        minimum_answered=config["scores"]["minimum_answered"],
    script:
        "../scripts/shares.py"


rule change:
    """Change between two waves on the services of both."""
    input:
        **agreeing_tables(),
    output:
        findings=f"{STATISTICS}/change.csv",
        paired_scores="processed/paired_scores.csv",
    log:
        "logs/change.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("change", choices=LABELLED),
        tables=AGREEING,
        pairs=CHANGES,
        minimum_answered=config["scores"]["minimum_answered"],
        seed=config["statistics"]["seed"],
        resamples=config["statistics"]["resamples"],
        alpha=config["statistics"]["alpha"],
    script:
        "../scripts/change.py"


rule contrast:
    """Two regions against each other, on what both were asked."""
    input:
        **agreeing_tables(),
    output:
        findings=f"{STATISTICS}/contrast.csv",
    log:
        "logs/contrast.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("contrast", choices=LABELLED),
        tables=AGREEING,
        pairs=CONTRASTS,
        seed=config["statistics"]["seed"],
        resamples=config["statistics"]["resamples"],
        minimum_answered=config["scores"]["minimum_answered"],
        alpha=config["statistics"]["alpha"],
    script:
        "../scripts/contrast.py"


rule scale_quality:
    """Do the items of a dimension measure one thing?"""
    input:
        **agreeing_tables(),
    output:
        f"{STATISTICS}/scale_quality.csv",
    log:
        "logs/scale_quality.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("scale_quality", choices=LABELLED),
        tables=AGREEING,
        minimum_answered=config["scores"]["minimum_answered"],
    script:
        "../scripts/scale_quality.py"


rule association:
    """Rank association of EGDI and maturity, per wave and pooled over regions; each service left out in turn."""
    input:
        **agreeing_tables(),
        **optional(covariates=COVARIATES),
        egdi="processed/egdi.csv",
    output:
        findings=f"{STATISTICS}/association.csv",
        leave_one_out="processed/leave_one_out.csv",
    log:
        "logs/association.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("association", choices=LABELLED),
        tables=AGREEING,
        minimum_answered=config["scores"]["minimum_answered"],
        waves=YEARS,
        pooled=COMPARED,
        wave_year=WAVE_YEAR,
        coefficient=config["statistics"]["coefficient"],
        seed=config["statistics"]["seed"],
        resamples=config["statistics"]["resamples"],
        bootstrap=config["statistics"]["bootstrap"],
        alpha=config["statistics"]["alpha"],
    script:
        "../scripts/association.py"


# The pair that the config names for the curve, or else the first.
CURVE_WAVES = next(
    (
        pair
        for pair in COMPARED
        if pair == config["statistics"]["specification"].get("waves")
    ),
    COMPARED[0] if COMPARED else [],
)


rule specification_curve:
    """The association under every defensible choice, and whether such a curve could arise by chance."""
    input:
        **agreeing_tables(),
        egdi="processed/egdi.csv",
        association=f"{STATISTICS}/association.csv",
    output:
        specifications="processed/specifications.csv",
        findings=f"{STATISTICS}/specification_curve.csv",
    log:
        "logs/specification_curve.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("specification_curve", choices=LABELLED),
        tables=AGREEING,
        waves={wave: YEARS[wave] for wave in CURVE_WAVES},
        newest_edition=config["statistics"]["specification"].get("newest_edition"),
        wave_year=WAVE_YEAR,
        coefficient=config["statistics"]["coefficient"],
        seed=config["statistics"]["seed"],
        permutations=config["statistics"]["specification_permutations"],
        alpha=config["statistics"]["alpha"],
        minimum_answered=config["scores"]["minimum_answered"],
    script:
        "../scripts/specification_curve.py"


rule newcomers:
    """The services of both waves against those of the later wave alone, by EGDI rank."""
    input:
        answers=table_file("answers"),
        egdi="processed/egdi.csv",
    output:
        "processed/newcomers.csv",
    log:
        "logs/newcomers.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("newcomers"),
        pairs=CHANGES,
        years=YEARS,
        wave_year=WAVE_YEAR,
    script:
        "../scripts/newcomers.py"


rule findings:
    """All findings in one table, p values adjusted within the families that the config declares."""
    input:
        tables=findings_tables,
    output:
        "processed/statistics.csv",
    log:
        "logs/findings.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("findings"),
        families=config["statistics"]["families"],
        weighted=WEIGHTED,
    script:
        "../scripts/findings.py"


rule power:
    """The smallest effect that each test could have found."""
    input:
        answers=table_file("answers"),
    output:
        "processed/power.csv",
    log:
        "logs/power.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("power"),
        changes=CHANGES,
        contrasts=CONTRASTS,
        associated=has("egdi"),
        alpha=config["statistics"]["alpha"],
        coefficient=config["statistics"]["coefficient"],
        seed=config["statistics"]["seed"],
    script:
        "../scripts/power.py"
