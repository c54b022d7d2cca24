"""The one shape in which every statistic is returned."""

from dataclasses import asdict, dataclass
from typing import Any

NAN = float("nan")


@dataclass(frozen=True)
class Result:
    """One estimate with what a referee asks for.

    estimate, low, high: in the unit of `method`; NaN where there is none. `low`, `high` bound the 95 % interval.
    p: two-sided unless `p_method` says otherwise; NaN for pure description. `p_error`: Monte Carlo standard error
    of p, 0 where exact.
    n: units that entered. method / interval_method / p_method: short names, `source` the literature.
    status: "ok", or "not computable" with the reason in `reason`: then the numbers are NaN and never travel on.
    detail: further named numbers (for example the most influential unit).

    A result over many tables of answers (`spread`) has no number of a single one. tables: how many were drawn; 1 is
    the ordinary result. known: what the published facts make of it, "" for an ordinary one (see known.py). lowest,
    highest: its bounds over all tables that agree with these facts; only the widest found where `reached`. median,
    central_low, central_high: of the draws, the last two their middle 95 %. positive: share of the draws in which it is
    above zero; significant: in which its p is below the level. NaN where there is none.
    """

    estimate: float = NAN
    low: float = NAN
    high: float = NAN
    p: float = NAN
    p_error: float = NAN
    n: int = 0
    method: str = ""
    interval_method: str = ""
    p_method: str = ""
    source: str = ""
    status: str = "ok"
    reason: str = ""
    detail: str = ""
    tables: int = 1
    known: str = ""
    lowest: float = NAN
    highest: float = NAN
    median: float = NAN
    central_low: float = NAN
    central_high: float = NAN
    positive: float = NAN
    significant: float = NAN

    def row(self) -> dict[str, Any]:
        """The result as a row of a tidy table."""
        return asdict(self)


def not_computable(reason: str, n: int = 0, method: str = "", source: str = "") -> Result:
    """A result that says why there is no number."""
    return Result(n=n, method=method, source=source, status="not computable", reason=reason)


class NotComputableError(Exception):
    """Raised inside a `statistic` that has no number: the reason, and how many units there were."""

    def __init__(self, reason: str, n: int = 0):
        super().__init__(reason)
        self.n = n
