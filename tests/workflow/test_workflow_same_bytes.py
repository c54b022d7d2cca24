"""The same bytes anywhere: the smallest study, run in twelve ways that must not matter, against one plain run.

CI runs this as a step of its own (`pytest -m matrix`); the real study is run there twice, too.
"""

import getpass
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import REPO, STUDIES, copy_of_workflow, files_below, run_snakemake

pytestmark = pytest.mark.matrix
UV = str(Path(sys.prefix, "bin/uv"))
OTHER = "nobody"
MADE = ("processed", "figures", "report/_output")
# Files come in another order to whoever asks a folder for its content; Python imports this before anything else.
OTHER_ORDER = """
import os

listed, scanned = os.listdir, os.scandir


def backwards(*given):
    return sorted(listed(*given), reverse=True)


class Backwards:
    def __init__(self, *given):
        with scanned(*given) as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def close(self):
        return None


os.listdir, os.scandir = backwards, Backwards
"""


@dataclass(frozen=True)
class Way:
    """How a run differs from the plain one. python: the version to use; folder: where the study lies."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "study"
    cores: str = "1"
    umask: int = 0o022
    python: str = ""
    other_order: bool = False
    read_only_raw: bool = False
    other_user: bool = False
    executor: str = "wavework"  # as `make` has it


WAYS = {
    "umask 077": Way(umask=0o077),
    "another order of files": Way(other_order=True),
    "a folder with a space and an accent": Way(folder="l'été à deux/mon étude"),
    "read-only raw files": Way(read_only_raw=True),
    "Python 3.11": Way(python="3.11"),
    "Python 3.13": Way(python="3.13"),
    "PYTHONOPTIMIZE": Way({"PYTHONOPTIMIZE": "2"}),
    "another user": Way(other_user=True),
    "a Turkish locale": Way({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "no UTF-8 at all": Way({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1:replace"}),
    "another time zone and hash seed": Way({"TZ": "Pacific/Chatham", "PYTHONHASHSEED": "4242"}, executor="local"),
    "two cores and many threads": Way({"OMP_NUM_THREADS": "7", "OPENBLAS_NUM_THREADS": "7"}, cores="2"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> dict[str, bytes]:
    """Path -> bytes of what the plain run makes."""
    folder = tmp_path_factory.mktemp("plain") / "study"
    shutil.copytree(STUDIES / "tiny", folder)
    done = run_snakemake(folder, "--cores", "1", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    assert done.returncode == 0, done.stdout
    return files_below(folder, *MADE)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that another user may enter: pytest keeps its own to itself, again with each of its runs."""
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("name", WAYS)
def test_the_bytes_are_the_same(name, plain, place):
    way = WAYS[name]
    study, workflow = place / way.folder, copy_of_workflow(place / "workflow copy")
    shutil.copytree(STUDIES / "tiny", study)
    if way.python:
        (workflow / ".venv").unlink()
        with_python(way.python, workflow / ".venv")
    if way.other_order:
        (workflow / "workflow/sitecustomize.py").write_text(OTHER_ORDER, "utf-8")
    if way.read_only_raw:
        for path in (study / "raw").rglob("*"):
            path.chmod(stat.S_IREAD)
    profile = workflow / "workflow/profiles/default"
    command = [
        workflow / ".venv/bin/python", "-m", "snakemake", "--snakefile", workflow / "Snakefile", "--directory", study,
        "--workflow-profile", profile, "--cores", way.cores, "--executor", way.executor,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(workflow / "workflow")}
    environment |= way.environment
    user = as_other_user(place, workflow, environment) if way.other_user else None
    done = subprocess.run(
        command,
        env=environment,
        umask=way.umask,
        user=user,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    made = files_below(study, *MADE)
    assert len(plain) > 15
    assert sorted(made) == sorted(plain)
    assert [path for path in plain if made[path] != plain[path]] == []


def with_python(version: str, target: Path) -> None:
    """An environment of the lock with another Python, or this one's where it is that; skips where none can be had."""
    if version == ".".join(map(str, sys.version_info[:2])):
        target.symlink_to(sys.prefix)
    elif python := next(pythons(version), None):
        environment_of(python, target)
    else:
        pytest.skip(f"Python {version} is not on this machine")


def pythons(version: str) -> Iterator[Path]:
    """The Pythons of a version on this machine: that which uv finds, then those of pyenv."""
    found = subprocess.run([UV, "python", "find", "--no-python-downloads", version], capture_output=True, text=True)
    if not found.returncode:
        yield Path(found.stdout.strip())
    yield from sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))


def environment_of(python: Path, target: Path) -> None:
    """Install the lock for a Python; skips where that cannot be done."""
    subprocess.run([UV, "venv", "--quiet", "--python", str(python), str(target)], check=True)
    install = [UV, "pip", "install", "--quiet", "--python", str(target / "bin/python"), "--require-hashes"]
    done = subprocess.run([*install, "-r", str(REPO / "envs/pipeline.lock")], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the lock cannot be installed for {python} here: {done.stderr.strip().splitlines()[-1]}")


def as_other_user(folder: Path, workflow: Path, environment: dict[str, str]) -> str:
    """Give a folder to another user and name it; skips where that needs rights, or no Python can be reached."""
    if getpass.getuser() != "root":
        pytest.skip("only root can run as another user")
    if not reached(Path(sys.executable)):
        system = Path("/usr/bin", f"python3.{sys.version_info[1]}")
        if not reached(system):
            pytest.skip(f"{OTHER} can reach neither {sys.executable} nor {system}")
        (workflow / ".venv").unlink()
        environment_of(system, workflow / ".venv")
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            shutil.chown(path, OTHER)
    environment |= {"HOME": str(folder), "USER": OTHER, "LOGNAME": OTHER, "XDG_CACHE_HOME": str(folder / "cache")}
    return OTHER


def reached(python: Path) -> bool:
    """Whether the other user can start a Python."""
    try:
        return subprocess.run([python, "-c", ""], user=OTHER, capture_output=True).returncode == 0
    except PermissionError:
        return False
