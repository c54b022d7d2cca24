"""The packages of a lock, and those that are installed."""

import re
from importlib.metadata import PackageNotFoundError, version

LOCK = "envs/pipeline.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)( \\)?", re.MULTILINE)  # what only some platforms need has a marker


def locked_versions(lock: str, *, everywhere: bool = False) -> dict[str, str]:
    """Package -> version, as pinned in the text of a lock; sorted. everywhere: only those that every platform needs."""
    pins = ((name.lower(), pinned) for name, pinned, plain in PIN.findall(lock) if plain or not everywhere)
    return dict(sorted(pins))


def installed_version(package: str) -> str:
    """The version that is installed; "" where none is."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
