"""A process that has imported what scripts need, and runs each of them as a copy of itself: `worker.py SOCKET`.

A copy (a fork) is a process of its own: it has its own memory and exit status, can be killed, and shares nothing with
those before it. The worker itself runs no script and starts no thread. When Snakemake goes, it ends with all that it
runs.
"""

import atexit
import gc
import os
import pickle
import re
import runpy
import select
import signal
import socket
import struct
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path

SIZE, REPLY = "!I", "!qi"  # of a message; number of a script, and its exit status
IMPORTS = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)


def prepare(script: str) -> None:
    """Import what the script imports, for all copies to come; what cannot be imported the script will tell."""
    for name in IMPORTS.findall(Path(script).read_text("utf-8")):
        if name not in sys.modules:
            with suppress(Exception):
                import_module(name)
    gc.collect()
    gc.freeze()


def run(script: str, given: bytes) -> int:
    """Run a script as Python would, with its `snakemake`; its exit status."""
    sys.argv = [script]
    try:
        runpy.run_path(script, {"snakemake": pickle.loads(given)}, "__main__")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def copy(script: str, given: bytes, *inherited: socket.socket) -> int:
    """Start a copy that runs the script; its process id."""
    if process := os.fork():
        return process
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in inherited:
            each.close()
        status = run(script, given)
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def ended(running: dict[int, int]) -> list[bytes]:
    """The replies for the copies that have ended, which are taken out of `running`: process -> number."""
    replies = []
    while running:
        process, status = os.waitpid(-1, os.WNOHANG)
        if not process:
            break
        if process in running:
            replies.append(struct.pack(REPLY, running.pop(process), os.waitstatus_to_exitcode(status)))
    return replies


def serve(asked: socket.socket) -> None:
    """Run what is asked for until the other side is gone."""
    waker, wakes = socket.socketpair()
    waker.setblocking(False)
    wakes.setblocking(False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno())
    running: dict[int, int] = {}
    messages = asked.makefile("rb", buffering=0)
    while True:
        ready, _, _ = select.select([asked, wakes], [], [])
        if wakes in ready:
            with suppress(BlockingIOError):
                wakes.recv(4096)
        for reply in ended(running):
            asked.sendall(reply)
        if asked in ready:
            size = messages.read(struct.calcsize(SIZE))
            if not size:
                break
            message = bytearray()
            while len(message) < struct.unpack(SIZE, size)[0]:
                message += messages.read(struct.unpack(SIZE, size)[0] - len(message)) or b""
            number, script, given = pickle.loads(message)
            prepare(script)
            running[copy(script, given, asked, waker, wakes)] = number
    for process in running:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])
    serve(socket.socket(fileno=int(sys.argv[1])))
