"""No text of the report names a wave, by its id, its title or its year: what is said of waves is composed over those
that there are, so that a new one enters by itself. What a source's own slip is about keeps the year of the document."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.conftest import REPO

CODEBOOK = REPO / "workflow/codebook"
YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w/])")
LINK = re.compile(r"\[[^\]]*\]\(https?://[^)]*\)")  # a reference to the literature, with its year
OF_A_WAVE = re.compile(r"\b(?:waves|panels|claims_of|panel|newcomers|answers|battery)\.[a-z]+_[a-z_]*\d{4}")


def names() -> list[str]:
    """Ids and titles of all waves, typed of none: as config.yaml has them."""
    waves = yaml.safe_load((REPO / "config.yaml").read_text("utf-8"))["waves"]
    return sorted({name for wave, choices in waves.items() for name in (wave, *choices["title"].values())})


NAMES = names()


def strings(content: object) -> Iterator[str]:
    """Every text in a tree of YAML, and every key: words are looked up by what the pipeline says in English."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings(value)
    elif content is not None:
        yield str(content)


def read(path: Path) -> dict:
    return yaml.safe_load(path.read_text("utf-8"))


def texts() -> dict[str, str]:
    """What the report is made of -> its text: sources, words, titles of figures, claims, batteries."""
    found = {}
    for path in [*REPO.glob("report/*/*.qmd"), *REPO.glob("workflow/standard_report/*/*.qmd")]:
        found[str(path.relative_to(REPO))] = LINK.sub("", path.read_text("utf-8"))
    for path in [*REPO.glob("workflow/words/*.yaml"), *REPO.glob("workflow/words/report/*.yaml")]:
        found[str(path.relative_to(REPO))] = "\n".join(strings(read(path)))
    for figure, keys in read(CODEBOOK / "figures.yaml").items():
        found[f"figure {figure}"] = "\n".join(strings([keys["title"], keys.get("title_of_one_region", {})]))
    for claim, keys in read(CODEBOOK / "claims.yaml").items():
        if keys["kind"] != "inconsistency":
            found[f"claim {claim}"] = "\n".join(strings([keys["text"], keys.get("why", {})]))
    for battery in (CODEBOOK / "batteries.csv").read_text("utf-8").splitlines()[1:]:
        found[f"battery {battery.split(',')[0]}"] = battery.partition(",")[2]
    return found


TEXTS = texts()


def test_the_texts_are_those_of_three_languages() -> None:
    assert len([name for name in TEXTS if name.endswith("slides.qmd")]) == 3
    assert len([name for name in TEXTS if name.startswith("workflow/words/")]) == 6
    assert len([name for name in TEXTS if name.startswith("figure ")]) > 40


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_text_names_a_wave_or_its_year(name: str) -> None:
    text = TEXTS[name]
    assert [wave for wave in NAMES if wave in text] == []
    assert YEAR.findall(text) == []
    assert OF_A_WAVE.findall(text) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert YEAR.findall("World, 2020; from 2019 to 2022: {#y2022} v1.2022") == ["2020", "2019", "2022"]
    assert OF_A_WAVE.search("{{< var panel.ilo_ap_2022.n >}}")
    assert "GovTech 2022" in NAMES


def test_no_figure_names_its_waves_one_by_one() -> None:
    assert [figure for figure, keys in read(CODEBOOK / "figures.yaml").items() if "waves" in keys] == []
