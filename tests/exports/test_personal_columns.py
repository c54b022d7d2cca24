"""Columns of persons by their headings: as platforms write them, and as people ask in five languages."""

import pytest
from tests.exports.export_files import csv_bytes, read_rows, write

from wavework.exports import read_export

CELLS = ("Canaria Piepmatz", "Piepmatz")

PLATFORMS = """RecipientFirstName|RecipientLastName|RecipientEmail|ExternalDataReference|ExternalReference|IPAddress
Recipient First Name|Recipient Last Name|Recipient Email|External Data Reference|PROLIFIC_PID|Location Latitude
First Name|Last Name|Email Address|IP Address|Custom Data 1|Custom Data 7|firstname|lastname|token|attribute_1|refurl
first_name|last_name|name|dob|address|user_name|_submitted_by|deviceid|phonenumber|username|simserial|_gps_latitude
Email address|Username|User ID|Vorname|Nachname|NAME1|Invitation Number
name_first|name_last|MTurkCode|NetID|WorkerId|zipcode_test|Masked Name|Masked Surname|Imię i nazwisko|氏名"""
ASKED = {
    "en": """What is your full name?|Your name (optional)|Name of contact person|Contact person|Surname *|Your phone
Mobile phone number|ZIP/Postal Code|Name and e-mail address of the person completing the survey|Date of birth
Please fill in your Prolific ID:|1. Name (first and last):|What is your Hypothesis username?
In what ZIP code is your home located? (enter 5-digit ZIP code)
Additional contact information to reach you (e.g., Phone number)
Enumerator name|Passport number|Name of respondent|Street address|Contact details [First name]|Contact - Address""",
    "fr": """Nom et prénom|Votre nom|Prénom|Courriel du répondant|Adresse e-mail|Numéro de téléphone|Adresse postale
Nom de la personne de contact|Date de naissance|Coordonnées|Nom d'utilisateur|Code postal|Numéro de sécurité sociale""",
    "es": """¿Cuál es su nombre completo?|Nombre y apellidos|Apellidos|Correo electrónico de contacto
Persona de contacto|Teléfono de contacto|Dirección|Nombre del encuestado|DNI|Cédula de identidad
Fecha de nacimiento|Nombre: """,
    "pt": """Nome completo|Seu nome|Nome e sobrenome|E-mail do respondente|Telefone de contato|Endereço|CPF|Morada
Data de nascimento|Endereço de e-mail|Pessoa de contato|Número de telefone""",
    "de": """Vor- und Nachname|Name, Vorname|Name der Ansprechperson|Ansprechpartner|Ihre E-Mail-Adresse|Telefonnummer
Straße|Anschrift|Geburtsdatum|Wie lautet Ihr Name?|Personalnummer|Postleitzahl""",
}
NOT = """Name of your organization|Name of the service|Country|Institution|How many e-mails a year?|Service by e-mail
E-mail|Number of phone calls|Contact of the service|Location|City|Position|id|Age|Users|How do you contact users?
Contact centre|Nom de l'organisation|Nombre de la institución|Name der Organisation|País|Pays|Land
Nome da instituição|Correo postal|Which channels? [E-mail]|Phone service for youth|Services par téléphone|Téléphone
Redes sociales|Addressing gaps|Is contact information published on the portal?|Do services ask for a username?"""


def headings(*texts: str) -> list[str]:
    return [heading for text in texts for line in text.splitlines() for heading in line.split("|")]


@pytest.mark.parametrize("heading", headings(PLATFORMS, *ASKED.values()))
def test_a_heading_that_asks_for_a_person_is_enough(tmp_path, heading):
    """Whatever stands below it, and in any file: exports are saved again by programs that lose the platform's marks."""
    read = read_rows(tmp_path, ["unit", heading], ["a", CELLS[0]], ["b", CELLS[1]])
    assert read.columns[1].kind == "personal"
    assert list(read.cells.columns) == ["unit"]


@pytest.mark.parametrize("heading", headings(NOT))
def test_services_and_channels_are_no_persons(tmp_path, heading):
    rows = [["u", cell] for cell in ("Fully", "Fully", "Planned", "Planned", "12")]
    assert read_rows(tmp_path, ["unit", heading], *rows).columns[1].kind == "question"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["a@example.org", "none", "none"], "personal"),
        (["022 799 61 11", "0041227996111", "n"], "personal"),
        (["3001234567", "3107654321", "3209876543"], "personal"),
        (["ask Ana", "see web", "Bo at the desk"], "personal"),
        (["Yes", "Yes", "No", "No"], "question"),
        (["1500000", "12.000.000"], "question"),
    ],
)
def test_of_a_channel_the_cells_decide(tmp_path, cells, kind):
    assert read_rows(tmp_path, ["unit", "Teléfono / e-mail"], *(["u", c] for c in cells)).columns[1].kind == kind


def test_rows_that_are_rated_or_ticked_name_nobody(tmp_path):
    """The same words in a battery: which data are exchanged, and which are asked for."""
    heads = ["unit", *(f"Data exchanged [{row}]" for row in ("First name", "Address", "Income"))]
    rows = [["u", "Fully", "Planned", "Fully"], ["v", "Planned", "Planned", "Fully"]]
    read = read_rows(tmp_path, ["Timestamp", *heads], *(["6/1/2024 12:00:00", *row] for row in rows))
    assert [column.kind for column in read.columns[2:]] == ["question"] * 3
    path = write(tmp_path / "t.csv", csv_bytes([
        ["Respondent ID", "Collector ID", "Which do you ask for?", ""], ["", "", "Family name", "Address"],
        ["1", "9", "Family name", ""], ["2", "9", "", "Address"],
    ]))  # fmt: skip
    assert [column.kind for column in read_export(path).columns[2:]] == ["question"] * 2


def test_a_code_that_can_mean_nothing_else(tmp_path):
    """A worded heading over a code: `last_name` is a person's whatever was asked, `name` may be that of an office."""
    rows = [
        ["Response ID", "Date submitted", "Who are you?", "Name of the office"],
        ["id", "submitdate", "last_name", "name"],
    ]
    read = read_rows(tmp_path, *rows, ["1", "2024-01-01", *CELLS], delimiter="\t")
    assert [column.kind for column in read.columns[2:]] == ["personal", "question"]


@pytest.mark.parametrize(("count", "kind"), [(20, "question"), (21, "personal")])
def test_accounts_whatever_the_heading(tmp_path, count, kind):
    accounts = [f"5f3c{i:02d}9a7be1c2d3e4f5a6b{i:02d}" for i in range(count)]
    read = read_rows(tmp_path, ["unit", "Q70"], *(["u", account] for account in accounts), ["u", ""])
    assert read.columns[1].kind == kind
    again = read_rows(tmp_path, ["unit", "Q70"], *(["u", account] for account in [*accounts, accounts[0]]))
    assert again.columns[1].kind == "question"  # a code that two people give is an answer


def test_places(tmp_path):
    read = read_rows(tmp_path, ["unit", "Where?"], ["a", "-13.163141, -72.544963"], ["b", "46.2276, 6.1374"])
    assert read.columns[1].kind == "personal"
