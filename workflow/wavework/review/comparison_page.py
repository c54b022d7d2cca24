"""What changed between two results, as a page that needs no other file, and as lines for a terminal."""

import base64
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from wavework.review.certificate import short, whole_page
from wavework.review.changed_results import Change, Changes, Results, marks
from wavework.review.first_causes import message

NOTHING_CHANGED = "Nothing changed: sources and results are the same."
KINDS = {
    "claim": "Verdicts and claims", "number": "Numbers of the text", "figure": "Captions and texts of figures",
    "left out": "Left out", "result": "Scores and statistics",
}  # fmt: skip
SHOWN = 500  # rows of a kind; the table has all
MARKS = 12  # of a figure


def lines(found: Changes) -> Iterator[str]:
    """What stands on the terminal."""
    if not found:
        yield NOTHING_CHANGED
        return
    if found.sources:
        yield f"Sources that are others: {_sources(found)}"
    yield from (f"Cause: {message(cause)}" for cause in found.causes)
    for kind, title in KINDS.items():
        of_kind = [change for change in found.listed if change.kind == kind]
        if of_kind:
            yield f"{title}: {len(of_kind)} changed, among them"
            yield from (
                f"  {c.exhibit} {c.what}: {short(c.old)} → {short(c.new)} {_size(c)}".rstrip() for c in of_kind[:5]
            )
    if found.figures:
        yield f"Figures: {len(found.figures)} changed: {', '.join(found.figures)}"
    if not found.listed and not found.figures:
        yield "No number, verdict or figure is another."


def _sources(found: Changes) -> str:
    """What of the sources is another, the first three of each kind."""
    kinds: dict[str, list[str]] = {}
    for check in found.sources:
        said = f" ({short(check.expected)} → {short(check.obtained)})" if check.row.kind == "config" else ""
        kinds.setdefault(check.row.kind, []).append(check.row.exhibit + said)
    return "; ".join(
        f"{len(names)} of {kind}: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"
        for kind, names in kinds.items()
    )


def _size(change: Change) -> str:
    return f"({change.size})" if change.size else ""


def page(found: Changes, old: Results, new: Results, names: tuple[str, str]) -> str:
    """The page. names: how the two sides are called."""
    body = [
        f"<header><h1>What changed</h1><p>From <b>{escape(names[0])}</b> to <b>{escape(names[1])}</b>.</p></header>"
    ]
    if not found:
        body.append(f"<p>{NOTHING_CHANGED}</p>")
    if found.sources:
        body.append(f"<p>Sources that are others: {escape(_sources(found))}.</p>")
    if found.causes:
        causes = "".join(f"<li>{escape(message(cause))}</li>" for cause in found.causes)
        body.append(f"<h2>Why</h2><ol>{causes}</ol>")
    for kind, title in KINDS.items():
        of_kind = [change for change in found.listed if change.kind == kind]
        if of_kind:
            body.append(_table(title, of_kind))
    if found.figures:
        body.append("<h2>Figures</h2>")
        body += [_figure(figure, old.study, new.study, names) for figure in found.figures]
    return whole_page("What changed", body)


def _table(title: str, changes: Sequence[Change]) -> str:
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in (c.exhibit, c.what, c.old, c.new, c.size, c.cause))
        + "</tr>"
        for c in changes[:SHOWN]
    )
    more = f"<p>{len(changes) - SHOWN:,} more stand in comparison.csv.</p>" if len(changes) > SHOWN else ""
    heads = "".join(f"<th>{head}</th>" for head in ("Exhibit", "What", "Before", "Now", "Change", "First cause"))
    return (
        f"<details open><summary>{title} <span>{len(changes):,}</span></summary>"
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{more}</details>'
    )


def _figure(figure: str, old: Path, new: Path, names: tuple[str, str]) -> str:
    """Both pictures side by side, and the marks that are others by the figure's data."""
    sides = "".join(
        f"<figure>{_picture(side / f'figures/{figure}.svg')}<figcaption>{escape(name)}</figcaption></figure>"
        for side, name in zip((old, new), names, strict=True)
    )
    changed = marks(old / f"figures/{figure}.csv", new / f"figures/{figure}.csv")
    listed = "".join(f"<li>{escape(mark)}</li>" for mark in changed[:MARKS])
    more = f"<li>and {len(changed) - MARKS} more</li>" if len(changed) > MARKS else ""
    said = (
        f"<p>Marks that are others: {len(changed)}.</p><ul>{listed}{more}</ul>"
        if changed
        else "<p>The data are the same.</p>"
    )
    return f'<h3 id="{escape(figure)}">{escape(figure)}</h3><div class="pair">{sides}</div>{said}'


def _picture(path: Path) -> str:
    if not path.is_file():
        return "<p>not there</p>"
    coded = base64.b64encode(path.read_bytes()).decode()
    return f'<img alt="" src="data:image/svg+xml;base64,{coded}">'
