"""Which columns hold persons, beside those that the platform itself names so."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from wavework.exports.export import TICKED, UNTICKED, Reading
from wavework.exports.text_cells import Book, matching_text
from wavework.exports.texts import Texts
from wavework.problems import Problem

# Headings in the platforms' and in people's words, English, French, Spanish, Portuguese, German. Case, accents, blanks,
# hyphens, numbers and the words of _ASKING do not count, so "What is your first name?*" is firstname.
_PERSON = """
first name|last name|middle name|family name|given name|full name|surname|forename|maiden name|second name|nickname
legal name|preferred name|initials|signature|username|user id|login|screen name|submitted by|submitter name|submitter id
created by|respondent name|display name|job title
prénom|nom de famille|nom complet|nom de naissance|nom d'utilisateur|fonction exacte
apellido|apellidos|primer apellido|segundo apellido|nombre completo|primer nombre|segundo nombre|nombre de pila
nombre de usuario|firma
sobrenome|apelido|nome completo|primeiro nome|último nome|nome de usuário|nome de utilizador|nome próprio|assinatura
vorname|nachname|vor|zuname|familienname|vollständiger name|geburtsname|rufname|benutzername|nutzername|unterschrift
address line|postal address|mailing address|home address|street address|zip code|postal code|postcode|ip address|ipaddr
mac address|email address|work email|personal email|contact details|contact information|contact info
adresse postale|adresse personnelle|adresse IP|adresse email|adresse mail|adresse électronique|adresse courriel
adresse de messagerie|code postal|coordonnées
dirección postal|dirección IP|dirección de correo|dirección de correo electrónico|dirección electrónica|domicilio
dirección de email|código postal|datos de contacto|correo personal|correo institucional
endereço|endereço postal|endereço IP|endereço de email|endereço eletrônico|endereço eletrónico|morada|código de endereço
email do respondente|dados de contato|dados de contacto
anschrift|postanschrift|wohnadresse|straße|hausnummer|postleitzahl|ip-adresse|email-adresse|mailadresse|kontaktdaten
phone number|telephone number|mobile number|mobile phone number|cell phone number|cell number|contact number|fax number
whatsapp number|phonenumber|numéro de téléphone|numéro de portable|numéro de mobile|téléphone portable
número de teléfono|número de celular|número de contacto|número de móvil|teléfono móvil|teléfono celular
teléfono de contacto|número de telefone|telefone celular|número de telemóvel|telefone de contato
telefonnummer|handynummer|mobilnummer|rufnummer|mobiltelefonnummer
date of birth|birth date|birthday|birthdate|dob|place of birth|date de naissance|lieu de naissance|fecha de nacimiento
lugar de nacimiento|data de nascimento|local de nascimento|geburtsdatum|geburtstag|geburtsort
national id|id number|identity number|identity card|passport|passport number|social security number|ssn|tax id|mrn
medical record number|patient id|employee id|employee number|staff id|driver license|driver license number
numéro d'identité|carte d'identité|numéro de sécurité sociale|numéro de passeport|passeport|matricule
DNI|cédula|cédula de identidad|cédula de ciudadanía|número de cédula|número de identificación|documento de identidad
número de documento|CURP|NIF|pasaporte|número de pasaporte|número de seguridad social
CPF|número de identidade|documento de identidade|passaporte|número do passaporte|carteira de identidade
ausweisnummer|personalausweis|reisepass|reisepassnummer|sozialversicherungsnummer|steuernummer|personalnummer
external reference|external data reference|external data|external id|référence externe|referencia externa
referência externa|externe referenz|custom data|custom value|données personnalisées|datos personalizados
dados personalizados|benutzerdefinierte daten|prolific pid|prolific id|mturk id|worker id|panelist id|recipient id
contact id|participant token|invitation number|refurl|referrer url|device id|imei|sim serial|sim id|subscriber id
name first|name last|name middle|name full|mturk code|net id|imię i nazwisko|imię|nazwisko|氏名|お名前|姓名
latitude|longitude|location latitude|location longitude|gps|gps coordinates|gps location|geolocation|geopoint
coordinates|coordonnées gps|latitud|longitud|coordenadas|coordenadas gps|ubicación gps
breitengrad|längengrad|koordinaten
"""
# The same where they are the whole heading; as a code under a worded heading they may mean something else.
_BARE_PERSON = """
name|names|nom|nombre|nombres|nome|address|adresse|dirección|street|rue|calle|rua|zip|plz|cep|ip|user|usuario|usuário
utilisateur|benutzer|token|access code|code d'accès|código de acceso|código de acesso|zugangscode|zugangsschlüssel
"""
# Channels of services too, which people rate and count: the cells decide.
_CHANNEL = """
email|mail|phone|telephone|tel|mobile|mobile phone|cell phone|cell|fax|whatsapp|courriel|mél|téléphone|portable|correo
correo electrónico|teléfono|móvil|celular|correio eletrônico|correio eletrónico|telefone|telemóvel|telefon|handy
mobiltelefon|fixed phone|landline
"""
# Whose it is; "contact person" alone is a person's name.
_OWNER = """
your respondent recipient contact participant person interviewee interviewer enumerator informant director manager
officer su sus tu tus encuestado encuestada encuestador encuestadora entrevistado entrevistador informante persona
contacto participante responsable director directora jefe jefa votre vos répondant participant enquêteur personne
directeur directrice seu sua teu tua respondente pessoa contato entrevistadora diretor diretora responsável ihr ihre
ihren dein deine ansprechpartner ansprechpartnerin ansprechperson kontaktperson kontakt befragter befragte
befragten teilnehmer teilnehmerin interviewerin leiter leiterin my mi mon ma meu minha mein meine focal
"""
_POSSESSIVE = "your su sus tu tus votre vos seu sua teu tua ihr ihre ihren dein deine my mi mon ma meu minha mein meine"
_ASKING = """
the a an of for to in at is are s what whats please enter provide give type write insert state us tell optional required
fill filling completing answering out masked form survey questionnaire point
le la les l de du des d quel quelle est veuillez indiquer saisir entrer donner facultatif obligatoire remplissant
el los las del al cual es por favor indique escriba ingrese proporcione introduzca opcional obligatorio llena completa
que o os as do da dos das no na qual informe digite insira preencha opcional preenche
der die das des dem den bitte geben sie an ein wie lautet ist freiwillig
"""
# what a heading asks for that says "your" or no more than a word beside it: "What is your Hypothesis username?"
_YOURS = re.compile(r"zipcode|postalcode|username$|prolificid|contactinformation|contactdetails")
_ACCOUNT = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z\d]{12,}")  # of Prolific, MTurk and the like
_FEW = 20  # accounts in a column, at most, that may be something else
_PARTED = re.compile(r"[,/;&+]|\b(?:and|or|y|et|ou|und|oder|e)\b")  # "Nom et prénom", "Name, e-mail"
_ROW = re.compile(r".*\[([^\[\]]+)\]|.*(?: [-–—] |: |\?[. ]?|-)(.+)", re.DOTALL)  # Question [Row], Question - Row
_CODED = re.compile(r"attribut[eo]?[ _]\d+|customdata\d*|.*_(?:latitude|longitude)", re.IGNORECASE)
_PHONE = re.compile(r"phone|telefon|téléphone|teléfono|telefone|mobile|celular|whatsapp", re.IGNORECASE)
_MAIL = re.compile(r"mail|courriel|correo", re.IGNORECASE)
_PHONE_VALUE = re.compile(r"\+\d[\d ()/.-]{6,}|0[\d ()/.-]{7,}|\(\d{2,4}\) ?\d[\d -]{4,}|\d{3}-\d{3,}[\d-]*")
_BARE_PHONE = re.compile(r"\d{9,15}")  # without any sign a number is a count, unless the heading is a phone's
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"  # 1.500.000.000 is a number
_ADDRESS = re.compile(
    rf"[^@\s]{{1,64}}@[^@\s]+\.[A-Za-z]{{2,}}|(?:{_OCTET}\.){{3}}{_OCTET}|(?:[0-9a-f]{{1,4}}:){{7}}[0-9a-f]{{1,4}}|"
    r"(?=.*[0-9a-f])[0-9a-f:]*::[0-9a-f:]*|-?\d{1,2}\.\d{3,},? ?-?\d{1,3}\.\d{3,}(?: -?\d+(?:\.\d+)?){0,2}",
    re.IGNORECASE,
)  # e-mail, IP, place
_SIGN = re.compile("[@.:]")  # of every such address
_NUMBER = re.compile(r"[\d.,' ]+")
_RESPONSE = re.compile(
    rf"{_ADDRESS.pattern}|\+\d[\d ()/.-]{{8,}}|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}[ T]\d{{1,2}}:\d\d:\d\d.*",
    re.IGNORECASE,
)  # no heading is one of these


def _words(text: str) -> list[str]:
    """Small words without accents and numbers; RecipientFirstName has three."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", matching_text(text))
    plain = "".join(c for c in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(c)).casefold()
    return re.findall(r"[^\W\d_]+", re.sub(r"\be[-_ ]mail", "email", plain))


_OWNERS = frozenset(_words(_OWNER))
_OWN = frozenset(_words(_POSSESSIVE))
_NOT_COUNTED = frozenset(_words(_ASKING))


def _phrase(words: Iterable[str]) -> str:
    return "".join(word for word in words if word not in _NOT_COUNTED)


def _phrases(text: str) -> frozenset[str]:
    spoken = [_words(name) for line in text.strip().splitlines() for name in line.split("|")]
    return frozenset(_phrase(words) for words in spoken) | {"".join(words) for words in spoken}


_PERSONS, _BARE, _CHANNELS = _phrases(_PERSON), _phrases(_BARE_PERSON), _phrases(_CHANNEL)


@lru_cache(4096)
def _meant(heading: str) -> str:
    """What the whole heading asks for: "person", "channel" (the cells decide), or "" for anything else."""
    found = set()
    plain = re.sub(r"\be[-_ ]mail", "email", matching_text(heading), flags=re.IGNORECASE)
    plain = re.sub(r"\bfirst (?:and|&) last\b", "full", plain, flags=re.IGNORECASE)
    words = _words(plain)
    if (len(words) < 3 or "you" in words or _OWN.intersection(words)) and _YOURS.search(_phrase(words)):
        return "person"
    for part in filter(str.strip, _PARTED.split(plain)):
        words = _words(part)
        owned = _OWNERS.intersection(words)
        whole, rest = _phrase(words), _phrase(word for word in words if word not in _OWNERS)
        if {whole, rest} & (_PERSONS | _BARE) or (rest in _CHANNELS and owned) or (not rest and owned - _OWN):
            found.add("person")
        elif rest in _CHANNELS:
            found.add("channel")
        elif words and rest:
            return ""
    return "person" if "person" in found else next(iter(found), "")


def _hold_contacts(texts: Texts, heading: str, is_channel: bool) -> bool:
    """Whether the cells of a column are ways to reach persons.

    "E-mail" and "telephone" are also service channels that people rate and count: under such a heading one e-mail
    address is enough, or half of the cells being telephone numbers, or being neither numbers nor given by others too.
    Half of the cells being e-mail or IP addresses or coordinates is enough whatever the heading.
    """
    counts: Counter[str] = Counter()
    for text, count in texts.counted().items():
        if cell := text.strip():
            counts[cell] += count
    filled = sum(counts.values())

    def is_half(is_hit: Callable[[str], object]) -> bool:
        return 0 < filled <= 2 * sum(count for cell, count in counts.items() if is_hit(cell))

    if is_channel and (
        is_half(_BARE_PHONE.fullmatch)
        or (len(counts) > 2 and is_half(lambda cell: counts[cell] == 1 and not _NUMBER.fullmatch(cell)))
    ):
        return True
    addresses = {cell for cell in counts if _SIGN.search(cell) and _ADDRESS.fullmatch(cell)}
    if addresses and _MAIL.search(heading):
        return True
    return is_half(_PHONE_VALUE.fullmatch if _PHONE.search(heading) else addresses.__contains__)


def _are_accounts(texts: Iterable[str]) -> bool:
    """Whether every filled cell of a column is another account, whatever the heading."""
    seen: set[str] = set()
    for text in filter(None, texts):
        if text in seen or not _ACCOUNT.fullmatch(text):
            return False
        seen.add(text)
    return len(seen) > _FEW


def is_contact(text: str) -> bool:
    """Whether a cell holds an e-mail or IP address, a place, or a telephone number in its written form; or has one."""
    return "@" in text or any(pattern.fullmatch(text.strip()) for pattern in (_ADDRESS, _PHONE_VALUE, _BARE_PHONE))


def headings_of_persons(book: Book, reading: Reading) -> Iterator[Problem]:
    """A response where headings are expected: headings are told of freely, so that such a file is not read on."""
    for column in reading.columns:
        if _RESPONSE.fullmatch(column.code) or _RESPONSE.fullmatch(column.text):
            place = reading.table.place(column.position - 1)
            found = "the row of headings holds what a response does: an address, a telephone number or a time"
            remedy = "export the file again with its headings, or correct the wave's header_rows in config.yaml"
            yield Problem(book.file, found, "headings", remedy, book.first_row, f"number {place}")


def mark_personal(reading: Reading, asked: Collection[str] | None) -> None:
    """Mark columns as personal whose heading, code or cells show persons, beside those that the platform knows.

    asked: the columns that a study names, if it does. A bare "Name" among them is what the study says it is: the name
    of a service or of a measure.
    """
    for i in _personal(reading, asked or ()):
        reading.columns[i] = replace(reading.columns[i], kind="personal")
    personal = sum(1 for column in reading.columns if column.kind == "personal")
    if personal:
        reading.notes.append(f"{personal} columns hold personal data and are not returned")


def _personal(reading: Reading, asked: Collection[str]) -> Iterator[int]:
    """Columns of persons by a heading, row or code that asks for them, by their cells, or by both. Names under any
    other heading and free texts are not found: against them stands the allow-list."""
    for i, column in enumerate(reading.columns):
        if column.kind != "question" or {TICKED, UNTICKED} & set(reading.states[i].held):
            continue  # a tick beside "First name" names nobody
        meant, row = _meant(column.text), _ROW.fullmatch(column.text)
        if not meant and row and (meant := _meant(row.group(1) or row.group(2))) and _is_of_scale(i, reading):
            meant = ""
        is_coded = _phrase(_words(column.code)) in _PERSONS or _CODED.fullmatch(column.code)
        is_asked = bool({column.code, column.id, column.text}.intersection(asked))
        if is_asked and _phrase(_words(column.text)) in _BARE:
            meant = ""
        is_account = not is_asked and _are_accounts(reading.texts[i])  # a study's own units may have such codes
        is_channel = meant == "channel"
        holds = is_account or _hold_contacts(reading.texts[i], column.text, is_channel)
        if meant == "person" or is_coded or holds:
            yield i


def _is_of_scale(i: int, reading: Reading) -> bool:
    """Whether half of a column's cells hold what other columns of its question hold too: answers of one scale."""
    question = reading.columns[i].question
    siblings = [k for k, column in enumerate(reading.columns) if column.question == question and k != i]
    held = {text for k in siblings for text in reading.texts[k].held}
    given = reading.texts[i].filled
    return 2 * int((reading.texts[i].isin(held) & given).sum()) >= int(given.sum()) > 0
