"""A study whose run has ended, as a question about it needs it: choices, codebook, steps, tables and hashes, read once.

The current folder is the study's, as in every job.
"""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import Codebook, read_codebook
from wavework.codebook.tables import KEYS
from wavework.import_closure import closure
from wavework.locked_packages import installed_version
from wavework.problems import InputError, Problem, did_you_mean, row_number
from wavework.provenance.ro_crate import CRATE, parameters_of
from wavework.provenance.workflow_steps import PIPELINE, RECORDS, Step, Steps, recorded_steps
from wavework.sources import sha256
from wavework.study import validated_study
from wavework.tables import read_table, records
from wavework.what_a_study_has import presence_of, taken_part
from wavework.yaml_files import read_yaml

IMPORT = re.compile(r"^[ \t]*(?:from|import) (\w+)", re.MULTILINE)
# What every script does around its function.
AROUND = re.compile(r"read_|write_|logged$|arguments$|collected_problems$")
LONGEST = 400  # characters of a parameter that is told: longer ones are the study itself


@dataclass(frozen=True)
class Run:
    """pipeline: the folder of the pipeline, which is the study's own or another."""

    pipeline: Path

    @cached_property
    def study(self) -> dict[str, Any]:
        """The validated config.yaml with the part of it that the study has."""
        study = validated_study(read_yaml(Path("config.yaml")))
        return taken_part(study, presence_of(study))

    @cached_property
    def book(self) -> Codebook:
        """The codebook."""
        folder = Path(self.study["codebook"])
        return read_codebook(path for name in KEYS if (path := folder / f"{name}.csv").is_file())

    @cached_property
    def steps(self) -> Steps:
        """What the last run did. Raises InputError where there was none."""
        steps = recorded_steps(Path(), self.pipeline)
        if not steps.all:
            raise InputError(Problem(str(RECORDS), "no record of a run", "those of a finished run", "run make"))
        return steps

    def table(self, path: str) -> pd.DataFrame:
        """A table as text. Raises InputError where it is not there."""
        return _table(path)

    def rows(self, path: str, **values: Any) -> list[tuple[int, dict[str, Any]]]:
        """Row number in the file, as a spreadsheet counts, and cells, of the rows that have these values."""
        table = self.table(path)
        for column, wanted in values.items():
            table = table[table[column].isin([wanted] if isinstance(wanted, str) else list(wanted))]
        return list(zip(map(row_number, table.index), records(table), strict=True))

    @cached_property
    def registry(self) -> dict[str, dict[str, str]]:
        """Raw file -> its row of processed/sources.csv."""
        return {str(row["file"]): row for row in records(self.table("processed/sources.csv"))}

    def place(self, path: str) -> Path:
        """Where a file is: in the study's folder, or in the pipeline's."""
        own = Path(path)
        return own if own.exists() else self.pipeline / path.removeprefix(PIPELINE)

    def hash(self, path: str) -> str:
        """SHA-256 of a file; "" of a folder and of what is no longer there."""
        place = self.place(path)
        return _hash(place.as_posix()) if place.is_file() else ""

    def changed(self, path: str, step: Step | None) -> str:
        """Says so where a file is no longer what a step read."""
        read = step.checksums.get(path, "") if step else ""
        return "" if not read or read == self.hash(path) else f"is {self.hash(path)[:12] or 'gone'}, was {read[:12]}"

    def said_of_step(self, step: Step) -> dict[str, Any]:
        """Rule, script with its functions, parameters and versions."""
        return {
            "script": step.script,
            "functions": self.functions(step.script),
            "parameters": self.parameters(step),
            "versions": self.versions(step.script),
        }

    def functions(self, script: str) -> list[str]:
        """`module.function` of what a script's last lines call, those that read, write and log left out."""
        place = self.pipeline / script
        if not script or not place.is_file():
            return []
        tree = ast.parse(place.read_text(encoding="utf-8"))
        defined = {node.name: place.stem for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wavework"):
                defined |= {alias.asname or alias.name: str(node.module) for alias in node.names}
        main = [node for node in tree.body if isinstance(node, ast.If)]
        calls = [node.func.id for part in main for node in ast.walk(part) if _is_named_call(node)]  # type: ignore[attr-defined]
        named = [name for name in dict.fromkeys(calls) if name in defined and not AROUND.match(name)]
        return [f"{defined[name]}.{name}" for name in named if name[0].islower()]

    def versions(self, script: str) -> dict[str, str]:
        """Package -> installed version, of those that a script and what it imports of the pipeline name."""
        place, package = self.pipeline / script, self.pipeline / "workflow" / "wavework"
        if not script or not place.is_file():
            return {}
        files = {place} | closure(place, package)
        named = {name for file in files for name in IMPORT.findall(file.read_text(encoding="utf-8"))}
        distributions = _distributions()
        packages = {distributions[name][0] for name in named if name in distributions and name != "wavework"}
        return {package: installed_version(package) for package in sorted(packages, key=str.lower)}

    def parameters(self, step: Step) -> dict[str, Any]:
        """Parameters of a step by name, as the run was declared; where that is not known, without names."""
        named = parameters_of(self.crate, step.rule)
        return {name: value for name, value in (named or step.params).items() if len(str(value)) <= LONGEST}

    @cached_property
    def crate(self) -> Mapping[str, Any]:
        """The crate of the run; {} where there is none."""
        return json.loads(Path(CRATE).read_text(encoding="utf-8")) if Path(CRATE).is_file() else {}

    def basis(self, path: str) -> str:
        """The basis of a raw file."""
        return self.registry.get(path, {}).get("basis", "")


def unknown(what: str, found: str, known: Any, remedy: str) -> InputError:
    """The error for a name that is not there, with the nearest ones."""
    return InputError(Problem(what, f"{found!r} is not there", did_you_mean(found, known, remedy)))


def _is_named_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


@cache
def _table(path: str) -> pd.DataFrame:
    return read_table(path)


@cache
def _hash(path: str) -> str:
    return sha256(path)


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()
