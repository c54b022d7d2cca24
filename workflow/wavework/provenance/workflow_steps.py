"""Which step made which file of which others: read from what Snakemake itself keeps, in one form.

`recorded_steps` reads the records that a run leaves in `.snakemake/metadata` (what was really done); `declared_steps`
takes the rules of a workflow (what will be done), for what is written within a run.
"""

import ast
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

PIPELINE = "pipeline:"  # before the path of a file of the pipeline, where the study is in another folder
CHECK = "sources"  # the rule that holds raw files against the registry: every step waits for it
RECORDS = Path(".snakemake", "metadata")
SCRIPT = re.compile(r"""["'](?:\.\./)*((?:scripts/)[\w/]+\.py)["']""")


@dataclass(frozen=True)
class Step:
    """One job: its rule, the script that it ran, and what that read and wrote.

    params: by name where the step is declared, by number where it is recorded; checksums: input -> SHA-256 when it was
    read, of those that Snakemake hashed; none of a step that is only declared.
    """

    rule: str
    script: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    checksums: Mapping[str, str] = field(default_factory=dict, hash=False)


class Steps:
    """The steps of a run, by what they made."""

    def __init__(self, steps: Iterable[Step]):
        self.all = tuple(sorted(steps, key=lambda step: step.rule))
        self._found: dict[str, Step | None] = {path: step for step in self.all for path in step.outputs}

    def __iter__(self) -> Iterator[Step]:
        return iter(self.all)

    def of(self, path: str) -> Step | None:
        """The step that made a file, or the folder that it is in; None of what no step made."""
        if path not in self._found:
            above = path.rpartition("/")[0]
            self._found[path] = self.of(above) if above else None
        return self._found[path]

    def way_to(self, *paths: str, beyond: Iterable[str] = ()) -> list[Step]:
        """The steps on the way to files, each after those that it draws on, the one that made the last file last.

        beyond: rules that are not followed (a check that every step waits for says nothing about one of them).
        """
        order: dict[Step, None] = {}
        begun: set[int] = set()  # by identity; records of several runs may go round in a circle
        unfollowed = set(beyond)

        def visit(step: Step | None) -> None:
            if step is None or id(step) in begun or step.rule in unfollowed:
                return
            begun.add(id(step))
            for given in step.inputs:
                visit(self.of(given))
            order[step] = None

        for path in paths:
            visit(self.of(path))
        return list(order)

    def files_to(self, path: str, *, beyond: Iterable[str] = ()) -> list[str]:
        """Every file on the way to `path`, in the order in which data flow: those that no step made, then, step by
        step, what was made; `path` last. What comes first and is not as expected is the first cause of what follows."""
        way = self.way_to(path, beyond=beyond)
        given = sorted({name for step in way for name in step.inputs if self.of(name) is None})
        made = [name for step in way for name in sorted(step.outputs)]
        used = {name for step in way for name in step.inputs} | {path}
        return [*given, *(name for name in made if name in used and name != path), path]

    def sources_of(self, path: str, *, beyond: Iterable[str] = ()) -> list[str]:
        """The files that no step made on the way to `path`, sorted: raw files, codebook, words, schemas."""
        return sorted(name for name in self.files_to(path, beyond=beyond) if self.of(name) is None and name != path)


def recorded_steps(study: Path, pipeline: Path) -> Steps:
    """The steps that made the files of a study, by Snakemake's records; none where nothing has run.

    Of a file that was made anew the newest record counts: Snakemake keeps one for each file.
    """
    jobs: dict[str, tuple[dict[str, Any], list[str]]] = {}
    folder = study / RECORDS
    for record in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not record.is_file():
            continue
        name = "".join(part.removeprefix("@") for part in record.relative_to(folder).parts)
        try:
            path = urlsafe_b64decode(name).decode("utf-8")
            content = json.loads(record.read_text(encoding="utf-8"))
        except ValueError:
            continue  # no record of this form
        if not content.get("incomplete") and content.get("rule"):
            key = json.dumps([content["rule"], sorted(content["input"]), content["log"]])
            jobs.setdefault(key, (content, []))[1].append(path)
    plain = plain_paths(study, pipeline)
    return Steps(_recorded(content, outputs, plain) for content, outputs in jobs.values())


def _recorded(content: Mapping[str, Any], outputs: Sequence[str], plain: Callable[[object], str]) -> Step:
    return Step(
        content["rule"],
        script_named(content.get("code") or ""),
        tuple(sorted(map(plain, content["input"]))),
        tuple(sorted(map(plain, outputs))),
        {str(at): value for at, value in enumerate(content_of(content.get("params"), []), 1)},
        {
            plain(path): hashed.removeprefix("sha256:")
            for path, hashed in content_of(content.get("input_checksums"), {}).items()
        },
    )


def content_of(written: Any, otherwise: Any) -> Any:
    """What a record holds as text in Python's own form."""
    return ast.literal_eval(written) if isinstance(written, str) else written or otherwise


def script_named(code: str) -> str:
    """The script that the code of a rule names, seen from the pipeline's folder; "" where it names none."""
    found = SCRIPT.search(code)
    return f"workflow/{found[1]}" if found else ""


def plain_paths(study: Path, pipeline: Path) -> Callable[[object], str]:
    """How paths are named on every machine: seen from the study's folder, or with `pipeline:` before them from the
    pipeline's, where that is another."""
    here, there = study.resolve(), pipeline.resolve()
    mark = "" if here == there else PIPELINE
    roots = [(f"{here.as_posix()}/", ""), (f"{there.as_posix()}/", mark), (f"{pipeline.as_posix()}/", mark)]

    def plain(path: object) -> str:
        text = str(path)
        return next((begins + text[len(root) :] for root, begins in roots if text.startswith(root)), text)

    return plain


def declared_steps(
    rules: Iterable[Any], study: Path, pipeline: Path, target: str = "", known: dict[Any, Step] | None = None
) -> Steps:
    """The steps that Snakemake's rules declare; with the name of a target, those that it needs. A rule with wildcards
    gives one step for each of its files that another step reads. known: filled with the steps of rules, and asked the
    next time."""
    rules = list(rules)
    making = [rule for rule in rules if rule.output]
    plain, known = plain_paths(study, pipeline), {} if known is None else known
    for rule in making:
        if rule not in known and not rule.has_wildcards():
            known[rule] = _declared(rule, {}, plain)
    found = [known[rule] for rule in making if not rule.has_wildcards()]
    for rule in (rule for rule in making if rule.has_wildcards()):
        asked = {path for step in found for path in step.inputs if rule.is_producer(path)}
        wildcards = {tuple(sorted(rule.get_wildcards(path).items())) for path in asked}
        found += [_declared(rule, dict(values), plain) for values in sorted(wildcards)]
    wanted = [str(path) for rule in rules if rule.name == target for path in rule.expand_input({})[0]]
    return Steps(Steps(found).way_to(*wanted)) if target else Steps(found)


def _declared(rule: Any, values: Mapping[str, str], plain: Callable[[object], str]) -> Step:
    wildcards = SimpleNamespace(**values)
    return Step(
        rule.name,
        f"workflow/{rule.script.replace('../', '')}" if rule.script else "",
        tuple(sorted(map(plain, rule.expand_input(dict(values))[0]))),
        tuple(sorted(map(plain, rule.expand_output(dict(values))[0]))),
        {name: value(wildcards) if callable(value) else value for name, value in rule.params.items()},
    )


def as_data(steps: Steps) -> list[dict[str, Any]]:
    """Steps in the form in which a rule's params hold them."""
    return [
        {"rule": step.rule, "script": step.script, "inputs": list(step.inputs), "outputs": list(step.outputs),
         "params": dict(step.params)}
        for step in steps
    ]  # fmt: skip


def from_data(written: Iterable[Mapping[str, Any]]) -> Steps:
    """The steps of `as_data`."""
    return Steps(
        Step(each["rule"], each["script"], tuple(each["inputs"]), tuple(each["outputs"]), each["params"])
        for each in written
    )
