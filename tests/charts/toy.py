"""Toy tables for every chart kind: invented units and numbers, never results of the study."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd

WORDS = {
    "en": {
        "decimal": ".",
        "percent": "{value}%",
        "n": "n = {n}",
        "of": "{count} of {n}",
        "not_available": "not available",
        "basis_published": "Published values.",
        "basis_collected": "Collected answers.",
        "basis_reconstructed": "Illustrative: reconstructed answers.",
    },
    "fr": {
        "decimal": ",",
        "percent": "{value}\u202f%",
        "n": "n\u00a0=\u00a0{n}",
        "of": "{count} sur {n}",
        "not_available": "non disponible",
        "basis_published": "Valeurs publiées.",
        "basis_collected": "Réponses recueillies.",
        "basis_reconstructed": "À titre d’illustration\u00a0: réponses reconstituées.",
    },
}
NOTE = "Toy data for the look of the chart; no result of the study."
SCALE = [
    ("fully", "Yes, fully in place", 1, "answered"),
    ("development", "Yes, under development", 2, "answered"),
    ("planned", "No, but concrete plans", 3, "answered"),
    ("not_planned", "No, and not planned", 4, "answered"),
    ("dont_know", "Don’t know", 5, "dont_know"),
]
SCALE_FR = [
    "Oui, entièrement en place",
    "Oui, en cours de développement",
    "Non, mais il existe des plans concrets",
    "Non, et non planifié",
    "Ne sait pas",
]
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
NAMES = {
    "Asia-Pacific": [
        "Australia", "Cambodia", "China", "India", "Indonesia", "Japan", "Nepal", "Philippines",
        "Republic of Korea", "Singapore", "Viet Nam",
    ],
    "Latin America and the Caribbean": [
        "Argentina", "Barbados", "Bolivia", "Brazil", "Chile", "Colombia", "Costa Rica", "Ecuador", "Guatemala",
        "Honduras", "Mexico", "Panama", "Paraguay", "Peru", "Suriname", "Uruguay",
    ],
}  # fmt: skip


def generator(name: str) -> np.random.Generator:
    """A generator seeded by a name."""
    return np.random.default_rng(list(name.encode()))


def words(language: str = "en", **more: str) -> dict[str, str]:
    """The general words of a language and those of a figure."""
    return {**WORDS[language], **more}


def shares(
    items: list[str], panels: list[tuple[str, int]], scale: list[tuple[str, str, int, str]] = SCALE
) -> pd.DataFrame:
    """Counts of answers per panel and item for stacked_shares."""
    random = generator("shares")
    rows: list[dict[str, Any]] = []
    for (p, (panel, n)), (i, item) in product(enumerate(panels, 1), enumerate(items, 1)):
        chances = random.dirichlet([1.2] * (len(scale) - 1) + [0.3])
        for (code, label, order, status), count in zip(scale, random.multinomial(n, chances), strict=True):
            rows.append(
                {
                    "panel_label": panel, "panel_order": p, "item_label": item, "item_order": i, "answer": code,
                    "answer_label": label, "answer_order": order, "status": status, "count": count, "n": n,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


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
    table = pd.DataFrame(rows, columns=["panel_label", "panel_order", "unit_label", "time", "value", "member"])
    return table.assign(member=table.groupby("unit_label")["member"].transform("first"))


def points() -> pd.DataFrame:
    """Rank and score per unit; two units at the same place, one without a score."""
    random = generator("points")
    rows = [
        (unit, region, order, float(random.integers(1, 160)), float(random.uniform(15, 95)))
        for region, order, unit in everyone()
    ]
    table = pd.DataFrame(rows, columns=["unit_label", "region_label", "region_order", "x", "y"])
    table.loc[3, ["x", "y"]] = table.loc[2, ["x", "y"]].to_numpy()
    table.loc[20, "y"] = float("nan")
    return table


def changes(panels: list[str], rows: list[str], summary: str = "Median") -> pd.DataFrame:
    """Values at two waves for paired_change, with a summary row."""
    random = generator("changes")
    table = []
    for (p, panel), (r, row) in product(enumerate(panels, 1), enumerate([*rows, summary], 1)):
        start = round(float(random.uniform(20, 70)), 1)
        end = round(start + float(random.normal(8, 14)), 1)
        table.append((panel, p, row, r, start, end, "yes" if row == summary else "no", 9))
    names = ["panel_label", "panel_order", "row_label", "row_order", "value_from", "value_to", "summary", "n"]
    return pd.DataFrame(table, columns=names)


def estimates(rows: list[str], groups: list[str]) -> pd.DataFrame:
    """Estimates with intervals for dot_interval; the second row's first group is not computable."""
    random = generator("estimates")
    table = []
    for (r, row), (g, group) in product(enumerate(rows, 1), enumerate(groups, 1)):
        middle = float(random.uniform(-0.3, 0.8))
        half = float(random.uniform(0.1, 0.4))
        bad = r == 2 and g == 1
        table.append(
            {
                "row_label": row, "row_order": r, "group_label": group, "group_order": g,
                "estimate": float("nan") if bad else middle, "low": middle - half, "high": middle + half,
                "n": 11 if g == 1 else 16, "status": "not computable" if bad else "ok",
                "reason": "not computable: all services gave the same answer" if bad else "",
            }
        )  # fmt: skip
    return pd.DataFrame(table)


def answers_by_unit(items: list[str], groups: list[str], units: list[tuple[str, int, str]]) -> pd.DataFrame:
    """One answer per unit and item for heatmap; a few are not asked."""
    random = generator("answers")
    letters = ["F", "D", "P", "N", "?"]
    rows = []
    for (i, item), (u, (region, order, unit)) in product(enumerate(items), enumerate(units, 1)):
        pick = int(random.choice(6, p=[0.25, 0.25, 0.2, 0.2, 0.06, 0.04]))
        group = i * len(groups) // len(items)
        row = {
            "unit_label": unit, "unit_order": u, "unit_group_label": region, "unit_group_order": order,
            "item_label": item, "item_order": i + 1, "group_label": groups[group], "group_order": group + 1,
        }  # fmt: skip
        if pick < 5:
            _, label, position, status = SCALE[pick]
            row |= {"code": letters[pick], "answer_label": label, "answer_order": position, "status": status}
        else:
            row |= {"code": "", "answer_label": "", "answer_order": float("nan"), "status": "not_asked"}
        rows.append(row)
    return pd.DataFrame(rows)


def left_out(rows: list[str], units: list[str]) -> pd.DataFrame:
    """Leave-one-out estimates; the last row is not computable."""
    random = generator("left out")
    table: list[tuple[Any, ...]] = []
    for r, row in enumerate(rows, 1):
        full = float(random.uniform(0.1, 0.7))
        values = full + random.normal(0, 0.05, len(units))
        worst = int(np.abs(values - full).argmax())
        gone = r == len(rows) and r > 1
        table.append((row, r, "", float("nan") if gone else full, "full"))
        for k, (unit, value) in enumerate(zip(units, values, strict=True)):
            role = "influential" if k == worst else "left_out"
            table.append((row, r, unit, float("nan") if gone else value, role))
    return pd.DataFrame(table, columns=["row_label", "row_order", "unit_label", "estimate", "role"])


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
        for g, (group, choice) in enumerate(zip(decisions, combination, strict=True), 1):
            rows.append(
                {
                    "specification": f"s{s}", "estimate": middle, "low": middle - half, "high": middle + half,
                    "significant": "yes" if middle > half else "no", "main": "yes" if s == 0 else "no",
                    "choice_group_label": group, "choice_group_order": g, "choice_label": choice,
                    "choice_order": decisions[group].index(choice) + 1,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


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
    return pd.DataFrame(rows, columns=columns.split())


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
    kinds = ["Holds in most draws", "Holds in some draws", "Contradicted", "Assumed", "Not testable"]
    rows = []
    for k in range(many):
        share = float(random.integers(0, 101)) if k % 4 != 3 else float("nan")
        verdict = 5 if share != share else 1 if share > 80 else 2 if share > 20 else 3
        rows.append(
            {
                "claim_label": CLAIMS[k % len(CLAIMS)], "claim_order": k + 1, "share": share,
                "verdict_label": kinds[verdict - 1], "verdict_order": verdict,
                "reason": "qualitative: no item of the questionnaires speaks of it" if share != share else "",
                "section_label": ["Asia-Pacific", "Latin America and the Caribbean"][2 * k // many],
                "section_order": 1 + 2 * k // many,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
