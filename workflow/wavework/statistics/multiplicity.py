"""Adjusted p-values of families of tests: Holm (1979) and Benjamini & Hochberg (1995).

Which tests make a family is declared by the caller, before results are seen. A p that is missing (not computable,
or pure description) is no test: it is not counted and stays missing.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from wavework.statistics.resampling import Floats


def holm(p: ArrayLike) -> Floats:
    """Holm's adjusted p (k,), which bounds the chance of any false finding; NaN stays NaN.

    Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70. Raises ValueError for a p outside 0 to 1.
    """
    tested, order, adjusted = _ordered(p)
    steps = np.arange(len(tested), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(tested * steps), 1.0)
    return adjusted


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Benjamini & Hochberg's adjusted p (k,), which bounds the expected share of false findings; NaN stays NaN.

    Source: doi:10.1111/j.2517-6161.1995.tb02031.x; holds for independent and for positively dependent tests. Raises
    ValueError for a p outside 0 to 1.
    """
    tested, order, adjusted = _ordered(p)
    ranks = np.arange(1, len(tested) + 1)
    steps = (tested * (len(tested) / ranks))[::-1]
    adjusted[order] = np.minimum(np.minimum.accumulate(steps)[::-1], 1.0)
    return adjusted


def _ordered(p: ArrayLike) -> tuple[Floats, np.ndarray, Floats]:
    """The p that are there, ascending; their places; a table of missing values for the adjusted ones."""
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"one row of p-values expected, found shape {values.shape}")
    if ((values < 0) | (values > 1)).any():
        raise ValueError("a p-value lies outside 0 to 1")
    order = np.argsort(values, kind="stable")[: np.count_nonzero(~np.isnan(values))]
    return values[order], order, np.full(values.shape, np.nan)


def adjust(table: pd.DataFrame, *, family: str = "family", p: str = "p") -> pd.DataFrame:
    """The table with the columns `p_holm` and `p_bh`, adjusted within each family; order and index are kept.

    A row without a family (empty or missing) is adjusted with nothing: its adjusted p are missing.
    Raises KeyError if a column is missing and ValueError for a p outside 0 to 1.
    """
    values = table[p].to_numpy(dtype=np.float64, na_value=np.nan)
    names = table[family].fillna("").astype(str).to_numpy()
    p_holm, p_bh = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for name in sorted(set(names.tolist()) - {""}):
        members = np.flatnonzero(names == name)
        p_holm[members], p_bh[members] = holm(values[members]), benjamini_hochberg(values[members])
    return table.assign(p_holm=p_holm, p_bh=p_bh)
