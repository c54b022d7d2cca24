"""The pages of the run before that are still what they were: each is taken as it is, neither made nor checked again.

A page is known by all that makes it (`pandoc.render_documents`), and by its own bytes: one that a person has touched is
made anew. The record lies in the project, the pages where they were rendered to.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from wavework.tables import write_text

RECORD = "_pages.json"


def key_of(parts: Iterable[Any], files: Iterable[Path]) -> str:
    """One hash of whatever makes a page, and of the contents of files, wherever they lie."""
    told = json.dumps([*parts], ensure_ascii=False, sort_keys=True, default=str)
    contents = sorted((path.name, sha256(path.read_bytes()).hexdigest()) for path in files)
    return sha256(repr([told, contents]).encode()).hexdigest()


class KeptPages:
    """What is known of the pages of a project, by the name of their file.

    taken: those that are as the run before left them, which had checked them."""

    def __init__(self, project: Path, output_dir: Path):
        self.taken: set[str] = set()
        self._record, self._folder = project / RECORD, output_dir
        self._before: Mapping[str, list[str]] = {}
        self._now: dict[str, str] = {}
        if self._record.is_file():
            self._before = json.loads(self._record.read_text("utf-8"))

    def page(self, file: str, key: str) -> bytes | None:
        """The page, if nothing of it has changed."""
        self._now[file] = key
        path = self._folder / file
        there = path.read_bytes() if path.is_file() else b""
        if self._before.get(file) != [key, sha256(there).hexdigest()]:
            return None
        self.taken.add(file)
        return there

    def write(self, pages: Mapping[str, bytes]) -> None:
        """Record the pages that stand in their folder now."""
        found = {file: [key, sha256(pages[file]).hexdigest()] for file, key in self._now.items()}
        write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", self._record)
