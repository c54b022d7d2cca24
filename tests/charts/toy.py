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
