"""Make or complete the project's .venv from a lock with hashes. Needs nothing but Python >= 3.11.

python3 envs/environment.py LOCK

A second call with the same lock does nothing. Whatever goes wrong is said in one line.
Written so that an old Python can read it as far as the message that it is too old.
"""

import hashlib
import os
import subprocess
import sys

OLDEST = (3, 11)
VENV = ".venv"
UV = "0.13.9"


def stop(message):
    sys.stderr.write("environment: " + message + "\n")
    sys.exit(1)


def run(command, message):
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="", UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="copy")
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
    if not os.path.exists(python):
        run([sys.executable, "-m", "venv", VENV], "could not make " + VENV)
    if not os.path.exists(os.path.join(binary, "uv")):
        run([python, "-m", "pip", "install", "--quiet", "uv==" + UV], "could not download uv from the package index")
    install = [os.path.join(binary, "uv"), "pip", "install", "--quiet", "--python", python, "--require-hashes"]
    run(install + ["-r", lock], "could not install the packages of " + lock)
    with open(stamp, "w") as file:
        file.write(wanted)


if __name__ == "__main__":
    main(sys.argv[1])
