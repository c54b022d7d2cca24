"""Canaries: persons planted in each platform's spellings and layouts, in five languages, and looked for wherever
something is said: cells that are returned, notes and log, the reading report, the draft and its report, and refusals.

Whom to look for is known from what is planted here alone.
"""

import logging
import re
import shutil
import wave as script
from collections.abc import Callable, Sequence
from pathlib import Path

import new_waves as made
import pandas as pd
import pyreadstat
import pytest
import read as reading
from tests.exports.export_files import csv_bytes, workbook, write

from wavework.exports import Column, read_export
from wavework.problems import InputError

Rows = list[list[str]]
N = 12  # services
FIRST = ("Canaria", "Élodie", "Joaquín", "Müserref", "Thandiwe", "Zoë", "Aðalbjörg", "Nguyễn", "Brunhilde", "Iracema",
         "Xóchitl", "Wolfram")  # fmt: skip
LAST = ("Piepmatz", "Vogelsang", "Passarinho", "Pajarito", "Oiselet", "Finkenwerder", "Kanarek", "Zeisig", "Hänfling",
        "Stieglitz", "Colibrí", "Pintassilgo")  # fmt: skip
STREETS = ("Finkenweg", "Rue du Canari", "Calle Canario", "Rua do Canário", "Canary Row")


def person(k: int) -> dict[str, str]:
    """What is planted of the k-th respondent; the third and the fourth are one who answered twice."""
    k = 2 if k == 3 else k
    return {
        "first": FIRST[k], "last": LAST[k], "full": f"{FIRST[k]} {LAST[k]}", "turned": f"{LAST[k]}, {FIRST[k]}",
        "email": f"canary{k}@cage{k}.example.org", "phone":
        ("+41 22 799 61 {:02d}", "0041227996{:03d}")[k % 2].format(k),
        "mobile": f"30012345{k:02d}", "address": f"{STREETS[k % 5]} {170 + k}", "zip": f"CH-96{k:02d}",
        "ip": f"203.0.113.{100 + k}", "latitude": f"-13.1631{k:02d}", "longitude": f"-72.5449{k:02d}",
        "token": f"tok{k:02d}Kanari", "birth": f"1971-03-{k + 1:02d}", "passport": f"PX77{k:02d}413",
        "device": f"ee.humanitarian:device{k:02d}", "remark": f"ask {FIRST[k]} in room 4{k:02d}",
    }  # fmt: skip


PEOPLE = [person(k) for k in range(N)]
CANARIES = sorted({text for who in PEOPLE for text in who.values()})

HEADINGS: dict[str, dict[str, Sequence[str]]] = {  # as people ask; by what is planted under it
    "en": {"full": ["Name of the person completing the survey"], "email": ["Your e-mail address"],
           "phone": ["Phone number"], "address": ["Street address"], "birth": ["Date of birth"],
           "passport": ["Passport number"], "first": ["Contact details [First name]"]},
    "fr": {"turned": ["Nom et prénom"], "email": ["Courriel du répondant"], "phone": ["Numéro de téléphone"],
           "address": ["Adresse postale"], "birth": ["Date de naissance"], "zip": ["Code postal"]},
    "es": {"full": ["Nombre y apellidos", "Persona de contacto"], "email": ["Correo electrónico"],
           "mobile": ["Teléfono"], "address": ["Dirección"], "passport": ["Cédula de identidad"]},
    "pt": {"full": ["Nome completo"], "email": ["E-mail do respondente"], "mobile": ["Telefone"],
           "address": ["Endereço"], "passport": ["CPF"], "birth": ["Data de nascimento"]},
    "de": {"full": ["Ansprechpartner"], "turned": ["Name, Vorname"], "email": ["E-Mail"], "phone": ["Telefonnummer"],
           "address": ["Anschrift"], "zip": ["Postleitzahl"], "birth": ["Geburtsdatum"]},
}  # fmt: skip
# Where no heading says it: a person's words and name under a question, and a name in some cells of a scale.
FREE = {"full": "Who decides on this in your service?", "remark": "Remarks"}
SCALE = made.ITEMS["bo_cloud"]["label_en"]
QUESTION = made.BATTERIES["back_office"]["question_en"]


def asked(language: str) -> list[tuple[str, str]]:
    """(heading, what is planted)."""
    found = [(heading, kind) for kind, headings in HEADINGS[language].items() for heading in headings]
    return [*found, *((heading, kind) for kind, heading in FREE.items())]


def answer(k: int) -> str:
    return PEOPLE[k]["full"] if k in (2, 3) else made.given("bo_cloud", k)["label_en"]


def units(k: int) -> str:
    return [*made.AP, PEOPLE[7]["turned"]][k]  # somebody wrote a name where the service was asked for


def columns(language: str) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of what people are asked: the service, an item, and all that is planted."""
    heads = ["Country", f"{QUESTION} [{SCALE}]", *(heading for heading, _ in asked(language))]
    return heads, [[units(k), answer(k), *(PEOPLE[k][kind] for _, kind in asked(language))] for k in range(N)]


def with_system(language: str, system: Sequence[tuple[str, str]], separator: str = ",") -> Callable[[Path], Path]:
    """A writer of a CSV. system: (heading, kind of what is planted, or the text itself with {k}) of the platform."""

    def made_file(folder: Path) -> Path:
        heads, rows = columns(language)
        own = [[PEOPLE[k].get(what, what.format(k=k)) for _, what in system] for k in range(N)]
        lines = [[head for head, _ in system] + heads, *(mine + row for mine, row in zip(own, rows, strict=True))]
        return write(folder / "x.csv", csv_bytes(lines, separator))

    return made_file


def limesurvey(language: str) -> Callable[[Path], Path]:
    day = "2024-04-01 10:00:00"
    return with_system(language, [
        ("id", "{k}"), ("submitdate", day), ("lastpage", "7"), ("startlanguage", "en"), ("token", "token"),
        ("ipaddr", "ip"), ("refurl", "https://example.org/{k}/tok00Kanari"), ("firstname", "first"),
        ("lastname", "last"), ("email", "email"), ("attribute_1", "address"),
    ])  # fmt: skip


def qualtrics(rows: int, spelled: dict[str, str]) -> Callable[[str], Callable[[Path], Path]]:
    """Header rows: 3 with ImportIds, 2 without, 1 of tags alone. spelled: tag -> what is planted."""
    day = "2024-05-02 09:30:00"
    system = {"StartDate": day, "EndDate": day, "Status": "0", "Progress": "100", "Finished": "1",
              "RecordedDate": day, "ResponseId": "R_{k:015d}"}  # fmt: skip

    def of_language(language: str) -> Callable[[Path], Path]:
        def made_file(folder: Path) -> Path:
            heads, body = columns(language)
            tags = [*system, *spelled, *(f"Q{place}" for place in range(len(heads)))]
            texts = [*system, *spelled, *(head.replace(" [", " - ").rstrip("]") for head in heads)]
            ids = [name[0].lower() + name[1:] for name in system]
            ids = [{"responseId": "_recordId"}.get(id, id) for id in ids]
            ids += [re.sub(r"\W", "", name) for name in spelled] + [f"QID{place}" for place in range(len(heads))]
            top = [tags, texts, [f'{{"ImportId":"{id}"}}' for id in ids]][:rows]
            if rows == 1:
                top = [[*system, *spelled, *heads]]
            own = [[*(text.format(k=k) for text in system.values()), *(PEOPLE[k][kind] for kind in spelled.values())]
                   for k in range(N)]  # fmt: skip
            lines = [*top, *(mine + row for mine, row in zip(own, body, strict=True))]
            return write(folder / "x.csv", csv_bytes(lines))

        return made_file

    return of_language


NOW = {"IPAddress": "ip", "RecipientLastName": "last", "RecipientFirstName": "first", "RecipientEmail": "email",
       "ExternalReference": "token", "LocationLatitude": "latitude", "LocationLongitude": "longitude"}  # fmt: skip
OLDER = {"IP Address": "ip", "Recipient Last Name": "last", "Recipient First Name": "first",
         "Recipient Email": "email", "External Data Reference": "token", "Location Latitude": "latitude",
         "Location Longitude": "longitude"}  # fmt: skip
OTHERS = {"ExternalDataReference": "token", "RecipientID": "token", "PROLIFIC_PID": "passport",
          "contact_email": "email"}  # fmt: skip


def legacy(language: str) -> Callable[[Path], Path]:
    """Qualtrics' older form: V1 … over ResponseID, Name, ExternalDataReference …"""
    named = {"ResponseID": "R_{k:015d}", "ResponseSet": "Default", "Name": "turned", "ExternalDataReference": "token",
             "EmailAddress": "email", "IPAddress": "ip", "Status": "0", "StartDate": "2014-05-02 09:30:00",
             "EndDate": "2014-05-02 09:30:00", "Finished": "1"}  # fmt: skip

    def made_file(folder: Path) -> Path:
        heads, body = columns(language)
        top = [[f"V{place}" for place in range(1, 11)] + [f"Q{place}" for place in range(len(heads))],
               [*named, *(head.replace(" [", "-").rstrip("]") for head in heads)]]  # fmt: skip
        own = [[PEOPLE[k].get(what, what.format(k=k)) for what in named.values()] for k in range(N)]
        return write(folder / "x.csv", csv_bytes([*top, *(a + b for a, b in zip(own, body, strict=True))]))

    return made_file


def surveymonkey(language: str) -> Callable[[Path], Path]:
    system = {"Respondent ID": "1180{k:02d}", "Collector ID": "9", "Start Date": "06/08/2024 10:36:30 AM",
              "End Date": "06/08/2024 10:40:30 AM", "IP Address": "ip", "Email Address": "email",
              "First Name": "first", "Last Name": "last", "Custom Data 1": "token",
              "Custom Data 2": "address"}  # fmt: skip
    block = {"Name": "full", "Address": "address", "ZIP/Postal Code": "zip",
             "Email Address": "email", "Phone Number": "phone"}  # fmt: skip

    def made_file(folder: Path) -> Path:
        heads, body = columns(language)
        top = [[*system, *(head.split(" [")[0] for head in heads), "Please give us your contact information:",
                *("" for _ in list(block)[1:])],
               [*("" for _ in system), *("Response" if "[" not in head else head.split("[")[1][:-1] for head in heads),
                *block]]  # fmt: skip
        rows = [[*(PEOPLE[k].get(what, what.format(k=k)) for what in system.values()), *body[k],
                 *(PEOPLE[k][kind] for kind in block.values())] for k in range(N)]  # fmt: skip
        return write(folder / "x.csv", csv_bytes([*top, *rows]))

    return made_file


def kobo(language: str) -> Callable[[Path], Path]:
    time = "2024-06-01T10:00:00.000+03:00"
    return with_system(language, [
        ("start", time), ("end", time), ("deviceid", "device"), ("phonenumber", "phone"), ("username", "last"),
        ("email", "email"), ("gps", "{k}"), ("_gps_latitude", "latitude"), ("_gps_longitude", "longitude"),
        ("_id", "{k}"), ("_uuid", "uuid-{k}"), ("_submission_time", "2024-06-01T07:00:00"), ("_submitted_by", "last"),
        ("_index", "{k}"),
    ], ";")  # fmt: skip


def redcap(language: str) -> Callable[[Path], Path]:
    """A raw export without the dictionary that would mark identifiers."""
    own = {"record_id": "{k}", "redcap_event_name": "once", "first_name": "first", "last_name": "last",
           "name": "full", "email": "email", "telephone": "phone", "address": "address", "dob": "birth",
           "mrn": "passport"}  # fmt: skip

    def made_file(folder: Path) -> Path:
        heads, body = columns(language)
        names = ["country", "bo_cloud", *(f"field_{place}" for place in range(len(heads) - 2))]
        rows = [[*(PEOPLE[k].get(what, what.format(k=k)) for what in own.values()), *body[k], "2"] for k in range(N)]
        keep = [*range(len(own) + 2), len(own) + len(heads) - 2, len(own) + len(heads) - 1, len(own) + len(heads)]
        lines = [[*own, *names, "survey_complete"], *rows]  # of what people are asked only what no heading says
        return write(folder / "x.csv", csv_bytes([[line[i] for i in keep] for line in lines]))

    return made_file


def google(language: str) -> Callable[[Path], Path]:
    words = {"en": ("Timestamp", "Email Address"), "fr": ("Horodateur", "Adresse e-mail"),
             "es": ("Marca temporal", "Dirección de correo electrónico"),
             "pt": ("Carimbo de data/hora", "Endereço de e-mail"), "de": ("Zeitstempel", "E-Mail-Adresse")}  # fmt: skip
    time, mail = words[language]
    return with_system(language, [(time, "2024/06/01 12:00:{k:02d}"), (mail, "email"), ("Username", "email")])


def microsoft(language: str) -> Callable[[Path], Path]:
    def made_file(folder: Path) -> Path:
        heads, body = columns(language)
        time = "2024-06-01 10:00:00"
        rows = [[str(k), time, time, PEOPLE[k]["email"], PEOPLE[k]["full"], *body[k]] for k in range(N)]
        return workbook(folder / "x.xlsx", ["ID", "Start time", "Completion time", "Email", "Name", *heads], *rows)

    return made_file


def eusurvey(language: str) -> Callable[[Path], Path]:
    def made_file(folder: Path) -> Path:
        heads, body = columns(language)
        system = ["Invitation Number", "Contribution Id", "User Name", "Creation Date", "Last Update", "Languages"]
        day = "2024-06-01 10:00:00"
        rows = [[*body[k], PEOPLE[k]["token"], f"c-{k}", PEOPLE[k]["full"], day, day, "EN"] for k in range(N)]
        top = [["Alias", "survey"], ["Export Date", day], [None], [*heads, *system]]
        return workbook(folder / "x.xlsx", *top, *rows, title="Content")

    return made_file


def package(ending: str) -> Callable[[str], Callable[[Path], Path]]:
    """SPSS or Stata: short names of variables, headings as their labels; one of names coded by AUTORECODE."""

    def of_language(language: str) -> Callable[[Path], Path]:
        def made_file(folder: Path) -> Path:
            heads, body = columns(language)
            names = ["land", "bo_cloud", *(f"v{place}" for place in range(len(heads) - 2))]
            frame = pd.DataFrame(body, columns=names)
            for k, name in enumerate(("NAME1", "LASTNAME", "IPADDR", "EMAIL")):
                frame[name] = [PEOPLE[row][("full", "last", "ip", "email")[k]] for row in range(N)]
            frame["decides_n"] = [float(row % 4 + 1) for row in range(N)]
            labels = {"decides_n": {place + 1.0: PEOPLE[k]["full"] for place, k in enumerate((0, 1, 2, 4))}}
            told = {**dict(zip(names, heads, strict=True)), "decides_n": FREE["full"]}
            options = {
                "column_labels": {name: text[:80] for name, text in told.items()},
                "variable_value_labels": labels,
            }
            path = folder / f"x.{ending}"
            if ending == "sav":
                pyreadstat.write_sav(frame, path, **options)
            else:
                whole = {"decides_n": {int(code): text for code, text in labels["decides_n"].items()}}
                frame["decides_n"] = frame["decides_n"].astype(int)
                pyreadstat.write_dta(frame, path, version=15, **(options | {"variable_value_labels": whole}))
            return path

        return made_file

    return of_language


def plain(language: str) -> Callable[[Path], Path]:
    return with_system(language, [("FullName", "full"), ("e_mail", "email"), ("MobilePhone", "mobile"), ("IP", "ip")])


FILES = {
    "limesurvey": limesurvey, "qualtrics": qualtrics(3, NOW), "qualtrics_older": qualtrics(3, OLDER),
    "qualtrics_others": qualtrics(3, OTHERS), "qualtrics_two_rows": qualtrics(2, NOW),
    "qualtrics_one_row": qualtrics(1, OLDER), "qualtrics_legacy": legacy, "surveymonkey": surveymonkey, "kobo": kobo,
    "redcap": redcap, "google": google, "microsoft": microsoft, "eusurvey": eusurvey, "spss": package("sav"),
    "stata": package("dta"), "plain": plain,
}  # fmt: skip


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.study_copy(tmp_path_factory.mktemp("canaries") / "study")


@pytest.fixture
def study(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One copy of the study for all of these tests, without drafts: nothing else of it is written."""
    monkeypatch.chdir(home)
    shutil.rmtree(home / "drafts", ignore_errors=True)
    return home


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture) -> Callable[[], str]:
    """All that was logged and printed so far."""
    caplog.set_level(logging.DEBUG)

    def so_far() -> str:
        out, err = capsys.readouterr()
        return out + err + caplog.text

    return so_far


@pytest.mark.parametrize("language", list(HEADINGS))
@pytest.mark.parametrize("name", list(FILES))
def test_no_canary_is_heard(name: str, language: str, study: Path, tmp_path: Path, heard: Callable[[], str]) -> None:
    path = FILES[name](language)(tmp_path)
    export = read_export(path)
    told = [repr((export.columns, export.notes, export.layout)), reading.read(str(path))]
    told.append(export.cells[[c.code for c in export.columns if c.code in export.cells and not _is_free(c)]].to_csv())
    if language == list(HEADINGS)[list(FILES).index(name) % len(HEADINGS)]:  # a draft takes its time
        folder = script.draft(str(path), "ilo_ap_2024", "AP", 2024)
        told += [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())]
        assert ",bo_cloud," in (folder / "crosswalk.csv").read_text(encoding="utf-8")  # a draft of something
    assert found_in("".join(told)) == []
    assert found_in(heard()) == []


def _is_free(column: Column) -> bool:
    """The free texts, the item with two of them, and the services' column: answers that the reader has to return."""
    words = {*FREE.values(), "Country", "country", "bo_cloud"}
    return SCALE in column.text or column.text in words or column.code in words or column.code.startswith("field_")


DAMAGE = {
    "cut": lambda data: data[: len(data) * 2 // 3],
    "not UTF-8": lambda data: data.replace("é".encode(), b"\xe9").replace("ü".encode(), b"\xfc"),
    "no end of a quote": lambda data: data.replace(b"\r\n", b'\r\n"', 3),
    "rows shifted": lambda data: re.sub(rb"\r\n(?=[^\r])", b"\r\n,,", data),
    "a row shifted": lambda data: (
        data[: data.rindex(b"\r\n", 0, -2)] + b"\r\n," + data[data.rindex(b"\r\n", 0, -2) + 2 :]
    ),
    "twice": lambda data: data + data[data.index(b"\r\n") + 2 :],
    "without headings": lambda data: data[data.index(b"\r\n") + 2 :],
    "mojibake": lambda data: data.decode("utf-8").encode("utf-8").decode("latin-1").encode("utf-8"),
    "dates by Excel": lambda data: data.replace(b"2024-04-01", b"4.5E+15").replace(b"118001", b"1.18E+17"),
    "codes in the place of states": lambda data: data.replace(b",0,100,1,", b",Piepmatz,100,Vogelsang,"),
}


def refusal_or_text(run: Callable[[], str]) -> str:
    try:
        return run()
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("harm", list(DAMAGE))
@pytest.mark.parametrize("name", [name for name in FILES if name not in ("microsoft", "eusurvey", "spss", "stata")])
def test_no_canary_is_heard_of_a_damaged_file(
    name: str, harm: str, study: Path, tmp_path: Path, heard: Callable[[], str]
) -> None:
    """Whether it is refused or read, with whatever is declared."""
    path = FILES[name]("es")(tmp_path)
    path.write_bytes(DAMAGE[harm](path.read_bytes()))
    told = []
    ways: list[dict[str, str]] = [{}, {"platform": name.split("_")[0]}, {"encoding": "cp1252"}, {"header_rows": "1"}]
    for given in (*ways, {"header_rows": "4"}):
        told.append(refusal_or_text(lambda given=given: reading.read(str(path), **given)))
    if told[0].startswith(path.name):  # what is refused is refused in a draft by the same words
        told.append(refusal_or_text(lambda: str(script.draft(str(path), "ilo_ap_2024", "AP", 2024))))
    told += [file.read_text(encoding="utf-8") for file in sorted(Path().glob("drafts/*/*"))]
    assert found_in("".join(told) + heard()) == []


def test_the_canaries_are_there(tmp_path: Path) -> None:
    """The search finds them: the files hold them, and a report that printed cells would be heard."""
    for language in HEADINGS:
        text = FILES["limesurvey"](language)(tmp_path).read_text(encoding="utf-8")
        planted = {PEOPLE[k][kind] for _, kind in asked(language) for k in range(N)}
        assert planted <= set(CANARIES)
        assert all(canary in text or '"' in canary for canary in planted)
    assert len(CANARIES) > 150
    assert found_in(f"the cell {PEOPLE[5]['full']!r} is no answer") != []
