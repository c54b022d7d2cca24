"""Why an exhibit is not as expected: the first thing along the way of the data that is another.

raw file → choices (config) → codebook → code → words and text of the report → lock and software; and where none of
these has changed, the first file made that differs. Of forty exhibits that fail for one reason the reason is told once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from wavework.provenance.workflow_steps import CHECK, Step, Steps
from wavework.review.manifest_rows import RESULTS, SOURCES
from wavework.review.pass_or_fail import CHANGED, FAIL, NOTHING, Check, exhibits_of

SAID = {
    "raw": "the raw file is another",
    "config": "another choice",
    "codebook": "the codebook is another",
    "code": "the code is another",
    "words": "the words are others",
    "text": "the report's text is another",
    "lock": "the lock is another",
    "software": "the software is another",
}


@dataclass(frozen=True)
class Cause:
    """One reason. kind: of SAID, or `product` (the first file made that differs), `run` (the run did not end)."""

    kind: str
    what: str
    said: str
    checks: tuple[Check, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.what}: {self.said}"


@dataclass(frozen=True)
class Told:
    """What is known beside the rows. stopped: what ended the run early, if anything did; product: what to say where no
    source has changed; imported: script -> the files that it runs."""

    stopped: str = ""
    product: str = "it differs although nothing that it is made of has changed"
    imported: Mapping[str, Collection[str]] = field(default_factory=dict)


def causes(checks: Sequence[Check], steps: Steps, told: Told = Told()) -> list[Cause]:
    """The causes of all that fails, each with the checks that it explains, in the order of the way of the data.

    steps: of the run that was obtained.
    """
    way = _Way(checks, steps, told)
    found: dict[Cause, list[Check]] = {}
    for check in checks:
        if check.verdict == FAIL:
            itself = check.row.kind in SOURCES or check.row.kind == "software"
            found.setdefault(_source(check) if itself else way.first(check.row.file), []).append(check)
    order = [*SAID, "run", "product"]
    listed = sorted(found.items(), key=lambda pair: order.index(pair[0].kind))
    joined: dict[tuple[str, str], Cause] = {}
    for cause, held in listed:  # of one file one cause, whether it fails itself or others fail by it
        before = joined.get((cause.kind, cause.what), cause)
        said = max(before.said, cause.said, key=len)
        joined[cause.kind, cause.what] = Cause(cause.kind, cause.what, said, (*before.checks, *held))
    return list(joined.values())


class _Way:
    """What has changed, and which of it reaches a file."""

    def __init__(self, checks: Sequence[Check], steps: Steps, told: Told):
        self.steps, self.told = steps, told
        self.changed = [c for c in checks if c.row.kind in SOURCES and c.verdict in (CHANGED, FAIL)]
        self.software = [c for c in checks if c.row.kind == "software" and c.verdict == FAIL]
        self.products = {c.row.file for c in checks if c.verdict == FAIL and c.row.kind in RESULTS}
        self.altered: dict[str, set[str]] = {}  # what a step makes first -> `code`, `parameters`
        for check in checks:
            if check.row.kind == "step" and check.verdict == CHANGED:
                self.altered.setdefault(check.row.exhibit, set()).add(check.row.what)
        self.known: dict[str, Cause] = {}  # file -> its cause: hundreds of checks are of the same file

    def first(self, file: str) -> Cause:
        """The first cause of a file's difference."""
        if file not in self.known:
            self.known[file] = self._first(file)
        return self.known[file]

    def _first(self, file: str) -> Cause:
        way = self.steps.way_to(file, beyond=[CHECK])
        # What was never made has no recorded way: whatever has changed may be why.
        reaching = [check for check in self.changed if not way or self._reaches(check, file, way)]
        if reaching:
            first = min((check.row.kind for check in reaching), key=SOURCES.index)
            further = {check.row.kind for check in reaching} - {first}
            cause = _joined(self._nearest([check for check in reaching if check.row.kind == first], way))
            more = f"; further on the way: {', '.join(sorted(further, key=SOURCES.index))}" if further else ""
            return Cause(cause.kind, cause.what, cause.said + more)
        if self.software:
            return _joined(self.software)
        if self.told.stopped and not way:
            return Cause("run", "the run", f"it did not end: {self.told.stopped}")
        first = next((name for name in self.steps.files_to(file) if name in self.products), file) if way else file
        return Cause("product", first, self.told.product)

    def _reaches(self, check: Check, file: str, way: Sequence[Step]) -> bool:
        """Whether a changed source reaches a file that was made on this way."""
        altered = {part for step in way for part in self.altered.get(step.outputs[0], ())}
        if check.row.kind == "config":
            return "parameters" in altered
        if check.row.kind == "code" and check.row.file.endswith(".py"):
            return "code" in altered
        return check.row.kind == "lock" or check.row.file in self.steps.sources_of(file, beyond=[CHECK])

    def _nearest(self, checks: list[Check], way: Sequence[Step]) -> list[Check]:
        """Of changed code that which the scripts on the way import; all of it where they name none."""
        used = {name for step in way for name in self.told.imported.get(step.script, ())}
        return [check for check in checks if check.row.file in used] or checks


def _source(check: Check) -> Cause:
    """A source that is another, as a cause."""
    kind, what = check.row.kind, check.row.exhibit
    if NOTHING in (check.expected, check.obtained):
        return Cause(kind, what, "is missing" if check.obtained == NOTHING else "nobody expects it")
    if kind in ("config", "software"):
        return Cause(kind, what, f"{check.obtained} instead of {check.expected}")
    hashes = f"SHA-256 {check.obtained[:12]}…, expected {check.expected[:12]}…"
    return Cause(kind, what, f"{SAID[kind]} ({hashes})")


def _joined(checks: Sequence[Check]) -> Cause:
    """One cause of several changes of a kind: the first is told, the others are named."""
    in_order = sorted(checks, key=lambda check: check.row.file.endswith(".yaml"))  # an export before the registry
    first = _source(in_order[0])
    others = [check.row.exhibit for check in in_order[1:]]
    more = f"; also {', '.join(others[:3])}{' …' if len(others) > 3 else ''}" if others else ""
    return Cause(first.kind, first.what, first.said + more)


def message(cause: Cause) -> str:
    """One line: the cause, and the exhibits that are others by it."""
    exhibits = [f"{kind} {exhibit}" for kind, exhibit in exhibits_of(cause.checks) if kind in RESULTS]
    if not exhibits:
        return str(cause)
    more = f" and {len(exhibits) - 3} more" if len(exhibits) > 3 else ""
    return f"{cause} → {len(exhibits)} exhibit{'s' if len(exhibits) > 1 else ''}: {', '.join(exhibits[:3])}{more}"
