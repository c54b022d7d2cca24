"""Variables about findings: association, change, contrast, specification curve, quality of scales, power.

Each finding has a compact form (`assoc.pooled.overall`: estimate, interval, n, p; or what is known of it) and, where
the text needs one, a sentence (`finding.assoc.pooled.overall`) that is worded by what was found (`wording`).
"""

import re

import pandas as pd

from wavework.basis import weakest
from wavework.known import FIXED
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.finding_sentences import LETTERS, Found, brief, compact, extent, kind_of, worded
from wavework.reporting.values.places import of_pair, of_waves, sides
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key, statistic_origin
from wavework.tables import select

COEFFICIENTS = {"Spearman's rho": "spearman", "Kendall's tau-b": "kendall", "partial Spearman's rho": "partial"}
POWER = "processed/power.csv"
LEFT_OUT = "processed/leave_one_out.csv"


def add_findings(values: Values, inputs: Inputs) -> None:
    """assoc, kendall or spearman, partial, loo, change, contrast, curve, quality, agreement, power, and finding.*."""
    add_power(values, inputs)
    add_associations(values, inputs)
    add_changes(values, inputs)
    add_contrasts(values, inputs)
    add_curve(values, inputs)
    add_quality(values, inputs)


def group_name(inputs: Inputs, wave: str) -> str:
    """A wave, or `pooled` for the waves of the first contrast taken together (`pooled-2` … for further ones)."""
    pairs = ["+".join(pair.values()) for pair in inputs.study["comparisons"].get("contrast", [])]
    if wave not in pairs:
        return wave
    place = pairs.index(wave)
    return f"pooled-{place + 1}" if place else "pooled"


def add_associations(values: Values, inputs: Inputs) -> None:
    """assoc, of the headline's coefficient; kendall or spearman, of the one beside it, which is also `other`; partial;
    finding.assoc; each .<waves>.<dimension>. What leaving out and income change. coefficient: letter and name of that
    of the headline, and what the one beside it is called."""
    rows = inputs.findings("association")
    add_coefficient(values, inputs)
    for row in rows.to_dict("records"):
        kind = "assoc" if row["method"] == inputs.headline else COEFFICIENTS[row["method"]]
        own = "_self_reported" if row["measure"] == "self_reported" else ""
        name = f"{group_name(inputs, str(row['wave']))}.{row['dimension']}"
        numbers = compact(inputs, row, LETTERS[row["method"]])
        values.tell(f"{kind}{own}.{name}", numbers, row)
        if kind not in ("assoc", "partial") and not own:
            values.tell(f"other.{name}", numbers, row)
        if kind == "assoc" and not own:
            dimension = inputs.maturity(str(row["dimension"]))
            values.tell(
                f"finding.assoc.{name}", worded(inputs, "assoc", [association(inputs, row)], dimension=dimension), row
            )
    _leave_one_out(values, inputs, rows[rows["measure"] != "self_reported"])
    if len(rows):
        partial = rows[rows["method"].str.startswith("partial") & (rows["status"] == "ok")]
        origin, found = Origin("config.yaml", "covariates"), "without"
        if len(partial):
            origin, found = joined(map(statistic_origin, partial.to_dict("records"))), "with"
        values.add("finding.income", inputs.language.say(f"finding.income.{found}"), origin)


def add_coefficient(values: Values, inputs: Inputs) -> None:
    """coefficient.letter, .name, .beside: for a text that names no coefficient itself."""
    origin = Origin("config.yaml", "statistics.coefficient")
    own, beside = inputs.coefficients
    values.add("coefficient.letter", LETTERS[inputs.headline], origin)
    values.add("coefficient.name", inputs.language.say(f"coefficient.{own}.name"), origin)
    values.add("coefficient.beside", inputs.language.say(f"coefficient.{beside}.beside"), origin)


def _leave_one_out(values: Values, inputs: Inputs, associations: pd.DataFrame) -> None:
    """loo.<waves>.<dimension>: how far the coefficient goes when a unit is left out; or that it has none."""
    language = inputs.language
    if inputs.has("leave_one_out"):
        left_out = inputs.table("leave_one_out").query("measure != 'self_reported'")
        for (wave, dimension), group in left_out.groupby(["wave", "dimension"], sort=False):
            basis = weakest(inputs.basis_of[name] for name in str(wave).split("+"))
            origin = Origin(LEFT_OUT, row_key(wave=wave, dimension=dimension), basis)
            values.add(f"loo.{group_name(inputs, str(wave))}.{dimension}", left_out_said(inputs, group), origin)
    for row in associations.to_dict("records"):
        name = f"loo.{group_name(inputs, str(row['wave']))}.{row['dimension']}"
        if name not in values:
            values.tell(name, language.say("finding.no_leave_one_out"), row)


def left_out_said(inputs: Inputs, rows: pd.DataFrame, **slots: str) -> str:
    """How far a coefficient goes when a unit is left out, from its rows of a table of these; slots: of the words."""
    language, others = inputs.language, rows[rows["role"] != "full"]
    if "known" in others and (others["known"] != "").any():
        ends = others["lowest"].min(), others["highest"].max()
        low, high = (language.number(end, 2) for end in ends)
        return language.say("finding.left_out_open", low=low, high=high, **slots)
    moved = others[others["role"] == "influential"]
    return language.say(
        "finding.leave_one_out",
        low=language.number(others["estimate"].min(), 2),
        high=language.number(others["estimate"].max(), 2),
        left_out=language.listed(inputs.of_unit[unit] for unit in moved["unit"]),
        value=language.listed(language.number(value, 2) for value in moved["estimate"]),
        **slots,
    )


def association(inputs: Inputs, row: Row) -> Found:
    """A row of the headline's association."""
    wave = str(row["wave"])
    case, short = (of_waves(inputs, wave, write(inputs, row, LETTERS[row["method"]])) for write in (compact, brief))
    effect = detectable(inputs, "association", wave, inputs.coefficients[0])
    return Found(kind_of(inputs, "assoc", row), case, statistic_origin(row), effect, short)


def associations(inputs: Inputs) -> dict[tuple[str, str], Found]:
    """Waves and dimension -> the association with the scores of what was asked of these waves."""
    rows = select(inputs.findings("association"), method=inputs.headline).to_dict("records")
    own = [row for row in rows if row["measure"] != "self_reported"]
    return {(str(row["wave"]), str(row["dimension"])): association(inputs, row) for row in own}


def detectable(inputs: Inputs, design: str, wave: str, test: str) -> str:
    """The smallest effect that a test finds with the conventional power, as a number; empty if none is known. Of the
    Mann-Whitney test it is Cliff's delta, which stands in the row's detail."""
    for row in inputs.table("power").to_dict("records"):
        if (row["design"], row["wave"], row["test"], row["status"]) == (design, wave, test, "ok"):
            return _delta(inputs, row) if test == "mann_whitney" else inputs.language.number(row["effect"], 2)
    return ""


def _delta(inputs: Inputs, row: Row) -> str:
    found = re.search(r"Cliff's delta=([\d.]+)", str(row["detail"]))
    return inputs.language.number(float(found[1]), 2) if found else ""


def add_power(values: Values, inputs: Inputs) -> None:
    """power.<design>.<wave>.<test>: the smallest effect that could have been found, and critical values."""
    rows = inputs.table("power").to_dict("records")
    for part, effect in {"": effect_of, "delta": _delta}.items():
        for row in rows:
            if text := effect(inputs, row):
                name = f"power.{row['design']}.{group_name(inputs, row['wave'])}"
                key = row_key(design=row["design"], wave=row["wave"], test=row["test"])
                values.add(f"{name}.{part or row['test'].replace(' ', '-')}", text, Origin(POWER, key))


def effect_of(inputs: Inputs, row: Row) -> str:
    """The effect of a row of processed/power.csv; why there is none."""
    return inputs.language.number(row["effect"], 2) if row["status"] == "ok" else inputs.no_number(row)


# How the methods of a change begin.
METHODS_OF_CHANGE = ("Hodges-Lehmann", "Wilcoxon signed-rank V, zeros: pratt", "matched-pairs rank-biserial")


def add_changes(values: Values, inputs: Inputs) -> None:
    """change.<measure>.<wave>.<dimension>: shift with interval, n and the p of the signed-rank test; finding.change."""
    for (measure, wave, dimension), (shift, test, biserial) in _changes(inputs).items():
        name = f"{measure}.{wave}.{dimension}"
        found = _change(inputs, shift, test)
        values.add(f"change.{name}", compact(inputs, shift, "Δ", test=test), found.origin)
        values.tell(f"change_effect.{name}", compact(inputs, biserial, "r"), biserial)
        text = worded(inputs, "change", [found], dimension=inputs.maturity(dimension, measure))
        values.add(f"finding.change.{name}", text, found.origin)
    for kind in RANKED:
        for (wave, outcome), (row, found) in ranked(inputs, kind).items():
            numbers = compact(inputs, row, inputs.language.say(f"symbol.{kind}"))
            values.tell(f"{kind}.{wave}.{outcome}", numbers, row)
            values.tell(f"finding.{kind}.{wave}.{outcome}", worded(inputs, kind, [found]), row)


def _changes(inputs: Inputs) -> dict[tuple[str, str, str], list[Row]]:
    """Measure, wave and dimension -> the rows of its shift, its test and its effect."""
    groups = inputs.findings("change").groupby(["wave", "measure", "dimension"], sort=False)
    return {
        (str(measure), str(wave), str(dimension)): [
            group[group["method"].str.startswith(start)].iloc[0].to_dict() for start in METHODS_OF_CHANGE
        ]
        for (wave, measure, dimension), group in groups
    }


def _change(inputs: Inputs, shift: Row, test: Row) -> Found:
    before, wave = str(shift["wave_from"]), str(shift["wave"])
    case = of_pair(inputs, before, wave, compact(inputs, shift, "Δ", test=test))
    short = of_pair(inputs, before, wave, brief(inputs, shift, "Δ"))
    origin = joined([statistic_origin(shift), statistic_origin(test)])
    kind, effect = kind_of(inputs, "change", shift, test), detectable(inputs, "change", wave, "signed_rank")
    return Found(kind, case, origin, effect, short)


def changes(inputs: Inputs) -> dict[tuple[str, str, str], Found]:
    """Measure, wave and dimension -> the change since the wave before."""
    return {key: _change(inputs, shift, test) for key, (shift, test, _) in _changes(inputs).items()}


RANKED = {"agreement": ("agreement", "Kendall's W"), "rank_change": ("rank change", "common rank")}


def ranked(inputs: Inputs, kind: str) -> dict[tuple[str, str], tuple[Row, Found]]:
    """Wave and battery -> the row and the finding of the agreement on an order, or of its change."""
    question, method = RANKED[kind]
    found: dict[tuple[str, str], tuple[Row, Found]] = {}
    for row in inputs.findings(question).to_dict("records"):
        if str(row["method"]).startswith(method):
            wave, numbers = str(row["wave"]), compact(inputs, row, inputs.language.say(f"symbol.{kind}"))
            pair = kind == "rank_change"
            case = of_pair(inputs, str(row["wave_from"]), wave, numbers) if pair else of_waves(inputs, wave, numbers)
            found[wave, str(row["outcome"])] = row, Found(kind_of(inputs, kind, row), case, statistic_origin(row))
    return found


def decided_changes(inputs: Inputs) -> set[str]:
    """The sentences on a change (`finding.change.…`) of which anything is known: those of collected answers, and those
    whose side all tables that agree with what is published have."""
    rows = inputs.findings("change")
    rows = rows[rows["method"].str.startswith(METHODS_OF_CHANGE[0]) & (rows["status"] == "ok")]
    told = rows[(rows["known"] == "") | (rows["known"] == FIXED) | (rows["lowest"] > 0) | (rows["highest"] < 0)]
    keys = zip(told["measure"], told["wave"], told["dimension"], strict=True)
    return {f"finding.change.{measure}.{wave}.{dimension}" for measure, wave, dimension in keys}


def decided_contrasts(inputs: Inputs, dimension: str) -> list[str]:
    """The sentences on the contrasts of a dimension of which more is known than that they are open."""
    rows = select(inputs.findings("contrast"), measure="common", method="Cliff's delta", dimension=dimension)
    found = []
    for place, pair in enumerate(inputs.study["comparisons"].get("contrast", []), start=1):
        for row in select(rows, wave_from=pair["first"], wave=pair["second"]).to_dict("records"):
            if kind_of(inputs, "contrast", row) not in ("open", "not_computable"):
                found.append(f"finding.contrast{f'-{place}' if place > 1 else ''}.{dimension}")
    return found


def add_contrasts(values: Values, inputs: Inputs) -> None:
    """contrast.<dimension> (of the first pair; `contrast-2` … for further ones): Cliff's delta with interval and p."""
    rows = select(inputs.findings("contrast"), measure="common", method="Cliff's delta")
    for place, pair in enumerate(inputs.study["comparisons"].get("contrast", []), start=1):
        first, second = pair["first"], pair["second"]
        effect = detectable(inputs, "contrast", second, "mann_whitney")
        for row in select(rows, wave_from=first, wave=second).to_dict("records"):
            name = f"{'contrast' if place == 1 else f'contrast-{place}'}.{row['dimension']}"
            numbers = compact(inputs, row, "δ")
            values.tell(name, numbers, row)
            here, there, case = sides(inputs, first, second, numbers)
            found = Found(kind_of(inputs, "contrast", row), case, statistic_origin(row), effect)
            slots = {"first": here, "second": there, "dimension": inputs.maturity(str(row["dimension"]))}
            text = worded(inputs, "contrast", [found], **slots)
            values.tell(f"finding.{name}", text, row)


CURVE = {  # slot of the words -> measure of a specification curve
    "median": "median estimate",
    "sign": "share with the expected sign",
    "significant": "share significant with the expected sign",
}


def add_curve(values: Values, inputs: Inputs) -> None:
    """curve: number of specifications, median, shares with the expected sign and significant, joint p values."""
    rows = inputs.findings("specification curve")
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
    count = {"n": language.number(computed), "all": language.number(computed + failed)}
    text = language.say(f"finding.curve.count.{'some' if failed else 'every'}", **count)
    values.add("curve.count", text, specifications)
    for measure, row in by_measure.items():
        name = f"curve.{measure.replace(' ', '-')}"
        is_share = measure.startswith("share")
        write = language.percent if is_share else lambda value: language.number(value, 2)
        if row["known"]:
            number = extent(inputs, row, write)
            joint = number
        else:
            number = write(row["estimate"])
            joint = language.say("finding.curve.joint", number=number, p=language.p_said(row["p"]))
        values.tell(name, number, row)
        values.tell(f"{name}-tested", joint, row)
    origin = joined(map(statistic_origin, by_measure.values()))
    slots = {
        slot: values[f"curve.{measure.replace(' ', '-')}-tested"]
        for slot, measure in CURVE.items()
        if measure in by_measure
    }
    told = "told" if len(slots) == len(CURVE) else "told_open"
    alpha = language.shortest(language.alpha)
    values.add("curve.told", language.say(f"finding.curve.{told}", **slots, alpha=alpha), origin)
    key = "none" if all(not row["p"] < language.alpha for row in by_measure.values()) else "positive"
    key = "open" if any(row["known"] for row in by_measure.values()) else key
    values.add("finding.curve", language.say(f"finding.curve.{key}"), origin)


def add_quality(values: Values, inputs: Inputs) -> None:
    """quality.<wave>.<dimension>: Cronbach's alpha and McDonald's omega, or why there is none."""
    rows = inputs.findings("scale quality")
    for method, name, symbol in (("Cronbach", "alpha", "α"), ("McDonald", "omega", "ω")):
        chosen = rows[rows["method"].str.startswith(method)]
        for row in chosen.to_dict("records"):
            full_name = f"quality.{name}.{row['wave']}.{row['dimension']}"
            values.tell(full_name, compact(inputs, row, symbol), row)
        computed = chosen[chosen["status"] == "ok"]
        if name == "alpha" and len(computed):
            over = computed["known"] != ""
            low, high = (computed["estimate"].where(~over, computed[end]) for end in ("lowest", "highest"))
            ends = [computed[low == low.min()].iloc[0], computed[high == high.max()].iloc[0]]
            failed = inputs.language.number(len(chosen) - len(computed)) if len(computed) < len(chosen) else ""
            text = inputs.language.say(
                f"finding.quality.{'open' if over.any() else 'range'}",
                low=inputs.language.number(low.min(), 2),
                high=inputs.language.number(high.max(), 2),
                n=inputs.language.number(len(computed)),
                failed=failed and inputs.language.say("finding.quality.failed", n=failed),
            )
            values.add("finding.quality", text, joined(statistic_origin(end.to_dict()) for end in ends))
