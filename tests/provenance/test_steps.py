"""Steps: from Snakemake's records, in the order in which data flow; a conclusion that published facts decide."""

import hashlib
import json
import shutil
from base64 import urlsafe_b64encode

import pytest

from wavework.problems import InputError
from wavework.provenance.explanation_tree import Node, lines
from wavework.provenance.finished_run import Run
from wavework.provenance.to_deciding_facts import claim_node
from wavework.provenance.workflow_steps import Step, Steps, recorded_steps, script_named

COLUMNS = "claim,verdict,holds,why,evidence,estimate,low,high,lowest,highest,n,share_of_draws,basis,answers_basis,facts"


def record(folder, output, rule, inputs, code="", **more):
    """A record as Snakemake writes it, under a name that it derives from the path of what was made."""
    place = folder / ".snakemake/metadata" / urlsafe_b64encode(output.encode()).decode()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        json.dumps({"rule": rule, "input": inputs, "log": [f"logs/{rule}.log"], "code": code, **more}), "utf-8"
    )


def test_records_become_steps_with_paths_that_every_machine_shares(tmp_path):
    study, pipeline = tmp_path / "study", tmp_path / "pipe line"
    code = '        "../scripts/count.py"\n'
    given = [f"{pipeline}/workflow/words/en.yaml", "raw/a.csv"]
    record(
        study,
        "processed/b.csv",
        "count",
        given,
        code,
        params="['7', \"'x'\"]",
        input_checksums="{'raw/a.csv': 'sha256:12'}",
    )
    record(
        study,
        "processed/c.csv",
        "count",
        given,
        code,
        params="['7', \"'x'\"]",
        input_checksums="{'raw/a.csv': 'sha256:12'}",
    )
    record(study, "processed/half.csv", "killed", [], code, incomplete=True)
    [step] = recorded_steps(study, pipeline)
    assert step.outputs == ("processed/b.csv", "processed/c.csv")
    assert step.inputs == ("pipeline:workflow/words/en.yaml", "raw/a.csv")
    assert (step.rule, step.script) == ("count", "workflow/scripts/count.py")
    assert step.params == {"1": "7", "2": "'x'"}
    assert step.checksums == {"raw/a.csv": "12"}


def test_a_rule_without_a_script_names_none():
    assert script_named('shell: "cat ../data.txt"') == ""


def chain():
    return Steps([
        Step("check", "", ("raw/a.csv", "raw/z.csv"), ("sources.csv",)),
        Step("draw", "", ("table.csv", "words.yaml"), ("figures/x.svg", "figures/x.png")),
        Step("read", "", ("raw/a.csv", "sources.csv"), ("table.csv", "log.csv")),
        Step("other", "", ("raw/z.csv",), ("other.csv",)),
    ])  # fmt: skip


def test_files_come_in_the_order_in_which_data_flow():
    assert [step.rule for step in chain().way_to("figures/x.svg")] == ["check", "read", "draw"]
    files = chain().files_to("figures/x.svg")
    assert files[:3] == ["raw/a.csv", "raw/z.csv", "words.yaml"]
    assert files[3:] == ["sources.csv", "table.csv", "figures/x.svg"]
    without = chain().files_to("figures/x.svg", beyond=["check"])
    assert without == ["raw/a.csv", "words.yaml", "table.csv", "figures/x.svg"]
    assert chain().sources_of("other.csv") == ["raw/z.csv"]


def test_what_is_in_a_folder_that_a_step_made_is_of_that_step():
    steps = Steps([Step("values", "", (), ("report/en/_tables",))])
    assert steps.of("report/en/_tables/power.md").rule == "values"
    assert steps.of("report/en/index.qmd") is None


def test_records_that_go_round_in_a_circle_end():
    steps = Steps([Step("a", "", ("y",), ("x",)), Step("b", "", ("x",), ("y",))])
    assert {step.rule for step in steps.way_to("x")} == {"a", "b"}


def test_a_tree_is_drawn_within_the_width():
    leaf = Node("raw", "raw/" + "long/" * 20 + "a.csv", {"rows": ["2–9", "11"], "empty": ""})
    shown = list(lines(Node("file", "figures/x.svg", {"n": 3}, [leaf, Node("note", "end")]), 40))
    assert shown[:2] == ["figures/x.svg", "│  n: 3"]
    assert max(map(len, shown)) <= 40
    assert shown[-1] == "└─ end"
    assert "│     rows: 2–9, 11" in shown
    assert not any("empty" in line for line in shown)
    assert any("\x1b[32m" in line for line in lines(leaf, 40, colours=True))


@pytest.fixture
def decided(repo, tmp_path, monkeypatch):
    """The study with one finished table: a conclusion that two published facts decide."""
    for part in ("config.yaml", "raw", "workflow/codebook"):
        target = tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (repo / part).is_dir() else shutil.copy2)(repo / part, target)
    (tmp_path / "processed").mkdir()
    row = "ap-all-have-strategy,follows,yes,,share,,,,11,11,11,1,published,reconstructed,ap_strategy_any|ap_nature_73,"
    (tmp_path / "processed/claims.csv").write_text(f"{COLUMNS},published_value\n{row}\n", "utf-8")
    registry = "file,sha256,bytes,basis,wave,producer,title,licence,date,url\n"
    (tmp_path / "processed/sources.csv").write_text(registry, "utf-8")
    record(
        tmp_path, "processed/claims.csv", "claims", ["raw/published/published_values.csv"], '"../scripts/claims.py"\n'
    )
    monkeypatch.chdir(tmp_path)
    return Run(repo)


def test_a_conclusion_ends_at_the_published_facts_and_the_page_of_their_source(decided, repo):
    node = claim_node(decided, "ap-all-have-strategy")
    waiting, facts = [node], []
    while waiting:
        each = waiting.pop(0)
        facts += [each] if each.kind == "fact" else []
        waiting += each.below
    path = repo / "workflow/codebook/constraints.csv"
    lines_of_file = path.read_text("utf-8").splitlines()
    stated = {fact.title: fact.said["printed in"] for fact in facts if "constraints.csv" in fact.title}
    for name, printed in {"ap_strategy_any": "deck: slide on the strategic level",
                          "ap_nature_73": "deck: slide on the nature of strategies"}.items():  # fmt: skip
        row = next(at for at, line in enumerate(lines_of_file, 1) if line.startswith(f"{name},"))
        assert stated[f"workflow/codebook/constraints.csv, row {row}: {name} (ilo_ap_2022)"] == printed
    published = [fact for fact in facts if "published_values.csv" in fact.title]
    assert published
    assert all(fact.said["printed in"].startswith("ILO_DECK: ") for fact in published)
    hashed = hashlib.sha256(path.read_bytes()).hexdigest()
    assert hashed in json.dumps(node.data())


def test_a_conclusion_that_is_not_there_is_told_with_the_nearest(decided):
    with pytest.raises(InputError, match="did you mean ap-all-have-strategy"):
        claim_node(decided, "ap-all-have-strategie")
