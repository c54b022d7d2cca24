"""Which responses are complete, where the platform's own layout does not tell."""

import re

import numpy as np

from wavework.exports.export import Reading
from wavework.exports.text_cells import matching_text

_HEADINGS = re.compile(
    r"(?:(?:response|survey|completion|record) )?status|estado(?: de la respuesta)?|statut(?: de la réponse)?|"
    r"(?:antwort|bearbeitungs)status|estado da resposta|stato",
    re.IGNORECASE,
)
_COMPLETE_WORDS = (
    "complete|completed|finished|vollständig|abgeschlossen|beendet|complet|complète|complété|terminé|completo|completa|"
    "completado|completada|finalizado|terminado|concluído|completato"
)
_PARTIAL_WORDS = (
    "partial|partially complete|partially completed|incomplete|in progress|started|abandoned|unvollständig|teilweise|"
    "abgebrochen|in bearbeitung|partiel|partielle|incomplet|incomplète|en cours|abandonné|parcial|incompleto|"
    "incompleta|en curso|en progreso|abandonado|em andamento|parziale"
)
_REJECTED_WORDS = (
    "disqualified|screened out|screen out|over quota|overquota|quota full|deleted|disqualifiziert|disqualifié|"
    "descalificado|descalificada|desclassificado"
)
_COMPLETE, _PARTIAL, _REJECTED = (
    frozenset(words.split("|")) for words in (_COMPLETE_WORDS, _PARTIAL_WORDS, _REJECTED_WORDS)
)
_SHOWN = 10  # rows in a note


def mark_complete(reading: Reading) -> None:
    """Fill in which responses are complete from a column of statuses, or note how many end early.

    Only a column that is called status and holds words such as Complete and Partial alone is believed; a question may
    ask for the status of something else. Nothing is concluded from where a response ends.
    """
    people = reading.respondents
    if people.empty or people["complete"].notna().any():
        return
    for column, texts in zip(reading.columns, reading.texts, strict=True):
        if not _HEADINGS.fullmatch(matching_text(column.text)):
            continue
        words = texts.map(lambda text: matching_text(text).casefold())
        said = set(words.held) - {""}
        if said and said <= _COMPLETE | _PARTIAL | _REJECTED:
            people["complete"] = [word in _COMPLETE if word else None for word in words]
            people["kind"] = [
                "rejected" if word in _REJECTED and kind == "normal" else kind
                for word, kind in zip(words, people["kind"], strict=True)
            ]
            counts = ", ".join(f"{words.isin(some).sum()} {name}" for some, name in _KINDS)
            reading.notes.append(f"column {column.code} tells which responses are complete: {counts}")
            return
    questions = [i for i, column in enumerate(reading.columns) if column.kind == "question"]
    reading.notes.append(_ends(reading, questions))


_KINDS = ((_COMPLETE, "complete"), (_PARTIAL, "partial"), (_REJECTED, "rejected"))


def _ends(reading: Reading, questions: list[int]) -> str:
    """How many responses answer nothing in the second half of the questionnaire."""
    second = questions[(len(questions) + 1) // 2 :]
    is_late = np.zeros(len(reading.rows), dtype=bool)
    for i in second:
        is_late |= reading.texts[i].filled
    early = [reading.rows[k] for k in np.flatnonzero(~is_late).tolist()]
    told = "the file does not tell complete responses from partial ones, and all count"
    if not early or len(questions) < 4:
        return told
    rows = ", ".join(map(str, early[:_SHOWN])) + (", …" if early[_SHOWN:] else "")
    return (
        f"{told}: {len(early)} of {len(reading.rows)} answer nothing in the second half of the questions (rows {rows})"
    )
