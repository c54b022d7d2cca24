"""Cases: what stands in an export."""

from spoiled import CONFIG, EXPORT, Cases, edit, export, received

CASES: Cases = {
    "missing column": (
        lambda: export("museum,ramp,lift", "museum,ramp,lifts"),
        "raw/visit_2024.csv, row 1, column lift: the column is missing < near it: lifts"
        " > export the file again with this question, or correct the name",
    ),
    "answer outside its scale": (
        lambda: export("North Museum,Yes", "North Museum,Perhaps"),
        "raw/visit_2024.csv, row 2, column ramp: 'Perhaps' is not an answer of scale access3"
        " < Yes | Partly | No | Don't know"
        " > if it means one of these, say so in codebook/crosswalk.csv (recode) or codebook/scales.csv (aliases);…",
    ),
    "unknown unit": (
        lambda: export("South Museum", "Sauth Museum"),
        "raw/visit_2024.csv, row 3, column museum: 'Sauth Museum' is no known unit;"
        " nearest: south (South Museum: spelled like it)"
        " < a name or alias in codebook/units.csv > add it there as an alias if it is south, or as a new unit",
    ),
    "unit in two rows": (
        lambda: export("East Museum", "the NORTH"),
        "raw/visit_2024.csv: north answered 2 times (row 2: 2 answers, no date, not told whether complete;"
        " row 4: 2 answers, no date, not told whether complete) < one complete response per unit (museum)"
        " > set waves.visit_2024.duplicates to fullest or latest; or name the row that stands under waves.visit_2024:"
        ' responses: {north: {row: 2, reason: "…"}}; or give each one a unit of its own in units.csv\n'
        "raw/visit_2024.csv: no complete response of east < the units of waves.visit_2024.units in config.yaml"
        " > correct the list, or look for the response among those dropped",
    ),
    "listed unit that did not answer": (
        lambda: export("East Museum,No,Yes,canary.east@example.org\n", ""),
        "raw/visit_2024.csv: no complete response of east < the units of waves.visit_2024.units in config.yaml"
        " > correct the list, or look for the response among those dropped",
    ),
    "unit that answered and is not listed": (
        lambda: edit(CONFIG, "[east, north, south]", "[east, north]"),
        "raw/visit_2024.csv: a response of south < the units of waves.visit_2024.units in config.yaml"
        " > add the unit to the list if it took part",
    ),
    "truncated file": (
        lambda: received(EXPORT.read_bytes()[:-40]),
        "raw/visit_2024.csv, row 4: 1 fields, and the file ends there: it was cut off < 4 fields, as in the header"
        " > export the file again",
    ),
}
