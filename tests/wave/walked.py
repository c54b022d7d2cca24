"""Following docs/adding-a-wave.md in a copy of the repository: its indented lines are the commands and rows.

The wave is made here: LimeSurvey with answer codes and its questionnaire file, twelve services of which one is new, one
item worded otherwise, one battery with turned answer codes, one item not asked; personal data in every column for it.
"""

import csv
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import new_waves as made
import yaml

WAVE = "ilo_ap_2024"
SERVICES = [*made.AP, "Sri Lanka"]
OTHERWISE = "bo_real_time_lmi"  # asked of any labour market information, as in 2020
NOT_ASKED = "bo_cloud"
TURNED = "data"  # battery whose codes run from "not planned" (A1) to "fully in place" (A4)
COLUMNS = [
    (row["column"], row["item"])
    for row in made.codebook("crosswalk")
    if row["wave"] == "ilo_ap_2022" and row["item"] != NOT_ASKED
]
TURNED_CODES = {"A1": "A4", "A2": "A3", "A3": "A2", "A4": "A1", "A9": "A9"}
PARTS = ("Makefile", "Snakefile", "config.yaml", "raw", "workflow", "docs", "report", "envs")
MADE = ("_output", "_figures", "_tables", "_exhibits", "_variables.yml", "__pycache__", "*.part", "*.pyc")
TABLES = (
    "answers", "scores", "statistics", "prevalence", "comparability", "egdi", "newcomers", "paired_scores",
    "cleaning_log",
)  # fmt: skip
FIGURES = (
    "participation", "egdi-ranks", "strategy-nature", "obstacles", "back-office-ap", "back-office-ap-lac",
    "change-dimensions",
)  # fmt: skip
TARGETS = [
    *(f"processed/{name}.csv" for name in TABLES),
    *(f"figures/{name}.csv" for name in FIGURES),
    *(f"figures/{name}.svg" for name in ("back-office-ap", "participation", "change-dimensions")),
]


@dataclass
class Walk:
    """The copy after the walk. said: command -> what it printed; rows: the drafted crosswalk before it was edited."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    code: tuple[str, str] = ("", "")

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def cell(item: str, service: int) -> str:
    text = made.code(item, service)
    return TURNED_CODES[text] if made.ITEMS[item]["battery"] == TURNED else text


def offered(item: str) -> list[made.Row]:
    answers = made.answers_of(item)
    if made.ITEMS[item]["battery"] == TURNED:
        return [{**answer, "code": TURNED_CODES[answer["code"]]} for answer in answers]
    return answers


def downloads(folder: Path) -> None:
    """What stands in ~/Downloads: the export, its questionnaire, and the table of the United Nations."""
    folder.mkdir(parents=True)
    made.limesurvey(folder / "results-survey.csv", SERVICES, [(code, code, item) for code, item in COLUMNS], cell)
    structure = made.lss(folder / "survey.lss", COLUMNS, offered=offered)
    text = structure.read_text(encoding="utf-8")
    for language, words in (("en", "Labour market information"), ("fr", "Information sur le marché du travail")):
        text = text.replace(made.ITEMS[OTHERWISE][f"label_{language}"], words)
    structure.write_text(text, encoding="utf-8")
    head = ["Survey Year", "Country", "Rank", "E_Index", "E_Participation", "Online_Service", "Human_Capital",
            "Tele_Infra", "Region"]  # fmt: skip
    names = [row["label_en"] for row in made.codebook("units")] + ["Sri Lanka", "Iraq"]
    rows = [head]
    for place, name in enumerate(names, start=1):
        numbers = [f"{place}", f"{1 - place / 100:.5f}", "0.50000", "0.50000", "0.50000", "0.50000"]
        if name == "Suriname":  # not assessed
            numbers = ["0"] + ["0.00000"] * 5
        rows.append(["2024", f"{name} ", *numbers, "Asia"])
    (folder / "EGOV_DATA_2024.csv").write_bytes(made.csv_bytes(rows))


def lines_of_the_document(folder: Path) -> list[str]:
    """The indented lines up to the run, in their order; lines of one block of YAML joined."""
    text = (folder / "docs" / "adding-a-wave.md").read_text(encoding="utf-8").partition("\n## ")[0]
    blocks = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    found = []
    for block in blocks:
        lines = [line[4:] for line in block.splitlines()]
        found += ["\n".join(lines)] if re.match(r"- |\w+: ", lines[0]) else lines
    return found


def hashes(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def code_of(folder: Path) -> str:
    return "".join(hashes(folder / "workflow" / part) for part in ("rules", "scripts", "wavework"))


def followed(home: Path) -> Walk:
    """Follow the document. What it asks a person to decide is decided here."""
    walk = Walk(home / "study")
    walk.folder.mkdir(parents=True)
    for part in PARTS:
        source = made.REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, walk.folder / part, ignore=shutil.ignore_patterns(*MADE))
        else:
            shutil.copy(source, walk.folder)
    downloads(home / "Downloads")
    before = code_of(walk.folder)
    draft = ""
    for line in lines_of_the_document(walk.folder):
        if line.startswith("make wave "):
            draft = line
            walk.said[line] = run(walk.folder, home, line)
        elif re.fullmatch(r"[A-Z]{3},[A-Z]{3},.*", line):
            with (walk.folder / "workflow/codebook/units.csv").open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
            walk.said["again"] = run(walk.folder, home, draft)
            walk.rows = walk.table(f"drafts/{WAVE}/crosswalk.csv")
            decide(walk.folder / "drafts" / WAVE / "crosswalk.csv")
        elif line.startswith("producer: "):
            fill_in(walk.folder / "drafts" / WAVE / "sources.yaml", line)
        elif line.startswith("- file: "):
            register(walk.folder, line, walk.said["sha256sum raw/egdi/EGOV_DATA_2024.csv"].split()[0])
        elif line == "make":
            hasten(walk.folder / "config.yaml")
            walk.said[line] = snakemake(walk.folder, TARGETS)
        else:
            walk.said[line] = run(walk.folder, home, line)
    walk.code = (before, code_of(walk.folder))
    return walk


def run(folder: Path, home: Path, command: str) -> str:
    """A command of the document, with this Python in the place of the project's environment."""
    if command.startswith("make "):
        run = shlex.quote(f'"{sys.executable}"')  # the folder may have a name with spaces
        command = f"make PYTHON=true RUN={run} {command.removeprefix('make ')}"
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def decide(path: Path) -> None:
    """The item in doubt is not comparable; a person has read what was asked."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["comparable"] == "?":
            assert row["item"] == OTHERWISE, row
            row |= {"comparable": "no", "reason": "asked of any labour market information, not of that in real time"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def fill_in(path: Path, lines: str) -> None:
    text = path.read_text(encoding="utf-8")
    for line in lines.splitlines():
        key = line.split(":")[0]
        text, found = re.subn(rf"^(    {key}): ''$", lambda match, line=line: f"    {line}", text, flags=re.MULTILINE)
        assert found == 2  # of the export and of the questionnaire
    path.write_text(text, encoding="utf-8")


def register(folder: Path, entry: str, digest: str) -> None:
    registry = folder / "raw/sources.yaml"
    block = "".join(f"  {line}\n" for line in entry.replace("<hash>", digest).splitlines())
    registry.write_text(registry.read_text(encoding="utf-8") + "\n" + block, encoding="utf-8")
    config = folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    # The United Nations' own edition of 2024 stands aside for the one of these tests.
    old = "files: [raw/egdi/egdi_deck_ranks.csv, raw/egdi/egdi_values.csv]"
    assert old in text
    new = "files: [raw/egdi/egdi_deck_ranks.csv, raw/egdi/EGOV_DATA_2024.csv]"
    config.write_text(text.replace(old, new), encoding="utf-8")


def hasten(config: Path) -> None:
    """Fewer resamples: what is tested is that the wave arrives, not the third decimal of a p value."""
    text = config.read_text(encoding="utf-8")
    for key, few in (("resamples", 199), ("bootstrap", 99), ("specification_permutations", 99), ("draws", 10)):
        text = re.sub(rf"^(  {key}: )\d+", rf"\g<1>{few}", text, flags=re.MULTILINE)
    config.write_text(text, encoding="utf-8")
    assert yaml.safe_load(text)["statistics"]["resamples"] == 199


def snakemake(folder: Path, targets: list[str]) -> str:
    command = [sys.executable, "-m", "snakemake", "--workflow-profile", "workflow/profiles/default", "--cores", "1"]
    command += ["--executor", "wavework"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(folder / "workflow")}
    done = subprocess.run(
        [*command, *targets], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
