"""Cases: the tables of the codebook and figures.yaml."""

from spoiled import BOOK, Case, append, case, edit

CROSSWALK, CORRECTIONS, FIGURES = BOOK / "crosswalk.csv", BOOK / "corrections.csv", BOOK / "figures.yaml"
ITEMS, SCALES, UNITS = BOOK / "items.csv", BOOK / "scales.csv", BOOK / "units.csv"


def figure(keys: str) -> None:
    """A figures.yaml with one figure of these keys."""
    FIGURES.write_text(f"building: {{section: building, title: {{en: Building}}, {keys}}}\n", "utf-8")


CASES: list[Case] = [
    case(
        "wave without crosswalk",
        lambda: CROSSWALK.write_text("wave,column,item,comparable,recode,reason\n"),
        """
codebook/crosswalk.csv: no row for wave visit_2024
  Expected: a row per column that is used
  To do: add them
""",
    ),
    case(
        "mistyped wave in the crosswalk",
        lambda: edit(CROSSWALK, "visit_2024,lift", "visit_2042,lift"),
        """
codebook/crosswalk.csv, row 3, column wave: 'visit_2042'
  Expected: a wave of config.yaml: visit_2024
  To do: did you mean visit_2024?
""",
    ),
    case(
        "duplicate crosswalk row",
        lambda: append(CROSSWALK, "visit_2024,lift2,lift,yes,,\n"),
        """
codebook/crosswalk.csv, row 4: wave visit_2024, item lift stands twice
  Expected: one row per wave, item
  To do: remove one of the rows
""",
    ),
    case(
        "unknown item in the crosswalk",
        lambda: edit(CROSSWALK, "lift,lift", "lift,lifts"),
        """
codebook/crosswalk.csv, row 3, column item: 'lifts'
  Expected: one of column item in codebook/items.csv
  To do: correct it, or add the row it refers to
""",
    ),
    case(
        "recode into an unknown answer",
        lambda: edit(CROSSWALK, "lift,lift,yes,,", "lift,lift,recoded,Yes>fully,why"),
        """
codebook/crosswalk.csv, row 3, column recode: 'fully' is not an answer of scale access3
  Expected: dont_know | no | partly | yes
  To do: correct it, or add the answer to codebook/scales.csv
""",
    ),
    case(
        "not comparable without a reason",
        lambda: edit(CROSSWALK, "lift,lift,yes,,", "lift,lift,no,,"),
        """
codebook/crosswalk.csv, row 3, column reason: ''
  Expected: a text that is not empty
  To do: Say why the item is recoded or not comparable.
""",
    ),
    case(
        "correction of an unknown item and unit",
        lambda: append(CORRECTIONS, "visit_2024,west,stairs,no,yes,why,who\n"),
        """
codebook/corrections.csv, row 2, column item: 'stairs'
  Expected: one of column item in codebook/items.csv
  To do: correct it, or add the row it refers to
codebook/corrections.csv, row 2, column unit: 'west'
  Expected: one of column unit in codebook/units.csv
  To do: correct it, or add the row it refers to
""",
    ),
    case(
        "correction that matches nothing",
        lambda: append(CORRECTIONS, "visit_2024,north,lift,partly,yes,why,who\n"),
        """
codebook/corrections.csv, row 2: north, lift: 'partly' is not there (no)
  Expected: the answer as it stands in raw/visit_2024.csv
  To do: remove the correction if the file was corrected, or correct its row
""",
    ),
    case(
        "correction into an unknown answer",
        lambda: append(CORRECTIONS, "visit_2024,north,lift,no,fully,why,who\n"),
        """
codebook/corrections.csv, row 2, column corrected: 'fully' is not an answer of scale access3
  Expected: dont_know | no | partly | yes
  To do: correct it, or add the answer to codebook/scales.csv
""",
    ),
    case(
        "alias of two answers",
        lambda: edit(SCALES, "Partly,In part", "Partly,NO"),
        """
codebook/scales.csv: 'no' names both partly and no
  Expected: a name that belongs to one answer
  To do: take the alias from one of them
""",
    ),
    case(
        "name of two units",
        lambda: edit(UNITS, "North Museum,The North", "North Museum,south  museum"),
        """
codebook/units.csv: 'south museum' names both north and south
  Expected: a name that belongs to one unit
  To do: take the alias from one of them
""",
    ),
    case(
        "unit twice",
        lambda: append(UNITS, "east,,coast,Eastern Museum,\n"),
        """
codebook/units.csv, row 5: unit east stands twice
  Expected: one row per unit
  To do: remove one of the rows
""",
    ),
    case(
        "unit of another region",
        lambda: (
            edit(UNITS, "east,,coast", "east,,hills"),
            edit(
                BOOK.parent / "config.yaml",
                "  coast: {en: The coast}",
                "  coast: {en: The coast}\n  hills: {en: The hills}",
            ),
        ),
        """
raw/visit_2024.csv: a response of east, a unit of region 'hills'
  Expected: units of region 'coast', that of waves.visit_2024
  To do: correct the region in codebook/units.csv, or give the region a wave of its own
""",
    ),
    case(
        "item of an unknown scale",
        lambda: edit(ITEMS, "lift,building,access,access3", "lift,building,access,acess3"),
        """
codebook/items.csv, row 3, column scale: 'acess3'
  Expected: one of column scale in codebook/scales.csv
  To do: correct it, or add the row it refers to
""",
    ),
    case(
        "item of an unknown dimension",
        lambda: edit(ITEMS, "lift,building,access,", "lift,building,acces,"),
        """
codebook/items.csv, row 3, column dimension: 'acces'
  Expected: a dimension of config.yaml: access
  To do: did you mean access?
""",
    ),
    case(
        "second self-reported item",
        lambda: ITEMS.write_text(ITEMS.read_text().replace(",yes,", ",self_reported,")),
        """
codebook/items.csv, row 3, column scored: lift is a second self-reported item of dimension access
  Expected: one item per dimension
  To do: set scored to no for one of them
""",
    ),
    case(
        "answer that is no number",
        lambda: edit(SCALES, "partly,2,1,50", "partly,2,one,50%"),
        r"""
codebook/scales.csv, row 3, column value: 'one'
  Expected: a text like ^(-?\d+(\.\d+)?)?$
  To do: Ordinal value; empty for answers without one.
codebook/scales.csv, row 3, column score: '50%'
  Expected: a text like ^(\d+(\.\d+)?)?$
  To do: Contribution to a score, 0-100; empty for none.
""",
    ),
    case(
        "row with too few cells",
        lambda: append(UNITS, "west,,coast\n"),
        """
codebook/units.csv, row 5: 3 cells
  Expected: 5 cells, as in the header
  To do: complete the row; a cell that holds a comma stands in quotes
""",
    ),
    case(
        "codebook in another encoding",
        lambda: UNITS.write_bytes(UNITS.read_bytes() + "west,,coast,Musée,\n".encode("cp1252")),
        """
codebook/units.csv: byte 140 is not UTF-8
  Expected: UTF-8 text
  To do: save it again as CSV UTF-8
""",
    ),
    case(
        "column that no table has",
        lambda: edit(UNITS, "aliases", "alias"),
        """
codebook/units.csv, column aliases: column aliases is missing
  Expected: columns unit, country, region, label_en, label_fr, label_es, egdi, aliases
  To do: add it
codebook/units.csv, column alias: unknown column alias
  Expected: columns unit, country, region, label_en, label_fr, label_es, egdi, aliases
  To do: remove it
""",
    ),
    case(
        "empty table",
        lambda: CROSSWALK.write_bytes(b""),
        """
codebook/crosswalk.csv: the file is empty
  Expected: a table with a header row
""",
    ),
    case(
        "unknown battery in a figure",
        lambda: figure("kind: stacked_shares, battery: bulding, waves: [visit_2024]"),
        """
codebook/figures.yaml: figure building: battery names 'bulding'
  Expected: one that the codebook has (battery)
  To do: did you mean building?
""",
    ),
    case(
        "unknown wave in a figure",
        lambda: figure("kind: stacked_shares, battery: building, waves: [visit_2042]"),
        """
codebook/figures.yaml: figure building: waves names 'visit_2042'
  Expected: one that the codebook has (waves)
  To do: did you mean visit_2024?
""",
    ),
    case(
        "item that was not asked in a figure's wave",
        lambda: (
            edit(CROSSWALK, "visit_2024,lift,lift,yes,,\n", ""),
            figure("kind: stacked_shares, items: [ramp, lift], waves: [visit_2024]"),
        ),
        """
codebook/figures.yaml: figure building: item lift was not asked in wave visit_2024
  Expected: items that the crosswalk has for each wave of the figure
  To do: take the wave or the item out of the figure
""",
    ),
    case(
        "unknown region in a figure",
        lambda: figure("kind: stacked_shares, battery: building, regions: [cost]"),
        """
codebook/figures.yaml: figure building: regions names 'cost'
  Expected: one of coast
  To do: correct it
""",
    ),
    case(
        "figure that stands twice",
        lambda: FIGURES.write_text(2 * "who: {section: who, kind: participation, title: {en: Who}}\n"),
        """
codebook/figures.yaml, row 2: key who stands twice
  Expected: each key once
  To do: rename or remove one
""",
    ),
    case(
        "chart kind that does not exist",
        lambda: figure("kind: pie, battery: building, waves: [visit_2024]"),
        """
codebook/figures.yaml: building.kind is 'pie'
  Expected: one of …
  To do: a module of exhibits/kinds
""",
    ),
    case(
        "typo in a figure",
        lambda: figure("kind: participation, wafes: [visit_2024]"),
        """
codebook/figures.yaml: unknown key building.wafes
  Expected: one of …
  To do: did you mean waves?
""",
    ),
    case(
        "figure over two scales",
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
        """
codebook/figures.yaml: figure building: its items have the scales access3, yes_no
  Expected: one scale: the answers share a legend
  To do: declare a figure per scale
""",
    ),
]
