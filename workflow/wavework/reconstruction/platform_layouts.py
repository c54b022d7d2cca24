"""Responses written as the platforms write them: LimeSurvey CSV with codes, Qualtrics CSV with choice texts.

Layouts as seen in genuine exports. LimeSurvey: byte order mark, `;`, CRLF, every value that is not NULL in quotes (an
empty answer is "", a page that was not reached is NULL), one blank line at the end. Qualtrics: three header rows
(tag, question, ImportId), CRLF, LF inside cells, quotes only where they are needed.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
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

    number: running number of the response. reached: last page that was reached, of
    pages. finished: was submitted.
    preview: made by the survey's own team. language: of the questionnaire as filled in. answers: code of the
    question -> text; a question that is absent was left empty.
    """

    number: int
    started: datetime
    ended: datetime
    reached: int
    pages: int
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
    def progress(self) -> int:
        """Percent of the questionnaire; 100 is only what was submitted."""
        return 100 if self.finished else 100 * self.reached // (self.pages + 1)

    @property
    def seconds(self) -> int:
        return int((self.ended - self.started).total_seconds())

    @property
    def email(self) -> str:
        name = unicodedata.normalize("NFKD", f"{self.first_name}.{self.last_name}").lower()
        return "".join(sign for sign in name if not unicodedata.combining(sign)) + "@example.org"


REFERRER = "https://example.org/reconstructed"
LIMESURVEY_SYSTEM: Mapping[str, Callable[[Response], str | None]] = {  # heading -> cell; None is NULL
    "id": lambda response: str(response.number),
    "submitdate": lambda response: _time(response.ended) if response.finished else None,
    "lastpage": lambda response: str(response.reached),
    "startlanguage": lambda response: response.language,
    "seed": lambda response: str(response.seed),
    "token": lambda response: response.token,
    "startdate": lambda response: _time(response.started),
    "datestamp": lambda response: _time(response.ended),
    "ipaddr": lambda response: response.address,
    "refurl": lambda _: REFERRER,
    "firstname": lambda response: response.first_name,
    "lastname": lambda response: response.last_name,
    "email": lambda response: response.email,
}


def limesurvey(questions: Sequence[Question], responses: Sequence[Response]) -> bytes:
    """CSV of all responses, codes as headings, answer codes. A NULL is an empty cell without quotes."""

    def cell(text: str | None) -> str:
        return "" if text is None else '"' + text.replace('"', '""') + '"'

    def row(response: Response) -> list[str | None]:
        answers = [
            response.answers.get(question.code, "") if question.page <= response.reached else None
            for question in questions
        ]
        return [value(response) for value in LIMESURVEY_SYSTEM.values()] + answers

    rows: list[Sequence[str | None]] = [[*LIMESURVEY_SYSTEM, *(question.code for question in questions)]]
    rows += [row(response) for response in responses]
    return ("\ufeff" + "".join(";".join(map(cell, cells)) + "\r\n" for cells in rows) + "\r\n").encode("utf-8")


QUALTRICS_SYSTEM: Sequence[tuple[str, str, str, Callable[[Response], str]]] = (  # tag, text, ImportId, cell
    ("StartDate", "Start Date", "startDate", lambda response: _time(response.started)),
    ("EndDate", "End Date", "endDate", lambda response: _time(response.ended)),
    ("Status", "Response Type", "status", lambda response: "Survey Preview" if response.preview else "IP Address"),
    ("IPAddress", "IP Address", "ipAddress", lambda response: response.address),
    ("Progress", "Progress", "progress", lambda response: str(response.progress)),
    ("Duration (in seconds)", "Duration (in seconds)", "duration", lambda response: str(response.seconds)),
    ("Finished", "Finished", "finished", lambda response: str(response.finished)),
    ("RecordedDate", "Recorded Date", "recordedDate", lambda response: _time(response.ended)),
    ("ResponseId", "Response ID", "_recordId", lambda response: f"R_{response.token}"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName", lambda response: response.last_name),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName", lambda response: response.first_name),
    ("RecipientEmail", "Recipient Email", "recipientEmail", lambda response: response.email),
    ("ExternalReference", "External Data Reference", "externalDataReference",
     lambda response: f"reconstructed-{response.number:03}"),
    ("LocationLatitude", "Location Latitude", "locationLatitude", lambda response: response.latitude),
    ("LocationLongitude", "Location Longitude", "locationLongitude", lambda response: response.longitude),
    ("DistributionChannel", "Distribution Channel", "distributionChannel",
     lambda response: "preview" if response.preview else "email"),
    ("UserLanguage", "User Language", "userLanguage", lambda response: response.language.upper()),
)  # fmt: skip
DATES = ("startDate", "endDate", "recordedDate")


def qualtrics(questions: Sequence[Question], responses: Sequence[Response], time_zone: str) -> bytes:
    """CSV of all responses with choice texts. time_zone: of the dates, told in the third header row."""

    def import_id(name: str) -> str:
        content = {"ImportId": name} | ({"timeZone": time_zone} if name in DATES else {})
        return json.dumps(content, separators=(",", ":"))

    numbers: dict[str, int] = {}  # Qualtrics' own number of each question, in the order of the questionnaire
    ids = []
    for question in questions:
        stem, _, option = question.code.partition("_")
        numbers.setdefault(stem, len(numbers) + 1)
        ids.append(f"QID{numbers[stem]}" + (f"_{option}" if option else ""))
    tags, texts, names, values = zip(*QUALTRICS_SYSTEM, strict=True)
    rows = [
        [*tags, *(question.code for question in questions)],
        [*texts, *(question.text for question in questions)],
        [import_id(name) for name in [*names, *ids]],
    ]
    for response in responses:
        answers = [response.answers.get(question.code, "") for question in questions]
        rows.append([value(response) for value in values] + answers)
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\r\n").writerows(rows)
    return content.getvalue().encode("utf-8")


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
