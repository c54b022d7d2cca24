"""Expected and obtained rows side by side, each with its verdict: a function of the two alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wavework.review.manifest_rows import BYTES, EXACT, LOOK, SOURCES, Row, by_key
from wavework.review.picture_likeness import NOTICEABLE, difference

PASS, FAIL = "PASS", "FAIL"
CHANGED = "CHANGED"  # a source or a setting that is another: no failure of its own, but the cause of some
NOT_COMPARED = "NOT COMPARED"
NOTHING = "nothing"
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Check:
    """One row held. expected, obtained: "nothing" where a side has no such row; note: where within it differs."""

    row: Row
    expected: str
    obtained: str
    verdict: str
    note: str = ""


def compared(
    expected: Iterable[Row], obtained: Iterable[Row], kinds: Iterable[str] | None = None, only: set[Key] | None = None
) -> list[Check]:
    """Every row of either side, in the order of the expected ones, then what nobody expected.

    kinds: only rows of these kinds; only: only rows of these keys. Where lock, platform or software differ, bytes of
    pictures are not compared, but their colours and their look are; for bytes of reports Python, zlib and the
    renderer count too, and the renderer for the running text.
    """
    want, got = by_key(expected), by_key(obtained)
    pictures, reports = different_settings(want, got)
    allowed = set(kinds) if kinds is not None else None
    keys = [
        key
        for key in dict.fromkeys([*want, *got])
        if (allowed is None or key[0] in allowed) and (not only or key in only)
    ]
    return [_check(key, want, got, pictures if key[0] == "figure" else reports) for key in keys]


def different_settings(want: Mapping[Key, Row], got: Mapping[Key, Row]) -> tuple[list[str], list[str]]:
    """What differs of all that the bytes of pictures depend on, and of all that those of reports depend on."""

    def different(kinds: set[str], names: set[str] | None = None) -> list[str]:
        return [
            f"{row.exhibit} {found.value if found else NOTHING} instead of {row.value}"
            for key, row in want.items()
            if row.kind in kinds and (names is None or row.exhibit in names)
            if (found := got.get(key)) is None or found.value != row.value
        ]

    pictures = different({"software"}) + different({"lock"}) + different({"setting"}, {"platform"})
    return pictures, pictures + different({"setting"}, {"Python", "zlib", "renderer"})


def _check(key: Key, want: Mapping[Key, Row], got: Mapping[Key, Row], settings: list[str]) -> Check:
    expected, obtained = want.get(key), got.get(key)
    row = expected or obtained
    assert row is not None
    values = expected.value if expected else NOTHING, obtained.value if obtained else NOTHING
    same = expected is not None and obtained is not None and values[0] == values[1]
    if (row.kind in SOURCES and row.tolerance != EXACT) or row.kind in ("step", "setting"):
        return Check(row, *values, PASS if same else CHANGED)
    if same:
        return Check(row, *values, PASS)
    if expected is None or obtained is None:
        return Check(row, *values, FAIL, "missing" if obtained is None else "nobody expects it")
    if row.kind == "running text" and any(said.startswith("renderer") for said in settings):
        return Check(row, *values, NOT_COMPARED, "rendered by another program; its numbers are held by their keys")
    if row.tolerance == BYTES and settings:
        return Check(row, *values, NOT_COMPARED, f"other settings: {'; '.join(settings[:3])}")
    if row.tolerance == LOOK:
        apart = difference(*values)
        return Check(row, *values, PASS if apart <= NOTICEABLE else FAIL, f"ΔE*ab {apart:.1f}")
    return Check(row, *values, FAIL, _place(row, *values))


def _place(row: Row, expected: str, obtained: str) -> str:
    """Where within a list of parts two values differ: which columns, which colours."""
    if row.what == "columns":
        before, after = (dict(part.rpartition(":")[::2] for part in side.split()) for side in (expected, obtained))
        changed = [name for name in before | after if before.get(name) != after.get(name)]
        return f"column {', '.join(changed)}" if changed else "another order of columns"
    if row.what == "colours":
        one, other = set(expected.split()), set(obtained.split())
        return f"{' '.join(sorted(other - one)) or NOTHING} instead of {' '.join(sorted(one - other)) or NOTHING}"
    return ""


def failed(checks: Iterable[Check]) -> list[Check]:
    """The checks that fail."""
    return [check for check in checks if check.verdict == FAIL]


def exhibits_of(checks: Iterable[Check]) -> list[tuple[str, str]]:
    """(kind, exhibit) of checks, each once, in their order."""
    return list(dict.fromkeys((check.row.kind, check.row.exhibit) for check in checks))
