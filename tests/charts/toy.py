"""Toy tables for every chart kind: invented units and numbers, never results of the study."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from tests.toy_books import table


def _words(language: str) -> dict[str, str]:
    """The words of the charts as the pipeline has them, with an invented study's axes."""
    file = Path(__file__).parents[2] / f"workflow/words/{language}.yaml"
    texts = yaml.safe_load(file.read_text(encoding="utf-8"))["chart"]
    axes = {"x_axis": "Maturity (0–100)", "y_axis": "Rank (1 = best)", "reference": "no association"}
    return {name: text.replace("@unit", "service").replace("{alpha}", "0.05") for name, text in texts.items()} | axes


WORDS = {language: _words(language) for language in ("en", "fr")}
NOTE = "Toy data for the look of the chart; no result of the study."


def scale(labels: str) -> list[tuple[str, int, str]]:
    """(answer, position, status) of answers parted by |, of which the last is "don't know"."""
    names = labels.split("|")
    return [(name, at, "answered" if at < len(names) else "dont_know") for at, name in enumerate(names, 1)]


SCALE = scale("Yes, fully in place|Yes, under development|No, but concrete plans|No, and not planned|Don’t know")
SCALE_FR = scale(
    "Oui, entièrement en place|Oui, en cours de développement|Non, mais il existe des plans concrets|"
    "Non, et non planifié|Ne sait pas"
)
DIMENSIONS = ["Digital strategy", "Back office", "Front office", "Data", "Organization"]
AP, LAC = "Asia-Pacific", "Latin America and the Caribbean"
ITEMS = [
    "Case management system",
    "Profiling of jobseekers",
    "Automated matching of jobseekers and vacancies",
    "Data exchange with social insurance",
    "Single sign-on for clients",
    "Electronic archive",
    "Staff planning",
    "Integrated, coherent data strategy including the ethical use of personal data",
]
ITEMS_FR = [
    "Système de gestion des dossiers",
    "Profilage des demandeurs d’emploi",
    "Appariement automatisé des demandeurs d’emploi et des offres vacantes",
    "Échange de données avec l’assurance sociale",
    "Authentification unique pour les usagers",
    "Archivage électronique",
    "Planification des effectifs",
    "Stratégie intégrée et cohérente en matière de données, y compris l’utilisation éthique des données",
]
HOSTILE = ["$x^2$ and \\alpha", "<script>alert('x')</script>", "Ñandú & Çeşme — Ōsaka, “quoted” -->", "a" * 90]
UNITS = {
    AP: "Australia|Cambodia|China|India|Indonesia|Japan|Nepal|Philippines|Republic of Korea|Singapore|Viet Nam",
    LAC: "Argentina|Barbados|Bolivia|Brazil|Chile|Colombia|Costa Rica|Ecuador|Guatemala|Honduras|Mexico|Panama|"
    "Paraguay|Peru|Suriname|Uruguay",
}
NAMES = {region: names.split("|") for region, names in UNITS.items()}


def generator(name: str) -> np.random.Generator:
    """A generator seeded by a name."""
    return np.random.default_rng(list(name.encode()))


def shares(items: list[str], panels: list[tuple[str, int]], scale: list[tuple[str, int, str]] = SCALE) -> pd.DataFrame:
    """Counts of answers per panel and item for stacked_shares."""
    random = generator("shares")
    rows = []
    for (p, (panel, n)), (i, item) in product(enumerate(panels, 1), enumerate(items, 1)):
        chances = random.dirichlet([1.2] * (len(scale) - 1) + [0.3])
        for answer, count in zip(scale, random.multinomial(n, chances), strict=True):
            rows.append((panel, p, item, i, *answer, count, n))
    return table("panel_label panel_order item_label item_order answer_label answer_order status count n", *rows)


def ranked(items: list[str], waves: dict[str, int]) -> pd.DataFrame:
    """Falling counts of items per wave (name -> n) for ranked_items."""
    rows = [
        (item, i, wave, w, max(0, 6 - i + w), n)
        for i, item in enumerate(items, 1)
        for w, (wave, n) in enumerate(waves.items(), 1)
    ]
    return table("item_label item_order wave_label wave_order value n", *rows)


def everyone() -> list[tuple[str, int, str]]:
    """(region, its order, unit) of all units."""
    return [(region, order, unit) for order, (region, units) in enumerate(NAMES.items(), 1) for unit in units]


def ranks() -> pd.DataFrame:
    """Ranks by year for trajectories; the second region lacks the first year, one unit a year in between."""
    random = generator("ranks")
    rows = []
    for region, order, unit in everyone():
        rank = int(random.integers(1, 150))
        for year in (2016, 2018, 2020, 2022):
            rank = int(np.clip(rank + random.integers(-12, 12), 1, 193))
            if not (order == 2 and year == 2016):
                value = float("nan") if unit == "Chile" and year == 2020 else rank
                rows.append((region, order, unit, year, value, "yes" if random.random() < 0.55 else "no"))
    found = table("panel_label panel_order unit_label time value member", *rows)
    return found.assign(member=found.groupby("unit_label")["member"].transform("first"))


def points() -> pd.DataFrame:
    """Rank and score per unit; two units at the same place, one without a score."""
    random = generator("points")
    rows = [
        (unit, region, order, float(random.integers(1, 160)), float(random.uniform(15, 95)))
        for region, order, unit in everyone()
    ]
    found = table("unit_label region_label region_order x y", *rows)
    found.loc[3, ["x", "y"]] = found.loc[2, ["x", "y"]].to_numpy()
    found.loc[20, "y"] = float("nan")
    return found


def changes(panels: list[str], rows: list[str], summary: str = "Median") -> pd.DataFrame:
    """Values at two waves for paired_change, with a summary row."""
    random = generator("changes")
    found = []
    for (p, panel), (r, row) in product(enumerate(panels, 1), enumerate([*rows, summary], 1)):
        start = round(float(random.uniform(20, 70)), 1)
        end = round(start + float(random.normal(8, 14)), 1)
        found.append((panel, p, row, r, start, end, "yes" if row == summary else "no", 9))
    return table("panel_label panel_order row_label row_order value_from value_to summary n", *found)


def estimates(rows: list[str], groups: list[str]) -> pd.DataFrame:
    """Estimates with intervals for dot_interval; the second row's first group is not computable."""
    random = generator("estimates")
    found = []
    for (r, row), (g, group) in product(enumerate(rows, 1), enumerate(groups, 1)):
        middle, half = float(random.uniform(-0.3, 0.8)), float(random.uniform(0.1, 0.4))
        bad = r == 2 and g == 1
        said = ("not computable", "not computable: all services gave the same answer") if bad else ("ok", "")
        n, estimate = 11 if g == 1 else 16, float("nan") if bad else middle
        found.append((row, r, group, g, estimate, middle - half, middle + half, n, *said))
    columns = "row_label row_order group_label group_order estimate low high n status reason"
    return table(columns, *found)


def answers_by_unit(items: list[str], groups: list[str], units: list[tuple[str, int, str]]) -> pd.DataFrame:
    """One answer per unit and item for heatmap; a few are not asked."""
    random = generator("answers")
    rows = []
    for (i, item), (u, (_, _, unit)) in product(enumerate(items), enumerate(units, 1)):
        pick = int(random.choice(6, p=[0.25, 0.25, 0.2, 0.2, 0.06, 0.04]))
        group = i * len(groups) // len(items)
        answer = ("FDPN?"[pick], *SCALE[pick]) if pick < 5 else ("", "", float("nan"), "not_asked")
        rows.append((unit, u, item, i + 1, groups[group], group + 1, *answer))
    columns = (
        "unit_label unit_order item_label item_order group_label group_order code answer_label answer_order status"
    )
    return table(columns, *rows)


def left_out(rows: list[str], units: list[str]) -> pd.DataFrame:
    """Leave-one-out estimates; the last row is not computable."""
    random = generator("left out")
    found: list[tuple[Any, ...]] = []
    for r, row in enumerate(rows, 1):
        full = float(random.uniform(0.1, 0.7))
        values = full + random.normal(0, 0.05, len(units))
        worst = int(np.abs(values - full).argmax())
        gone = r == len(rows) and r > 1
        found.append((row, r, "", float("nan") if gone else full, "full"))
        for k, (unit, value) in enumerate(zip(units, values, strict=True)):
            role = "influential" if k == worst else "left_out"
            found.append((row, r, unit, float("nan") if gone else value, role))
    return table("row_label row_order unit_label estimate role", *found)


def specifications(many: int) -> pd.DataFrame:
    """`many` specifications out of four decisions."""
    random = generator("specifications")
    decisions = {
        "Measure of association": ["Kendall tau-b", "Spearman rho", "Somers D"],
        "Score": ["Mean of all items", "Share fully in place", "Latent trait, items weighted by their discrimination"],
        "Countries": ["All", "Panel", "Without small islands"],
        "EGDI": ["Rank", "Value", "Residual of income"],
        "Year": ["2020", "2022"],
    }
    rows = []
    for s, combination in enumerate(list(product(*decisions.values()))[:many]):
        middle = float(random.normal(0.35, 0.15))
        half = float(random.uniform(0.1, 0.35))
        significant, main = ("yes" if found else "no" for found in (middle > half, s == 0))
        drawn = (f"s{s}", middle, middle - half, middle + half, significant, main)
        for g, (group, choice) in enumerate(zip(decisions, combination, strict=True), 1):
            rows.append((*drawn, group, g, choice, decisions[group].index(choice) + 1))
    columns = "specification estimate low high significant main choice_group_label choice_group_order "
    return table(columns + "choice_label choice_order", *rows)


def taking_part(names: dict[str, list[str]]) -> pd.DataFrame:
    """Who took part in two waves of each region."""
    random = generator("part")
    waves = {1: ["2020 global", "2022 AP"], 2: ["2019", "2022"]}
    rows = []
    for r, (region, units) in enumerate(names.items(), 1):
        for u, unit in enumerate(units, 1):
            first = random.random() < 0.55
            for w, wave in enumerate(waves[r], 1):
                took = "yes" if w == 2 or first else "no"
                rows.append((region, r, unit, u, wave, w, took, "yes" if first else "no"))
    columns = "region_label region_order unit_label unit_order wave_label wave_order took_part panel_member"
    return table(columns, *rows)


CLAIMS = [
    "All services of the region have a digital strategy in some form",
    "Most services do not have a digital strategy for the development of their front office, though they have one "
    "for the back office",
    "A quarter of the services analyse how their channels are used",
    "Maturity goes with the country’s rank in e-government, but not one to one",
    "No service has a strategy of organizational development",
]


def verdicts(many: int) -> pd.DataFrame:
    """Claims with verdicts in two sections; some cannot be tested."""
    random = generator("verdicts")
    kinds = ["Reproduced", "Supported", "Follows", "Partly", "Open"]
    rows = []
    for k in range(many):
        share = float(random.integers(0, 101)) if k % 4 != 3 else float("nan")
        verdict = 5 if share != share else 1 if share > 80 else 2 if share > 20 else 3
        reason = "qualitative: no item of the questionnaires speaks of it" if share != share else ""
        block = 2 * k // many
        section = (AP, LAC)[block], block + 1
        rows.append((CLAIMS[k % len(CLAIMS)], k + 1, share, kinds[verdict - 1], verdict, reason, *section))
    columns = "claim_label claim_order share verdict_label verdict_order reason section_label section_order"
    return table(columns, *rows)
