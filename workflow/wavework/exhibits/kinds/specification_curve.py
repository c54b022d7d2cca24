"""The association under every combination of defensible choices."""

import pandas as pd

from wavework.exhibits.figure_inputs import CENTRAL, ENDS, Declaration, Results, places
from wavework.exhibits.kind import Kind
from wavework.exhibits.labels import Labels, labelled

CHOICES = ("edition", "rank", "items", "development", "missing", "summary", "correlation", "sample")


def specification_curve(declaration: Declaration, results: Results) -> pd.DataFrame:
    """One row per specification and choice: estimate, significant, main, choice_group and choice (ids); where
    answers are not collected also known, lowest, highest, median, central_low, central_high."""
    table = results.table("specifications")[results.table("specifications")["status"] == "ok"]
    alpha = results.study["statistics"]["alpha"]
    wide = table.assign(
        significant=(table["p"] < alpha).map({True: "yes", False: "no"}),
        main=table["main"].map({"true": "yes", "false": "no"}),
        low=float("nan"),
        high=float("nan"),
    )
    keys = ["specification", "estimate", "low", "high", "significant", "main"]
    if "known" in table and (table["known"].fillna("") != "").any():
        wide["significant"] = wide["significant"].where(wide["known"].fillna("") == "", "")
        keys += [*ENDS, "median", *CENTRAL, "known"]
    long = wide.melt(id_vars=keys, value_vars=list(CHOICES), var_name="choice_group", value_name="choice")
    options = list(zip(long["choice_group"], long["choice"], strict=True))
    order = {option: place for place, option in enumerate(dict.fromkeys(options), start=1)}
    return long.assign(
        choice_group_order=long["choice_group"].map(places(CHOICES)), choice_order=[order[option] for option in options]
    ).sort_values(["specification", "choice_group_order"], ignore_index=True)


def named(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the names of the choices."""
    return labelled(table, labels, {"choice_group": labels.words["choices"].get, "choice": labels.choice})


def described(table: pd.DataFrame, labels: Labels) -> str:
    """The range of the estimates, and how many are positive and significant."""
    curve = table.drop_duplicates("specification")
    n = labels.language.number(len(curve))
    if "known" in curve and (curve["known"] != "").any():
        spans = curve[curve["known"] != ""]
        ends = (spans["lowest"].min(), spans["highest"].max(), spans["median"].min(), spans["median"].max())
        low, high, first, last = (labels.language.number(value, 2) for value in ends)
        slots = {"low": low, "high": high, "first": first, "last": last}
        return labels.words["alt"]["curve_possible"].format(n=n, **slots)
    low, high = (labels.language.number(value, 2) for value in (curve["estimate"].min(), curve["estimate"].max()))
    share, significant = (
        labels.language.number(100 * found.mean(), 0)
        for found in (curve["estimate"] > 0, curve["significant"] == "yes")
    )
    alpha = labels.language.shortest(labels.language.alpha)
    slots = {"low": low, "high": high, "share": share, "significant": significant, "alpha": alpha}
    return labels.words["alt"]["curve"].format(n=n, **slots)


KIND = Kind(
    specification_curve,
    described,
    "specification_curve",
    values=("estimate",),
    tables=("specifications",),
    needs=("specification_curve",),
    empty="not_computable",
    axes={"y": "correlation"},
    options={"reference": 0, "digits": 2},
    label=named,
)
