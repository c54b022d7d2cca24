"""What a reviewer asks for first: the index of exhibits."""


rule exhibits:
    """Every exhibit, what it is the counterpart of, its files, basis, n and script; what is left out, and why."""
    input:
        **CLAIM_FILES,
        sections=expand("processed/figures/{section}.json", section=SECTIONS),
        figures=FIGURES_FILE,
        words=words(config["languages"][0]),
    output:
        "processed/exhibits.csv",
    log:
        "logs/exhibits.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("exhibits"),
        study=study(),
        left_out=LEFT_OUT,
    script:
        "../scripts/exhibits.py"
