"""How `make` runs jobs on this machine: as Snakemake does, but for two things that cost time.

A script is run by a copy of one process that has imported what scripts need (see `worker`), not by a new Python. And a
job that was to be done again only because files that it reads were made anew is left as it is where they came out the
same, with the same code and params. An executor plugin of Snakemake, found by its name on the path of Python; without
it (`snakemake` by hand, a cluster) the same bytes come out.
"""

import os
import pickle
import shlex
import struct
import subprocess
import sys
import threading
from concurrent.futures import Future
from itertools import count
from pathlib import Path
from socket import SHUT_RDWR, socketpair
from typing import Any

from snakemake.exceptions import SpawnedJobError, WorkflowError
from snakemake.executors import local
from snakemake.io import _IOFile, is_flagged
from snakemake.iocontainers import Snakemake
from snakemake.settings.types import DeploymentMethod
from snakemake.sourcecache import LocalSourceFile, infer_source_file

from snakemake_executor_plugin_wavework.worker import REPLY, SIZE

common_settings = local.common_settings
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Worker:
    """The process whose copies run scripts."""

    def __init__(self) -> None:
        self._socket, other = socketpair()
        program = [*shlex.split(sys.executable), str(Path(__file__).with_name("worker.py")), str(other.fileno())]
        self._process = subprocess.Popen(
            program, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL, env=os.environ | ONE_THREAD
        )
        other.close()
        self._waiting: dict[int, Future[int]] = {}
        self._numbers, self._lock = count(1), threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self, script: str, given: bytes) -> int:
        """Run a script to its end; its exit status, that of a signal below zero. given: its `snakemake`, pickled."""
        done: Future[int] = Future()
        with self._lock:
            number = next(self._numbers)
            self._waiting[number] = done
            message = pickle.dumps((number, script, given))
            self._socket.sendall(struct.pack(SIZE, len(message)) + message)
        return done.result()

    def _listen(self) -> None:
        """Tell those who wait how their scripts ended; all of them, when the worker is gone."""
        with self._socket.makefile("rb") as replies:
            while reply := replies.read(struct.calcsize(REPLY)):
                number, status = struct.unpack(REPLY, reply)
                self._waiting.pop(number).set_result(status)
        for done in self._waiting.values():
            done.set_exception(SpawnedJobError())

    def close(self) -> None:
        """End it, and what it still runs."""
        self._socket.shutdown(SHUT_RDWR)
        self._process.wait()


class Executor(local.Executor):
    """Snakemake's own local executor, with a worker for scripts."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._worker: Worker | None = None
        self._kept: dict[str, float] = {}  # what was left as it is -> when it was made
        remember_checksums()

    def run_jobs(self, jobs: list[Any]) -> None:
        """Start jobs, and as many a second as there are: each start would set a timer that wakes the scheduler every
        second for ever, and after hundreds of jobs these are all that Snakemake does."""
        scheduler = self.workflow.scheduler
        scheduler.job_rate_limiter, scheduler.resources["_job_count"] = None, sys.maxsize
        super().run_jobs(jobs)

    def run_single_job(self, job: Any) -> Future[Any]:
        """Start a job: leave what it made where nothing is new, else run its script, or whatever it is."""
        if self.workflow.async_run(self._is_as_it_was(job)):
            return self.pool.submit(self._keep, job)
        script = self._script(job)
        if not script:
            return super().run_single_job(job)
        self.workflow.async_run(job.prepare())
        self._worker = self._worker or Worker()
        return self.pool.submit(self._run, self._worker, script, pickle.dumps(self._given(job, script), protocol=4))

    def _run(self, worker: Worker, script: str, given: bytes) -> None:
        if worker.run(script, given):
            raise SpawnedJobError

    def _keep(self, job: Any) -> None:
        """Mark what a job made as newer than what it reads."""
        for file in job.output:
            self._kept[str(file)] = self.workflow.async_run(file.mtime()).local()
            file.touch()

    def _script(self, job: Any) -> str:
        """The Python script that is all that a job runs; "" where it is more, or something else."""
        deployed = self.workflow.deployment_settings.deployment_method & {
            DeploymentMethod.CONDA, DeploymentMethod.APPTAINER, DeploymentMethod.ENV_MODULES,
        }  # fmt: skip
        if deployed or job.is_group() or job.is_shadow or job.benchmark or job.threads > 1 or not job.rule.script:
            return ""
        file = infer_source_file(job.rule.script, job.rule.basedir)
        path = file.get_path_or_uri(secret_free=True)
        return path if isinstance(file, LocalSourceFile) and path.endswith(".py") and "{" not in path else ""

    def _given(self, job: Any, script: str) -> Snakemake:
        """The object `snakemake` of a script."""
        settings = self.workflow.globals["config"]
        return Snakemake(
            job.input, job.output, job.params, job.wildcards, job.threads, job.resources, job.log, settings,
            job.rule.name, None, str(Path(script).parent),
        )  # fmt: skip

    async def _is_as_it_was(self, job: Any) -> bool:
        """Whether a job was planned only since files that it reads were made anew, and they are what they were.

        What it made is there, and nobody has touched it. Snakemake looks at what else may have changed only of jobs
        that no other leads to: so it is asked here.
        """
        reason, persistence = self.dag.reason(job), self.workflow.persistence
        others = (
            reason.forced, reason.noio, reason.nooutput, reason.missing_output, reason.incomplete_output,
            reason.unfinished_queue_input, reason.no_metadata, reason.outdated_metadata, not job.output,
        )  # fmt: skip
        if any(others) or not (reason.updated_input or reason.updated_input_run):
            return False
        records = [persistence.metadata(file) for file in job.output]
        for file, record in zip(job.output, records, strict=True):
            if record is None or not await file.exists() or (await file.mtime()).local() != record.endtime:
                return False
        oldest = min(record.endtime for record in records)
        changed = (persistence.input_changed, persistence.code_changed, persistence.software_stack_changed)
        if persistence.params_changed(job) or any(any(look(job)) for look in changed):
            return False
        if [file async for file in job.outputs_older_than_script_or_notebook()]:
            return False
        limit = self.workflow.dag_settings.max_checksum_file_size
        for file in job.input:
            if is_flagged(file, "choices"):  # what the job takes of it is among its params
                continue
            if str(file) in self._kept:  # a folder has no hash, but may be one that was left as it is
                newer = self._kept[str(file)] > oldest
            else:
                newer = file in reason.updated_input_run or await file.is_newer(oldest)
            if not newer:
                continue
            known = persistence.input_checksums(job, file)
            if len(known) != 1 or None in known or await file.checksum(limit) not in known:
                return False
        return True

    def shutdown(self) -> None:
        """At the end of a run."""
        super().shutdown()
        self._close()

    def cancel(self) -> None:
        """A run is stopped."""
        self._close()
        super().cancel()

    def _close(self) -> None:
        if self._worker:
            self._worker.close()
            self._worker = None


def remember_checksums() -> None:
    """Hash a file once as long as it stays the same: Snakemake hashes each input once for each output of a job."""
    known: dict[tuple[str, int, int, int], Any] = {}
    own = _IOFile.checksum
    if own.__name__ == "remembered":
        return

    async def remembered(self: _IOFile, threshold: int | None = None, **more: Any) -> Any:
        try:
            found = Path(self).stat()
        except OSError:
            return await own(self, threshold, **more)
        key = (str(self), found.st_mtime_ns, found.st_size, found.st_ino)
        if more or key not in known:
            known[key] = await own(self, threshold, **more)
        return known[key]

    _IOFile.checksum = remembered


__all__ = ["Executor", "WorkflowError", "common_settings"]
