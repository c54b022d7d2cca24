"""Heading rows of platforms without codes: what system columns are called in several languages, headings as codes."""

from wavework.exports.export import unique_codes
from wavework.exports.text_cells import Table, matching_text, without_html


class SystemNames:
    """The system columns of a platform by the words that head them in its languages.

    words: by name the words, joined by |. Case, blanks and HTML do not count.
    """

    def __init__(self, **words: str):
        self._names = {word.casefold(): name for name, mine in words.items() for word in mine.split("|")}

    def of(self, heading: str) -> str:
        """The name of the system column with this heading, "" for a question."""
        return self._names.get(matching_text(heading).casefold(), "")


def headed_columns(table: Table) -> list[tuple[int, str, str]]:
    """(index, code, heading) of the columns of a table whose one header row has headings and no codes."""
    heads = [without_html(text) for text in table.cells[0]]
    return [(i, code, head or code) for i, (code, head) in enumerate(zip(unique_codes(heads), heads, strict=True))]
