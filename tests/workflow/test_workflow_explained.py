"""make explain on the libraries' study: the chain to a number, held against the files that a person would look into."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.conftest import run_snakemake

CRATE = "ro-crate-metadata.json"
PICTURE = "processed/pictures/en/staff.json"  # what is drawn, as figure_data_staff left it


@pytest.fixture(scope="module")
def asked(libraries):
    """asked("--number", key): the answer as data; with folder=… of another study."""

    def ask(*question, folder=libraries.folder, written="json", status=0):
        command = [libraries.repository / ".venv/bin/python", libraries.repository / "workflow/scripts/explain.py"]
        done = subprocess.run(
            [*map(str, command), *question, "--format", written], cwd=folder, capture_output=True, text=True,
            env={"PYTHONPATH": str(libraries.repository / "workflow"), "COLUMNS": "70", "PYTHONUTF8": "1"}, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout) if written == "json" and not status else done.stdout + done.stderr

    return ask


def nodes(tree, kind=None):
    """Every node of an answer, or those of a kind."""
    found = [tree] if kind in (None, tree["kind"]) else []
    return found + [node for part in tree.get("from", []) for node in nodes(part, kind)]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_share_goes_back_to_the_column_and_the_rows_of_the_export(asked, libraries):
    table = list(csv.DictReader((libraries.folder / "processed/statistics.csv").open(encoding="utf-8")))
    wanted = {"question": "share", "item": "staff_sign", "wave": "access_2023", "outcome": "yes", "measure": "wilson"}
    row = next(at for at, cells in enumerate(table, 2) if wanted.items() <= cells.items())
    tree = asked("--number", table[row - 2]["statistic"])
    assert tree["title"] == f"processed/statistics.csv, row {row}: {table[row - 2]['statistic']}"
    [raw] = nodes(tree, "raw")
    assert raw["title"] == "raw/surveys/access_2023.csv"
    assert raw["sha256"] == digest(libraries.folder / raw["title"])
    assert raw["columns"] == {"Sign language:": "staff_sign"}
    assert raw["rows"] == ["2–9"]
    cells = list(csv.DictReader((libraries.folder / raw["title"]).open(encoding="utf-8")))
    said = [text["Sign language"].lower() for text in cells]
    assert float(tree["estimate"]) == pytest.approx(said.count("yes") / len(said))
    [step] = nodes(tree, "step")
    assert (step["title"], step["script"]) == ("rule shares", "workflow/scripts/shares.py")
    assert "shares.shares" in " ".join(step["functions"])
    assert {"numpy", "pandas"} <= set(step["versions"])


def test_what_was_left_out_and_recoded_is_told_with_its_row(asked):
    tree = asked("--number", "answers.access_2019.ent_door")
    [raw] = nodes(tree, "raw")
    assert raw["columns"] == {"E1[SQ002]:": "ent_door"}
    assert raw["left out"] == ["row 2 (unfinished response)"]
    assert raw["row of"]["ash"] == 3
    assert raw["recoded or corrected"][0].startswith("row 3 ash ent_door: A1 → yes")
    assert len(raw["recoded or corrected"]) == 6


def test_the_numbers_of_a_section_are_those_that_its_reader_meets(asked, libraries):
    page = (libraries.folder / "report/_output/en/summary.html").read_text("utf-8")
    section = re.search(r'<h1[^>]*id="sec-summary".*?(?=</main)', page, re.DOTALL)[0]
    paragraphs = re.findall(r"<p>(.*?)</p>", section, re.DOTALL)
    seen = re.findall(r"\d+", unescape(" ".join(re.sub(r"<[^>]+>", "", text) for text in paragraphs)))
    listed = asked("--number", "summary")["from"]
    assert [node["title"].split("  ")[1] for node in listed] == seen
    third = asked("--number", "summary:3")
    assert third["title"] == f"summary:3 (en): {seen[2]}"
    assert nodes(third, "raw")


def test_a_conclusion_ends_at_the_answers_that_decide_it(asked):
    tree = asked("--claim", "all-have-sign-language")
    assert tree["verdict"] == "not_reproduced"
    [rule] = nodes(tree, "choice")
    assert "staff_sign" in rule["rule"]
    [answers] = nodes(tree, "row")
    assert (answers["items"], answers["services"]) == (["staff_sign"], 8)
    assert [node["title"] for node in nodes(tree, "raw")] == ["raw/surveys/access_2023.csv"]


def test_a_picture_goes_back_to_every_file_that_it_shows(asked, libraries):
    tree = asked("--file", "figures/staff.svg")
    steps = [node["title"] for node in nodes(tree, "step")]
    assert steps[:2] == ["rule draw_staff_en", "rule figure_data_staff"]
    assert steps.count("rule wave_answers") == 3
    raw = {node["title"]: node["sha256"] for node in nodes(tree, "raw")}
    assert raw == {f"raw/surveys/access_{year}.csv": digest(libraries.folder / f"raw/surveys/access_{year}.csv")
                   for year in (2019, 2021, 2023)}  # fmt: skip
    assert [node for node in nodes(tree) if "changed" in node] == []


def test_a_file_that_is_no_longer_what_was_read_is_marked(asked, libraries, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(libraries.folder, folder)
    drawn = folder / PICTURE
    drawn.write_bytes(drawn.read_bytes().replace(b"8", b"9", 1))
    tree = asked("--file", "figures/staff.svg", folder=folder)
    assert [node["title"] for node in nodes(tree) if "changed" in node] == [PICTURE]


def test_on_a_terminal_no_line_is_wider_than_it_and_colours_stay_out_of_files(asked):
    text = asked("--claim", "all-have-sign-language", written="tree")
    assert max(map(len, text.splitlines())) <= 70
    assert "\x1b" not in text
    assert "└─ raw/surveys/access_2023.csv" in text


def test_a_name_that_is_not_there_is_told_with_the_nearest(asked, tmp_path, libraries):
    assert "did you mean summary?" in asked("--number", "summry", status=1)
    assert "did you mean all-have-sign-language?" in asked("--claim", "all-have-sign-langage", status=1)
    assert "a place from 1 to" in asked("--number", "summary:99", status=1)
    assert "did you mean figures/staff.svg?" in asked("--file", "figures/stafff.svg", status=1)
    shutil.copytree(libraries.folder, tmp_path / "bare", ignore=shutil.ignore_patterns(".snakemake"))
    assert "run make" in asked("--file", "figures/staff.svg", folder=tmp_path / "bare", status=1)


def test_the_crate_names_each_file_with_its_hash_and_what_made_it(libraries):
    content = json.loads((libraries.folder / CRATE).read_text("utf-8"))
    assert content["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    graph = {entity["@id"]: entity for entity in content["@graph"]}
    assert len(graph) == len(content["@graph"])
    files = {name: entity for name, entity in graph.items() if "File" in entity["@type"]}
    for name, entity in files.items():
        assert entity["sha256"] == digest(libraries.folder / name), name
        assert int(entity["contentSize"]) == (libraries.folder / name).stat().st_size
    written = set(libraries.files("figures"))
    assert written <= set(files)
    action = graph[files["figures/staff.svg"]["prov:wasGeneratedBy"]["@id"]]
    assert {"CreateAction", "prov:Activity"} <= set(action["@type"])
    drawn = "figures/staff.svg"
    for names, path in {"object": PICTURE, "prov:used": PICTURE, "result": drawn, "prov:generated": drawn}.items():
        named = action[names] if isinstance(action[names], list) else [action[names]]  # one alone stands without a list
        assert {"@id": path} in named
    assert graph[action["instrument"]["@id"]]["name"] == "workflow/scripts/draw.py"
    assert files["raw/surveys/access_2019.csv"]["additionalType"] == "basis: collected"
    assert "prov:wasGeneratedBy" not in files["raw/surveys/access_2019.csv"]
    assert graph["./"]["datePublished"] == "2026-11-22"  # the newest date of raw/sources.yaml
    refers = re.findall(r'"@id": "([^"]+)"', json.dumps(content))
    dangling = {name for name in refers if name not in graph and not urlsplit(name).scheme}
    assert dangling == set()


def test_the_crate_holds_no_path_of_the_machine(libraries, workflow_copy):
    text = (libraries.folder / CRATE).read_text("utf-8")
    for folder in (libraries.folder, workflow_copy, Path.home()):
        assert str(folder) not in text


def test_snakemakes_own_report_holds_the_figures_with_their_captions(libraries, tmp_path):
    made = tmp_path / "report.html"
    done = run_snakemake(libraries.folder, "--report", str(made), repository=libraries.repository)
    assert done.returncode == 0, done.stdout
    page = made.read_text("utf-8")
    for said in ("figures/staff.svg", "Index of exhibits", "make explain", "figures/barriers.svg"):
        assert said in page, said
    texts = json.loads((libraries.folder / "processed/figures/barriers.json").read_text("utf-8"))
    assert texts["en"]["caption"].split(",")[0] in unescape(page)
