"""What a run gives to archives, held against the standards' own validators; the data files of a run, read back."""

import io
import json
import subprocess
import sys
import urllib.error
import urllib.request
import urllib.response
from email.message import Message
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from tests.conftest import REPO

CFFCONVERT = "cffconvert==2.0.0"  # by `uv tool run`, for it needs an older jsonschema than everything else
FETCHING = ["ro-crate-1.1_3.1", "ro-crate-1.1_3.2"]  # checks that ask the network for contexts
WORKFLOW_RUN = (
    "sha1",
    "sha256",
    "containerImage",
    "environment",
    "resourceUsage",
    "sourceParameter",
    "targetParameter",
)


@pytest.mark.parametrize("folder", ["processed", "figures"])
def test_the_data_packages_are_valid_for_frictionless(libraries, folder):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is in envs/dev.lock")
    report = frictionless.validate(str(libraries.folder / folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert len(report.tasks) > 3


def test_frictionless_sees_a_table_that_was_changed(libraries, tmp_path):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is in envs/dev.lock")
    for path in (libraries.folder / "figures").glob("*.*"):
        if path.suffix in (".csv", ".json"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    changed = tmp_path / "barriers.csv"
    changed.write_bytes(changed.read_bytes() + b"\n")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_citation_is_valid_for_cffconvert():
    uv = Path(sys.prefix) / "bin/uv"
    if not uv.exists():
        pytest.skip("uv is not in this environment")
    command = [str(uv), "tool", "run", "--quiet", "--from", CFFCONVERT, "cffconvert", "--validate"]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True)
    if "error sending request" in done.stderr or "Failed to fetch" in done.stderr:
        pytest.skip("the package index is not to be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid" in done.stdout


class _Contexts(urllib.request.HTTPSHandler):
    """The contexts of RO-Crate as the package `rocrate` brings them; nothing else of the network."""

    def https_open(self, req):
        rocrate = pytest.importorskip("rocrate", reason="rocrate is in envs/dev.lock")
        if req.full_url.startswith("https://w3id.org/ro/crate/"):
            data = (Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_bytes()
        elif req.full_url.startswith("https://w3id.org/ro/terms/workflow-run"):
            terms = {name: f"https://w3id.org/ro/terms/workflow-run#{name}" for name in WORKFLOW_RUN}
            data = json.dumps({"@context": terms}).encode()
        else:
            raise urllib.error.URLError(f"not here: {req.full_url}")
        headers = Message()
        headers["Content-Type"] = "application/ld+json"
        answer = urllib.response.addinfourl(io.BytesIO(data), headers, req.full_url, 200)
        answer.msg = "OK"
        return answer


def test_the_crate_is_valid_for_rocrate_validator(libraries, monkeypatch):
    services = pytest.importorskip("rocrate_validator.services", reason="roc-validator is in envs/dev.lock")
    from rocrate_validator.models import Severity

    if not (libraries.folder / "ro-crate-metadata.json").is_file():
        pytest.skip("a run writes no RO-Crate yet")
    monkeypatch.setattr(urllib.request, "_opener", urllib.request.build_opener(_Contexts))
    settings = services.ValidationSettings(
        rocrate_uri=str(libraries.folder), profile_identifier="ro-crate-1.1", requirement_severity=Severity.REQUIRED,
        skip_checks=FETCHING,
    )  # fmt: skip
    result = services.validate(settings)
    assert [(issue.check.identifier, issue.message) for issue in result.get_issues()] == []


def test_the_lists_in_the_readme_and_codecheck_are_those_of_the_study(repo, monkeypatch):
    import describe

    monkeypatch.chdir(repo)
    for name, text in describe.described(repo).items():
        assert (repo / name).read_text("utf-8") == text, f"{name}: run `make describe`"


def test_codecheck_has_the_keys_of_its_specification(repo):
    from wavework.yaml_files import read_yaml

    content = read_yaml(repo / "codecheck.yml")
    assert content["version"] == "https://codecheck.org.uk/spec/config/1.0/"
    assert content["paper"]["title"]
    assert all(author["name"] for author in content["paper"]["authors"])
    declared = set(read_yaml(repo / "workflow/codebook/figures.yaml"))
    files = [entry["file"] for entry in content["manifest"]]
    assert len(files) == len(set(files)) > 40
    assert {Path(file).stem for file in files if file.startswith("figures/")} <= declared
    assert all(entry["comment"] for entry in content["manifest"])


def test_the_data_files_hold_the_answers_of_the_exports(libraries):
    libraries.run("data")
    folder = libraries.folder / "data/en"
    table, meta = pyreadstat.read_dta(str(folder / "answers_access_2019.dta"), user_missing=True)
    assert len(table) == 6
    assert table.set_index("unit").loc["elm", "ent_lift"] == "a"  # Elmfield did not know of its lift
    assert meta.column_names_to_labels["ent_lift"] == "Lift to every public floor"
    answers = pd.read_csv(libraries.folder / "processed/answers.csv", dtype=str, keep_default_na=False)
    long, _ = pyreadstat.read_sav(str(folder / "answers_long.sav"))
    assert long["status"].value_counts().to_dict() == answers["status"].value_counts().to_dict()
    assert not set(long["status"]) & {"not_public"}


def test_the_workbook_has_a_sheet_for_each_figure(libraries):
    libraries.run("data")
    book = openpyxl.load_workbook(libraries.folder / "data/en/exhibits.xlsx", read_only=True)
    exhibits = pd.read_csv(libraries.folder / "processed/exhibits.csv", dtype=str, keep_default_na=False)
    shown = exhibits[(exhibits["kind"] != "claim") & (exhibits["left_out"] == "")]
    assert set(book.sheetnames) == {"Contents", *shown["exhibit"]}
    barriers = list(book["barriers"].iter_rows(values_only=True))
    table = pd.read_csv(libraries.folder / "figures/barriers.csv", keep_default_na=False)
    assert [cell for cell in barriers[5] if cell] == list(table.columns)
    assert len(barriers) == 6 + len(table)
