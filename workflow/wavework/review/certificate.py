"""What a verification found, as JSON for machines, as a page for people, and as lines for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from wavework.review.clean_copy import Ran
from wavework.review.first_causes import message
from wavework.review.manifest_rows import RESULTS
from wavework.review.pass_or_fail import CHANGED, FAIL, NOT_COMPARED, PASS, Check, failed
from wavework.review.verification import Verification
from wavework.tables import write_json, write_text

NAMES = {
    "raw": "Raw files", "lock": "Lock", "software": "Software", "setting": "Machine", "config": "Choices (config.yaml)",
    "codebook": "Codebook", "code": "Code", "words": "Words", "text": "Text of the report", "step": "Steps",
    "result": "Tables of results", "figure": "Figures", "claim": "Claims and verdicts", "number": "Numbers of the text",
    "running text": "Running text, as rendered", "table": "Tables of the report", "report": "Reports",
    "left out": "Left out",
}  # fmt: skip
RANK = (FAIL, NOT_COMPARED, CHANGED, PASS)  # the verdict of an exhibit is the first that one of its checks has
OPEN = ("raw", "figure", "claim")  # what a person looks for first
STYLE = Path(__file__).with_name("page.css")


def as_data(found: Verification) -> dict[str, Any]:
    """All that was found, for JSON."""
    return {
        "verdict": PASS if found.passed else FAIL,
        "exhibit": found.exhibit or "all",
        "revision": found.revision,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": found.machine,
        "run": _run(found.ran) if found.ran else None,
        "problems": list(found.problems),
        "settings_that_differ": list(found.settings),
        "counts": _counts(found),
        "causes": [
            {"kind": c.kind, "what": c.what, "said": c.said, "exhibits": sorted({k.row.exhibit for k in c.checks})}
            for c in found.causes
        ],
        "checks": [_check(check, "run in a clean copy") for check in found.checks]
        + [_check(check, "results in this folder") for check in found.delivered],
    }


def _counts(found: Verification) -> dict[str, int]:
    """Verdict -> how many checks have it."""
    given = Counter(check.verdict for check in (*found.checks, *found.delivered))
    return {verdict: given[verdict] for verdict in RANK}


def _run(ran: Ran) -> dict[str, Any]:
    """The run in the clean copy; of one that did not end also what it said last."""
    facts = {"ended": ran.ended, "seconds": round(ran.seconds, 1), "peak_megabytes": ran.megabytes}
    return facts if ran.ended else facts | {"said_last": ran.said.splitlines()[-60:]}


def _check(check: Check, of: str) -> dict[str, str]:
    row = check.row
    return {
        "of": of, "kind": row.kind, "exhibit": row.exhibit, "what": row.what, "language": row.language,
        "file": row.file,
        "expected": check.expected, "obtained": check.obtained, "tolerance": row.tolerance, "verdict": check.verdict,
        "note": check.note,
    }  # fmt: skip


def by_exhibit(checks: Iterable[Check]) -> dict[str, dict[str, list[Check]]]:
    """Kind -> exhibit -> its checks, in the order in which the certificate shows them."""
    found: dict[str, dict[str, list[Check]]] = {kind: {} for kind in NAMES}
    for check in checks:
        found[check.row.kind].setdefault(check.row.exhibit, []).append(check)
    return {kind: exhibits for kind, exhibits in found.items() if exhibits}


def verdict_of(checks: Sequence[Check]) -> str:
    """The verdict of several checks together."""
    return next(verdict for verdict in RANK if any(check.verdict == verdict for check in checks))


def lines(found: Verification) -> Iterator[str]:
    """What stands on the terminal: each kind in a line, each exhibit that fails, the causes, the verdict."""
    for title, checks in (("", found.checks), (" (results in this folder)", found.delivered)):
        for kind, exhibits in by_exhibit(checks).items():
            if kind == "step":
                continue
            bad = sum(verdict_of(held) == FAIL for held in exhibits.values())
            other = {c.verdict for held in exhibits.values() for c in held} & {CHANGED, NOT_COMPARED}
            said = f"FAIL ({bad} of {len(exhibits)})" if bad else PASS if not other else ", ".join(sorted(other))
            yield f"{NAMES[kind] + title:<50} {len(exhibits):>5}  {said}"
        if found.exhibit:
            yield from (_line(check) for check in checks if check.row.kind in RESULTS)
        else:
            yield from (_line(check) for check in failed(checks)[:20])
    if found.settings:
        yield f"Bytes of some files are not compared: {'; '.join(found.settings[:3])}"
    yield from found.problems
    yield from (f"First cause: {message(cause)}" for cause in found.causes)
    if found.ran:
        yield f"Run time {found.ran.seconds:.0f} s, largest process {found.ran.megabytes} MB, {found.machine}."
    yield f"Verdict: {PASS if found.passed else FAIL}"


def _line(check: Check) -> str:
    row = check.row
    what = " ".join(part for part in (row.kind, row.exhibit, row.what, row.language) if part)
    if check.verdict == PASS:
        return f"  {PASS}  {what}: {short(check.obtained)}"
    note = f" ({check.note})" if check.note else ""
    return f"  {check.verdict}  {what}: expected {short(check.expected)}, obtained {short(check.obtained)}{note}"


def short(value: str, length: int = 60) -> str:
    """A value that fits into a line; of a hash its beginning."""
    if len(value) == 64 and all(character in "0123456789abcdef" for character in value):
        return value[:12] + "…"
    return value if len(value) <= length else value[: length - 1] + "…"


def page(found: Verification) -> str:
    """The certificate as a page that needs no other file."""
    verdict = PASS if found.passed else FAIL
    facts = [
        ("Held", f"exhibit {found.exhibit}" if found.exhibit else "everything"),
        ("Revision", found.revision or "no checkout of git"),
        ("Made", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("Machine", found.machine),
    ]
    if found.ran:
        facts.append(("Run", f"{found.ran.seconds:.0f} s; largest process {found.ran.megabytes} MB"))
    facts.append(("Checks", ", ".join(f"{count:,} {name}" for name, count in _counts(found).items() if count)))
    sentence = (
        "Raw files and code give every figure, table, verdict and number that is expected."
        if found.passed
        else "What raw files and code give, or what lies in this folder, is not what is expected."
    )
    body = [
        f'<header class="{verdict}"><p class="stamp">{verdict}</p><h1>Verification</h1><p>{sentence}</p></header>',
        "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>",
        *(f'<p class="problem">{escape(problem)}</p>' for problem in found.problems),
    ]
    if found.settings:
        said = "; ".join(found.settings)
        body.append(f"<p>Bytes of pictures or reports are not compared where these count: {escape(said)}.</p>")
    if found.causes:
        body.append(
            "<h2>First causes</h2><ol>" + "".join(f"<li>{escape(message(c))}</li>" for c in found.causes) + "</ol>"
        )
    for title, checks in (
        ("From raw files, in a clean copy", found.checks),
        ("The results in this folder", found.delivered),
    ):
        if checks:
            body.append(f"<h2>{title}</h2>")
            body += [_kind(kind, exhibits) for kind, exhibits in by_exhibit(checks).items()]
    return whole_page(f"Verification: {verdict}", body)


def whole_page(title: str, body: Iterable[str]) -> str:
    """A page that needs no other file. body: HTML."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _kind(kind: str, exhibits: dict[str, list[Check]]) -> str:
    verdict = verdict_of([check for held in exhibits.values() for check in held])
    rows = sorted(exhibits.items(), key=lambda pair: RANK.index(verdict_of(pair[1])))
    return (
        f"<details{' open' if verdict == FAIL or kind in OPEN else ''}>"
        f"<summary>{NAMES[kind]} <span>{len(exhibits):,}</span> "
        f'<b class="{verdict.replace(" ", "-")}">{verdict}</b></summary><div class="wide"><table><thead><tr>'
        "<th>Exhibit</th><th>Held</th><th>Expected</th><th>Obtained</th><th>Tolerance</th><th>Verdict</th></tr></thead><tbody>"
        + "".join(_rows(exhibit, held) for exhibit, held in rows)
        + "</tbody></table></div></details>"
    )


def _rows(exhibit: str, checks: list[Check]) -> str:
    """An exhibit's rows: one where all pass, else one for each check that does not."""
    shown = [check for check in checks if check.verdict != PASS]
    first = checks[0]
    if not shown:
        held = ", ".join(dict.fromkeys(check.row.what for check in checks))
        tolerances = "; ".join(dict.fromkeys(check.row.tolerance for check in checks))
        return _cells(exhibit, f"{held} ({len(checks)})", first.expected, first.obtained, tolerances, PASS)
    notes = [check.row.tolerance + (f" — {check.note}" if check.note else "") for check in shown]
    return "".join(
        _cells(exhibit, f"{c.row.what} {c.row.language}", c.expected, c.obtained, note, c.verdict)
        for c, note in zip(shown, notes, strict=True)
    )


def _cells(exhibit: str, held: str, expected: str, obtained: str, tolerance: str, verdict: str) -> str:
    cells = [exhibit, held, *(short(value, 120) for value in (expected, obtained)), tolerance]
    return (
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + f'<td><b class="{verdict.replace(" ", "-")}">{verdict}</b></td></tr>'
    )  # fmt: skip


def write_certificate(found: Verification, folder: Path) -> None:
    """Write verification.html and verification.json into a folder."""
    write_json(as_data(found), folder / "verification.json")
    write_text(page(found), folder / "verification.html")
