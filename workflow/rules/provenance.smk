"""How each file of the run came about, for machines. It comes last: it knows what `all` asks for."""

STEPS = declared_steps(
    workflow.rules, Path.cwd(), PIPELINE, target="all", known=DECLARED
)


rule provenance:
    """What was read, done and made, as a Workflow Run RO-Crate with the terms of W3C PROV."""
    input:
        sources="processed/sources.csv",
        exhibits="processed/exhibits.csv",
        citation=str(PIPELINE / "CITATION.cff"),
        made=sorted(path for step in STEPS for path in step.outputs),
    output:
        "ro-crate-metadata.json",
    log:
        "logs/provenance.log",
    conda:
        "../../envs/pipeline.yaml"
    params:
        code=code_of("provenance"),
        title=config["study"]["title"][config["languages"][0]],
        steps=as_data(STEPS),
    script:
        "../scripts/provenance.py"
