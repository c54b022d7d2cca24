"""config.yaml against itself, and raw/ against its registry. What is refused stands in tests/hostile/study."""

import hashlib
from pathlib import Path

import pytest
import yaml

from wavework.problems import InputError
from wavework.sources import basis_of, sha256, verified_sources
from wavework.study import validated_study


def config():
    return yaml.safe_load(Path("config.yaml").read_text("utf-8"))


def test_what_a_config_leaves_out_has_a_default(study):
    study("tiny")
    chosen = validated_study(config())
    wave = chosen["waves"]["visit_2024"]
    assert (wave["incomplete"], wave["duplicates"]) == ("drop", "refuse")
    assert chosen["comparisons"] == {"change": [], "contrast": [], "measured": [], "regions": []}
    assert chosen["scores"] == {"development": 50, "minimum_answered": 0.5}
    assert chosen["statistics"]["alpha"] == 0.05
    assert chosen["reconstruction"]["draws"] == 5000
    assert "egdi" not in chosen
    assert "published" not in chosen


def test_a_style_that_cannot_be_read_is_refused_before_anything_is_made(study):
    study("tiny")
    style = {"colours": {"alarm": "#ff9900", "accent": "#1f2a6b"}, "fonts": {"report": "DejaVu Serf"}}
    with pytest.raises(InputError) as error:
        validated_study(config() | {"style": style})
    said = str(error.value)
    assert "config.yaml: style.colours.alarm is #ff9900, whose contrast with white is 2.14" in said
    assert "did you mean DejaVu Serif" in said
    with pytest.raises(InputError, match=r"style\.colours\.accent is 'blue'"):
        validated_study(config() | {"style": {"colours": {"accent": "blue"}}})
    assert validated_study(config() | {"style": {"colours": {"accent": "#1f2a6b"}}})["style"]["fonts"] == {}


def test_what_a_config_says_is_kept(study):
    study("libraries")
    chosen = validated_study(config())
    assert chosen["waves"]["access_2021"]["duplicates"] == "latest"
    assert chosen["statistics"]["resamples"] == 199
    assert chosen["comparisons"]["change"][1] == {"from": "access_2021", "to": "access_2023"}


def test_the_config_of_this_repository_is_valid(repo, monkeypatch):
    monkeypatch.chdir(repo)
    assert list(validated_study(config())["waves"]) == [
        "ilo_global_2020", "ilo_ap_2022", "idb_lac_2019", "idb_lac_2022",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("comparison", "found"),
    [
        (
            {"contrast": [{"first": "visit_2024", "second": "vist"}]},
            "comparisons.contrast.0.second is 'vist'",
        ),
        ({"change": [{"from": "visit_2024"}]}, "key comparisons.change.0.to is missing"),
        ({"chnage": []}, "unknown key comparisons.chnage"),
    ],
)
def test_comparisons_name_waves(study, comparison, found):
    study("tiny")
    with pytest.raises(InputError) as error:
        validated_study({**config(), "comparisons": comparison})
    assert [problem.found for problem in error.value.problems] == [found]


@pytest.mark.parametrize("key", ["strata", "clusters"])
def test_strata_and_clusters_are_those_of_weights(study, key):
    study("tiny")
    chosen = config()
    chosen["waves"]["visit_2024"][key] = "zone"
    with pytest.raises(InputError, match=rf"waves\.visit_2024\.{key} stands without weights"):
        validated_study(chosen)
    chosen["waves"]["visit_2024"]["weights"] = "weight"
    assert validated_study(chosen)["waves"]["visit_2024"][key] == "zone"


def test_measures_are_not_weighted(repo, monkeypatch):
    monkeypatch.chdir(repo / "studies/govtech")
    chosen = config()
    wave = next(iter(chosen["waves"]))
    chosen["waves"][wave]["weights"] = "weight"
    with pytest.raises(InputError, match=rf"waves\.{wave}\.weights is of a wave of measures"):
        validated_study(chosen)


@pytest.mark.parametrize(
    "path", ["../x.csv", "raw/../../x.csv", "/etc/passwd", "C:/x.csv", "C:\\x.csv", "raw\\..\\..\\x.csv", "http://x/y"]
)
@pytest.mark.parametrize("key", ["codebook", "registry", "published", "covariates", "egdi", "export", "structure"])
def test_no_path_of_a_config_leaves_the_study(study, key, path):
    study("tiny")
    content = config()
    if key in ("export", "structure"):
        content["waves"]["visit_2024"][key] = path
    else:
        content[key] = {"files": [path]} if key == "egdi" else path
    with pytest.raises(InputError) as error:
        validated_study(content)
    [problem] = error.value.problems
    assert repr(path) in problem.found
    assert problem.expected == "a path inside the study's folder"
    assert problem.remedy == "copy the file under raw/ and register it"


def test_the_hash_is_sha256(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")  # the example of FIPS 180-4
    assert sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    path.write_bytes(bytes(3_000_001))  # more than one block
    assert sha256(path) == hashlib.sha256(bytes(3_000_001)).hexdigest()


def test_verified_sources_tell_what_is_registered(study):
    folder = study("libraries")
    (folder / "raw" / "README.md").write_text("notes for people are no data")
    (folder / "raw" / ".gitattributes").write_text("* -text")
    table = verified_sources("raw/sources.yaml")
    assert table["file"].tolist() == [f"raw/surveys/access_{year}.csv" for year in (2019, 2021, 2023)]
    assert table["bytes"].tolist() == [(folder / file).stat().st_size for file in table["file"]]
    assert set(table["basis"]) == {"collected"}
    assert table["wave"].tolist() == ["access_2019", "access_2021", "access_2023"]
    assert basis_of(table, "raw/surveys/access_2021.csv") == "collected"


def test_a_file_outside_of_raw_has_no_basis(study):
    study("libraries")
    with pytest.raises(InputError) as error:
        basis_of(verified_sources("raw/sources.yaml"), "other/export.csv")
    assert str(error.value) == (
        "other/export.csv: not registered\n  Expected: a file below raw/ with an entry in its registry\n"
        "  To do: register it there"
    )


def test_all_differences_from_the_registry_are_said_at_once(study):
    folder = study("libraries")
    (folder / "raw/surveys/access_2019.csv").unlink()
    (folder / "raw/surveys/access_2021.csv").write_text("changed")
    (folder / "raw/surveys/new.csv").write_text("new")
    with pytest.raises(InputError) as error:
        verified_sources("raw/sources.yaml")
    assert [(problem.file, problem.found.split(":")[0]) for problem in error.value.problems] == [
        ("raw/surveys/new.csv", "not registered"),
        ("raw/surveys/access_2019.csv", "missing"),
        ("raw/surveys/access_2021.csv", "changed"),
    ]
