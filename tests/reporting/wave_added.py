"""A wave more in a copy of the main study: fourteen services of Asia-Pacific in 2024, of which three are new.

What they answered goes round by the number of the service and the place of the item (`tests/wave/new_waves.py`), so
that a test can say by arithmetic what the report must show.
"""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import yaml
from tests.wave import new_waves as made

WAVE, YEAR, BEFORE = "ilo_ap_2024", "2024", "ilo_ap_2022"
TITLE = {"en": "ILO 2024", "fr": "OIT 2024", "es": "OIT 2024"}
REGION = {"en": "Asia-Pacific", "fr": "Asie-Pacifique", "es": "Asia-Pacífico"}
OLD = ["AUS", "KHM", "CHN", "IND", "IDN", "JPN", "NPL", "PHL", "KOR", "SGP", "VNM"]  # as made.AP
NEW = {"LKA": "Sri Lanka", "MNG": "Mongolia", "THA": "Thailand"}
RANKS = {"LKA": 98, "MNG": 46, "THA": 52}  # of 2024 alone: the edition of 2022 has none of them
UNITS = [*OLD, *NEW]
EXPORT, EGDI = f"surveys/{WAVE}/export.csv", "egdi/egdi_new_services.csv"
FEW = {
    "resamples": 199,
    "bootstrap": 99,
    "specification_permutations": 99,
    "draws": 20,
}  # it is the wave that is tested


def add_wave(folder: Path) -> None:
    """Add the wave to the study in the folder, as docs/adding-a-wave.md does it: files and rows, no code."""
    codebook, raw = folder / "workflow/codebook", folder / "raw"
    with (codebook / "crosswalk.csv").open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if row["wave"] == BEFORE]
    columns = [(row["column"], row["column"], row["item"]) for row in asked]
    (raw / EXPORT).parent.mkdir(parents=True)
    made.limesurvey(raw / EXPORT, [*made.AP, *NEW.values()], columns, made.full_answer("en", "Yes", "No"))
    lines = ["iso3,year,rank", *(f"{country},{YEAR},{rank}" for country, rank in RANKS.items())]
    (raw / EGDI).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for file, more in (("crosswalk", [row | {"wave": WAVE} for row in asked]), ("units", [*map(_unit, NEW)])):
        _append(codebook / f"{file}.csv", more)
    _edit(raw / "sources.yaml", lambda registry: registry["sources"].extend(_source(raw, *each) for each in (
        (EXPORT, "collected", {"wave": WAVE}), (EGDI, "published", {}),
    )))  # fmt: skip
    _edit(folder / "config.yaml", _into_config)


def _into_config(config: dict) -> None:
    before = config["waves"][BEFORE]
    config["waves"][WAVE] = before | {"title": TITLE, "year": int(YEAR), "export": f"raw/{EXPORT}", "units": UNITS}
    config["comparisons"]["change"].append({"from": BEFORE, "to": WAVE})
    config["egdi"]["files"].append(f"raw/{EGDI}")
    for block in ("statistics", "reconstruction"):
        config[block] |= {key: number for key, number in FEW.items() if key in config[block]}


def _unit(unit: str) -> dict[str, str]:
    name = NEW[unit]
    return {"unit": unit, "country": unit, "region": "AP"} | dict.fromkeys(("label_en", "label_fr", "label_es"), name)


def _source(raw: Path, file: str, basis: str, more: dict[str, str]) -> dict[str, str]:
    digest = hashlib.sha256((raw / file).read_bytes()).hexdigest()
    about = {"producer": "Us", "title": f"Made for a test: {file}", "licence": "none", "date": "2024-10-15"}
    return {"file": file, **about, "sha256": digest, "basis": basis, **more}


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("r+", encoding="utf-8", newline="") as file:
        head = next(csv.reader(file))
        file.seek(0, 2)
        csv.DictWriter(file, head, restval="", extrasaction="ignore", lineterminator="\n").writerows(rows)


def _edit(path: Path, change) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def counts(item: str) -> Counter:
    """How many of the fourteen gave each answer, by arithmetic."""
    return Counter(made.given(item, service)["answer"] for service in range(len(UNITS)))
