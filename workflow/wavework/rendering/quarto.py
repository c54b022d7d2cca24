"""Quarto as the renderer, where its program is on the PATH.

Quarto ends with status 0 after several mistakes that leave marks in its log (see `problems_in_log`) or in the
HTML (`output_checks.problems_in_output`), so both are read.
"""

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from wavework.problems import InputError, Problem
from wavework.rendering.pandoc import ENDING, QUARTO_FORMAT

# What Quarto says when it leaves something out and still ends well.
_MISTAKES = re.compile(
    r"Unable to resolve crossref|Unknown (?:var|meta)\b|invalid var type|Shortcode .* not found|"
    r"could not fetch|rsvg-convert|unclosed|closing implicitly|^ERROR",
    re.IGNORECASE,
)


def quarto_path() -> str | None:
    """Path of Quarto's program, or None."""
    return shutil.which("quarto")


def version() -> str:
    """`Quarto 1.9.38`."""
    program = quarto_path() or "quarto"
    return "Quarto " + subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def render_document(project: Path, source: Path, output: str) -> bytes:
    """One document in one format. Raises InputError with Quarto's own words where it fails or leaves something out."""
    name = f"{source.stem}.{ENDING[output]}"
    with TemporaryDirectory(prefix="report-") as folder:
        command = [quarto_path() or "quarto", "render", str(source), "--to", QUARTO_FORMAT[output], "--output", name]
        command += ["--output-dir", folder, "--metadata", f"renderer:{version()}"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=project, check=False)
        log = f"{done.stdout}\n{done.stderr}"
        made = sorted(Path(folder).rglob(name))
        found = problems_in_log(log, str(source))
        if done.returncode or not made:
            last = " ".join(log.split())[-600:]
            found.insert(0, Problem(str(source), f"quarto ended with status {done.returncode}: {last}"))
        if found:
            raise InputError(found)
        return made[0].read_bytes()


def problems_in_log(log: str, file: str) -> list[Problem]:
    """Lines of Quarto's log that tell of something left out although it ended well."""
    return [
        Problem(file, f"quarto: {line.strip()}", "a log without it", "mend the source")
        for line in log.splitlines()
        if _MISTAKES.search(line)
    ]
