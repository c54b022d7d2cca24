"""ro-crate-metadata.json: what the run read, did and made, in a standard form (`wavework.provenance.ro_crate`)."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from wavework.jobs import logged
from wavework.provenance.ro_crate import crate
from wavework.provenance.workflow_steps import from_data
from wavework.tables import read_table, records, write_json
from wavework.yaml_files import read_yaml

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        given: Any = snakemake.input
        content = crate(
            from_data(snakemake.params.steps),
            title=snakemake.params.title,
            sources=records(read_table(given.sources)),
            exhibits=records(read_table(given.exhibits)),
            citation=read_yaml(Path(given.citation)),
            pipeline=Path(given.citation).parent,
            snakemake=version("snakemake"),
        )
        write_json(content, snakemake.output[0])
