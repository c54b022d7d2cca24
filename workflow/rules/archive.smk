"""One file of everything, for a deposit; included last, for it takes what `all` names."""


rule archive:
    """Raw files, code, tables, figures, report and data in one file, with a manifest and the licences of all of it."""
    input:
        rules.all.input,
        DATA_FILES[config["languages"][0]],
        WORKBOOKS[config["languages"][0]],
        sources="processed/sources.csv",
    output:
        zip="deposit/deposit.zip",
        manifest="deposit/MANIFEST.csv",
        licences="deposit/LICENCES.csv",
    log:
        "logs/archive.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("archive"),
        codebook=config["codebook"],
    script:
        "../scripts/archive.py"
