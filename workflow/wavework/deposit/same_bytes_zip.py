"""Zip files that are the same bytes each time: entries in order, one date, no owner."""

import io
import zipfile
from collections.abc import Mapping

OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip knows
FILE = 0o100644 << 16


def zipped(files: Mapping[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """The files, by their paths in the zip, in the order given. stored: endings of what is compressed already."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.external_attr = FILE
            entry.create_system = 3  # as on Unix, whatever the machine
            packed = name.rpartition(".")[2] in stored
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return content.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a zip, by their paths in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
