"""ro-crate-metadata.json: what a run read, did and made, as a Workflow Run RO-Crate with the terms of W3C PROV.

JSON-LD in the flat form that RO-Crate 1.1 asks for. It holds no clock and no path of the machine: its date is that of
the newest raw file, so that two runs give the same bytes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256 as hash_of
from pathlib import Path
from typing import Any

from wavework.deposit.described import author_name
from wavework.provenance.workflow_steps import Step, Steps
from wavework.sources import sha256

CRATE = "ro-crate-metadata.json"
CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context",
    "https://w3id.org/ro/terms/workflow-run/context",
    {"prov": "http://www.w3.org/ns/prov#"},
]
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}
SNAKEMAKE = {
    "@id": "https://w3id.org/workflowhub/workflow-ro-crate#snakemake",
    "@type": "ComputerLanguage",
    "name": "Snakemake",
    "url": {"@id": "https://snakemake.readthedocs.io"},
    "identifier": {"@id": "https://snakemake.readthedocs.io"},
}
FORMATS = {
    ".csv": "text/csv", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
    ".pdf": "application/pdf",
    ".html": "text/html", ".yaml": "application/yaml", ".yml": "application/yaml", ".py": "text/x-python",
    ".qmd": "text/markdown", ".md": "text/markdown", ".css": "text/css", ".js": "text/javascript",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
Entity = dict[str, Any]


def crate(
    steps: Steps,
    *,
    title: str,
    sources: Sequence[Mapping[str, str]],
    exhibits: Sequence[Mapping[str, str]],
    citation: Mapping[str, Any],
    pipeline: Path,
    snakemake: str,
) -> Entity:
    """The crate of a study's folder, the current one.

    steps: what was done; sources: rows of processed/sources.csv; exhibits: rows of processed/exhibits.csv; citation:
    CITATION.cff of the pipeline, whose folder `pipeline` is; snakemake: its version.
    """
    registry = {row["file"]: row for row in sources}
    shown = {row[column]: row for row in exhibits for column in ("file", "data_file") if row[column]}
    made = {path: name for step in steps for path in step.outputs for name in [_action_id(step)]}
    paths = sorted({path for step in steps for path in (*step.inputs, *step.outputs)})
    files = [_file(path, registry.get(path, {}), shown.get(path, {}), made.get(path, ""), pipeline) for path in paths]
    files = [entity for entity in files if entity]
    known = {entity["@id"] for entity in files}
    scripts = [
        _script(script, pipeline, str(citation["version"]))
        for script in sorted({step.script for step in steps if step.script})
    ]
    authors = [
        {"@id": f"#author-{at}", "@type": "Organization", "name": author_name(author)}
        for at, author in enumerate(citation["authors"], 1)
    ]
    here = pipeline.resolve() == Path.cwd().resolve()
    workflow = _workflow(citation, snakemake, scripts, authors, here)
    parameters: dict[str, Entity] = {}
    actions = [_action(step, known, parameters) for step in steps]
    raw = sorted(path for path in registry if path in known)
    results = sorted({path for step in steps for path in step.outputs if path in known})
    whole = {
        "@id": "#run",
        "@type": ["CreateAction", "prov:Activity"],
        "name": f"Run of the pipeline {citation['version']}",
        "description": f"All {len(steps.all)} jobs that led from the raw files to the report.",
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "instrument": {"@id": workflow["@id"]},
        "object": _refer(raw),
        "result": _refer(results),
    }
    profiles = dict(PROFILES) if here else dict(list(PROFILES.items())[:1])
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": f"{title}: raw files, workflow, tables, figures and report of one run, and how each came about.",
        "datePublished": max(row["date"] for row in sources),
        "license": {"@id": f"https://spdx.org/licenses/{citation['license']}"},
        "author": _refer(author["@id"] for author in authors),
        "publisher": {"@id": authors[0]["@id"]},
        "conformsTo": _refer(profiles),
        "hasPart": _refer(
            [*sorted(known), *([workflow["@id"], *(script["@id"] for script in scripts)] if here else [])]
        ),
        "mentions": _refer(["#run", *(action["@id"] for action in actions)]),
        **({"mainEntity": {"@id": workflow["@id"]}} if here else {}),
    }
    descriptor = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": _refer(["https://w3id.org/ro/crate/1.1", *([list(PROFILES)[2]] if here else [])]),
    }
    license_ = {
        "@id": f"https://spdx.org/licenses/{citation['license']}",
        "@type": "CreativeWork",
        "name": f"{citation['license']}: the pipeline and what it makes; a raw file has the licence that it names",
    }
    of_profiles = [
        {"@id": profile, "@type": "CreativeWork", "name": name, "version": profile.rsplit("/", 1)[1]}
        for profile, name in profiles.items()
    ]
    graph = [descriptor, root, license_, *authors, *of_profiles, SNAKEMAKE, workflow, *scripts, whole, *actions]
    return {"@context": CONTEXT, "@graph": [*graph, *(parameters[name] for name in sorted(parameters)), *files]}


def _refer(names: Iterable[str]) -> list[dict[str, str]] | dict[str, str]:
    """References, a single one without a list around it, as RO-Crate recommends."""
    found = [{"@id": name} for name in names]
    return found[0] if len(found) == 1 else found


def _referred(reference: Any) -> list[str]:
    return [part["@id"] for part in (reference if isinstance(reference, list) else [reference])]


def _workflow(
    citation: Mapping[str, Any], snakemake: str, scripts: Sequence[Entity], authors: Sequence[Entity], here: bool
) -> Entity:
    return {
        "@id": "Snakefile" if here else "#Snakefile",
        "@type": [*(["File"] if here else []), "SoftwareSourceCode", "ComputationalWorkflow", "prov:Plan"],
        "name": citation["title"],
        "version": str(citation["version"]),
        "programmingLanguage": {"@id": SNAKEMAKE["@id"]},
        "softwareRequirements": f"Python and packages as pinned in envs/pipeline.lock; Snakemake {snakemake}",
        "license": {"@id": f"https://spdx.org/licenses/{citation['license']}"},
        "author": _refer(author["@id"] for author in authors),
        "hasPart": _refer(script["@id"] for script in scripts),
        **({"sha256": sha256("Snakefile"), "encodingFormat": "text/plain"} if here else {}),
    }


def _script(script: str, pipeline: Path, version: str) -> Entity:
    here = pipeline.resolve() == Path.cwd().resolve()
    text = (pipeline / script).read_text(encoding="utf-8")
    return {
        "@id": script if here else f"#{script}",
        "@type": [*(["File"] if here else []), "SoftwareSourceCode", "SoftwareApplication"],
        "name": script,
        "description": text.split('"""')[1].split("\n")[0],
        "encodingFormat": FORMATS[".py"],
        "version": version,
        "sha256": sha256(pipeline / script),
    }


def _action_id(step: Step) -> str:
    return f"#step/{step.rule}/{hash_of(repr(step.outputs).encode()).hexdigest()[:8]}"


def _action(step: Step, known: set[str], parameters: dict[str, Entity]) -> Entity:
    """The job as an action and as PROV's activity, with the files that are in the study's folder."""
    used, generated = ([path for path in paths if path in known] for paths in (step.inputs, step.outputs))
    values = []
    for name, value in sorted(step.params.items()):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
        identifier = f"#parameter/{name}/{hash_of(text.encode()).hexdigest()[:8]}"
        parameters[identifier] = {"@id": identifier, "@type": "PropertyValue", "name": name, "value": text}
        values.append(identifier)
    return {
        "@id": _action_id(step),
        "@type": ["CreateAction", "prov:Activity"],
        "name": f"rule {step.rule}",
        "description": f"One job of the rule {step.rule}: {step.script} made {len(generated)} files of {len(used)}.",
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "instrument": {"@id": step.script if Path(step.script).is_file() else f"#{step.script}"},
        "object": _refer([*used, *values]),
        "result": _refer(generated),
        "prov:used": _refer(used),
        "prov:generated": _refer(generated),
    }


def _file(path: str, entry: Mapping[str, str], exhibit: Mapping[str, str], action: str, pipeline: Path) -> Entity:
    """A file or folder; {} where a file of the pipeline is not in the study's folder."""
    place = Path(path)
    if not place.exists():
        return {}
    if place.is_dir():
        parts: Entity = {"@id": f"{path}/", "@type": ["Dataset", "prov:Entity"], "name": path}
        return parts | ({"prov:wasGeneratedBy": {"@id": action}} if action else {})
    entity: Entity = {
        "@id": path,
        "@type": ["File", "prov:Entity"],
        "name": entry.get("title") or exhibit.get("title") or path,
        "contentSize": str(place.stat().st_size),
        "encodingFormat": FORMATS.get(place.suffix, "text/plain"),
        "sha256": sha256(place),
    }
    if entry:
        entity |= {"creditText": entry["producer"], "usageInfo": entry["licence"], "dateCreated": entry["date"]}
        entity |= {"additionalType": f"basis: {entry['basis']}"}
    if exhibit:
        entity["additionalType"] = f"basis: {exhibit['basis']}"
    if action:
        entity["prov:wasGeneratedBy"] = {"@id": action}
    return entity


def parameters_of(content: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """The parameters of a rule, by name, in a crate; {} where it does not have it. The hash of the code is none."""
    known = {entity["@id"]: entity for entity in content.get("@graph", ())}
    for entity in known.values():
        if entity.get("name") == f"rule {rule}":
            values = [known[name] for name in _referred(entity["object"]) if name.startswith("#parameter/")]
            return {value["name"]: value["value"] for value in values}
    return {}
