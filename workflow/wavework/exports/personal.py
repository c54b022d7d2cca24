"""Which columns hold persons, beside those that the platform itself names so."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from wavework.exports.cells import matching_text
from wavework.exports.export import Reading

_NAMED = re.compile(
    r"(?:your |contact |respondent(?:'s)? )?(?:first|last|middle|family|given|full)[ _.-]*name|surname|nachname|"
    r"vorname|nom de famille|prénom|apellidos?|nombres? y apellidos?|dob|date[ _]of[ _]birth|"
    r"(?:location)?[ _]?(?:latitude|longitude)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"mail|courriel|correo", re.IGNORECASE)
_PHONE = re.compile(r"phone|telefon|téléphone|teléfono|telefone|mobile|celular|whatsapp", re.IGNORECASE)
_PHONE_VALUE = re.compile(r"\+\d[\d ()/.-]{6,}|0[\d ()/.-]{7,}|\(\d{2,4}\) ?\d[\d -]{4,}|\d{3}-\d{3,}[\d-]*")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"  # 1.500.000.000 is a number
_PERSON_VALUE = re.compile(
    rf"[^@\s]{{1,64}}@[^@\s]+\.[A-Za-z]{{2,}}|(?:{_OCTET}\.){{3}}{_OCTET}|(?:[0-9a-f]{{1,4}}:){{7}}[0-9a-f]{{1,4}}|"
    r"(?=.*[0-9a-f])[0-9a-f:]*::[0-9a-f:]*",
    re.IGNORECASE,
)


def is_personal(heading: str, texts: Iterable[str]) -> bool:
    """Whether a column holds persons: by a heading that is a name field, by its cells, or by both.

    "E-mail" and "telephone" are also service channels that people rate and count, so such a heading is not enough:
    one e-mail address in the cells is, or half of them being telephone numbers. Half of the cells being e-mail or
    IP addresses is enough whatever the heading. Names and free texts are not found: against them stands the
    allow-list.
    """
    text = matching_text(heading)
    if _NAMED.fullmatch(text):
        return True
    counts = Counter(texts)
    filled = sum(count for cell, count in counts.items() if cell.strip())
    pattern = _PHONE_VALUE if _PHONE.search(text) else _PERSON_VALUE
    hits = sum(count for cell, count in counts.items() if pattern.fullmatch(cell.strip()))
    if _MAIL.search(text) and any(_PERSON_VALUE.fullmatch(cell.strip()) for cell in counts):
        return True
    return bool(hits) and 2 * hits >= filled


def mark_personal(reading: Reading) -> None:
    """Mark columns as personal whose heading or cells show persons, beside those that the platform knows."""
    for i, column in enumerate(reading.columns):
        if column.kind == "question" and is_personal(column.text, reading.texts[i]):
            reading.columns[i] = replace(column, kind="personal")
    personal = sum(1 for column in reading.columns if column.kind == "personal")
    if personal:
        reading.notes.append(f"{personal} columns hold personal data and are not returned")
