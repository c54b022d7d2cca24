"""Responses written as the platforms write them: LimeSurvey CSV with codes, Qualtrics CSV with choice texts.

Layouts as seen in genuine exports. LimeSurvey: byte order mark, `;`, CRLF, every value that is not NULL in quotes (an
empty answer is "", a page that was not reached is NULL), one blank line at the end. Qualtrics: three header rows
(tag, question, ImportId), CRLF, LF inside cells, quotes only where they are needed.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Question:
    """A column of answers: its code in the export, the question as printed, the page it stands on (from 1)."""

    code: str
    text: str
    page: int


@dataclass(frozen=True)
class Response:
    """One row of an export. Nothing in it is about a real person.

    number: running number of the response. reached: last page that was reached. finished: was submitted.
    preview: made by the survey's own team. language: of the questionnaire as filled in. answers: code of the
    question -> text; a question that is absent was left empty.
    """

    number: int
    started: datetime
    ended: datetime
    reached: int
    finished: bool
    preview: bool
    language: str
    first_name: str
    last_name: str
    token: str
    address: str
    latitude: str
    longitude: str
    seed: int
    answers: dict[str, str]

    @property
    def email(self) -> str:
        name = unicodedata.normalize("NFKD", f"{self.first_name}.{self.last_name}").lower()
        return "".join(sign for sign in name if not unicodedata.combining(sign)) + "@example.org"


LIMESURVEY_SYSTEM = (
    "id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl",
    "firstname", "lastname", "email",
)  # fmt: skip
REFERRER = "https://example.org/reconstructed"


def limesurvey(questions: Sequence[Question], responses: Sequence[Response]) -> bytes:
    """CSV of all responses, codes as headings, answer codes. A NULL is an empty cell without quotes."""

    def cell(text: str | None) -> str:
        return "" if text is None else '"' + text.replace('"', '""') + '"'

    def row(response: Response) -> list[str | None]:
        system = [
            str(response.number),
            _time(response.ended) if response.finished else None,
            str(response.reached),
            response.language,
            str(response.seed),
            response.token,
            _time(response.started),
            _time(response.ended),
            response.address,
            REFERRER,
            response.first_name,
            response.last_name,
            response.email,
        ]
        shown = [question.page <= response.reached for question in questions]
        answers = [
            response.answers.get(question.code, "") if seen else None
            for question, seen in zip(questions, shown, strict=True)
        ]
        return system + answers

    rows: list[Sequence[str | None]] = [[*LIMESURVEY_SYSTEM, *(question.code for question in questions)]]
    rows += [row(response) for response in responses]
    return ("\ufeff" + "".join(";".join(map(cell, cells)) + "\r\n" for cells in rows) + "\r\n").encode("utf-8")


QUALTRICS_SYSTEM = (  # tag, text, ImportId
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)
DATES = ("startDate", "endDate", "recordedDate")


def qualtrics(questions: Sequence[Question], responses: Sequence[Response], time_zone: str) -> bytes:
    """CSV of all responses with choice texts. time_zone: of the dates, told in the third header row."""

    def import_id(name: str) -> str:
        content = {"ImportId": name} | ({"timeZone": time_zone} if name in DATES else {})
        return json.dumps(content, separators=(",", ":"))

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text

    pages = max(question.page for question in questions)

    def row(response: Response) -> list[str]:
        channel = "preview" if response.preview else "email"
        system = [
            _time(response.started),
            _time(response.ended),
            "Survey Preview" if response.preview else "IP Address",
            response.address,
            str(100 if response.finished else 100 * response.reached // (pages + 1)),
            str(int((response.ended - response.started).total_seconds())),
            str(response.finished),
            _time(response.ended),
            f"R_{response.token}",
            response.last_name,
            response.first_name,
            response.email,
            f"reconstructed-{response.number:03}",
            response.latitude,
            response.longitude,
            channel,
            response.language.upper(),
        ]
        return system + [response.answers.get(question.code, "") for question in questions]

    numbers: dict[str, int] = {}  # Qualtrics' own number of each question, in the order of the questionnaire
    ids = []
    for question in questions:
        stem, _, option = question.code.partition("_")
        numbers.setdefault(stem, len(numbers) + 1)
        ids.append(f"QID{numbers[stem]}" + (f"_{option}" if option else ""))
    rows: list[Sequence[str]] = [
        [tag for tag, _, _ in QUALTRICS_SYSTEM] + [question.code for question in questions],
        [text for _, text, _ in QUALTRICS_SYSTEM] + [question.text for question in questions],
        [import_id(name) for _, _, name in QUALTRICS_SYSTEM] + [import_id(name) for name in ids],
    ]
    rows += [row(response) for response in responses]
    return "".join(",".join(map(cell, cells)) + "\r\n" for cells in rows).encode("utf-8")


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
