"""What a reviewer asks for first: the index of exhibits."""


rule exhibits:
    """Every exhibit, what it is the counterpart of, its files, basis, n and script; what is left out, and why."""
    input:
        **CLAIM_FILES,
        texts=FIGURE_TEXTS,
        figures=FIGURES_FILE,
        words=words(config["languages"][0]),
    output:
        report(
            "processed/exhibits.csv",
            caption="../report/exhibits.rst",
            category="Index",
            labels={"table": "Index of exhibits"},
        ),
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


rule wave_exhibits:
    """Which figures show each wave, which do not, and why."""
    input:
        texts=FIGURE_TEXTS,
        tables=expand("figures/{figure}.csv", figure=FIGURES),
        figures=FIGURES_FILE,
        words=words(config["languages"][0]),
    output:
        "processed/wave_exhibits.csv",
    log:
        "logs/wave_exhibits.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("wave_exhibits"),
        study=study(),
        figures={
            name: {"waves": list(keys.get("waves", ()))}
            for name, keys in FIGURES.items()
        },
        left_out=LEFT_OUT,
    script:
        "../scripts/wave_exhibits.py"
