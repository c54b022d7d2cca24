"""A real Slurm on this one machine, for as long as a command runs: `python tests/cluster/slurm.py COMMAND …`.

Needs Debian's slurm-wlm and munge, and root. Key, configuration, sockets, states and logs stand in a temporary folder;
whatever ends this process, the daemons end with it. Exit status: the command's, or 75 where the packages are missing.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("setpriv", "munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue")
LACKING = 75  # exit status: not here (sysexits' EX_TEMPFAIL)
PATIENCE = 20.0  # seconds that a daemon has to be there
# No cgroups: a sandbox may refuse them. Memory is counted all the same, and a job that takes more is killed.
CONFIGURATION = """\
ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmctldPort={controller}
SlurmdPort={daemon}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
MailProg=/bin/true
MpiDefault=none
ReturnToService=2
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
AccountingStorageType=accounting_storage/none
MinJobAge=3600
InactiveLimit=0
KillWait=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def lacking() -> list[str]:
    """What this machine lacks for a Slurm of its own."""
    programs = [program for program in PROGRAMS if not shutil.which(program, path=path())]
    return programs + ([] if os.geteuid() == 0 else ["root"])


def path() -> str:
    """Where Debian puts daemons, too."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def written(folder: Path) -> dict[str, str]:
    """Key and configuration in the folder; the environment in which Slurm's commands find them."""
    for name in ("state", "spool"):
        (folder / name).mkdir()
    key = folder / "munge.key"
    key.touch(0o400)
    key.write_bytes(secrets.token_bytes(128))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    text = CONFIGURATION.format(
        host=socket.gethostname().partition(".")[0], folder=folder, controller=free_port(), daemon=free_port(),
        cpus=os.cpu_count(), memory=memory,
    )  # fmt: skip
    configuration = folder / "slurm.conf"
    configuration.write_text(text, "utf-8")
    # The plugin starts srun in a job without SLURM_CONF, as on a cluster whose configuration stands in /etc.
    srun = folder / "bin/srun"
    srun.parent.mkdir()
    srun.write_text(f'#!/bin/sh\nSLURM_CONF="{configuration}" exec {shutil.which("srun")} "$@"\n', "utf-8")
    srun.chmod(0o755)
    return os.environ | {"SLURM_CONF": str(configuration), "PATH": f"{srun.parent}:{path()}"}


def wait_until(command: list[str], expected: str, daemon: subprocess.Popen, log: Path, env: dict[str, str]) -> None:
    """Wait until the command says what is expected; a daemon that dies first, or is too slow, is told with its log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and daemon.poll() is None:
        said = subprocess.run(command, env=env, capture_output=True, text=True)
        if said.returncode == 0 and expected in said.stdout:
            return
        time.sleep(0.1)
    raise RuntimeError(f"{log.stem} does not answer; its log:\n{log.read_text('utf-8', 'replace')[-3000:]}")


@contextmanager
def slurm() -> Iterator[dict[str, str]]:
    """Slurm runs; the environment in which its commands reach it."""
    folder = Path(tempfile.mkdtemp(prefix="slurm-"))
    folder.chmod(0o755)  # munge refuses a socket that others cannot reach
    env = written(folder)
    daemons: list[subprocess.Popen] = []

    def start(*command: str | Path) -> tuple[subprocess.Popen, Path]:
        log = folder / f"{command[0]}.out"
        with log.open("wb") as out:
            daemon = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *map(str, command)], env=env, stdout=out, stderr=out,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        daemons.append(daemon)
        return daemon, log

    try:
        munge = folder / "munge.socket"
        daemon = start(
            "munged", "--foreground", "--force", f"--key-file={folder}/munge.key", f"--socket={munge}",
            f"--pid-file={folder}/munge.pid", f"--log-file={folder}/munge.log", f"--seed-file={folder}/munge.seed",
        )  # fmt: skip
        wait_until(["munge", "--socket", str(munge), "--no-input"], "MUNGE:", *daemon, env)
        wait_until(["scontrol", "ping"], "UP", *start("slurmctld", "-D"), env)
        wait_until(["sinfo", "--noheader", "--format=%t"], "idle", *start("slurmd", "-D"), env)
        yield env
    finally:
        subprocess.run(["scancel", "--user=root"], env=env, capture_output=True, timeout=PATIENCE)
        for daemon in reversed(daemons):
            daemon.terminate()
            try:
                daemon.wait(5)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    if missing := lacking():
        print(f"No Slurm of its own on this machine: it lacks {', '.join(missing)}.", file=sys.stderr)
        return LACKING
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with slurm() as env:
        return subprocess.run(command, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
