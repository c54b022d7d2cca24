"""What a script imports is a parameter of its rule, as one hash: otherwise an edit would leave stale results behind."""

import ast
import re

import pytest

from wavework.import_closure import closure


@pytest.fixture(scope="module")
def workflow(repo):
    return repo / "workflow"


def rules(workflow):
    """(script, the rule's text) of every rule with a script."""
    for path in sorted((workflow / "rules").glob("*.smk")):
        for rule in re.split(r"^\s*rule\b", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            if script := re.search(r'script:\s*"\.\./scripts/(\w+)\.py"', rule):
                yield script.group(1), rule


def test_every_rule_takes_the_code_of_its_own_script(workflow):
    given = {script: re.findall(r'\bcode=code_of\("(\w+)"', rule) for script, rule in rules(workflow)}
    assert given == {script: [script] for script in given}


def test_kinds_of_charts_are_taken_though_they_are_imported_by_name(workflow):
    assert 'code_of("draw", keys["kind"])' in (workflow / "rules/figures.smk").read_text("utf-8")
    by_name = {path for path in workflow.rglob("*.py") if "import_module(" in path.read_text("utf-8")}
    warm = workflow / "snakemake_executor_plugin_wavework/worker.py"  # imports what scripts import, to be copied
    assert by_name - {warm} == {workflow / "wavework/charts/kinds/__init__.py"}


def test_the_closure_sees_every_import(workflow):
    """Against Python's own reader, file by file: what a file imports, its closure holds."""
    package = workflow / "wavework"
    for path in workflow.rglob("*.py"):
        names = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: imports are absolute"
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        places = [package.joinpath(*name.split(".")[1:]) for name in names if name.startswith("wavework.")]
        files = {file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")}
        assert {file for file in files if file.exists() and file.stat().st_size} <= closure(path, package), path


def test_the_closure_follows_imports_and_holds_nothing_else(tmp_path):
    package = tmp_path / "wavework"
    texts = {
        "deep/__init__.py": "",
        "deep/one.py": "def late():\n    import wavework.two\n",
        "two.py": '"""from wavework.four: no import"""\n',
        "three.py": "from wavework import two\n",
        "four.py": "import os\n",
        "script.py": "import wavework.deep.one\nfrom wavework.three import (\n    two,\n)\n",
    }
    for name, text in texts.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    names = {path.name for path in closure(package / "script.py", package)}
    assert names == {"one.py", "two.py", "three.py"}


def test_every_script_has_a_rule_or_a_target(workflow, repo):
    scripts = {path.stem for path in (workflow / "scripts").glob("*.py")}
    used = {script for script, _ in rules(workflow)}
    started = [repo / "Makefile", workflow / "scripts/start_run.py"]
    by_hand = {path for path in scripts if any(f"{path}.py" in file.read_text("utf-8") for file in started)}
    assert scripts - used - by_hand == set()


def test_the_whole_config_is_no_ones_parameter(workflow):
    """Config reaches a job only as leaves: otherwise any edit of config.yaml would rerun everything."""
    for script, rule in rules(workflow):
        params = rule.split("params:")[1].split("script:")[0] if "params:" in rule else ""
        assert not re.search(r"(?<!within)=\s*config\s*[,\n]", params), script
