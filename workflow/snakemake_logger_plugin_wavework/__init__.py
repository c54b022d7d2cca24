"""What a person sees while `make` runs: which steps are going, how many are done, how long it takes; and what failed.

A logger plugin of Snakemake, found by its name on the path of Python. On a terminal one line that is written over;
elsewhere a plain line each time a further tenth is done. Warnings and errors are Snakemake's own, as they come.
"""

import errno
import json
import logging
import shutil
import sys
import time
from collections import Counter
from contextlib import suppress
from logging import WARNING, LogRecord
from pathlib import Path
from typing import Any, TextIO

from snakemake.logging import DefaultFormatter
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from wavework.jobs import lacking, reason_in, reason_of

logging.raiseExceptions = (
    False  # where Snakemake's own log finds no room, the reason is told once and not with each line
)
DURATIONS = Path(".snakemake/durations.json")  # seconds of a job of each rule, as the last run took them
BAR = 20
FULL = 2**15  # bytes that are left on a full disk
PAUSE = 2  # seconds between plain lines, at least
# What Snakemake says besides the sentence about the job that failed.
SAID_ALREADY = ("Exiting because a job", "At least one job did not complete", "Complete log", "Removing")
SAID_ALREADY += ("Ignore corrupted",)  # a record that a full disk cut short: its job is done again


class Progress:
    """Steps done, going and to come, of one run.

    to_come: rule -> number of its jobs that are neither done nor going. seconds: rule -> of one job, by the run before.
    """

    def __init__(self, seconds: dict[str, float], now: float):
        self.seconds, self.began = dict(seconds), now
        self.to_come: Counter[str] = Counter()
        self.going: dict[int, tuple[str, str, float]] = {}
        self.took: dict[str, list[float]] = {}
        self.done, self.total = 0, 0

    def planned(self, jobs: dict[str, int]) -> None:
        """jobs: rule -> number of its jobs, and `total`."""
        self.total = jobs["total"]
        self.to_come = Counter({rule: count for rule, count in jobs.items() if rule != "total"})

    def started(self, job: int, rule: str, name: str, now: float) -> None:
        """A job of a rule has started; name: as it is shown."""
        self.going[job] = (rule, name, now)
        self.to_come[rule] -= 1

    def finished(self, job: int, now: float) -> None:
        """A job has ended well."""
        rule, _, since = self.going.pop(job, ("", "", now))
        self.took.setdefault(rule, []).append(now - since)
        self.done += 1

    def tenths(self) -> int:
        """Whole tenths of the steps that are done."""
        return 10 * self.done // max(self.total, 1)

    def known(self) -> dict[str, float]:
        """Rule -> seconds of one job: of this run where one has ended, else of the run before."""
        return self.seconds | {rule: sum(took) / len(took) for rule, took in self.took.items() if rule}

    def left(self, now: float) -> float | None:
        """Seconds that are left; None as long as nothing tells it.

        Jobs that are left, at what one of their rule takes, by how many went side by side so far.
        """
        known = self.known()
        ended = sum(sum(took) for took in self.took.values())
        if not known or (not ended and not self.seconds):
            return None
        usual = sum(known.values()) / len(known)
        work = sum(count * known.get(rule, usual) for rule, count in self.to_come.items() if count > 0)
        work += sum(max(known.get(rule, usual) - (now - since), 0) for rule, _, since in self.going.values())
        spent = ended + sum(now - since for _, _, since in self.going.values())
        return work / max(spent / max(now - self.began, 0.1), 1)

    def line(self, now: float) -> str:
        """`62 %, 74 of 119 steps, about 50 s left: draw (en, results), claims`."""
        share = self.done / self.total if self.total else 0
        left = self.left(now)
        said = "" if left is None or self.done == self.total else f", about {spoken(left)} left"
        going = ", ".join(name for _, name, _ in self.going.values())
        return f"{100 * share:3.0f} %, {self.done} of {self.total} steps{said}" + (f": {going}" if going else "")


def spoken(seconds: float) -> str:
    """`50 s`, `3 min`, to what a person can use."""
    return f"{max(5 * round(seconds / 5), 5)} s" if seconds < 90 else f"{round(seconds / 60)} min"


def named(record: LogRecord) -> str:
    """A step as it is shown: its rule, and which of its jobs."""
    which = ", ".join(map(str, getattr(record, "wildcards", {}).values()))
    rule = str(getattr(record, "rule_name", ""))
    return f"{rule} ({which})" if which else rule


def plain(text: str) -> str:
    """A message of Snakemake; of input that is refused before the first step the problems alone, not the code."""
    if not text.startswith("InputError in file"):
        return text
    return "\n".join(line for line in text.splitlines()[1:] if not line.startswith('  File "'))


def failure(record: LogRecord) -> tuple[str, str]:
    """Why a step failed, as its log tells; and a sentence about the step and where its log is."""
    logs = [Path(log) for log in getattr(record, "log", [])]
    reason = "It ended without a word: killed, or out of memory (CORES=1 needs less)."
    if shutil.disk_usage(".").free < FULL:  # it had no room for its log
        reason = reason_of(OSError(errno.ENOSPC, ""))
    for log in logs:
        with suppress(OSError):
            reason = reason_in(log.read_text("utf-8", "replace")) or reason
    made = ", ".join(getattr(record, "output", [])[:1])
    where = f" All it said: {', '.join(map(str, logs))}." if logs else ""
    kept = "What was done before is kept: mend it, and run make again."
    return reason, f"Stopped at the step {getattr(record, 'rule_name', '')}, which makes {made}.{where} {kept}"


def durations() -> dict[str, float]:
    """What a job of each rule took in the last run; nothing where it is not known."""
    with suppress(OSError, ValueError, TypeError):
        return {str(rule): float(seconds) for rule, seconds in json.loads(DURATIONS.read_text("utf-8")).items()}
    return {}


class LogHandler(LogHandlerBase):
    """Snakemake's events as lines on a stream."""

    def __post_init__(self) -> None:
        self.stream: TextIO = sys.stderr
        self.terminal = self.stream.isatty()
        self.progress: Progress | None = None
        self.blocks = "█░" if "utf" in (self.stream.encoding or "").lower() else "#."
        self.tenths, self.written = 0, 0
        self.reasons: set[str] = set()
        self.spoke = time.monotonic()
        self.own = DefaultFormatter(self.common_settings.quiet, False)

    def emit(self, record: LogRecord) -> None:
        """One event."""
        try:
            self._take(record)
        except BrokenPipeError:
            raise
        except Exception:
            self.handleError(record)

    def _take(self, record: LogRecord) -> None:
        event, now = getattr(record, "event", None), time.monotonic()
        if event == LogEvent.RUN_INFO and "stats" in vars(record):
            self.progress = Progress(durations(), now)
            self.progress.planned(getattr(record, "stats", {"total": 0}))
        elif self.progress and event == LogEvent.JOB_INFO:
            job = vars(record)
            self.progress.started(job["jobid"], job["rule_name"], named(record), now)
            self._show(now)
        elif self.progress and event == LogEvent.JOB_FINISHED:
            self.progress.finished(vars(record)["job_id"], now)
            self._show(now)
        elif event == LogEvent.JOB_ERROR:
            reason, sentence = failure(record)
            if reason not in self.reasons:
                self._say(f"\n{reason}\n\n{sentence}")
            self.reasons.add(reason)
        elif record.levelno >= WARNING and not self._is_said(record):
            text = plain(self.own.format(record))
            reason = lacking(text)
            if reason not in self.reasons:
                self._say(reason or text)
            self.reasons |= {reason} - {""}

    @staticmethod
    def _is_said(record: LogRecord) -> bool:
        text = record.getMessage()
        return "CalledProcessError in file" in text or any(said in text for said in SAID_ALREADY)

    def _show(self, now: float) -> None:
        """The line of progress: over the last one on a terminal, else where a further tenth is done."""
        assert self.progress is not None
        if self.terminal:
            width = shutil.get_terminal_size().columns - 1
            full = round(BAR * self.progress.done / max(self.progress.total, 1))
            text = f"{self.blocks[0] * full}{self.blocks[1] * (BAR - full)} {self.progress.line(now)}"[:width]
            self.stream.write("\r" + text.ljust(self.written))
            self.written = len(text)
        elif (
            tenths := 10 * self.progress.done // max(self.progress.total, 1)
        ) > self.tenths and now > self.spoke + PAUSE:
            self.tenths, self.spoke = tenths, now
            self.stream.write(self.progress.line(now).partition(":")[0].strip() + "\n")
        self.stream.flush()

    def _say(self, text: str) -> None:
        """A message on lines of its own."""
        if text.strip():
            self.stream.write("\r" + " " * self.written + "\r" if self.written else "")
            self.stream.write(text.rstrip() + "\n")
            self.stream.flush()
            self.written = 0

    def close(self) -> None:
        """At the end of a run: the line of progress goes, and what the steps took is kept for the next."""
        if self.progress and self.progress.took:
            if self.written:
                self.stream.write("\r" + " " * self.written + "\r")
                self.stream.flush()
            with suppress(OSError):
                DURATIONS.write_text(json.dumps(self.progress.known(), indent=0, sort_keys=True), encoding="utf-8")
        self.progress = None
        super().close()

    writes_to_stream: Any = property(lambda self: True)
    writes_to_file: Any = property(lambda self: False)
    has_filter: Any = property(lambda self: True)
    has_formatter: Any = property(lambda self: True)
    needs_rulegraph: Any = property(lambda self: False)
