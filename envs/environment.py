"""Make or complete the project's .venv from a lock with hashes. Needs nothing but Python >= 3.11.

python3 envs/environment.py LOCK

A second call with the same lock does nothing. Whatever goes wrong is said in one line.
Written so that an old Python can read it as far as the message that it is too old.
"""

import hashlib
import os
import ssl
import subprocess
import sys

OLDEST = (3, 11)
VENV = ".venv"
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
UV = "0.13.9"
# Where systems keep their certificates: Debian, Red Hat, SUSE, Alpine and the BSDs.
STORES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"]
STORES += ["/etc/ssl/cert.pem"]


def stop(message):
    sys.stderr.write("environment: " + message + "\n")
    sys.exit(1)


def certificates():
    """The variables by which pip and uv take the system's certificates, where a proxy's stand, and not their own."""
    paths = ssl.get_default_verify_paths()
    for path in [os.environ.get("SSL_CERT_FILE"), paths.cafile, paths.openssl_cafile] + STORES:
        if path and os.path.exists(path):
            return {"PIP_CERT": path, "UV_SYSTEM_CERTS": "true"}
    return {"UV_SYSTEM_CERTS": "true"} if os.name == "nt" else {}


def run(command, message):
    environment = dict(certificates(), **os.environ)  # what a person has set counts
    environment.update(PYTHONDONTWRITEBYTECODE="", UV_PYTHON_DOWNLOADS="never")
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        last = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
        with open("environment.log", "wb") as log:
            log.write(done.stdout)
        stop(message + (" (" + last[-1].strip() + ")" if last else "") + "; the whole output is in environment.log")


def main(lock):
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        stop("Python %s is too old: 3.11 or newer is needed; name one by `make PYTHON=python3.12`" % found)
    with open(lock, "rb") as file:
        wanted = hashlib.sha256(file.read() + sys.version.encode()).hexdigest()
    stamp = os.path.join(VENV, os.path.basename(lock) + ".installed")
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == wanted:
                return
    binary = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
    python = os.path.join(binary, "python")
    sys.stdout.write("Installing %s into %s ...\n" % (lock, VENV))
    sys.stdout.flush()
    try:
        import ensurepip  # noqa: F401 -- what `venv` needs and Debian ships apart
        import venv  # noqa: F401
    except ImportError:
        stop("this Python has no venv module; on Debian or Ubuntu: apt-get install python3-venv")
    has_pip = subprocess.call([sys.executable, "-m", "pip", "--python", sys.executable, "--version"], **SILENT) == 0
    if not os.path.exists(python):  # with a pip of its own it takes three times as long
        run([sys.executable, "-m", "venv", VENV] + ["--without-pip"] * has_pip, "could not make " + VENV)
    if not os.path.exists(os.path.join(binary, "uv")):
        pip = [sys.executable, "-m", "pip", "--python", python] if has_pip else [python, "-m", "pip"]
        run(pip + ["install", "--quiet", "uv==" + UV], "could not download uv from the package index")
    install = [os.path.join(binary, "uv"), "pip", "install", "--quiet", "--python", python, "--require-hashes"]
    run(install + ["-r", lock], "could not install the packages of " + lock)
    with open(stamp, "w") as file:
        file.write(wanted)


if __name__ == "__main__":
    main(sys.argv[1])
