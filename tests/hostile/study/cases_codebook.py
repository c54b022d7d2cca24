"""Cases: the tables of the codebook and figures.yaml."""

from spoiled import BOOK, Case, append, case, edit

CROSSWALK, CORRECTIONS, FIGURES = BOOK / "crosswalk.csv", BOOK / "corrections.csv", BOOK / "figures.yaml"
ITEMS, SCALES, UNITS = BOOK / "items.csv", BOOK / "scales.csv", BOOK / "units.csv"


def figure(keys: str) -> None:
    """A figures.yaml with one figure of these keys."""
    FIGURES.write_text(f"building: {{section: building, title: {{en: Building}}, {keys}}}\n", "utf-8")


CASES: list[Case] = [
    case("wave without crosswalk", lambda: CROSSWALK.write_text("wave,column,item,comparable,recode,reason\n"), """
"""),
    case("mistyped wave in the crosswalk", lambda: edit(CROSSWALK, "visit_2024,lift", "visit_2042,lift"), """
"""),
    case("duplicate crosswalk row", lambda: append(CROSSWALK, "visit_2024,lift2,lift,yes,,\n"), """
"""),
    case("unknown item in the crosswalk", lambda: edit(CROSSWALK, "lift,lift", "lift,lifts"), """
"""),
    case("recode into an unknown answer", lambda: edit(CROSSWALK, "lift,lift,yes,,", "lift,lift,recoded,Yes>fully,why"), """
"""),
    case("not comparable without a reason", lambda: edit(CROSSWALK, "lift,lift,yes,,", "lift,lift,no,,"), """
"""),
    case("correction of an unknown item and unit", lambda: append(CORRECTIONS, "visit_2024,west,stairs,no,yes,why,who\n"), """
"""),
    case("correction that matches nothing", lambda: append(CORRECTIONS, "visit_2024,north,lift,partly,yes,why,who\n"), """
"""),
    case("correction into an unknown answer", lambda: append(CORRECTIONS, "visit_2024,north,lift,no,fully,why,who\n"), """
"""),
    case("alias of two answers", lambda: edit(SCALES, "Partly,In part", "Partly,NO"), """
"""),
    case("name of two units", lambda: edit(UNITS, "North Museum,The North", "North Museum,south  museum"), """
"""),
    case("unit twice", lambda: append(UNITS, "east,,coast,Eastern Museum,\n"), """
"""),
    case("unit of another region", lambda: (
        edit(UNITS, "east,,coast", "east,,hills"),
        edit(BOOK.parent / "config.yaml", "  coast: {en: The coast}", "  coast: {en: The coast}\n  hills: {en: The hills}")), """
"""),
    case("item of an unknown dimension and scale", lambda: edit(ITEMS, "lift,building,access,access3", "lift,building,acces,acess3"), """
"""),
    case("second self-reported item", lambda: ITEMS.write_text(ITEMS.read_text().replace(",yes,", ",self_reported,")), """
"""),
    case("answer that is no number", lambda: edit(SCALES, "partly,2,1,50", "partly,2,one,50%"), """
"""),
    case("row with too few cells", lambda: append(UNITS, "west,,coast\n"), """
"""),
    case("codebook in another encoding", lambda: UNITS.write_bytes(UNITS.read_bytes() + "west,,coast,Musée,\n".encode("cp1252")), """
"""),
    case("column that no table has", lambda: edit(UNITS, "aliases", "alias"), """
"""),
    case("empty table", lambda: CROSSWALK.write_bytes(b""), """
"""),
    case("unknown battery in a figure", lambda: figure("kind: stacked_shares, battery: bulding, waves: [visit_2024]"), """
"""),
    case("unknown wave in a figure", lambda: figure("kind: stacked_shares, battery: building, waves: [visit_2042]"), """
"""),
    case("item that was not asked in a figure's wave", lambda: (
        edit(CROSSWALK, "visit_2024,lift,lift,yes,,\n", ""),
        figure("kind: stacked_shares, items: [ramp, lift], waves: [visit_2024]")), """
"""),
    case("chart kind that does not exist", lambda: figure("kind: pie, battery: building, waves: [visit_2024]"), """
"""),
    case("figure without a title in a language", lambda: figure("kind: participation, titel: {en: x}"), """
"""),
    case("figure over two scales", lambda: (
        edit(ITEMS, "lift,building,access,access3", "lift,building,access,yes_no"),
        append(SCALES, "yes_no,yes,1,1,100,answered,Yes,\nyes_no,no,2,0,0,answered,No,\nyes_no,dont_know,3,,,dont_know,Don't know,\n"),
        figure("kind: stacked_shares, battery: building, waves: [visit_2024]")), """
"""),
]
