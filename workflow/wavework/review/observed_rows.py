"""What a study is, and what a run has made of it, as rows: nothing is computed but hashes.

Only what is there becomes a row; that something is missing is for the comparison to say. A study is in its own folder
or in the pipeline's; a file of the pipeline is named as in the pipeline's folder.
"""

import hashlib
import json
import platform
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from wavework.earlier_results import CHANGED
from wavework.locked_packages import LOCK, installed_version, locked_versions
from wavework.problems import InputError
from wavework.provenance.workflow_steps import Steps, plain_paths, recorded_steps
from wavework.report_files import GENERATED, is_page, is_standard
from wavework.review.manifest_rows import BYTES, EXACT, LOOK, SETTING, TOLD, Row
from wavework.review.picture_likeness import colours, look
from wavework.review.running_text import numbers_of_text
from wavework.sources import sha256
from wavework.tables import read_table, records
from wavework.yaml_files import flat, loaded

VARIABLE = re.compile(r"\{\{<\s*var\s+(\S+)\s*>\}\}")
CLAIM = ("verdict", "holds", "estimate", "low", "high", "lowest", "highest", "count", "n", "share_of_draws", "basis")
NO_SOURCES = ("__pycache__", *GENERATED)
CODE = re.compile(r"[0-9a-f]{16}")  # the hash that the rules give to a step as its code


def observed(study: Path, pipeline: Path, steps: Steps | None = None) -> list[Row]:
    """All rows of a study's folder. steps: as recorded by the run that is observed, read here where not given."""
    return [
        *sources(study, pipeline),
        *results(study),
        *step_rows(recorded_steps(study, pipeline) if steps is None else steps),
        *software(study, pipeline),
    ]


def sources(study: Path, pipeline: Path) -> Iterator[Row]:
    """What a run reads: raw files, choices, codebook, code, words, the report's text, the lock."""
    config = _config(study)
    raw = study / Path(config.get("registry", "raw/sources.yaml")).parent
    yield from _hashes("raw", raw, study, pipeline, EXACT)
    yield from (
        Row("config", f"config.yaml: {key}", "value", "", _written(value), "config.yaml", TOLD)
        for key, value in flat(config)
    )
    yield from _hashes("codebook", study / config.get("codebook", "codebook"), study, pipeline)
    for part in ("Snakefile", "workflow/rules", "workflow/scripts", "workflow/wavework", "workflow/schemas"):
        yield from _hashes("code", pipeline / part, study, pipeline)
    yield from _hashes("words", pipeline / "workflow/words", study, pipeline)
    yield from _hashes("text", pipeline / "workflow/standard_report", study, pipeline)
    for root in dict.fromkeys((study, pipeline)):
        if (root / "report").is_dir() and (root == pipeline or not _generated_report(root)):
            yield from _hashes("text", root / "report", study, pipeline)
    yield Row("lock", LOCK, "sha256", "", sha256(pipeline / LOCK), LOCK)


def _generated_report(study: Path) -> bool:
    """Whether the text of a study's report was written by the pipeline; its theme is then a copy too."""
    return any(map(is_standard, study.glob("report/*/_quarto.yml")))


def _hashes(kind: str, place: Path, study: Path, pipeline: Path, tolerance: str = TOLD) -> Iterator[Row]:
    """The files in a place, named as steps name them."""
    plain = plain_paths(study, pipeline)
    for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
        inside = path.relative_to(place).parts
        hidden = any(part in NO_SOURCES or part.startswith(".") for part in inside)
        if path.is_file() and not hidden and not is_page(path):
            name = plain(path)
            yield Row(kind, name, "sha256", "", sha256(path), name, tolerance)


def _written(value: Any) -> str:
    """A choice of the config as text, a list as a whole."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def results(study: Path) -> Iterator[Row]:
    """What a run makes: figures, tables, claims, numbers, running text, reports."""
    languages = list(_config(study).get("languages", []))
    yield from _figures(study, languages)
    yield from _tables(study, languages)
    yield from _claims(study)
    for language in languages:
        yield from _numbers(study, language)
        yield from _report(study, language)


def _figures(study: Path, languages: list[str]) -> Iterator[Row]:
    for path in sorted(study.glob("figures/*.csv")):
        yield from _data("figure", path.stem, path, study)
    for number, language in enumerate(languages):
        folder = study / "figures" / (language if number else "")
        for path in sorted([*folder.glob("*.svg"), *folder.glob("*.png")]):
            file, kind = path.relative_to(study).as_posix(), path.suffix[1:]
            yield Row("figure", path.stem, kind, language, sha256(path), file, BYTES)
            if kind == "svg":
                yield Row("figure", path.stem, "colours", language, colours(path), file)
            else:
                yield Row("figure", path.stem, "look", language, look(path), file, LOOK)
    for path in sorted(study.glob("processed/figures/*.json")):
        file = path.relative_to(study).as_posix()
        figure, texts = path.stem, json.loads(path.read_text("utf-8"))
        for wave, n in texts.get("n", {}).items():
            yield Row("figure", figure, f"n of {wave}", "", str(n), file)
        yield Row("figure", figure, "basis", "", str(texts.get("basis", "")), file)
        for language in (language for language in languages if language in texts):
            for what in ("title", "caption", "alt"):
                yield Row("figure", figure, what, language, str(texts[language].get(what, "")), file)


def _data(kind: str, exhibit: str, path: Path, study: Path) -> Iterator[Row]:
    """A table's hash, and how it is made up, so that a difference can be placed: rows, and a short hash per column."""
    file = path.relative_to(study).as_posix()
    yield Row(kind, exhibit, "data", "", sha256(path), file)
    try:
        table = read_table(path)
    except InputError:  # what is no table still has a hash
        return
    yield Row(kind, exhibit, "rows", "", str(len(table)), file)
    hashes = (
        f"{name}:{hashlib.sha256(repr(table[name].tolist()).encode()).hexdigest()[:8]}"
        for name in dict.fromkeys(table.columns)
    )
    yield Row(kind, exhibit, "columns", "", " ".join(hashes), file)


def _tables(study: Path, languages: list[str]) -> Iterator[Row]:
    # What changed since the run before is no result of this one.
    for path in sorted({*study.glob("processed/**/*.csv")} - {study / CHANGED}):
        yield from _data("result", path.relative_to(study).as_posix(), path, study)
    for path in sorted(study.glob("processed/*.json")):
        file = path.relative_to(study).as_posix()
        yield Row("result", file, "data", "", sha256(path), file)
    for language in languages:
        for path in sorted((study / "report" / language / "_tables").glob("*.md")):
            file = path.relative_to(study).as_posix()
            yield Row("table", path.stem, "text", language, sha256(path), file)
    for row in _records(study / "processed/exhibits.csv"):
        if row.get("left_out"):
            yield Row("left out", row["exhibit"], "why", "", row["left_out"], "processed/exhibits.csv")


def _claims(study: Path) -> Iterator[Row]:
    for row in _records(study / "processed/claims.csv"):
        for what in CLAIM:
            if row.get(what):
                yield Row("claim", row["claim"], what, "", row[what], "processed/claims.csv")


def _records(path: Path) -> list[dict[str, Any]]:
    return records(read_table(path)) if path.is_file() else []


def _numbers(study: Path, language: str) -> Iterator[Row]:
    """The variables that the report's text takes up, as written in this language."""
    project = study / "report" / language
    if not (project / "_variables.yml").is_file():
        return
    used = {key for path in project.glob("*.qmd") for key in VARIABLE.findall(path.read_text("utf-8"))}
    parts = [*project.glob("_*.md"), *(project / "_tables").glob("part-*.md")]
    used |= {key for path in parts for key in VARIABLE.findall(path.read_text("utf-8"))}
    values = dict(flat(loaded((project / "_variables.yml").read_text("utf-8")) or {}))
    for key in sorted(used & set(values)):
        yield Row(
            "number", key, "value", language, str(values[key]).replace("\\", ""), f"report/{language}/_variables.yml"
        )


def _report(study: Path, language: str) -> Iterator[Row]:
    counted = Counter[str]()  # an id that stands on two pages is one section: its paragraphs are counted on
    for path in sorted((study / "report/_output" / language).glob("*.*")):
        file = path.relative_to(study).as_posix()
        yield Row("report", f"{language}/{path.name}", "bytes", language, sha256(path), file, BYTES)
        if path.suffix == ".html" and path.name not in ("slides.html", "explore.html"):
            blocks = numbers_of_text(path.read_text("utf-8"))
            for section, paragraph, numbers in blocks:
                what = f"paragraph {counted[section] + paragraph}"
                yield Row("running text", section, what, language, numbers, file)
            counted.update(section for section, _, _ in blocks)


def step_rows(steps: Steps) -> Iterator[Row]:
    """Of each step the hash of its code and that of its parameters, by which an edit of the config is placed."""
    for step in steps:
        values = [str(value).strip("'") for value in step.params.values()]
        code = [value for value in values if CODE.fullmatch(value)]
        others = sorted(value for value in values if not CODE.fullmatch(value))
        hashed = hashlib.sha256(repr(others).encode()).hexdigest()[:16]
        yield Row("step", step.outputs[0], "code", "", " ".join(code), step.script, TOLD)
        yield Row("step", step.outputs[0], "parameters", "", hashed, step.script, TOLD)


def software(study: Path, pipeline: Path) -> Iterator[Row]:
    """Each locked package as it is installed, and what else bytes depend on."""
    for name in locked_versions((pipeline / LOCK).read_text("utf-8"), everywhere=True):
        yield Row("software", name, "version", "", installed_version(name) or "not installed", LOCK)
    yield Row("setting", "platform", "name", "", f"{platform.system()} {platform.machine()}", "", SETTING)
    yield Row("setting", "Python", "version", "", ".".join(platform.python_version_tuple()[:2]), "", SETTING)
    yield Row("setting", "zlib", "version", "", zlib.ZLIB_RUNTIME_VERSION, "", SETTING)
    for log in sorted((study / "logs/report").glob("*.log")):
        last = (log.read_text("utf-8").splitlines() or [""])[-1].removeprefix("INFO ")
        yield Row("setting", "renderer", "name", log.stem, last.partition(",")[0], "", SETTING)


def _config(study: Path) -> dict[str, Any]:
    try:
        return dict(loaded((study / "config.yaml").read_text("utf-8")) or {})
    except (OSError, yaml.YAMLError):
        return {}
