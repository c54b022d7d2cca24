"""Which finished tables each table of the report is made of; a test holds it against what each really reads."""

from collections.abc import Mapping

from wavework.reporting.exhibit_data import of_table
from wavework.reporting.inputs import Inputs

DRAWN_FROM: Mapping[str, tuple[str, ...]] = {
    "participation": ("answers",),
    "waves": ("answers",),
    "egdi": ("egdi", "answers"),
    "newcomers": ("newcomers",),
    "sources": ("sources",),
    "hashes": ("sources",),
    "cleaning": ("cleaning_log", "answers"),
    "missing": ("answers",),
    "comparability": ("comparability",),
    "prevalence": ("prevalence", "answers", "statistics"),
    "methods": ("statistics",),
    "power": ("power",),
    "verdicts": ("claims", "statistics"),
    "all-claims": ("claims", "statistics"),
    "verdict-counts": ("claims",),
    "slips": ("claims",),
    "deciding-facts": ("claims",),
    "ladder": ("ladder", "claims"),
    "what-would-settle": ("what_would_settle", "claims"),
    "published": ("published_comparison",),
    "published-others": ("published_comparison",),
    "measures": ("measured",),
    "measured-values": ("measured", "egdi"),
    "measured-cautions": ("measured",),
    "quality": ("statistics",),
    "quality-items": ("statistics",),
}
BY_START = {
    "statistics-measured-": ("statistics", "measured"),
    "statistics-": ("statistics",),
    "claims-": ("claims", "statistics"),
}


def drawn_from(name: str) -> tuple[str, ...]:
    """The finished tables, of `processed/`, that a table of the report is made of; () of one that says nothing of
    results."""
    known = DRAWN_FROM.get(name, ())
    return known or next((tables for start, tables in BY_START.items() if name.startswith(start)), ())


def with_origins(inputs: Inputs, includes: Mapping[str, str]) -> dict[str, str]:
    """The includes, each table with where it comes from below it."""
    return {
        name: text + of_table(inputs, name, tables) if text and (tables := drawn_from(name)) else text
        for name, text in includes.items()
    }
