"""deposit/deposit.zip: all that an archive takes, in one file, with the manifest and the licences beside it."""

from pathlib import Path

from wavework.deposit.archive import LICENCES, MANIFEST, deposit, licences, manifest, read_files
from wavework.jobs import logged
from wavework.tables import read_table, write_table, written_whole


def archived(repository: Path, sources_file: str, codebook: str, folder: Path) -> None:
    """Write manifest, licences and the zip into `folder`. The study is the current folder."""
    sources = read_table(sources_file)
    files = read_files(repository, Path(), sources, [codebook])
    lock = (repository / "envs/pipeline.lock").read_text(encoding="utf-8")
    write_table(manifest(files, sources), folder / MANIFEST)
    write_table(licences(sources, lock), folder / LICENCES)
    lists = {each: (folder / each).read_bytes() for each in (MANIFEST, LICENCES)}
    with written_whole(folder / "deposit.zip") as beside:
        beside.write_bytes(deposit(files, lists))


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        repository, folder = Path(snakemake.scriptdir).resolve().parents[1], Path(snakemake.output.zip).parent
        archived(repository, snakemake.input.sources, snakemake.params.codebook, folder)
