"""What every file of the repository keeps to: no address of an index, no path of a machine, versions that agree."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

# Written apart, so that this file does not hold what it forbids.
INDEX = re.compile("|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "https?://[^ ]*/" + "simple/?['\" ]"]))
MACHINE = re.compile(
    "|".join(["/" + "work/", "/" + "root/", "/" + r"home/\w+/", "/" + r"Users/\w+/", r"[A-Z]:\\" + "Users"])
)
SAID_BY_NAME = ("title", "from", "to", "first", "second", "en", "fr", "es")  # keys that need no description
# Snakemake itself, and what starts it, run outside of the environments that it makes.
STARTED = {"snakemake", "snakemake-interface-logger-plugins", "psutil", "pygments"}
DISTRIBUTION = {
    "yaml": "pyyaml", "pypandoc": "pypandoc-binary", "python_calamine": "python-calamine",
    "snakemake_interface_logger_plugins": "snakemake-interface-logger-plugins",
    "vl_convert": "vl-convert-python", "PIL": "pillow",
}  # fmt: skip


def tracked(repo):
    """Path -> text of every tracked or new file that is text."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=repo, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    texts = {}
    for name in listed.stdout.splitlines():
        path = repo / name
        if path.is_file() and path.suffix not in (".png", ".ttf", ".xlsx", ".xls", ".ods", ".sav", ".dta", ".pdf"):
            texts[name] = path.read_bytes().decode("utf-8", "replace")
    return texts


@pytest.fixture(scope="module")
def texts(repo):
    return tracked(repo)


def test_no_file_holds_the_address_of_a_package_index(texts):
    assert [name for name, text in texts.items() if INDEX.search(text)] == []


def test_no_file_holds_a_path_of_a_machine(texts):
    found = {name: MACHINE.findall(text) for name, text in texts.items()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_the_forbidden_patterns_would_be_found():
    assert INDEX.search("https://" + "pypi" + ".org/x")
    assert MACHINE.search("see /" + "home/ann/data")


def test_no_file_is_what_a_merge_left_behind(texts):
    assert [name for name, text in texts.items() if re.search(r"^(<{7}|>{7}) ", text, re.MULTILINE)] == []


def locked(repo, name):
    """Package -> version of a lock."""
    return dict(re.findall(r"^([a-z0-9_.-]+)==([^ ;\\]+)", (repo / "envs" / name).read_text("utf-8"), re.MULTILINE))


def test_conda_and_pip_install_the_same_versions(repo):
    environment = yaml.safe_load((repo / "envs/pipeline.yaml").read_text("utf-8"))
    pip = next(part["pip"] for part in environment["dependencies"] if isinstance(part, dict))
    pins = dict(pin.split("==") for pin in pip)
    versions = locked(repo, "pipeline.lock")
    assert {name: versions.get(name) for name in pins} == pins
    needed = {re.split(r"[<>=]", spec)[0] for spec in project(repo)["project"]["dependencies"]} - STARTED
    assert set(pins) == needed


def test_every_locked_package_has_a_hash(repo):
    for lock in (repo / "envs").glob("*.lock"):
        entries = re.split(r"^(?=[a-z0-9])", lock.read_text("utf-8"), flags=re.MULTILINE)
        named = [entry for entry in entries if "==" in entry.split("\n")[0]]
        assert named
        assert [entry.split("\n")[0] for entry in named if "--hash=sha256:" not in entry] == []


def test_the_locks_agree_with_one_another(repo):
    pipeline = locked(repo, "pipeline.lock")
    for name in ("dev.lock", "cluster.lock"):
        if (repo / "envs" / name).exists():
            other = locked(repo, name)
            assert {package: other.get(package) for package in pipeline} == pipeline


def project(repo):
    return tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))


def imported(repo, folder):
    """Modules outside of the standard library that the code of a folder imports -> a file that does."""
    found = {}
    for path in sorted((repo / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for name in names:
                found.setdefault(name.split(".")[0], path.name)
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names}


def test_what_the_workflow_imports_is_declared(repo):
    declared = {re.split(r"[<>=\[]", spec)[0] for spec in project(repo)["project"]["dependencies"]}
    outside = [name for name in imported(repo, "workflow") if not (repo / "workflow" / name).is_dir()]
    used = {DISTRIBUTION.get(name, name) for name in outside}
    assert used <= declared
    # typst and pypandoc-binary are started or imported by the renderer, snakemake is the workflow itself, whose own
    # report asks for pygments
    assert declared - used <= {"snakemake", "typst", "pypandoc-binary", "pygments"}


def test_what_takes_longer_to_import_than_to_draw_is_not_installed(repo):
    assert not {"statsmodels", "seaborn"} & set(locked(repo, "pipeline.lock"))
    assert not {"statsmodels", "seaborn"} & set(imported(repo, "workflow"))


def test_every_key_of_the_config_is_described_by_its_schema(repo):
    rules = yaml.safe_load((repo / "workflow/schemas/config.schema.yaml").read_text("utf-8"))
    config = yaml.safe_load((repo / "config.yaml").read_text("utf-8"))

    def resolved(rule):
        return rules["$defs"][rule["$ref"].rsplit("/", 1)[-1]] | rule if "$ref" in rule else rule

    def undescribed(content, rule, key):
        rule = resolved(rule)
        if isinstance(content, list):
            return [k for child in content for k in undescribed(child, rule.get("items", {}), key)]
        if not isinstance(content, dict) or "properties" not in rule:
            others = rule.get("additionalProperties")
            if isinstance(content, dict) and isinstance(others, dict):
                return [k for name, child in content.items() for k in undescribed(child, others, f"{key}.{name}")]
            return []
        if rule.get("description", "").startswith("A text in the languages"):
            return []
        found = []
        for name, child in content.items():
            assert name in rule["properties"], f"{key}.{name}"
            own = rule["properties"][name]
            if "description" not in resolved(own) and name not in SAID_BY_NAME:
                found.append(f"{key}.{name}")
            found += undescribed(child, own, f"{key}.{name}")
        return found

    assert undescribed(config, rules, "") == []
