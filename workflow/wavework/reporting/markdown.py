"""Text of others made safe for the report, and the forms in which tables and figures enter it.

Labels, names and open answers come from a survey: they are data, and show in the report as they are written.
The forms are Quarto's own, so that both renderers read them.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

MARKERS = "\ue000\ue001"  # the renderer marks variables with these two characters
_ID = re.compile(r"(fig|tbl|sec)-[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_ALIGNMENT = {"left": ":---", "right": "---:", "center": ":--:"}
# Everything of ASCII that can start or end something in pandoc's markdown or in a shortcode of Quarto.
_SPECIAL = re.compile(r"""[!"#$%&'()*+\-.:<=>@\[\\\]^_`{|}~]""")


class Markdown(str):
    """Text that is markdown already and is not escaped again. Whatever is a plain `str` is data and is escaped."""

    __slots__ = ()


def plain_text(text: object) -> str:
    """One line of printable text: white space becomes a space, characters that only steer (controls,
    directions of writing, the renderer's two marks) are taken out."""
    clean = "".join(
        " " if character.isspace() and character != "\u00a0" else character
        for character in str(text)
        if character.isspace() or (unicodedata.category(character) not in ("Cc", "Cs") and not _steers(character))
    )
    return re.sub(" +", " ", clean).strip(" ")


def _steers(character: str) -> bool:
    return character in MARKERS or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def markdown_text(text: object) -> Markdown:
    """`text` escaped so that it shows as written in running text, a table cell, a caption or a variable's value.

    Shortcodes (`{{<`), references (`@fig-x`), mathematics, raw HTML, emphasis, links and the marks of lists,
    quotations and headings lose their meaning. `Markdown` is returned as it is.
    """
    if isinstance(text, Markdown):
        return text
    return Markdown(_SPECIAL.sub(r"\\\g<0>", plain_text(text)))


def attribute_text(text: object) -> str:
    """`text` for a quoted attribute in markdown (`fig-alt="…"`): its special characters as character references."""
    return re.sub(r"""["&'<>@\\`$\[\]{}]""", lambda found: f"&#{ord(found[0])};", plain_text(text))


def html_text(text: object) -> str:
    """`text` for the text or a quoted attribute of an HTML fragment."""
    return html.escape(plain_text(text), quote=True)


def pipe_table(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    caption: object = "",
    table_id: str = "",
    align: Sequence[str] = (),
    widths: Sequence[int] = (),
) -> str:
    """A table for `_tables/<id>.md`.

    header, rows: cells; a plain `str` or number is data and is escaped, `Markdown` is taken as it is.
    caption, table_id: `: caption {#tbl-x}`, needed for a reference `@tbl-x`.
    align: left | right | center, one per column (left if empty).
    widths: shares of the width in per cent, one per column (chosen by the renderer if empty).
    Raises ValueError where a row has not as many cells as the header, or the id is not `tbl-…`.
    """
    columns = len(header)
    align = align or ["left"] * columns
    body = [_row(header)]
    body.append("|" + "|".join(_ALIGNMENT[side] for side in align) + "|")
    for row in rows:
        if len(row) != columns:
            raise ValueError(f"table {table_id}: a row of {len(row)} cells under a header of {columns}")
        body.append(_row(row))
    attributes = []
    if table_id:
        attributes.append(f"#{_checked_id(table_id, 'tbl')}")
    if widths:
        attributes.append(f'tbl-colwidths="[{",".join(map(str, widths))}]"')
    ending = f" {{{' '.join(attributes)}}}" if attributes else ""
    if caption or ending:
        body += ["", f": {markdown_text(caption)}{ending}"]
    return "\n".join(body) + "\n"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(markdown_text(cell).replace("\n", " ") for cell in cells) + " |"


def figure(figure_id: str, image: str, *, caption: object, alt: object) -> str:
    """A numbered figure. `image` is a path in the project without extension: HTML and PDF take the .svg,
    DOCX and PPTX the .png. `alt` is plain text in the language of the report."""
    _checked_id(figure_id, "fig")
    path = PurePosixPath(image)
    if path.is_absolute() or ".." in path.parts or not re.fullmatch(r"[\w./-]+", image, re.ASCII):
        raise ValueError(f"figure {figure_id}: {image!r} is not a plain path in the project")
    return f'![{markdown_text(caption)}]({image}){{#{figure_id} fig-alt="{attribute_text(alt)}"}}\n'


def exhibit(content: str, details: str, *, notes: object = "") -> str:
    """A figure or table with what stands under it, for `_exhibits/<id>.md`.

    content: what `figure` or `pipe_table` gives. details: HTML (`exhibit_data`), which only HTML shows.
    notes: a line under the figure, in every format.
    """
    note = f"\n::: {{.exhibit-notes}}\n{markdown_text(notes)}\n:::\n" if notes else ""
    return f"::: {{.exhibit}}\n{content}{note}{only_html(details)}:::\n"


def only_html(content: str) -> str:
    """HTML that the other formats leave out."""
    return f'\n::: {{.content-visible when-format="html"}}\n```{{=html}}\n{content}\n```\n:::\n'


def _checked_id(identifier: str, kind: str) -> str:
    if not _ID.fullmatch(identifier) or not identifier.startswith(f"{kind}-"):
        raise ValueError(f"{identifier!r} is not a reference id: {kind}- and words of letters and digits, joined by -")
    return identifier
