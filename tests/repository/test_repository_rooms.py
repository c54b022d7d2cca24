"""The house of docs/architecture.md: who may import whom, how long a file may be, what a script looks like."""

import ast

import pytest

# From the ground up: a room may import those above it in this list (which lie below it in the house), and those of its
# own floor only where the second table says so.
FLOORS = [
    {"problems", "import_closure", "known", "conventions", "locked_packages", "report_files"},
    {"yaml_files", "schema_words", "fonts", "finished_state"},
    {"tables", "schemas", "jobs", "house_style"},
    {"basis", "sources", "undeclared_files", "earlier_results"},
    {"what_a_study_has"},
    {"study"},
    {"exports", "codebook", "statistics"},
    {"included_responses", "answer_columns"},
    {"reconstruction", "answers", "measures", "egdi_editions", "finding_rows", "language"},
    {"answer_arrays", "wave_weights", "income_per_head", "composite_measures"},
    {"agreeing_tables"},
    {"prevalence", "scores", "published"},
    {"drafting", "claims"},
    {"exhibits"},
    {"charts", "checks_before_a_run"},
    {"reporting", "rendering", "deposit"},
    {"provenance", "explore"},
    {"review"},
]
# What a room never knows, although it stands below.
NEVER = {
    "exports": {"codebook", "study", "statistics"},
    "codebook": {"exports", "statistics", "answers"},
    "statistics": {"codebook", "exports", "study", "sources", "tables"},
    "reconstruction": {"exhibits", "charts", "reporting", "answers"},
    "claims": {"exhibits", "charts", "reporting"},
    "exhibits": {"charts", "reporting", "exports"},
    "charts": {
        "exhibits",
        "codebook",
        "statistics",
        "finding_rows",
        "answers",
        "scores",
        "egdi_editions",
        "exports",
        "claims",
    },
    "reporting": {"charts", "statistics", "reconstruction", "claims", "exports", "answers", "rendering"},
    "rendering": set(),
    "review": {"claims", "charts", "reporting", "rendering", "statistics", "exhibits", "answers"},
    "deposit": {"charts", "exhibits", "statistics", "reconstruction", "claims", "reporting", "answers", "exports"},
}
LENGTH = 400
LONGER: set[str] = set()  # files of wavework that may be longer, with a reason each


@pytest.fixture(scope="module")
def package(repo):
    return repo / "workflow/wavework"


def rooms_imported(path):
    """The rooms of wavework that a file imports."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [f"wavework.{alias.name}" for alias in node.names] if node.module == "wavework" else [node.module]
        rooms |= {module.split(".")[1] for module in modules if module.startswith("wavework.")}
    return rooms


def files_of(package):
    """(room, file) of every module of wavework."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts != ("__init__",):
            yield parts[0], path


def test_every_room_stands_on_one_floor(package):
    rooms = {room for room, _ in files_of(package)}
    floors = [room for floor in FLOORS for room in floor]
    assert len(floors) == len(set(floors))
    assert rooms - {"closing"} == set(floors)


def test_no_import_runs_upwards(package):
    floor = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
    upwards = [
        f"{path.name} ({room}) imports {other}"
        for room, path in files_of(package)
        for other in rooms_imported(path) - {room}
        if floor[other] >= floor.get(room, len(FLOORS))
    ]
    assert upwards == []


def test_no_room_knows_what_it_must_not(package):
    known = [
        f"{path.name} ({room}) knows {other}"
        for room, path in files_of(package)
        for other in sorted(rooms_imported(path) & NEVER.get(room, set()))
    ]
    assert known == []


def test_no_room_is_named_utils(package):
    names = {part for path in package.rglob("*") for part in path.relative_to(package).with_suffix("").parts}
    assert not names & {"util", "utils", "helpers", "common", "misc"}


def test_no_file_is_longer_than_a_person_reads_at_once(package):
    lengths = {p.relative_to(package).as_posix(): len(p.read_text("utf-8").splitlines()) for _, p in files_of(package)}
    assert {name for name, length in lengths.items() if length > LENGTH} == LONGER


def test_no_script_imports_another(repo):
    scripts = {path.stem for path in (repo / "workflow/scripts").glob("*.py")}
    for path in (repo / "workflow/scripts").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert node.module not in scripts, f"{path.name} imports {node.module}"


def test_every_script_has_typed_functions_and_a_short_main(repo):
    for path in sorted((repo / "workflow/scripts").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path.name
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                assert node.returns is not None, f"{path.name}: {node.name}"
                assert all(argument.annotation for argument in arguments), f"{path.name}: {node.name}"
                assert ast.get_docstring(node) or node.name.startswith("_"), f"{path.name}: {node.name}"
        mains = [node for node in tree.body if isinstance(node, ast.If)]
        assert all(main.end_lineno - main.lineno <= 40 for main in mains), path.name


def test_every_rule_has_a_log_an_environment_and_a_description(repo):
    for path in sorted((repo / "workflow/rules").glob("*.smk")):
        text = path.read_text("utf-8")
        rules = text.split("\nrule ")[1:] + text.split("\n    rule ")[1:]
        for rule in rules:
            name = rule.split(":")[0]
            body = rule.split("\nrule ")[0].split("\nif ")[0]
            assert '"""' in body, f"{path.name}: {name}"
            assert "log:" in body, f"{path.name}: {name}"
            assert "conda:" in body, f"{path.name}: {name}"
            assert "run:" not in body, f"{path.name}: {name}"
