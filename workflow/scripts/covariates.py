"""processed/covariates.csv: income per head of the countries of each wave."""

from wavework.codebook import read_codebook
from wavework.income_per_head import wave_covariates
from wavework.jobs import arguments, logged
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        members: dict[str, set[str]] = {}
        for name in ("answers", "measured"):
            table = read_table(path) if (path := snakemake.input.get(name)) else None
            for wave, rows in () if table is None else table.groupby("wave"):
                members[str(wave)] = members.get(str(wave), set()) | set(rows["country"]) - {""}
        units = read_codebook(snakemake.input.codebook).units
        table = wave_covariates(snakemake.input.file, members, units, **arguments(snakemake.params))
        write_table(table, snakemake.output[0])
