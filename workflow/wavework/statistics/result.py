"""The one shape in which every statistic is returned."""

from dataclasses import asdict, dataclass
from typing import Any

NAN = float("nan")
CONFIDENCE = 0.95  # of every interval
POWER = 0.8  # with which the smallest effect of a test is found


@dataclass(frozen=True)
class Result:
    """One estimate with what a referee asks for.

    estimate, low, high: in the unit of `method`; NaN where there is none. `low`, `high` bound the 95 % interval.
    p: two-sided unless `p_method` says otherwise; NaN for pure description. `p_error`: Monte Carlo standard error
    of p, 0 where exact.
    n: units that entered. method / interval_method / p_method: short names, `source` the literature.
    status: "ok", or "not computable" with the reason in `reason`: then the numbers are NaN and never travel on.
    detail: further named numbers (for example the most influential unit).
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

    def row(self) -> dict[str, Any]:
        """The result as a row of a tidy table."""
        return asdict(self)


def not_computable(reason: str, n: int = 0, method: str = "", source: str = "") -> Result:
    """A result that says why there is no number."""
    return Result(n=n, method=method, source=source, status="not computable", reason=reason)
