"""processed/wave_exhibits.csv: which figures show each wave, which do not, and why."""

from pathlib import Path

from wavework.exhibits.declarations import read_figures
from wavework.exhibits.figure_inputs import read_texts
from wavework.exhibits.figures_of_each_wave import wave_exhibits
from wavework.jobs import logged
from wavework.language.language import language_of
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs, params = snakemake.input, snakemake.params
        empty = {name: told["left_out"] for name, told in read_texts(inputs.texts).items() if "left_out" in told}
        table = wave_exhibits(
            read_figures(inputs.figures) if inputs.figures else {},
            params.figures,
            {**params.left_out, **empty},
            {Path(path).stem: read_table(path) for path in inputs.tables},
            study=params.study,
            language=language_of(params.study, params.study["languages"][0]),
        )
        write_table(table, snakemake.output[0])
