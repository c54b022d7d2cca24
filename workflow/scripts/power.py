"""processed/power.csv: the smallest effect that each test could have found with the services there are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.jobs import arguments, logged
from wavework.statistics import smallest_effects
from wavework.statistics.rank_scores import Method, headline_first
from wavework.statistics.resampling import rng
from wavework.statistics.result import Result
from wavework.tables import read_table, write_table

COLUMNS = [
    "design",
    "wave",
    "wave_from",
    "test",
    "effect",
    "n",
    "n_second",
    "method",
    "detail",
    "status",
    "reason",
    "seed",
]


def detectable_effects(
    answers: pd.DataFrame,
    *,
    changes: Sequence[Mapping[str, str]],
    contrasts: Sequence[Mapping[str, str]],
    associated: bool,
    coefficient: Method,
    alpha: float,
    seed: int,
) -> pd.DataFrame:
    """Smallest detectable effect at 80 % power, two-sided, for each test and sample of the study.

    answers: processed/answers.csv, for the numbers of services. associated: is there an EGDI to go with?
    coefficient: the headline's, which comes first.
    Returns COLUMNS; `effect` in the unit that `method` names; critical values of the correlations are given too.
    """
    units = {str(wave): set(rows["unit"]) for wave, rows in answers.groupby("wave")}
    rows: list[dict[str, Any]] = []
    if associated:
        samples = {wave: len(members) for wave, members in sorted(units.items())}
        samples |= {"+".join(p.values()): sum(len(units[wave]) for wave in p.values()) for p in contrasts}
        for wave, n in samples.items():
            rows += [
                {"design": "association", "wave": wave, **row} for row in _associations(n, coefficient, seed, alpha)
            ]
    for pair in changes:
        n = len(units[pair["from"]] & units[pair["to"]])
        generator = rng(seed, f"power/paired/{n}")
        found = {
            "signed_rank": smallest_effects.detectable_paired_shift(n, generator=generator, alpha=alpha),
            "mcnemar": smallest_effects.detectable_paired_share(n, alpha=alpha),
        }
        keys = {"design": "change", "wave": pair["to"], "wave_from": pair["from"]}
        rows += [{**keys, **_row(name, result, n)} for name, result in found.items()]
    for pair in contrasts:
        n, m = len(units[pair["first"]]), len(units[pair["second"]])
        generator = rng(seed, f"power/two samples/{n}/{m}")
        found = {
            "mann_whitney": smallest_effects.detectable_two_sample_shift(n, m, generator=generator, alpha=alpha),
            "boschloo": smallest_effects.detectable_share_difference(n, m, test="boschloo", alpha=alpha),
        }
        keys = {"design": "contrast", "wave": pair["second"], "wave_from": pair["first"]}
        rows += [{**keys, **_row(name, result, n, m)} for name, result in found.items()]
    return pd.DataFrame(rows, columns=COLUMNS).assign(seed=seed)


def _associations(n: int, headline: Method, seed: int, alpha: float) -> Iterator[dict[str, Any]]:
    for method in headline_first(headline):
        generator = rng(seed, f"power/{method}/{n}")
        critical = smallest_effects.critical_value(n, generator=generator, method=method, alpha=alpha)
        yield _row(f"{method} critical value", critical, n)
        effect = smallest_effects.detectable_correlation(n, generator=generator, method=method, alpha=alpha)
        yield _row(method, effect, n)


def _row(test: str, result: Result, n: int, n_second: int | str = "") -> dict[str, Any]:
    return {
        "test": test, "effect": result.estimate, "n": n, "n_second": n_second, "method": result.method,
        "detail": result.detail, "status": result.status, "reason": result.reason,
    }  # fmt: skip


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = detectable_effects(read_table(snakemake.input.answers), **arguments(snakemake.params))
        write_table(table, snakemake.output[0])
