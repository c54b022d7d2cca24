"""docs/changing-the-study.md, followed word by word: its snippets edit the files, its commands are run."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import files_below, run_snakemake

from measures.followed import own_study, sha256

PAGE = "docs/changing-the-study.md"
SNIPPET = re.compile(
    r"^`([\w./-]+)`(, at its end)?\n\n(?:```diff\n(.*?)^```|((?:    [^\n]*\n|\n(?=    ))+))", re.MULTILINE | re.DOTALL
)
COMMAND = re.compile(r"^    (\.venv/bin/snakemake|sha256sum) (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Snippet:
    """How the page edits a file: "" (the whole file), "end", or "diff"."""

    file: str
    how: str
    text: str


def recipes(repo: Path) -> dict[str, str]:
    """Title -> text of each recipe, in the order of the page."""
    parts = re.split(r"^## (.*)\n", (repo / PAGE).read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def snippets(recipe: str) -> Iterator[Snippet]:
    for file, end, diff, block in SNIPPET.findall(recipe):
        text = re.sub(r"^    ", "", block, flags=re.MULTILINE) if block else diff
        yield Snippet(file, "end" if end else "diff" if diff else "", text)


def edited(path: Path, snippet: Snippet) -> None:
    """Write what the snippet says. What a diff takes away, with the rows around it, stands there exactly once."""
    before = path.read_text("utf-8") if path.exists() else ""
    text = snippet.text
    for name in re.findall(r"<hash of (\S+)>", text):
        text = text.replace(f"<hash of {name}>", sha256(path.parent / name))
    if snippet.how == "end":
        assert not before or before.endswith("\n")
        text = before + text
    elif snippet.how == "diff":
        rows = text.splitlines(keepends=True)
        old, new = ("".join(row[1:] for row in rows if row[0] in signs) for signs in (" -", " +"))
        assert before.count(old) == 1, f"{path}: {before.count(old)} times\n{old}"
        text = before.replace(old, new)
    else:
        assert not before
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def home_of_studies(repo: Path, home: Path) -> Path:
    """A folder with my-study, of docs/your-own-study.md, and studies/govtech, as they are before the first recipe."""
    own_study(repo, home)
    made = shutil.ignore_patterns("processed", "figures", "logs", "report", ".snakemake")
    shutil.copytree(repo / "studies/govtech", home / "studies/govtech", ignore=made)
    return home


def followed(recipe: str, home: Path) -> dict[str, bytes]:
    """Follow one recipe: its snippets, then its command. Returns what is in processed/ and figures/ of its study."""
    for snippet in snippets(recipe):
        edited(home / snippet.file, snippet)
    commands = [words.split() for name, words in COMMAND.findall(recipe) if name != "sha256sum"]
    assert len(commands) == 1
    ((*options, folder), targets) = commands[0][:4], commands[0][4:]
    assert options == ["--cores", "2", "--directory"]
    assert targets
    done = run_snakemake(home / folder, *targets)
    assert done.returncode == 0, done.stdout
    return files_below(home / folder, "processed", "figures")
