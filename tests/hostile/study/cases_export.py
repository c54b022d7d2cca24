"""Cases: what stands in an export."""

from spoiled import CONFIG, EXPORT, Case, case, edit, export, received

CASES: list[Case] = [
    case(
        "missing column",
        lambda: export("museum,ramp,lift", "museum,ramp,lifts"),
        """
raw/visit_2024.csv, row 1, column lift: the column is missing
  Expected: near it: lifts
  To do: export the file again with this question, or correct the name
""",
    ),
    case(
        "answer outside its scale",
        lambda: export("North Museum,Yes", "North Museum,Perhaps"),
        """
raw/visit_2024.csv, row 2, column ramp: 'Perhaps' is not an answer of scale access3
  Expected: Yes | Partly | No | Don't know
  To do: if it means one of these, say so in codebook/crosswalk.csv (recode) or codebook/scales.csv (aliases);…
""",
    ),
    case(
        "several bad answers at once",
        lambda: received(
            EXPORT.read_bytes().replace(b"Partly", b"Somewhat").replace(b",Yes,canary.east", b",2,canary.east")
        ),
        """
raw/visit_2024.csv, row 3, column ramp: 'Somewhat' is not an answer of scale access3
  Expected: Yes | Partly | No | Don't know
  To do: if it means one of these, say so in codebook/crosswalk.csv (recode) or codebook/scales.csv (aliases);…
raw/visit_2024.csv, row 4, column lift: '2' is not an answer of scale access3
  Expected: Yes | Partly | No | Don't know
  To do: if it means one of these, say so in codebook/crosswalk.csv (recode) or codebook/scales.csv (aliases);…
""",
    ),
    case(
        "formula for an answer",
        lambda: export("North Museum,Yes", "North Museum,=1+1"),
        """
raw/visit_2024.csv, row 2, column ramp: '=1+1' is not an answer of scale access3
  Expected: Yes | Partly | No | Don't know
  To do: if it means one of these, say so in codebook/crosswalk.csv (recode) or codebook/scales.csv (aliases);…
""",
    ),
    case(
        "unknown unit",
        lambda: export("South Museum", "Sauth Museum"),
        """
raw/visit_2024.csv, row 3, column museum: 'Sauth Museum' is no known unit; nearest: south
  Expected: a name or alias in codebook/units.csv
  To do: add it there as an alias, or as a new unit
""",
    ),
    case(
        "unit in two rows",
        lambda: export("East Museum", "the NORTH"),
        """
raw/visit_2024.csv: north answered 2 times (rows 2, 4)
  Expected: one complete response per unit (museum)
  To do: set waves.visit_2024.duplicates to latest, or give each one a unit of its own in units.csv
raw/visit_2024.csv: no complete response of east
  Expected: the units of waves.visit_2024.units in config.yaml
  To do: correct the list, or look for the response among those dropped
""",
    ),
    case(
        "listed unit that did not answer",
        lambda: export("East Museum,No,Yes,canary.east@example.org\n", ""),
        """
raw/visit_2024.csv: no complete response of east
  Expected: the units of waves.visit_2024.units in config.yaml
  To do: correct the list, or look for the response among those dropped
""",
    ),
    case(
        "unit that answered and is not listed",
        lambda: edit(CONFIG, "[east, north, south]", "[east, north]"),
        """
raw/visit_2024.csv: a response of south
  Expected: the units of waves.visit_2024.units in config.yaml
  To do: add the unit to the list if it took part
""",
    ),
    case(
        "another encoding",
        lambda: received(EXPORT.read_bytes().replace(b"North", "Nörth".encode("cp1252"))),
        """
raw/visit_2024.csv, row 2: byte 0xF6 is not UTF-8
  Expected: UTF-8. Read as cp1252: 'Nör'; as mac_roman: 'Nˆr'
  To do: set the wave's encoding in config.yaml to the one that reads right, or save the file as CSV UTF-8
""",
    ),
    case(
        "truncated file",
        lambda: received(EXPORT.read_bytes()[:-40]),
        """
raw/visit_2024.csv, row 4: 1 fields, and the file ends there: it was cut off
  Expected: 4 fields, as in the header
  To do: export the file again
""",
    ),
    case(
        "cut within quotes",
        lambda: received(EXPORT.read_bytes().replace(b"Don't know", b"\"Don't know")),
        """
raw/visit_2024.csv, row 3, column number 3: a quoted field is never closed: the file was cut off, or a quote is missing
  Expected: a closing quote
  To do: export or copy the file again
""",
    ),
    case(
        "empty file",
        lambda: received(b""),
        """
raw/visit_2024.csv: the file is empty (0 bytes)
  Expected: an export with a header row
  To do: export or copy the file again
""",
    ),
    case(
        "header alone",
        lambda: received(EXPORT.read_bytes().split(b"\n")[0] + b"\n"),
        """
raw/visit_2024.csv: the file has headings but no response
  Expected: a row per response
  To do: export it again; check the filter of the export
""",
    ),
    case(
        "header repeated among the rows",
        lambda: received(EXPORT.read_bytes() + b"museum,ramp,lift,contact e-mail\n"),
        """
raw/visit_2024.csv, row 5: the row repeats the header
  Expected: a response
  To do: remove the row; if exports were pasted together, give each wave its own file
""",
    ),
    case(
        "workbook under the name of a CSV",
        lambda: received(b"PK\x03\x04" + bytes(40)),
        """
raw/visit_2024.csv: the workbook or archive is damaged: File is not a zip file
  Expected: a whole file
  To do: export or copy it again
""",
    ),
]
