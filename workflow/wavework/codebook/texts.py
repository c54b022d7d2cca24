"""Comparing texts that people and programs write differently."""

import html
import re
import unicodedata

TAG = re.compile(r"<[^<>]{1,200}>")


def matching_text(text: str) -> str:
    """`text` reduced to what matters for matching, never for showing.

    Unicode compatibility form, no HTML tags, one blank between words, straight quotes, no case, no accents.
    """
    plain = unicodedata.normalize("NFKD", TAG.sub(" ", html.unescape(text)))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = plain.translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}))
    return " ".join(plain.split()).casefold()
