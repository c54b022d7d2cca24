"""codecheck.yml and the lists in README.md, from config, registry and figures.yaml: `make describe`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from wavework.deposit.described import codecheck, data_list, exhibit_list, with_part
from wavework.exhibits.declarations import present_figures, read_figures
from wavework.sources import read_registry
from wavework.study import validated_study
from wavework.tables import write_text
from wavework.what_a_study_has import presence_of, read_names, taken_part
from wavework.yaml_files import read_yaml

MORE = {
    "report/_output/{language}/index.html": "the report",
    "report/_output/{language}/index.pdf": "the report, as PDF",
    "processed/statistics.csv": "every number with interval, p, n, method and seed",
    "processed/claims.csv": "the verdict on each conclusion of the source",
    "processed/report_values.csv": "each number of the report's text, and the row that it is",
}


def described(folder: Path) -> dict[str, str]:
    """File -> its text, for the repository in `folder`, which is the current one."""
    config = validated_study(read_yaml(folder / "config.yaml"))
    presence = presence_of(config)
    config = taken_part(config, presence)
    declared: Any = read_figures(f"{config['codebook']}/figures.yaml")
    figures, _ = present_figures(declared, *read_names(config), config | {"presence": asdict(presence)})
    language = config["languages"][0]
    more = {name.format(language=language): told for name, told in MORE.items()}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    readme = with_part(readme, "data", data_list(read_registry(config["registry"])))
    readme = with_part(readme, "exhibits", exhibit_list(figures))
    return {
        "codecheck.yml": codecheck(figures, more, read_yaml(folder / "CITATION.cff"), language),
        "README.md": readme,
    }


if __name__ == "__main__":
    for name, text in described(Path()).items():
        write_text(text, name)
