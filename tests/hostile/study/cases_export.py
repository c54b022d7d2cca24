"""Cases: what stands in an export."""

from spoiled import CONFIG, EXPORT, Case, case, edit, export, received

CASES: list[Case] = [
    case("missing column", lambda: export("museum,ramp,lift", "museum,ramp,lifts"), """
"""),
    case("answer outside its scale", lambda: export("North Museum,Yes", "North Museum,Perhaps"), """
"""),
    case("several bad answers at once", lambda: received(
        EXPORT.read_bytes().replace(b"Partly", b"Somewhat").replace(b",Yes,canary.east", b",2,canary.east")), """
"""),
    case("formula for an answer", lambda: export("North Museum,Yes", "North Museum,=1+1"), """
"""),
    case("unknown unit", lambda: export("South Museum", "Sauth Museum"), """
"""),
    case("unit in two rows", lambda: export("East Museum", "the NORTH"), """
"""),
    case("listed unit that did not answer", lambda: export("East Museum,No,Yes,canary.east@example.org\n", ""), """
"""),
    case("unit that answered and is not listed", lambda: edit(CONFIG, "[east, north, south]", "[east, north]"), """
"""),
    case("another encoding", lambda: received(EXPORT.read_bytes().replace(b"North", "Nörth".encode("cp1252"))), """
"""),
    case("truncated file", lambda: received(EXPORT.read_bytes()[:-40]), """
"""),
    case("cut within quotes", lambda: received(EXPORT.read_bytes().replace(b"Don't know", b'"Don\'t know')), """
"""),
    case("empty file", lambda: received(b""), """
"""),
    case("header alone", lambda: received(EXPORT.read_bytes().split(b"\n")[0] + b"\n"), """
"""),
    case("header repeated among the rows", lambda: received(EXPORT.read_bytes() + b"museum,ramp,lift,contact e-mail\n"), """
"""),
    case("workbook under the name of a CSV", lambda: received(b"PK\x03\x04" + bytes(40)), """
"""),
]
