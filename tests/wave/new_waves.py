"""Exports of waves that never were, written as the platforms write them, without the code under test.

What stands in them is made from the codebook's labels with Python's csv module alone; answers go round by the number of
the service, the place of the item and a shift, so that a test can say by arithmetic what must be read.
"""

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.exports import export_files
from tests.exports.export_files import csv_bytes

REPOSITORY = Path(__file__).resolve().parents[2]
CODEBOOK = REPOSITORY / "workflow" / "codebook"

Row = dict[str, str]


def codebook(name: str) -> list[Row]:
    with (CODEBOOK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ITEMS = {row["item"]: row for row in codebook("items")}
BATTERIES = {row["battery"]: row for row in codebook("batteries")}


def answers_of(item: str) -> list[Row]:
    """The answers of an item's scale, in their order."""
    rows = [row for row in codebook("scales") if row["scale"] == ITEMS[item]["scale"]]
    return sorted(rows, key=lambda row: int(row["position"]))


def items_of(battery: str) -> list[str]:
    return [item for item, row in ITEMS.items() if row["battery"] == battery]


def given(item: str, service: int, shift: int = 0) -> Row:
    """The answer of a service (0, 1, …) to an item: the scale's answers go round."""
    scale = answers_of(item)
    return scale[(service + list(ITEMS).index(item) + shift) % len(scale)]


def asked(item: str, language: str) -> tuple[str, str]:
    """Question and row over an item: of a battery of one item the question alone."""
    battery = BATTERIES[ITEMS[item]["battery"]]
    alone = len(items_of(battery["battery"])) == 1
    return battery[f"question_{language}"], "" if alone else ITEMS[item][f"label_{language}"]


CANARY = {  # what must be found nowhere but in the export itself
    "token": "CanaryToken7Kq2", "ipaddr": "203.0.113.77", "firstname": "Canaria", "lastname": "Piepmatz",
    "email": "canaria.piepmatz@example.net", "latitude": "-13.163141", "longitude": "-72.544963",
    "remarks": "My own number is in the canary yellow pages, ask for Piepmatz",
}  # fmt: skip


LIMESURVEY = ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr",
              "refurl", "firstname", "lastname", "email")  # fmt: skip
Cell = Callable[[str, int], str]  # item, service -> text of the cell


def limesurvey(
    path: Path, units: Sequence[str], columns: Sequence[tuple[str, str, str]], cell: Cell,
    unit_heading: str = "country", year: int = 2024, extra: Mapping[str, Sequence[str]] | None = None,
    heads: Mapping[str, str] | None = None,
) -> Path:  # fmt: skip
    """A CSV of LimeSurvey. columns: (code, heading, item). extra: heading -> cells of further columns; heads: what
    stands over a system column in the place of its code.

    The first row is a test that nobody submitted, the last column a remark.
    """
    extra, heads = extra or {}, heads or {}
    head = [
        *(heads.get(code, code) for code in LIMESURVEY),
        unit_heading,
        *(heading for _, heading, _ in columns),
        *extra,
        "remarks",
    ]
    start, end = f"{year}-03-01 09:00:00", f"{year}-03-01 09:05:00"
    rows = [head, ["1", "", "1", "en", "1", "", start, end, "", "", "Test", "Test", "test@example.org", "Test",
                   *("" for _ in columns), *("" for _ in extra), ""]]  # fmt: skip
    for number, unit in enumerate(units):
        day = f"{year}-04-{number + 1:02d} 10:00:00"
        rows.append([
            str(number + 2), day, "7", "en", "4711", CANARY["token"], day, day, CANARY["ipaddr"], "https://example.org/c",
            CANARY["firstname"], CANARY["lastname"], CANARY["email"], unit,
            *(cell(item, number) for _, _, item in columns), *(cells[number] for cells in extra.values()),
            CANARY["remarks"],
        ])  # fmt: skip
    return export_files.write(path, csv_bytes(rows, quoting=csv.QUOTE_ALL, bom=True))


def lss(
    path: Path, columns: Sequence[tuple[str, str]], languages: Sequence[str] = ("en", "fr"),
    offered: Callable[[str], list[Row]] = answers_of,
) -> Path:  # fmt: skip
    """A LimeSurvey 3 structure file of questions whose columns are `Question[Row]` or `Question`, with answer codes.

    columns: (code, item); offered: the answers of an item's question (code, position, label_en …). Ticks are a
    multiple choice (M), yes or no is Y, all else lists or arrays of answer codes.
    """
    tables: dict[str, list[Row]] = {"questions": [], "subquestions": [], "answers": []}
    numbers: dict[str, str] = {}
    for code, item in columns:
        question, _, row = code.partition("[")
        kind = {"tick": "M", "yes_no": "Y"}.get(ITEMS[item]["scale"], "F" if row else "L")
        if question not in numbers:
            numbers[question] = str(len(numbers) + 1)
            for language in languages:
                text = BATTERIES[ITEMS[item]["battery"]][f"question_{language}"]
                tables["questions"].append({
                    "qid": numbers[question], "parent_qid": "0", "gid": "1", "type": kind, "title": question,
                    "question": text, "question_order": numbers[question], "language": language,
                })  # fmt: skip
                tables["answers"] += [
                    {"qid": numbers[question], "code": answer["code"], "answer": answer[f"label_{language}"],
                     "sortorder": answer["position"], "language": language, "scale_id": "0"}
                    for answer in offered(item) if kind in "FL"
                ]  # fmt: skip
        if row:
            number = f"9{len(tables['subquestions'])}"
            tables["subquestions"] += [
                {"qid": number, "parent_qid": numbers[question], "gid": "1", "type": "T", "title": row[:-1],
                 "question": ITEMS[item][f"label_{language}"], "question_order": number, "language": language,
                 "scale_id": "0"}
                for language in languages
            ]  # fmt: skip
    tables["surveys_languagesettings"] = [{"surveyls_survey_id": "777", "surveyls_language": one} for one in languages]
    tables["groups"] = [{"gid": "1", "sid": "777", "group_order": "1", "language": one} for one in languages]
    return export_files.write(path, export_files.lss(tables, languages))


QUALTRICS = (
    ("StartDate", "startDate"), ("EndDate", "endDate"), ("Status", "status"), ("IPAddress", "ipAddress"),
    ("Progress", "progress"), ("Finished", "finished"), ("RecordedDate", "recordedDate"), ("ResponseId", "_recordId"),
    ("RecipientLastName", "recipientLastName"), ("RecipientEmail", "recipientEmail"),
    ("LocationLatitude", "locationLatitude"), ("LocationLongitude", "locationLongitude"),
)  # fmt: skip


def qualtrics(path: Path, units: Sequence[str], columns: Sequence[tuple[str, str, str]], cell: Cell) -> Path:
    """A CSV of Qualtrics with three header rows and a column Q1 of units. columns: (tag, heading, item)."""
    rows = [
        [*(tag for tag, _ in QUALTRICS), "Q1", *(tag for tag, _, _ in columns), "Q99"],
        [*(tag for tag, _ in QUALTRICS), "País", *(heading for _, heading, _ in columns), "Comentarios"],
        [
            f'{{"ImportId":"{name}"}}'
            for name in (*(i for _, i in QUALTRICS), "QID1", *(f"QID{tag[1:]}" for tag, _, _ in columns), "QID99")
        ],
    ]
    for number, unit in enumerate(units):
        day = f"2024-05-{number + 1:02d} 09:30:00"
        rows.append([
            day, day, "0", CANARY["ipaddr"], "100", "1", day, f"R_{number:015d}", CANARY["lastname"], CANARY["email"],
            CANARY["latitude"], CANARY["longitude"], unit, *(cell(item, number) for _, _, item in columns),
            CANARY["remarks"],
        ])  # fmt: skip
    return export_files.write(path, csv_bytes(rows))


def google(path: Path, units: Sequence[str], columns: Sequence[tuple[str, str]], cell: Cell, unit_heading: str) -> Path:
    """A CSV of a Google Forms sheet. columns: (heading, item)."""
    rows = [
        ["Marca temporal", "Dirección de correo electrónico", unit_heading, *(h for h, _ in columns), "Comentarios"]
    ]
    for number, unit in enumerate(units):
        rows.append([f"{number + 1}/6/2024 12:00:0{number % 10}", CANARY["email"], unit,
                     *(cell(item, number) for _, item in columns), CANARY["remarks"]])  # fmt: skip
    return export_files.write(path, csv_bytes(rows))


def surveymonkey(path: Path, units: Sequence[str], columns: Sequence[tuple[str, str, str]], cell: Cell) -> Path:
    """A CSV of SurveyMonkey with two header rows. columns: (question, row or "Response", item)."""
    system = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"]
    first, second, last = [*system, "Country"], ["" for _ in system] + ["Open-Ended Response"], ""
    for question, row, _ in columns:
        first.append("" if question == last else question)
        second.append(row)
        last = question
    rows = [first, second]
    for number, unit in enumerate(units):
        day = "06/08/2024 10:36:30 AM"
        rows.append([str(118000 + number), "9", day, day, CANARY["ipaddr"], CANARY["email"], unit,
                     *(cell(item, number) for _, _, item in columns)])  # fmt: skip
    return export_files.write(path, csv_bytes(rows))


AP = [
    "Australia", "Cambodge", "China", "India", "Indonésie", "Japan", "Nepal", "Filipinas", "South Korea", "Singapour",
    "Viet Nam",
]  # fmt: skip
LAC = [
    "Argentina", "Barbados", "Bolivia", "Brasil", "Chile", "Colombia", "Costa Rica", "Ecuador", "Guatemala",
    "Honduras", "México", "Panamá",
]  # fmt: skip


def label(language: str, shift: int = 0) -> Cell:
    """Answers as the codebook's labels in a language."""
    return lambda item, service: given(item, service, shift)[f"label_{language}"]


def full_answer(language: str, yes: str, no: str) -> Cell:
    """Answers as the codebook's labels, and of a multiple choice these words for ticked and not ticked."""
    words = {"ticked": yes, "unticked": no}
    return lambda item, service: words.get(given(item, service)["answer"], label(language)(item, service))


def own_label(language: str) -> Cell:
    """Answers as the codebook's labels, and of a multiple choice the label of the choice itself or nothing."""

    def cell(item: str, service: int) -> str:
        return full_answer(language, ITEMS[item][f"label_{language}"], "")(item, service)

    return cell


def code(item: str, service: int) -> str:
    """Answers as the scale's codes; of a multiple choice Y or empty."""
    answer = given(item, service)["code"]
    return {"Y": "Y", "N": ""}[answer] if ITEMS[item]["scale"] == "tick" else answer


def study_copy(folder: Path) -> Path:
    """A copy of what drafting and confirming read and write: config.yaml, raw/ and the codebook."""
    folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "config.yaml", folder)
    shutil.copytree(REPOSITORY / "raw", folder / "raw")
    shutil.copytree(CODEBOOK, folder / "workflow" / "codebook")
    return folder
