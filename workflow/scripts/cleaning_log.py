"""processed/cleaning_log.csv: what was dropped or changed, of all waves together."""

import pandas as pd

from wavework.jobs import logged
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        write_table(pd.concat(map(read_table, snakemake.input.cleaning)), snakemake.output[0])
