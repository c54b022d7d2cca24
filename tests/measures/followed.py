"""docs/your-own-study.md, followed word by word: its blocks become files, its hashes are those of the files."""

import hashlib
import re
import shutil
from pathlib import Path

import yaml

BLOCK = re.compile(r"^`([\w./-]+)`(, in the place of `\w+`)?\n\n((?:    .*\n|\n(?=    ))+)", re.MULTILINE)


def blocks(document: Path, start: str) -> list[tuple[str, str, str]]:
    """(file, key in whose place it stands or "", text) of the blocks whose file begins with `start`."""
    found = BLOCK.findall(document.read_text("utf-8"))
    texts = [(file, place, re.sub(r"^    ", "", text, flags=re.MULTILINE)) for file, place, text in found]
    return [(file, place.rpartition(" ")[2].strip("`"), text) for file, place, text in texts if file.startswith(start)]


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def own_study(repo: Path, home: Path) -> Path:
    """The study of the document, in `home`."""
    for file, _, text in blocks(repo / "docs/your-own-study.md", "my-study/"):
        path = home / file
        path.parent.mkdir(parents=True, exist_ok=True)
        for name in re.findall(r"<hash of (\S+)>", text):
            text = text.replace(f"<hash of {name}>", sha256(path.parent / name))
        path.write_text(text, "utf-8")
    return home / "my-study"


def all_economies(repo: Path, shared: Path, study: Path) -> Path:
    """A copy of studies/govtech with the files of all economies, as the document says."""
    made = shutil.ignore_patterns("processed", "figures", "logs", "report", ".snakemake")
    shutil.copytree(repo / "studies/govtech", study, ignore=made)
    for file in study.glob("raw/*.csv"):
        file.unlink()
    for file in sorted([*shared.glob("data/govtech/*.csv"), *shared.glob("data/egdi/*.csv")]):
        shutil.copy(file, study / "raw")
    entry = {"producer": "World Bank, United Nations", "title": "all economies", "licence": "CC BY 4.0",
             "date": "2026-11-27", "basis": "published"}  # fmt: skip
    files = [{"file": path.name, "sha256": sha256(path), **entry} for path in sorted(study.glob("raw/*.csv"))]
    (study / "raw/sources.yaml").write_text(yaml.safe_dump({"sources": files}), "utf-8")
    for file, key, text in blocks(repo / "docs/your-own-study.md", "studies/govtech/"):
        path = study / Path(file).relative_to("studies/govtech")
        if key:
            old = path.read_text("utf-8")
            (former,) = re.findall(rf"^{key}:\n(?:[ ].*\n|\n(?=[ ]))+", old, flags=re.MULTILINE)
            text = old.replace(former, text)
        path.write_text(text, "utf-8")
    return study
