"""Adding a wave: drafts for a person to confirm (`make wave`), then their confirmation (`make wave-confirm`)."""

import argparse
import shutil
import sys
from pathlib import Path

import pandas as pd
import yaml

from wavework.codebook import read_codebook
from wavework.drafting import CROSSWALK, config_block, drafted_wave, report_lines
from wavework.exports import read_export
from wavework.problems import InputError, Problem
from wavework.sources import sha256
from wavework.study import validated_study
from wavework.tables import read_table, write_table, write_text

TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")
DRAFTS = Path("drafts")


def draft(args: argparse.Namespace) -> None:
    """Write drafts/<id>/: wave.yaml, crosswalk.csv, sources.yaml, report.txt. Nothing else is touched."""
    study = validated_study(yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8")))
    if args.id in study["waves"]:
        raise InputError(Problem("config.yaml", f"there is a wave {args.id} already", "a new id", "choose another ID"))
    if args.region not in study["regions"]:
        known = ", ".join(study["regions"])
        raise InputError(
            Problem("config.yaml", f"region {args.region!r} is not declared", f"one of {known}", "declare it")
        )
    book = read_codebook([f"{study['codebook']}/{table}.csv" for table in TABLES])
    export = read_export(args.export, structure=args.structure or None, platform=args.platform or None)
    found = drafted_wave(export, args.id, book)
    if not found.unit_column:
        raise InputError(
            Problem(
                args.export,
                "no column names a unit of the study",
                f"names of {book.files['units']}",
                "add the units first",
            )
        )
    folder = Path("raw/surveys") / args.id
    files = {"export": Path(args.export)} | ({"structure": Path(args.structure)} if args.structure else {})
    choices = {
        "title": args.title or f"{args.region} {args.year}",
        "region": args.region,
        "year": str(args.year),
        "platform": export.platform,
        **{key: (folder / path.name).as_posix() for key, path in files.items()},
    }
    target = DRAFTS / args.id
    write_text(config_block(args.id, found, choices), target / "wave.yaml")
    write_table(found.matches, target / "crosswalk.csv")
    write_text(_registry_entries(args, files), target / "sources.yaml")
    write_text("\n".join([*report_lines(found, args.id), "", *export.notes]) + "\n", target / "report.txt")
    write_text("".join(f"{path}\n" for path in files.values()), target / "files.txt")
    print((target / "report.txt").read_text(encoding="utf-8"))
    print(f"Drafts are in {target}/. Correct them there, then: make wave-confirm ID={args.id}")


def _registry_entries(args: argparse.Namespace, files: dict[str, Path]) -> str:
    entries = [
        {
            "file": f"surveys/{args.id}/{path.name}",
            "producer": args.producer,
            "title": f"{kind} of wave {args.id}",
            "wave": args.id,
            "licence": args.licence,
            "date": args.date,
            "sha256": sha256(path),
            "basis": "collected",
        }
        for kind, path in files.items()
    ]
    text = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, default_flow_style=False, width=1000)
    return "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())


def confirm(args: argparse.Namespace) -> None:
    """Take the drafts over: copy the files into raw/, append to registry, config.yaml and crosswalk.csv."""
    target = DRAFTS / args.id
    if not target.is_dir():
        raise InputError(
            Problem(str(target), "there are no drafts", "drafts made by make wave", f"make wave ID={args.id} …")
        )
    config = Path("config.yaml").read_text(encoding="utf-8")
    study = validated_study(yaml.safe_load(config))
    block = (target / "wave.yaml").read_text(encoding="utf-8")
    own = yaml.safe_load(block)[args.id]
    before = [
        (choices["year"], wave)
        for wave, choices in study["waves"].items()
        if choices["region"] == own["region"] and choices["year"] < own["year"]
    ]
    anew = _with_wave(config, block, args.id, max(before)[1] if before else None)
    path = Path(study["codebook"]) / "crosswalk.csv"
    rows = read_table(target / "crosswalk.csv", CROSSWALK)
    crosswalk = pd.concat([read_table(path), rows[CROSSWALK]], ignore_index=True)
    registry = Path(study["registry"])
    sources = (
        registry.read_text(encoding="utf-8").rstrip() + "\n\n" + (target / "sources.yaml").read_text(encoding="utf-8")
    )
    validated_study(yaml.safe_load(anew))
    folder = registry.parent / "surveys" / args.id
    folder.mkdir(parents=True, exist_ok=True)
    for file in (target / "files.txt").read_text(encoding="utf-8").splitlines():
        shutil.copyfile(file, folder / Path(file).name)
        print(f"copied {file} to {folder}/")
    write_table(crosswalk, path)
    write_text(sources, registry)
    write_text(anew, "config.yaml")
    print(f"Wave {args.id} is declared, registered and mapped; figures with `regions` show it. Now: make")


def _with_wave(config: str, block: str, wave: str, earlier: str | None) -> str:
    """config.yaml with the block at the end of `waves:`, and the change since the wave before; comments stay."""
    lines = config.splitlines(keepends=True)
    end = _end_of(lines, "waves:")
    lines[end:end] = [block]
    if earlier and any(line.startswith("comparisons:") for line in lines):
        start = next(i for i, line in enumerate(lines) if line.startswith("  change:"))
        lines[start + 1 : start + 1] = [f"    - {{from: {earlier}, to: {wave}}}\n"]
    return "".join(lines)


def _end_of(lines: list[str], key: str) -> int:
    """Index of the line after the last one of a top-level block."""
    start = next(i for i, line in enumerate(lines) if line.startswith(key))
    end = next((i for i in range(start + 1, len(lines)) if lines[i][:1] not in (" ", "\n", "#")), len(lines))
    while lines[end - 1].strip() == "":
        end -= 1
    return end


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make wave")
    commands = parser.add_subparsers(required=True)
    drafting = commands.add_parser("draft")
    drafting.add_argument("--export", required=True)
    drafting.add_argument("--id", required=True)
    drafting.add_argument("--region", required=True)
    drafting.add_argument("--year", required=True, type=int)
    for option in ("structure", "platform", "title"):
        drafting.add_argument(f"--{option}", default="")
    drafting.add_argument("--producer", default="not yet named")
    drafting.add_argument("--licence", default="not yet named")
    drafting.add_argument("--date", default="", help="when the file was received; the year of the wave if not given")
    drafting.set_defaults(run=draft)
    confirming = commands.add_parser("confirm")
    confirming.add_argument("--id", required=True)
    confirming.set_defaults(run=confirm)
    args = parser.parse_args()
    if getattr(args, "date", None) == "":
        args.date = str(args.year)
    try:
        args.run(args)
    except InputError as error:
        sys.exit(str(error))
