"""What `make explain` answers: where a file, a number or a conclusion comes from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wavework.problems import InputError, Problem, did_you_mean
from wavework.provenance.explanation_tree import Node
from wavework.provenance.finished_run import Run, unknown
from wavework.provenance.numbers_of_text import PLACE, Told, number_at, numbers_of, plain
from wavework.provenance.to_deciding_facts import claim_node
from wavework.provenance.to_raw_cells import raw_node
from wavework.provenance.to_table_rows import STATISTICS, rows_of, statistic_node, table_node
from wavework.provenance.workflow_steps import CHECK, PIPELINE, Step
from wavework.rendering.project import variables

VALUES = "processed/report_values.csv"
OF_PIPELINE = (PIPELINE, "workflow/schemas/", "workflow/words/", "workflow/wavework/", "report/_theme/", "envs/")


def explained(run: Run, *, file: str = "", number: str = "", claim: str = "", language: str = "") -> Node:
    """The chain from raw files to one of these. language: of the report, for a place in its text; "" for the study's
    main one. Raises InputError where nothing has this name."""
    if file:
        return file_node(run, file)
    if claim:
        return claim_node(run, claim)
    if number:
        return number_node(run, number, language or str(run.study["languages"][0]))
    asked = "FILE=path, NUMBER=key, statistic or section:place, or CLAIM=id"
    raise InputError(Problem("make explain", "no question", asked))


def file_node(run: Run, path: str) -> Node:
    """A file, the step that made it and what that read, down to the files that nobody made. Raises InputError for a
    file that neither a step made nor the study has."""
    name = Path(path).as_posix()
    if run.steps.of(name) is None and not run.place(name).is_file():
        known = [made for step in run.steps for made in step.outputs]
        raise InputError(
            Problem(path, "no step made it, and it is not there", did_you_mean(name, known, "a file of the run"))
        )
    return _file(run, name, None, set())


def _file(run: Run, path: str, reader: Step | None, seen: set[str]) -> Node:
    """reader: the step that read it; seen: steps that are told already."""
    step = run.steps.of(path)
    said: dict[str, Any] = {"changed": run.changed(path, reader), "sha256": run.hash(path)}
    if path in run.registry:
        return raw_node(run, path)
    if step is None:
        return Node("file", path, said)
    if step.rule == CHECK:
        return Node("file", path, {**said, "step": f"rule {step.rule}: every raw file is what the registry says"})
    for _, exhibit in run.rows("processed/exhibits.csv", file=path) if path.endswith(".svg") else ():
        said |= {"shows": exhibit["title"], "basis": exhibit["basis"], "n": exhibit["n"]}
    mark = " ".join((step.rule, *step.outputs))
    if mark in seen:
        return Node("file", path, {**said, "step": f"rule {step.rule}, told above"})
    seen.add(mark)
    return Node(
        "file", path, said, [Node("step", f"rule {step.rule}", run.said_of_step(step), _inputs(run, step, seen))]
    )


def _inputs(run: Run, step: Step, seen: set[str]) -> list[Node]:
    """What a step read: data first, then codebook; schemas, words and theme of the pipeline in a line."""
    made = [path for path in step.inputs if run.steps.of(path) or path in run.registry]
    own = [path for path in step.inputs if path not in made and not path.startswith(OF_PIPELINE)]
    others = [path for path in step.inputs if path not in made and path not in own]
    nodes = [_file(run, path, step, seen) for path in (*made, *own)]
    if others:
        said: dict[str, Any] = {"files": {f"{path}:": run.hash(path)[:12] for path in others}}
        said |= {"changed": ", ".join(path for path in others if run.changed(path, step))}
        nodes.append(Node("note", f"{len(others)} files of the pipeline: schemas, words, theme", said))
    return nodes


def number_node(run: Run, name: str, language: str) -> Node:
    """A value of the report by its key, a finding by its id, a number by its place in a section (`summary:3`), or all
    numbers of a section (`summary`)."""
    values = run.table(VALUES)
    if name in set(values["variable"]):
        return value_node(run, name)
    if found := run.rows(STATISTICS, statistic=name):
        return statistic_node(run, *found[0])
    place, project = PLACE.fullmatch(name), Path("report", language)
    if place and place[2]:
        told = number_at(project, place[1], int(place[2]))
        return _told_node(run, f"{name} ({language})", told, variables(project))
    if place:
        try:
            listed = numbers_of(project, place[1])
        except InputError as error:
            known = [*values["variable"], *run.table(STATISTICS)["statistic"]]
            remedy = did_you_mean(name, known, "a key of report_values.csv, an id of statistics.csv, or section:place")
            what, expected = f"{name!r} is no value, finding or section", error.problems[0].expected
            raise InputError(Problem(VALUES, what, expected, remedy)) from error
        return Node("note", f"numbers of the section {place[1]} ({language})", below=_listed(place[1], listed))
    raise unknown(VALUES, name, values["variable"], "see this table")


def _listed(section: str, numbers: Sequence[Told]) -> list[Node]:
    return [
        Node("number", f"{section}:{at}  {told.text}", {"in": told.around, "value": told.variable})
        for at, told in enumerate(numbers, 1)
    ]


def _told_node(run: Run, place: str, told: Told, texts: Mapping[str, Any]) -> Node:
    said = {"in": told.around}
    if not told.variable:
        return Node("number", f"{place}: {told.text}", {**said, "value": "of no variable: the pipeline's own words"})
    return Node("number", f"{place}: {told.text}", said, [value_node(run, told.variable, plain(texts[told.variable]))])


def value_node(run: Run, name: str, text: str = "") -> Node:
    """A value of the report: its text (that of the main language if empty), its basis, and the rows of its origin."""
    row, cells = run.rows(VALUES, variable=name)[0]
    rows = rows_of(run, cells["file"], cells["key"])
    said = {"value": text or cells["value"], "basis": cells["basis"], "row": f"{VALUES}, row {row}"}
    return Node("number", name, said, [table_node(run, path, found, cells["key"]) for path, found in rows.items()])
