"""Set-up behind a proxy with certificates of its own: `envs/environment.py` takes those of the system."""

import functools
import hashlib
import http.server
import os
import shutil
import ssl
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from tests.conftest import REPO

STORE = Path("/etc/ssl/certs/ca-certificates.crt")  # Debian's
OWN = ("CERT", "CA_BUNDLE", "INDEX", "FIND_LINKS", "PIP_", "UV_")  # variables that would spare the looking


def wheel(folder: Path, name: str, version: str, **files: bytes) -> Path:
    """A wheel of a package of so many files, in the index in the folder."""
    target = folder / "packages" / name / f"{name}-{version}-py3-none-any.whl"
    target.parent.mkdir(parents=True)
    info = f"{name}-{version}.dist-info"
    files |= {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, content)
        archive.writestr(f"{info}/RECORD", "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"]))
    (target.parent / "index.html").write_text(f'<a href="{target.name}">{target.name}</a>', "utf-8")
    return target


def certificates(folder: Path) -> tuple[Path, Path]:
    """An authority's certificate, and key and certificate of localhost that it signed."""
    authority, host = folder / "authority.pem", folder / "host.pem"
    extra = folder / "extra"
    extra.write_text("subjectAltName=DNS:localhost\n", "utf-8")
    key = ["-newkey", "rsa:2048", "-nodes"]
    for command in (
        ["req", "-x509", *key, "-keyout", folder / "a.key", "-out", authority, "-days", "2", "-subj", "/CN=Office"],
        ["req", *key, "-keyout", folder / "h.key", "-out", folder / "h.csr", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", folder / "h.csr", "-CA", authority, "-CAkey", folder / "a.key", "-CAcreateserial",
         "-out", folder / "h.pem", "-days", "2", "-extfile", extra],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    host.write_bytes((folder / "h.key").read_bytes() + (folder / "h.pem").read_bytes())
    return authority, host


@pytest.fixture
def index(tmp_path):
    """Address of a package index on this machine behind TLS, and the certificate of its authority."""
    authority, host = certificates(tmp_path)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    server = http.server.ThreadingHTTPServer(("localhost", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(host)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/packages", authority
    server.shutdown()


@pytest.mark.skipif(not shutil.which("openssl") or not STORE.exists(), reason="no openssl, or not Debian's store")
def test_set_up_behind_a_proxy_takes_the_certificates_of_the_system(tmp_path, index):
    address, authority = index
    program = (REPO / "envs/environment.py").read_text("utf-8")
    version = program.partition('UV = "')[2].partition('"')[0]
    uv = Path(sys.prefix, "bin/uv").read_bytes()
    wheel(tmp_path, "uv", version, **{f"uv-{version}.data/scripts/uv": uv})
    made = wheel(tmp_path, "museum", "1.0", **{"museum.py": b"rooms = 3\n"})
    lock = tmp_path / "museum.lock"
    lock.write_text(f"museum==1.0 --hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}\n", "utf-8")
    store = tmp_path / "store.crt"
    store.write_bytes(STORE.read_bytes() + authority.read_bytes())
    folder = tmp_path / "project"
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if not any(part in name for part in OWN)}
    environment |= {"PIP_INDEX_URL": address, "UV_DEFAULT_INDEX": address, "UV_CACHE_DIR": str(tmp_path / "cache")}
    environment |= {"PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull}
    python = Path(sys.base_prefix, "bin/python3")
    # The system's store is another file for the processes of this command alone.
    command = 'mount --bind "$0" "$1" && shift && exec "$@"'
    unshared = ["unshare", "--mount", "sh", "-c", command, store, STORE]
    if subprocess.run([*unshared, "true"], capture_output=True).returncode:
        pytest.skip("only root can give a process another store of certificates")
    set_up = [python, REPO / "envs/environment.py", lock]
    strange = subprocess.run(set_up, cwd=folder, env=environment, capture_output=True, text=True)
    assert strange.returncode == 1  # the authority is no one's: otherwise the rest would show nothing
    assert "could not download uv from the package index" in strange.stderr
    done = subprocess.run([*unshared, *set_up], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rooms = [folder / ".venv/bin/python", "-c", "import museum; print(museum.rooms)"]
    assert subprocess.run(rooms, capture_output=True, text=True).stdout == "3\n"
