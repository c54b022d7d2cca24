"""`make look`: one figure in one language as it would be drawn now, without Snakemake where that is not needed.

The two scripts of a figure run here, on the tables of the last run, with figures.yaml, words and code as they are now.
Where anything that those tables rest on has changed since, an ordinary run makes them, and the figure, anew.
"""

import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wavework import finished_state
from wavework.exhibits.declarations import present_figures, read_figures
from wavework.exhibits.kind import Kind
from wavework.exhibits.kinds import KINDS
from wavework.import_closure import closure
from wavework.language.words import words_of
from wavework.problems import InputError, Problem, did_you_mean
from wavework.provenance.workflow_steps import PIPELINE as OF_PIPELINE
from wavework.provenance.workflow_steps import recorded_steps
from wavework.study import validated_study
from wavework.what_a_study_has import presence_of, read_names, taken_part
from wavework.yaml_files import read_yaml

PIPELINE = Path(__file__).resolve().parents[2]
BOOK = ("items", "batteries", "scales", "units", "crosswalk", "measures", "measure_columns", "assumptions")
LOOKED_AT = Path("look")  # in the study's folder


class Given(SimpleNamespace):
    """Inputs, outputs or params of a script, by name."""

    def get(self, name: str) -> Any:
        """One of them; None where there is none of the name."""
        return getattr(self, name, None)


def read_study() -> dict[str, Any]:
    """The choices of the study in the working folder, with what it has."""
    study = validated_study(read_yaml("config.yaml"))
    presence = presence_of(study)
    return taken_part(study, presence) | {"presence": asdict(presence)}


def behind(tables: Sequence[str], changed: Sequence[str], fresh: Sequence[str]) -> list[str]:
    """Which of the changed files the tables rest on: read, or run, on the way to them. fresh: those read anew."""
    others = set(changed) - {str(Path(file).resolve()) for file in fresh}
    if not others:
        return []
    here, package = Path.cwd(), PIPELINE / "workflow/wavework"
    way = recorded_steps(here, PIPELINE).way_to(*tables)
    read = {name.removeprefix(OF_PIPELINE) for step in way for name in (*step.inputs, *step.outputs)}
    rests = {str((home / name).resolve()) for name in read | {"config.yaml"} for home in (here, PIPELINE)}
    for script in {step.script for step in way if step.script}:
        rests |= {str(PIPELINE / script), *map(str, closure(PIPELINE / script, package))}
    return sorted(others & rests)


def tables_of(kind: Kind) -> list[str]:
    """The finished tables that a kind of figure draws on; of large exports some are Parquet files."""
    files = [f"processed/{table}.{ending}" for table in ("answers", *kind.tables) for ending in ("csv", "parquet")]
    return [file for file in files if Path(file).is_file()]


def draw(figure: str, keys: Mapping[str, Any], kind: Kind, study: Mapping[str, Any], language: str) -> Path:
    """Draw a figure by its scripts, below LOOKED_AT; the PNG."""
    book, languages = Path(study["codebook"]), study["languages"]
    place = LOOKED_AT / language / figure
    pictures = [f"{LOOKED_AT}/{each}/{figure}.json" for each in languages]
    claims = {"claims": f"{book}/claims.yaml"} if "claims" in kind.tables else {}
    _run(
        "figure_data",
        Given(
            results=tables_of(kind),
            codebook=[str(book / f"{name}.csv") for name in BOOK if (book / f"{name}.csv").is_file()],
            **claims,
        ),
        Given(
            table=f"{place}.csv", texts=f"{LOOKED_AT}/{figure}.json", caption=f"{place}.rst", pictures=pictures,
        ),
        Given(study=study, figure=figure, declared=keys, words=list(words_of(language)["chart"])),
    )  # fmt: skip
    picture = Given(picture=pictures[languages.index(language)])
    _run("draw", picture, Given(page=f"{place}.svg", page_png=f"{place}.png"), Given(style=study["style"]))
    return place.with_suffix(".png")


def _run(script: str, inputs: Given, outputs: Given, params: Given) -> None:
    log = [str(LOOKED_AT / f"{script}.log")]
    snakemake = SimpleNamespace(input=inputs, output=outputs, params=params, log=log, resources={})
    runpy.run_path(str(PIPELINE / f"workflow/scripts/{script}.py"), {"snakemake": snakemake}, "__main__")


def look(figure: str, language: str, command: list[str]) -> int:
    """Draw a figure of the study in the working folder; the exit status."""
    study = read_study()
    language = language or study["languages"][0]
    if language not in study["languages"]:
        raise InputError(Problem("LANGUAGE", language, ", ".join(study["languages"]), "name one of these"))
    declared = f"{study['codebook']}/figures.yaml"
    figures, _ = present_figures(read_figures(declared), *read_names(study), study)
    if figure not in figures:
        remedy = did_you_mean(figure, figures, "name one of its figures")
        raise InputError(Problem("FIGURE", figure or "no name", f"a figure that the study shows ({declared})", remedy))
    kind = KINDS[figures[figure]["kind"], figures[figure].get("data", "")]
    here, last = Path.cwd(), finished_state.kept(Path.cwd())
    fresh = [declared, *map(str, (PIPELINE / "workflow/words").glob("*.yaml"))]
    if last:
        changed = finished_state.changed_since(last, finished_state.files_seen(here, PIPELINE, last.outside))
        if not (why := behind(tables_of(kind), changed, fresh)):
            print(draw(figure, figures[figure], kind, study, language))
            return 0
        print(f"Made anew first, since {os.path.relpath(why[0])} has changed.")
    folder = "figures" if language == study["languages"][0] else f"figures/{language}"
    start = str(PIPELINE / "workflow/scripts/start_run.py")
    files = [f"{folder}/{figure}.{kind}" for kind in ("svg", "png")]
    status = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, start, str(here), *command, "--", *files])
    print(f"{folder}/{figure}.png" if not status else "", end="\n" if not status else "")
    return status


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    try:
        sys.exit(look(sys.argv[2], sys.argv[3], sys.argv[4:]))
    except InputError as error:
        sys.exit(str(error))
