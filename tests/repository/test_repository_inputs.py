"""What a script imports is an input of its rule: otherwise an edit would leave stale results behind."""

import ast
import re

import pytest

ALWAYS = ("problems", "tables", "jobs")  # what modules() of workflow/rules/common.smk always adds


@pytest.fixture(scope="module")
def workflow(repo):
    return repo / "workflow"


def files_of(package, name):
    """The files that `wavework.<name>` stands for: a module, or all modules of a package."""
    path = package / name.replace(".", "/")
    return set(path.rglob("*.py")) if path.is_dir() else {path.with_suffix(".py")}


def imported(package, path):
    """The files of wavework that a file imports itself."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    found = set()
    for name in names:
        parts = name.split(".")[1:] if name.startswith("wavework.") else []
        for depth in range(1, len(parts) + 1):
            place = package.joinpath(*parts[:depth])
            found |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.exists()}
    return found


def needed(package, path):
    """Every file of wavework that running a script executes; empty ones say nothing."""
    seen, waiting = set(), [path]
    while waiting:
        for file in imported(package, waiting.pop()) - seen:
            seen.add(file)
            waiting.append(file)
    return {file for file in seen if file.stat().st_size}


def rules(workflow):
    """(script, names in its rule's modules(), the rule's text) of every rule with a script."""
    for path in sorted((workflow / "rules").glob("*.smk")):
        text = path.read_text("utf-8")
        lists = {
            name: re.findall(r'"([\w.]+)"', body)
            for name, body in re.findall(r"^(\w+) = \[(.*?)\]", text, re.DOTALL | re.MULTILINE)
        }
        for rule in re.split(r"^\s*rule\b", text, flags=re.MULTILINE)[1:]:
            script = re.search(r'script:\s*"\.\./scripts/(\w+)\.py"', rule)
            code = re.search(r"code=modules\((.*?)\)", rule, re.DOTALL)
            if script:
                given = code.group(1) if code else ""
                names = re.findall(r'"([\w.]+)"', given)
                names += [name for known in re.findall(r"\*(\w+)", given) for name in lists[known]]
                yield script.group(1), names, rule


def test_every_rule_declares_the_code_that_its_script_runs(workflow):
    package = workflow / "wavework"
    undeclared = {}
    for script, names, _ in rules(workflow):
        declared = set().union(*(files_of(package, name) for name in (*ALWAYS, *names)))
        missing = needed(package, workflow / "scripts" / f"{script}.py") - declared
        if missing:
            undeclared[script] = sorted(file.relative_to(package).as_posix() for file in missing)
    assert undeclared == {}


def test_no_rule_declares_code_that_its_script_does_not_run(workflow):
    package = workflow / "wavework"
    dynamic = {"draw": "charts"}  # imported by the kind of a chart, when it is drawn
    for script, names, _ in rules(workflow):
        run = needed(package, workflow / "scripts" / f"{script}.py")
        unused = [name for name in names if not files_of(package, name) & run and dynamic.get(script) != name]
        assert unused == [], script


def test_every_declared_module_exists(workflow):
    for script, names, _ in rules(workflow):
        for name in names:
            assert all(file.exists() for file in files_of(workflow / "wavework", name)), f"{script}: {name}"


def test_every_script_has_a_rule_or_a_target(workflow, repo):
    scripts = {path.stem for path in (workflow / "scripts").glob("*.py")}
    used = {script for script, _, _ in rules(workflow)}
    by_hand = {path for path in scripts if f"{path}.py" in (repo / "Makefile").read_text("utf-8")}
    assert scripts - used - by_hand == set()


def test_the_whole_config_is_no_ones_parameter(workflow):
    """Config reaches a job only as leaves: otherwise any edit of config.yaml would rerun everything."""
    for script, _, rule in rules(workflow):
        params = rule.split("params:")[1].split("script:")[0] if "params:" in rule else ""
        assert not re.search(r"(?<!within)=\s*config\s*[,\n]", params), script
