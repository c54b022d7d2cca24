"""processed/statistics/newcomers.csv: the services of both waves against those of the later wave alone."""

from collections.abc import Mapping, Sequence

import pandas as pd

from wavework.basis import weakest
from wavework.egdi_editions import edition_of
from wavework.jobs import arguments, logged
from wavework.statistics.two_groups import cliffs_delta
from wavework.tables import read_numbers, read_table, write_table


def newcomers(
    answers: pd.DataFrame,
    egdi: pd.DataFrame,
    *,
    pairs: Sequence[Mapping[str, str]],
    years: Mapping[str, int],
    wave_year: str,
) -> pd.DataFrame:
    """How the services of both waves and those of the later wave alone differ in their country's EGDI rank.

    Returns one row per pair: wave_from, wave, region, year, n_panel, mean_panel, median_panel, n_newcomers,
    mean_newcomers, median_newcomers, delta, low, high, p (Cliff's delta of the ranks; positive: the panel's ranks are
    the larger, that is worse, ones), basis.
    """
    rows = []
    for pair in pairs:
        later = answers[answers["wave"] == pair["to"]][["unit", "country", "region"]].drop_duplicates()
        before = set(answers.loc[answers["wave"] == pair["from"], "unit"])
        year = edition_of(years[pair["to"]], set(egdi["year"]), wave_year)
        ranks = later.merge(
            egdi.loc[egdi["year"] == year, ["country", "rank"]], on="country", how="left", validate="many_to_one"
        )
        panel, new = (ranks.loc[ranks["unit"].isin(before) == member, "rank"] for member in (True, False))
        delta = cliffs_delta(panel, new)
        rows.append(
            {
                "wave_from": pair["from"], "wave": pair["to"], "region": later["region"].iloc[0], "year": year,
                "n_panel": panel.count(), "mean_panel": panel.mean(), "median_panel": panel.median(),
                "n_newcomers": new.count(), "mean_newcomers": new.mean(), "median_newcomers": new.median(),
                "delta": delta.estimate, "low": delta.low, "high": delta.high, "p": delta.p,
                "basis": weakest(egdi["basis"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = newcomers(
            read_table(snakemake.input.answers),
            read_numbers(snakemake.input.egdi, ["year", "rank"]),
            **arguments(snakemake.params),
        )
        write_table(table, snakemake.output[0])
