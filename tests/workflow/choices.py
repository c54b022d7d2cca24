"""The libraries' study with all that a study can have, made in a copy: an edit each, as a person would make it.

The hills are eight more libraries with the answers of the town's in the reverse order; ranks and values are invented.
"""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

TOWN, HILLS = "access_2023", "hills_2023"
PUBLISHED = {  # by hand: six of the eight libraries of the town trained their staff in 2023
    "source_id": "INVENTED", "region": "town", "year": "2023", "n": "8", "item_id": "staff_trained", "item_label_en":
    "Libraries that trained their staff", "response": "yes", "percent": "75", "locator": "page 3", "quality":
    "published", "item": "staff_trained", "wave": TOWN, "answers": "yes", "statistic": "share", "share": "0.75",
}  # fmt: skip
COLUMNS = (
    "source_id", "region", "year", "n", "item_id", "item_label_en", "response", "count", "percent", "countries",
    "locator", "quality", "value", "note", "item", "wave", "answers", "statistic", "low_count", "high_count", "share",
    "mean",
)  # fmt: skip
FIGURES = """
rank-and-score:
  section: association
  kind: scatter_labelled
  waves: [access_2023, hills_2023]
  title: {en: Rank and score}

town-and-hills:
  section: contrast
  kind: dot_interval
  data: contrast
  waves: [access_2023, hills_2023]
  title: {en: The town against the hills}

printed:
  section: robustness
  kind: compared_values
  waves: [access_2023]
  title: {en: What is printed}
"""


def edited(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """A YAML file after an edit of its content."""
    content = yaml.safe_load(path.read_text("utf-8"))
    edit(content)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")


def with_everything(folder: Path) -> None:
    """A second region with a wave, the contrast of both, ranks of e-government, a published value."""
    _second_region(folder)
    units = [row["unit"] for row in _rows(folder / "codebook/units.csv")]
    ranks = [("iso3", "country", "region", "year", "egdi_rank")]
    ranks += [(unit.upper(), unit, "", str(year), str(3 * n + year % 7 + 1)) for year in (2018, 2020, 2022)
              for n, unit in enumerate(units)]  # fmt: skip
    _register(folder, "egdi/ranks.csv", "\n".join(map(",".join, ranks)) + "\n", basis="published")
    value = ",".join(PUBLISHED.get(column, "") for column in COLUMNS)
    _register(folder, "published/values.csv", ",".join(COLUMNS) + f"\n{value}\n", basis="published")

    def edit(config: dict[str, Any]) -> None:
        config["regions"]["hills"] = {"en": "The hills"}
        names = [row["unit"] for row in _rows(folder / "codebook/units.csv") if row["region"] == "hills"]
        config["waves"][HILLS] = {
            **config["waves"][TOWN], "title": {"en": "Survey of the hills"}, "region": "hills",
            "export": f"raw/surveys/{HILLS}.csv", "units": names,
        }  # fmt: skip
        config["comparisons"]["contrast"] = [{"first": TOWN, "second": HILLS}]
        config |= {"egdi": {"files": ["raw/egdi/ranks.csv"]}, "published": "raw/published/values.csv"}
        config["statistics"] |= {"resamples": 99, "bootstrap": 99, "specification_permutations": 99}

    edited(folder / "config.yaml", edit)
    with (folder / "codebook/figures.yaml").open("a", encoding="utf-8") as file:
        file.write(FIGURES)


def one_wave(folder: Path) -> None:
    """The town's last wave, and nothing that takes more than that."""

    def edit(config: dict[str, Any]) -> None:
        config["waves"] = {TOWN: config["waves"][TOWN]}
        for key in ("egdi", "published", "comparisons"):
            del config[key]

    edited(folder / "config.yaml", edit)
    (folder / "codebook/claims.yaml").unlink()


def without(*keys: str) -> Callable[[Path], None]:
    """An edit that takes keys of the config out: `egdi`, or `comparisons.change`."""

    def edit(config: dict[str, Any]) -> None:
        for key in keys:
            *above, last = key.split(".")
            inner = config
            for name in above:
                inner = inner[name]
            del inner[last]

    return lambda folder: edited(folder / "config.yaml", edit)


def _second_region(folder: Path) -> None:
    town = _rows(folder / "codebook/units.csv")
    for row in town:
        row["country"] = row["unit"].upper()
    hills = [
        {**row, "unit": f"u{row['unit'][:2]}", "country": f"U{row['unit'][:2]}".upper(), "region": "hills",
         "label_en": f"Upper {row['label_en']}", "aliases": ""}
        for row in town
    ]  # fmt: skip
    _write(folder / "codebook/units.csv", [*town, *hills])
    crosswalk = _rows(folder / "codebook/crosswalk.csv")
    same = [{**row, "wave": HILLS} for row in crosswalk if row["wave"] == TOWN]
    _write(folder / "codebook/crosswalk.csv", [*crosswalk, *same])
    head, *rows = (folder / f"raw/surveys/{TOWN}.csv").read_text("utf-8").splitlines()
    names = [row.split(",")[0] for row in rows]
    turned = [f"Upper {name},{row.split(',', 1)[1]}" for name, row in zip(names, reversed(rows), strict=True)]
    _register(folder, f"surveys/{HILLS}.csv", "\n".join([head, *turned]) + "\n", wave=HILLS, basis="collected")


def _register(folder: Path, name: str, text: str, **keys: str) -> None:
    path = folder / "raw" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    entry = {
        "file": name, "producer": "the authors of the tests", "title": f"{name}, invented", "licence": "MIT",
        "date": "2026-11-22", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), **keys,
    }  # fmt: skip
    edited(folder / "raw/sources.yaml", lambda registry: registry["sources"].append(entry))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def with_incomes(folder: Path) -> None:
    """Income per head of each country, one value for every wave."""
    countries = [row["country"] for row in _rows(folder / "codebook/units.csv")]
    rows = [f"{country},{1000 + 500 * n}" for n, country in enumerate(countries)]
    _register(folder, "income.csv", "\n".join(["country,gdp_per_head", *rows]) + "\n", basis="published")
    edited(folder / "config.yaml", lambda config: config.update(covariates="raw/income.csv"))
