"""Variables about findings: association, change, contrast, specification curve, quality of scales, power.

Each finding has a compact form (`assoc.pooled.overall`: estimate, interval, n, p, basis) and, where the text needs one,
a sentence (`finding.assoc.pooled.overall`) that is worded by what was found: an effect, none that could be found with
these services, or why there is no number.
"""

import re
from collections.abc import Mapping

import pandas as pd

from wavework.basis import weakest
from wavework.reporting.inputs import Inputs, statistic_origin
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key

POWER = "processed/power.csv"
LEFT_OUT = "processed/leave_one_out.csv"


def add_findings(values: Values, inputs: Inputs) -> None:
    """assoc, kendall, partial, loo, change, contrast, curve, quality, agreement, power, and finding.*."""
    add_power(values, inputs)
    add_associations(values, inputs)
    add_changes(values, inputs)
    add_contrasts(values, inputs)
    add_curve(values, inputs)
    add_quality(values, inputs)


def compact(inputs: Inputs, row: Row, symbol: str, digits: int = 2, *, test: Row | None = None) -> str:
    """`ρ = 0.07 [−0.37, 0.44], n = 27, p = 0.92 (Holm 1.00), illustrative`; the reason where there is no number.

    test: the row whose p belongs to the estimate, where that is another one.
    """
    language = inputs.language
    if row["status"] != "ok":
        return language.say("finding.not_computable", reason=reason(inputs, str(row["reason"])))
    text = f"{symbol}\u00a0=\u00a0{language.number(row['estimate'], digits)}"
    if not pd.isna(row["low"]):
        text += f" {language.interval(row['low'], row['high'], digits)}"
    text += language.say("number.n", n=language.number(row["n"]))
    tested: Row = row if test is None else test
    if not pd.isna(tested["p"]):
        text += f", {language.p_said(tested['p'], alpha=alpha(inputs))}"
        if not pd.isna(tested["p_holm"]):
            text += " " + language.say("number.holm", p=language.p(tested["p_holm"], alpha=alpha(inputs)))
    return text + inputs.mark(str(row["basis"]))


def reason(inputs: Inputs, text: str) -> str:
    """Why a result has no number, in the report's language where its words are known."""
    return inputs.language.words.get("reasons", {}).get(text, text)


def alpha(inputs: Inputs) -> float:
    """The level below which a p value is called significant."""
    return float(inputs.study["statistics"]["alpha"])


def _found(inputs: Inputs, estimate: float, test: Row) -> str:
    """positive | negative | none: what a test says at the study's level, after adjustment within its family."""
    p: float = test["p"] if pd.isna(test["p_holm"]) else test["p_holm"]
    if not p < alpha(inputs):
        return "none"
    return "positive" if estimate > 0 else "negative"


def group_name(inputs: Inputs, wave: str) -> str:
    """A wave, or `pooled` for the waves of the first contrast taken together (`pooled-2` … for further ones)."""
    pairs = ["+".join(pair.values()) for pair in inputs.study["comparisons"].get("contrast", [])]
    if wave not in pairs:
        return wave
    place = pairs.index(wave)
    return f"pooled-{place + 1}" if place else "pooled"


def add_associations(values: Values, inputs: Inputs) -> None:
    rows = inputs.table("statistics")
    if rows.empty:
        return
    language = inputs.language
    names: Mapping[str, tuple[str, str]] = {
        "Spearman": ("assoc", "ρ"),
        "Kendall": ("kendall", "τ"),
        "partial": ("partial", "ρ"),
    }
    for row in rows[rows["question"] == "association"].to_dict("records"):
        kind, symbol = next(told for start, told in names.items() if str(row["method"]).startswith(start))
        measure = "" if row["measure"] in ("common", "implementation") else ".self_reported"
        name = f"{group_name(inputs, str(row['wave']))}.{row['dimension']}"
        values.add(f"{kind}{measure.replace('.', '_')}.{name}", compact(inputs, row, symbol), statistic_origin(row))
        if kind == "assoc" and not measure:
            values.add(f"finding.assoc.{name}", _association(inputs, row), statistic_origin(row))
    left = inputs.table("leave_one_out")
    chosen = left[left["measure"] != "self_reported"] if len(left) else left
    for (wave, dimension), group in chosen.groupby(["wave", "dimension"], sort=False) if len(left) else ():
        others = group[group["role"] != "full"]
        moved = others.loc[others["role"] == "influential"]
        basis = _basis_of(inputs, str(wave))
        text = language.say(
            "finding.leave_one_out",
            low=language.number(others["estimate"].min(), 2), high=language.number(others["estimate"].max(), 2),
            left_out=language.listed(inputs.of_unit[unit] for unit in moved["unit"]), mark=inputs.mark(basis),
            value=language.listed(language.number(value, 2) for value in moved["estimate"]),
        )  # fmt: skip
        values.add(f"loo.{group_name(inputs, str(wave))}.{dimension}", text,
                   Origin(LEFT_OUT, row_key(wave=wave, dimension=dimension), basis))  # fmt: skip
    for row in rows[(rows["question"] == "association") & (rows["measure"] != "self_reported")].to_dict("records"):
        name = f"loo.{group_name(inputs, str(row['wave']))}.{row['dimension']}"
        if name not in set(values):
            values.add(name, language.say("finding.no_leave_one_out"), statistic_origin(row))
    if inputs.has("leave_one_out"):
        partial = rows["method"].str.startswith("partial") & (rows["status"] == "ok")
        key = "with" if partial.any() else "without"
        origin = (
            joined(map(statistic_origin, rows[partial].to_dict("records")))
            if partial.any()
            else Origin("config.yaml", "covariates")
        )
        values.add("finding.income", language.say(f"finding.income.{key}"), origin)


def _basis_of(inputs: Inputs, wave: str) -> str:
    return weakest(inputs.basis_of[name] for name in wave.split("+"))


def _association(inputs: Inputs, row: Row) -> str:
    language = inputs.language
    slots = {
        "where": inputs.wave(str(row["wave"])), "dimension": inputs.maturity(str(row["dimension"])),
        "numbers": compact(inputs, row, "ρ"),
    }  # fmt: skip
    if row["status"] != "ok":
        return language.say("finding.assoc.not_computable", **slots)
    found = _found(inputs, row["estimate"], row)
    text = language.say(f"finding.assoc.{found}", **slots)
    effect = detectable(inputs, "association", str(row["wave"]), "spearman")
    return text + (language.say("finding.assoc.power", effect=effect) if found == "none" and effect else "")


def detectable(inputs: Inputs, design: str, wave: str, test: str, *, part: str = "") -> str:
    """The smallest effect at 80 % power, as a number; `part`: one that stands in the row's detail. Empty if none."""
    power = inputs.table("power")
    if power.empty:
        return ""
    rows = power[(power["design"] == design) & (power["wave"] == wave) & (power["test"] == test)]
    rows = rows[rows["status"] == "ok"]
    if rows.empty:
        return ""
    if part:
        found = re.search(rf"{re.escape(part)}=([\d.]+)", str(rows.iloc[0]["detail"]))
        return inputs.language.number(float(found[1]), 2) if found else ""
    return inputs.language.number(rows.iloc[0]["effect"], 2)


def add_power(values: Values, inputs: Inputs) -> None:
    """power.<design>.<wave>.<test>: the smallest effect that could have been found, and critical values."""
    for row in inputs.table("power").to_dict("records"):
        name = f"power.{row['design']}.{group_name(inputs, row['wave'])}.{row['test'].replace(' ', '-')}"
        key = row_key(design=row["design"], wave=row["wave"], test=row["test"])
        if row["status"] != "ok":
            text = inputs.language.say("finding.not_computable", reason=reason(inputs, str(row["reason"])))
        else:
            text = inputs.language.number(row["effect"], 2)
        values.add(name, text, Origin(POWER, key))
    for row in inputs.table("power").to_dict("records"):
        found = re.search(r"Cliff's delta=([\d.]+)", str(row["detail"]))
        if found:
            name = f"power.{row['design']}.{group_name(inputs, row['wave'])}.delta"
            key = row_key(design=row["design"], wave=row["wave"], test=row["test"])
            values.add(name, inputs.language.number(float(found[1]), 2), Origin(POWER, key))


def add_changes(values: Values, inputs: Inputs) -> None:
    """change.<measure>.<wave>.<dimension>: shift with interval, n and the p of the signed-rank test; finding.change."""
    rows = inputs.table("statistics")
    if rows.empty:
        return
    language = inputs.language
    changes = rows[rows["question"] == "change"]
    for (wave, measure, dimension), group in changes.groupby(["wave", "measure", "dimension"], sort=False):
        shift, test, biserial = (
            group[group["method"].str.startswith(start)].iloc[0].to_dict()
            for start in (
                "Hodges-Lehmann",
                "Wilcoxon signed-rank V, zeros: pratt",
                "matched-pairs rank-biserial",
            )
        )
        digits = 1 if measure == "self_reported" else 0
        numbers = compact(inputs, shift, "Δ", digits, test=test)
        origin = joined([statistic_origin(shift), statistic_origin(test)])
        values.add(f"change.{measure}.{wave}.{dimension}", numbers, origin)
        effect = compact(inputs, biserial, "r")
        values.add(f"change_effect.{measure}.{wave}.{dimension}", effect, statistic_origin(biserial))
        slots = {
            "where": _pair(inputs, shift),
            "dimension": inputs.maturity(str(dimension)),
            "numbers": numbers,
        }
        if shift["status"] != "ok" or test["status"] != "ok":
            text = language.say("finding.change.not_computable", **slots)
        else:
            found = _found(inputs, shift["estimate"], test)
            text = language.say(f"finding.change.{found}", **slots)
            power = detectable(inputs, "change", str(wave), "signed_rank")
            text += language.say("finding.change.power", effect=power) if found == "none" and power else ""
        values.add(f"finding.change.{measure}.{wave}.{dimension}", text, origin)
    ranked = {"agreement": ("agreement", "Kendall's W"), "rank_change": ("rank change", "common rank")}
    for name, (question, method) in ranked.items():
        for row in rows[(rows["question"] == question) & rows["method"].str.startswith(method)].to_dict("records"):
            numbers = compact(inputs, row, language.say(f"symbol.{name}"))
            values.add(f"{name}.{row['wave']}.{row['outcome']}", numbers, statistic_origin(row))
            found = _found(inputs, 1, row) if row["status"] == "ok" else "not_computable"
            text = language.say(f"finding.{name}.{found}", where=inputs.wave(str(row["wave"])), numbers=numbers)
            values.add(f"finding.{name}.{row['wave']}.{row['outcome']}", text, statistic_origin(row))


def _pair(inputs: Inputs, row: Row) -> str:
    first, last = inputs.waves[str(row["wave_from"])], inputs.waves[str(row["wave"])]
    return inputs.language.say("pair", region=inputs.region(last["region"]), first=first["year"], last=last["year"])


def add_contrasts(values: Values, inputs: Inputs) -> None:
    """contrast.<dimension> (of the first pair; `contrast-2` … for further ones): Cliff's delta with interval and p."""
    rows = inputs.table("statistics")
    if rows.empty:
        return
    language = inputs.language
    for place, pair in enumerate(inputs.study["comparisons"].get("contrast", []), start=1):
        name = "contrast" if place == 1 else f"contrast-{place}"
        chosen = rows[
            (rows["question"] == "contrast") & (rows["wave_from"] == pair["first"]) & (rows["wave"] == pair["second"])
            & (rows["measure"] == "common") & (rows["method"] == "Cliff's delta")
        ]  # fmt: skip
        for row in chosen.to_dict("records"):
            slots = {
                "first": inputs.region(inputs.waves[pair["first"]]["region"]),
                "second": inputs.region(inputs.waves[pair["second"]]["region"]),
                "dimension": inputs.maturity(str(row["dimension"])),
                "numbers": compact(inputs, row, "δ"),
            }
            values.add(f"{name}.{row['dimension']}", slots["numbers"], statistic_origin(row))
            if row["status"] != "ok":
                text = language.say("finding.contrast.not_computable", **slots)
            else:
                found = _found(inputs, row["estimate"], row)
                text = language.say(f"finding.contrast.{found}", **slots)
                power = detectable(inputs, "contrast", pair["second"], "mann_whitney", part="Cliff's delta")
                text += language.say("finding.contrast.power", effect=power) if found == "none" and power else ""
            values.add(f"finding.{name}.{row['dimension']}", text, statistic_origin(row))


def add_curve(values: Values, inputs: Inputs) -> None:
    """curve: number of specifications, median, shares with the expected sign and significant, joint p values."""
    rows = inputs.table("statistics")
    rows = rows[rows["question"] == "specification curve"] if len(rows) else rows
    if rows.empty:
        return
    language = inputs.language
    by_measure = {str(row["measure"]): row for row in rows.to_dict("records")}
    first = next(iter(by_measure.values()))
    detail = dict(re.findall(r"(\w[\w ]*)=([\d.]+)", str(first["detail"])))
    computed = inputs.table("specifications")["status"].eq("ok").sum()
    specifications = Origin("processed/specifications.csv", "status", str(first["basis"]))
    # `specifications` of the detail counts all, or those that were computed: the table itself says which is which.
    failed = int(detail.get("not computable", 0))
    values.add("curve.n", language.number(computed), specifications)
    values.add("curve.not_computable", language.number(failed), statistic_origin(first))
    values.add("curve.all", language.number(computed + failed), specifications)
    for measure, row in by_measure.items():
        name = f"curve.{measure.replace(' ', '-')}"
        is_share = measure.startswith("share")
        number = language.percent(row["estimate"]) if is_share else language.number(row["estimate"], 2)
        joint = language.say("finding.curve.joint", number=number, p=language.p_said(row["p"], alpha=alpha(inputs)),
                             mark=inputs.mark(str(row["basis"])))  # fmt: skip
        values.add(name, number, statistic_origin(row))
        values.add(f"{name}-tested", joint, statistic_origin(row))
    key = "none" if all(not row["p"] < alpha(inputs) for row in by_measure.values()) else "positive"
    values.add(
        "finding.curve",
        language.say(f"finding.curve.{key}"),
        joined(map(statistic_origin, by_measure.values())),
    )


def add_quality(values: Values, inputs: Inputs) -> None:
    """quality.<wave>.<dimension>: Cronbach's alpha and McDonald's omega, or why there is none."""
    rows = inputs.table("statistics")
    if rows.empty:
        return
    for method, name, symbol in (("Cronbach", "alpha", "α"), ("McDonald", "omega", "ω")):
        chosen = rows[(rows["question"] == "scale quality") & rows["method"].str.startswith(method)]
        for row in chosen.to_dict("records"):
            values.add(
                f"quality.{name}.{row['wave']}.{row['dimension']}",
                compact(inputs, row, symbol),
                statistic_origin(row),
            )
        computed = chosen[chosen["status"] == "ok"]
        if name == "alpha" and len(computed):
            ends = [computed.nsmallest(1, "estimate").iloc[0], computed.nlargest(1, "estimate").iloc[0]]
            low, high = (inputs.language.number(end["estimate"], 2) for end in ends)
            text = inputs.language.say(
                "finding.quality.range", low=low, high=high, n=inputs.language.number(len(computed)),
                failed=inputs.language.number(len(chosen) - len(computed)), mark=inputs.mark(str(ends[0]["basis"])),
            )  # fmt: skip
            values.add("finding.quality", text, joined(statistic_origin(end.to_dict()) for end in ends))
