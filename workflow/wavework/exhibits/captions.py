"""Captions and alt texts, computed from what a figure shows."""

import pandas as pd

from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels
from wavework.exhibits.results import Declaration, Results
from wavework.exhibits.words import listed, study_words


def caption(declaration: Declaration, results: Results, basis: str, language: str) -> str:
    """Title and whom it is about with n, up to a full stop; what the marks mean; the basis. Plain text."""
    kind = KINDS[declaration.kind, declaration.data]
    words = study_words(results.study, language)["caption"]
    who = listed(_who(declaration, results, language), language)
    title = declaration.title[language] + (f", {who}" if who else "")
    first = Labels(results, declaration, language).first_region()
    reading = words[kind.caption].format(draws=results.study["reconstruction"]["draws"], first=first)
    return " ".join([f"{title}.", reading, *([words["bars"]] if kind.intervals else []), words[f"basis_{basis}"]])


def units_of(declaration: Declaration, results: Results) -> dict[str, int]:
    """Wave -> number of units of the figure; of all waves of the study where the figure names none."""
    waves = list(declaration.waves) or list(results.study["waves"])
    members = {wave: set(results.answers.loc[results.answers["wave"] == wave, "unit"]) for wave in waves}
    if declaration.units == "panel":
        members = dict.fromkeys(waves, set.intersection(*members.values()))
    return {wave: len(units) for wave, units in members.items()}


def _who(declaration: Declaration, results: Results, language: str) -> list[str]:
    if not declaration.waves:
        return []
    told, words = [], study_words(results.study, language)["caption"]
    for wave, n in units_of(declaration, results).items():
        choices = results.study["waves"][wave]
        region = results.study["regions"][choices["region"]][language]
        told.append(words["who"].format(region=region, year=choices["year"], n=n))
    return told


def alt_text(declaration: Declaration, table: pd.DataFrame, labels: Labels) -> str:
    """What the chart shows, in a sentence or a few, made from the figure's own table."""
    kind = KINDS[declaration.kind, declaration.data]
    return f"{declaration.title[labels.language]}. {kind.describe(kind.label(table, labels), labels)}"
