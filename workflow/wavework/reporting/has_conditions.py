"""`_has.yml`: what the text of a report may ask, of what the study has and of what came of it; links to the others.

A block of the text stands in `::: {.content-visible when-meta="has.change"}`: it shows where the key is true.
"""

from collections.abc import Mapping
from typing import Any

from wavework.basis import COLLECTED, RECONSTRUCTED
from wavework.language.words import words_of
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Values, nested
from wavework.scores import OVERALL


def report_conditions(inputs: Inputs, values: Values, tables: Mapping[str, str]) -> dict[str, Any]:
    """The tree of keys below `has`, each true or false. values, tables: the variables and includes of the report.

    What a study can have by its config and its codebook: see `wavework.what_a_study_has`. Besides, of what a run found
    out: `drawn` (claims were held against draws), `figures.<id>`, `tables.<name of the include>`, `subjects.<section>`
    (a figure or a claim of the section), `claims_of.<region>`, `claims_of.pooled` (claims on the region, or on all
    regions together, that are held against the study), `asked.<battery or item>` (a wave of the study asked it),
    `means.<measure>`, `change_of.<measure>`, `order_of.<battery>`, `same.<battery>`, `only.<battery>`,
    `silent.<battery>` (there is a variable of `values/over_waves.py` or `values/comparisons.py` of it).
    """
    lacks: Mapping[str, str] = inputs.study.get("presence", {}).get("lacks", {})
    has = {name: not reason for name, reason in lacks.items()}
    found = {
        "collected": COLLECTED in inputs.basis_of.values(),
        "reconstructed": RECONSTRUCTED in inputs.basis_of.values(),
        "change": len(inputs.findings("change")) > 0,
        "contrast": len(inputs.findings("contrast")) > 0,
        "association": len(inputs.findings("association")) > 0,
        "pooled": any(name.startswith("finding.assoc.pooled.") for name in values),
        "specification_curve": len(inputs.findings("specification curve")) > 0,
        "claims": inputs.has("claims"),
        "published": inputs.has("published_comparison"),
        "drawn": inputs.has("claims") and bool(inputs.table("claims")["share_of_draws"].notna().any()),
    }
    has = {name: there and found.get(name, True) for name, there in has.items()} | {"drawn": found["drawn"]}
    known = set(values)
    held = _regions_of_claims(inputs)
    regions = [name.partition(".")[2] for name in has if name.startswith("regions.")]
    has |= {f"claims_of.{region}": region in held for region in regions}
    has["claims_of.pooled"] = has.get("claims", False) and has.get("pooled", False)
    asked = set(inputs.table("prevalence")["item"]) if inputs.has("prevalence") else set()
    for battery, of_battery in inputs.book.items.groupby("battery", sort=False):
        has[f"asked.{battery}"] = not asked.isdisjoint(of_battery["item"])
    has |= {f"asked.{item}": has.get(f"asked.{item}", False) or item in asked for item in inputs.book.items["item"]}
    for measure in ("implementation", "self_reported"):
        has[f"means.{measure}"] = f"newest.means.{measure}" in known
        has[f"change_of.{measure}"] = f"every.change.{measure}.{OVERALL}" in known
    for kind, form in {
        "order_of": "every.order.{}",
        "same": "same.{}",
        "only": "only.{}",
        "silent": "silent.{}",
    }.items():
        has |= {f"{kind}.{battery}": form.format(battery) in known for battery in inputs.of_battery}
    has |= {f"figures.{name}": True for name in inputs.figures} | {f"figures.{name}": False for name in inputs.left_out}
    has |= {
        f"tables.{name}": bool(text.strip()) for name, text in tables.items() if not name.startswith(("fig-", "slide-"))
    }
    has |= {f"subjects.{name}": name in _subjects(inputs) for name in inputs.language.shared["sections"]}
    return nested(has)


def other_languages(study: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """`other-links` of a page: the reports of the study in its other languages."""
    others = [other for other in study["languages"] if other != language]
    return [{"text": str(words_of(other)["language"]), "href": f"../{other}/index.html"} for other in others]


def _regions_of_claims(inputs: Inputs) -> set[str]:
    """The regions of the claims that are held against the study."""
    held = set(inputs.table("claims")["claim"]) if inputs.has("claims") else set()
    return {
        region for claim in held for region in inputs.claim_texts.get(claim, {}).get("scope", {}).get("regions", [])
    }


def _subjects(inputs: Inputs) -> set[str]:
    shown = {str(texts["section"]) for texts in inputs.figures.values()}
    return shown | (set(inputs.table("claims")["section"]) if inputs.has("claims") else set())
