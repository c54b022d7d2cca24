"""The deposit: what is in it, what never is, and that its lists say so."""

import csv
import hashlib
import io

import pytest
from small_deposit import sources

from wavework.deposit.archive import WITHHELD, deposit, files_of, licences, manifest, read_files
from wavework.deposit.same_bytes_zip import unzipped
from wavework.tables import write_table


@pytest.fixture
def folder(tmp_path):
    for name in (
        "Snakefile", "LICENSE", "config.yaml", "workflow/a.py", "workflow/__pycache__/a.pyc", "workflow/.secret",
        "notes.txt", "raw/sources.yaml", "raw/c.csv", "raw/m.csv", "processed/t.csv", "figures/f.svg",
        "report/en/index.qmd", "report/en/_tables/x.md", "report/_output/en/index.html", "data/en/d.dta",
        "mine/codebook/items.csv", ".env", ".venv/lib/x.py",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path


def test_all_that_a_study_has_made_is_in_it_and_nothing_else(folder):
    files = read_files(folder, folder, sources(), ["mine/codebook"])
    assert {name: role for name, (_, role) in files.items()} == {
        "Snakefile": "code", "LICENSE": "metadata", "config.yaml": "code", "workflow/a.py": "code",
        "raw/sources.yaml": "raw", "raw/m.csv": "raw", "processed/t.csv": "table", "figures/f.svg": "figure",
        "report/en/index.qmd": "code", "report/_output/en/index.html": "report", "data/en/d.dta": "data",
        "mine/codebook/items.csv": "code",
    }  # fmt: skip


def test_collected_exports_are_kept_out_and_named(folder):
    files = read_files(folder, folder, sources())
    assert "raw/c.csv" not in files
    table = manifest(files, sources())
    kept_out = table[table["note"] != ""]
    assert kept_out[["path", "note"]].to_numpy().tolist() == [["raw/c.csv", WITHHELD]]
    assert b"raw/c.csv" not in deposit(files, {})


def test_a_study_of_its_own_lies_beside_the_pipeline(folder, tmp_path_factory):
    study = tmp_path_factory.mktemp("study")
    (study / "config.yaml").write_text("own", "utf-8")
    files = read_files(folder, study, sources())
    assert files["study/config.yaml"][0] == b"own"
    assert "config.yaml" not in files
    assert "raw/m.csv" not in files


def test_the_manifest_names_every_file_with_its_hash(folder):
    files = read_files(folder, folder, sources())
    table = manifest(files, sources())
    write_table(table, folder / "MANIFEST.csv")
    content = deposit(files, {"MANIFEST.csv": (folder / "MANIFEST.csv").read_bytes()})
    held = {name.removeprefix("deposit/"): data for name, data in unzipped(content).items()}
    rows = list(csv.DictReader(io.StringIO(held.pop("MANIFEST.csv").decode())))
    there = {row["path"]: row for row in rows if not row["note"]}
    assert there.keys() == held.keys()
    for name, data in held.items():
        assert there[name]["sha256"] == hashlib.sha256(data).hexdigest()
        assert int(there[name]["bytes"]) == len(data)
    assert deposit(files, {}) == deposit(dict(reversed(files.items())), {})


def test_licences_of_data_and_of_installed_packages(repo):
    lock = "numpy==2.4.0 \\\n    --hash=sha256:00\nno-such-package-anywhere==1 \\\npandas==3.1.0\n"
    table = licences(sources(), lock).set_index("name")
    assert table.loc["raw/m.csv", ["kind", "licence", "note"]].tolist() == ["data", "CC BY 4.0", "The index"]
    assert "no-such-package-anywhere" not in table.index
    assert "BSD" in table.loc["numpy", "licence"]
    assert "BSD" in table.loc["pandas", "licence"]
    real = licences(sources(), (repo / "envs/pipeline.lock").read_text("utf-8"))
    packages = real[real["kind"] == "package"]
    assert len(packages) > 60
    assert packages.loc[packages["licence"] == "", "name"].tolist() == []


def test_nothing_hidden_is_taken(folder):
    assert not [name for name, _ in files_of(folder, {"workflow": "code", ".env": "code"}) if "/." in name]
