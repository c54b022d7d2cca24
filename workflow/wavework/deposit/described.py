"""What the repository says of itself to data editors: codecheck.yml, and the lists in README.md."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
SAID = ("title", "producer", "licence", "date", "basis")  # of a raw file
PROGRAMS = "workflow/scripts/figure_data.py, draw.py"


def codecheck(
    figures: Mapping[str, Mapping[str, Any]], more: Mapping[str, str], citation: Mapping[str, Any], language: str
) -> str:
    """codecheck.yml: what a check should make anew. figures: those that are shown, of figures.yaml; more: further file
    -> what it is; citation: CITATION.cff. Who checks adds codechecker, summary, check_time and certificate.
    """
    listed = [
        {"file": f"figures/{name}.svg", "comment": ": ".join(filter(None, (keys.get("deck"), keys["title"][language])))}
        for name, keys in figures.items()
    ]
    content = {
        "version": SPECIFICATION,
        "paper": {"title": citation["title"], "authors": [{"name": author_name(each)} for each in citation["authors"]]},
        "manifest": [*listed, *({"file": name, "comment": told} for name, told in more.items())],
    }
    head = "# What a reviewer makes anew; written by `make describe`, and held to the study by a test.\n---\n"
    return head + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def author_name(keys: Mapping[str, str]) -> str:
    """The name of an author of CITATION.cff, a person or an organization."""
    return keys.get("name") or " ".join(filter(None, (keys.get("given-names"), keys.get("family-names"))))


def data_list(sources: Sequence[Mapping[str, Any]]) -> str:
    """The raw files of the registry as a Markdown table: what, from whom, licence, received, basis."""
    rows = [f"| `raw/{each['file']}` | " + " | ".join(str(each[key]) for key in SAID) + " |" for each in sources]
    return (
        "\n".join(["| file | content | from | licence | received | basis |", "|---|---|---|---|---|---|", *rows]) + "\n"
    )


def exhibit_list(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures by section as a Markdown table: exhibits with their numbers in the source, rule, program."""
    sections: dict[str, list[str]] = {}
    for name, keys in figures.items():
        number = f" ({keys['deck']})" if keys.get("deck") else ""
        sections.setdefault(keys["section"], []).append(f"`{name}`{number}")
    rows = [
        f"| {section} | {', '.join(names)} | `figure_data_<id>`, `draw_<id>_<language>` | {PROGRAMS} |"
        for section, names in sections.items()
    ]
    head = ["| section | exhibits: `figures/<id>.svg`, `.png`, `.csv` | rules | programs |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def with_part(text: str, name: str, part: str) -> str:
    """The text with the part between `<!-- name -->` and `<!-- end of name -->` anew. ValueError if it has none."""
    pattern = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"there is no part {name!r}")
    return pattern.sub(lambda _: part, text, count=1)
