"""Cases: the tables of the codebook and figures.yaml."""

from spoiled import BOOK, Cases, append, edit

CROSSWALK, CORRECTIONS, FIGURES = BOOK / "crosswalk.csv", BOOK / "corrections.csv", BOOK / "figures.yaml"
ITEMS, SCALES, UNITS = BOOK / "items.csv", BOOK / "scales.csv", BOOK / "units.csv"


def figure(keys: str) -> None:
    """A figures.yaml with one figure of these keys."""
    FIGURES.write_text(f"building: {{section: building, title: {{en: Building}}, {keys}}}\n", "utf-8")


CASES: Cases = {
    "wave without crosswalk": (
        lambda: CROSSWALK.write_text("wave,column,item,comparable,recode,reason\n"),
        "codebook/crosswalk.csv: no row for wave visit_2024 < a row per column that is used"
        " > add them (docs/adding-a-wave.md), or take the wave out of config.yaml",
    ),
    "mistyped wave in the crosswalk": (
        lambda: edit(CROSSWALK, "visit_2024,lift", "visit_2042,lift"),
        "codebook/crosswalk.csv, row 3, column wave: 'visit_2042' < a wave of config.yaml: visit_2024"
        " > did you mean visit_2024?",
    ),
    "duplicate crosswalk row": (
        lambda: append(CROSSWALK, "visit_2024,lift2,lift,yes,,\n"),
        "codebook/crosswalk.csv, row 4: wave visit_2024, item lift stands in row 3 too"
        " < one row per wave, item > remove one of the rows",
    ),
    "unknown item in the crosswalk": (
        lambda: edit(CROSSWALK, "lift,lift", "lift,lifts"),
        "codebook/crosswalk.csv, row 3, column item: 'lifts' < one of column item in codebook/items.csv"
        " > did you mean lift?",
    ),
    "recode into an unknown answer": (
        lambda: edit(CROSSWALK, "lift,lift,yes,,", "lift,lift,recoded,Yes>fully,why"),
        "codebook/crosswalk.csv, row 3, column recode: 'fully' is not an answer of scale access3"
        " < dont_know | no | partly | yes > correct it, or add the answer to codebook/scales.csv",
    ),
    "not comparable without a reason": (
        lambda: edit(CROSSWALK, "lift,lift,yes,,", "lift,lift,no,,"),
        "codebook/crosswalk.csv, row 3, column reason: ''"
        " < a text that is not empty (why the item is recoded or not comparable) > fill it in",
    ),
    "correction of an unknown item and unit": (
        lambda: append(CORRECTIONS, "visit_2024,west,stairs,no,yes,why,who\n"),
        "codebook/corrections.csv, row 2, column item: 'stairs'"
        " < one of column item in codebook/items.csv > correct it, or add the row it refers to\n"
        "codebook/corrections.csv, row 2, column unit: 'west' < one of column unit in codebook/units.csv"
        " > did you mean east?",
    ),
    "correction that matches nothing": (
        lambda: append(CORRECTIONS, "visit_2024,north,lift,partly,yes,why,who\n"),
        "codebook/corrections.csv, row 2: north, lift: 'partly' is not there (no)"
        " < the answer as it stands in raw/visit_2024.csv"
        " > remove the correction if the file was corrected, or correct its row",
    ),
    "correction into an unknown answer": (
        lambda: append(CORRECTIONS, "visit_2024,north,lift,no,fully,why,who\n"),
        "codebook/corrections.csv, row 2, column corrected: 'fully' is not an answer of scale access3"
        " < dont_know | no | partly | yes > correct it, or add the answer to codebook/scales.csv",
    ),
    "alias of two answers": (
        lambda: edit(SCALES, "Partly,In part", "Partly,NO"),
        "codebook/scales.csv, row 4: 'no' names no and, in row 3, partly"
        " < a name that belongs to one answer > take the name from one of them",
    ),
    "name of two units": (
        lambda: edit(UNITS, "North Museum,The North", "North Museum,south  museum"),
        "codebook/units.csv, row 4: 'south museum' names south and, in row 3, north"
        " < a name that belongs to one unit > take the name from one of them",
    ),
    "unit twice": (
        lambda: append(UNITS, "east,,coast,Eastern Museum,\n"),
        "codebook/units.csv, row 5: unit east stands in row 2 too < one row per unit > remove one of the rows",
    ),
    "unit of another region": (
        lambda: (
            edit(UNITS, "east,,coast", "east,,hills"),
            edit(
                BOOK.parent / "config.yaml",
                "  coast: {en: The coast}",
                "  coast: {en: The coast}\n  hills: {en: The hills}",
            ),
        ),
        "raw/visit_2024.csv: a response of east, a unit of region 'hills'"
        " < units of region 'coast', that of waves.visit_2024"
        " > correct the region in codebook/units.csv, or give the region a wave of its own",
    ),
    "item of an unknown scale": (
        lambda: edit(ITEMS, "lift,building,access,access3", "lift,building,access,acess3"),
        "codebook/items.csv, row 3, column scale: 'acess3' < one of column scale in codebook/scales.csv"
        " > did you mean access3?",
    ),
    "item of an unknown dimension": (
        lambda: edit(ITEMS, "lift,building,access,", "lift,building,acces,"),
        "codebook/items.csv, row 3, column dimension: 'acces' < a dimension of config.yaml: access"
        " > did you mean access?",
    ),
    "second self-reported item": (
        lambda: ITEMS.write_text(ITEMS.read_text().replace(",yes,", ",self_reported,")),
        "codebook/items.csv, row 3, column scored: lift is a second self-reported item of dimension access"
        " < one item per dimension > set scored to no for one of them",
    ),
    "answer that is no number": (
        lambda: edit(SCALES, "partly,2,1,50", "partly,2,one,50%"),
        "codebook/scales.csv, row 3, column value: 'one'"
        " < a number, or nothing (ordinal value; empty for answers without one) > correct it\n"
        "codebook/scales.csv, row 3, column score: '50%'"
        " < a number from 0 to 100, or nothing (contribution to a score; empty for none)"
        " > write the number alone: 50",
    ),
    "row with too few cells": (
        lambda: append(UNITS, "west,,coast\n"),
        "codebook/units.csv, row 5: 3 cells < 5 cells, as in the header"
        " > complete the row; a cell that holds a comma stands in quotes",
    ),
    "column that no table has": (
        lambda: edit(UNITS, "aliases", "alias"),
        "codebook/units.csv, row 1, column aliases: column aliases is missing"
        " < columns unit, country, region, label_en, label_fr, label_es, egdi, aliases"
        " > add it, or rename 'alias'\n"
        "codebook/units.csv, row 1, column alias: unknown column 'alias'"
        " < columns unit, country, region, label_en, label_fr, label_es, egdi, aliases"
        " > did you mean aliases?",
    ),
    "unknown battery in a figure": (
        lambda: figure("kind: stacked_shares, battery: bulding, waves: [visit_2024]"),
        "codebook/figures.yaml, row 1: figure building: battery names 'bulding' < one of building"
        " > did you mean building?",
    ),
    "unknown wave in a figure": (
        lambda: figure("kind: stacked_shares, battery: building, waves: [visit_2042]"),
        "codebook/figures.yaml, row 1: figure building: waves names 'visit_2042' < one of visit_2024"
        " > did you mean visit_2024?",
    ),
    "item that was not asked in a figure's wave": (
        lambda: (
            edit(CROSSWALK, "visit_2024,lift,lift,yes,,\n", ""),
            figure("kind: stacked_shares, items: [ramp, lift], waves: [visit_2024]"),
        ),
        "codebook/figures.yaml, row 1: figure building: item lift was not asked in wave visit_2024"
        " < items that the crosswalk has for each wave of the figure"
        " > take the wave or the item out of the figure",
    ),
    "unknown region in a figure": (
        lambda: figure("kind: stacked_shares, battery: building, regions: [cost]"),
        "codebook/figures.yaml, row 1: figure building: regions names 'cost' < one of coast > did you mean coast?",
    ),
    "figure that stands twice": (
        lambda: FIGURES.write_text(2 * "who: {section: who, kind: participation, title: {en: Who}}\n"),
        "codebook/figures.yaml, row 2: key who stands twice < each key once > rename or remove one",
    ),
    "chart kind that does not exist": (
        lambda: figure("kind: pie, battery: building, waves: [visit_2024]"),
        "codebook/figures.yaml, row 1: building.kind is 'pie'"
        " < one of compared_values, dot_interval, heatmap, … > take one of these",
    ),
    "typo in a figure": (
        lambda: figure("kind: participation, wafes: [visit_2024]"),
        "codebook/figures.yaml, row 1: unknown key building.wafes"
        " < one of answers, battery, claim_sections, … > did you mean waves?",
    ),
    "figure over two scales": (
        lambda: (
            edit(ITEMS, "lift,building,access,access3", "lift,building,access,yes_no"),
            append(
                SCALES,
                "yes_no,yes,1,1,100,answered,Yes,\n"
                "yes_no,no,2,0,0,answered,No,\n"
                "yes_no,dont_know,3,,,dont_know,Don't know,\n",
            ),
            figure("kind: stacked_shares, battery: building, waves: [visit_2024]"),
        ),
        "codebook/figures.yaml, row 1: figure building: its items have the scales access3, yes_no"
        " < one scale: the answers share a legend > declare a figure per scale",
    ),
}
