"""A wave that is added enters the report by itself: summary, sections, slides and captions, in three languages, and
what is compared over time is compared on the same services.

What must be shown is counted here from the answers that were made (`wave_added`), and from the raw ranks.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from tests.pages import Page, site_page
from tests.reporting.conftest import project_of, read_report_inputs
from tests.reporting.wave_added import BEFORE, NEW, OLD, REGION, TITLE, UNITS, WAVE, counts

from wavework.rendering.renderer import render
from wavework.reporting.contents import report_values
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Values

REPO = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "es")
SERVICES = {"en": "services", "fr": "services", "es": "servicios"}
OF = {"en": "of", "fr": "sur", "es": "de"}
AGAIN = {
    "en": "6 services answered in 2020, 11 in 2022 (6 of them again) and 14 in 2024 (11 of them again)",
    "fr": "6 services ont répondu en 2020, 11 en 2022 (dont 6 de nouveau) et 14 en 2024 (dont 11 de nouveau)",
    "es": "6 servicios respondieron en 2020, 11 en 2022 (6 de nuevo) y 14 en 2024 (11 de nuevo)",
}
WITHIN = {"en": "in Asia and the Pacific", "fr": "en Asie et dans le Pacifique", "es": "en Asia y el Pacífico"}
PAIR = {
    "en": "in Asia and the Pacific from 2022 to 2024",
    "fr": "en Asie et dans le Pacifique de 2022 à 2024",
    "es": "en Asia y el Pacífico de 2022 a 2024",
}
EACH = {
    "en": "11 services took part in each of these waves",
    "fr": "11 services ont participé à chacune de ces vagues",
    "es": "11 servicios participaron en cada una de estas olas",
}
# Section of the report -> an item of which it tells how many gave an answer, and that answer.
COUNTED = {
    "strategy": ("digital_strategy_nature", "digitalization"), "obstacles": ("obst_resources", "ticked"),
    "budgets": ("budget_general", "increased"), "data": ("data_strategy_integrated", "fully"),
    "organization": ("org_od_strategy", "development"),
}  # fmt: skip
TOLD = (
    *COUNTED,
    "back-office",
    "front-office",
    "analytics",
    "youth",
    "maturity",
)  # each names the wave and its services
OF_PAIR = ("short", "change", "drivers")  # each names the two waves
SLIDES = (
    "strategy",
    "obstacles",
    "budgets",
    "back-office",
    "front-office",
    "data",
    "analytics",
    "organization",
    "youth",
)
# Figures that show the waves of Asia-Pacific: of two of them beside each other, and of the newest alone.
BESIDE = (
    "digital-strategy", "strategy-nature", "strategies", "od-strategy", "obstacles", "budgets-ap", "budgets-ap-lac",
    "back-office-ap", "back-office-ap-lac", "front-office-ap", "data-ap", "analytics-ap", "analytics-ap-lac",
    "organization-ap", "organization-ap-lac", "youth-technology", "youth-front-common", "youth-front-innovative",
    "youth-back-office", "egdi-association", "egdi-leave-one-out",
)  # fmt: skip
ALONE = ("egdi-maturity", "heatmap-ap")


@dataclass(frozen=True)
class Made:
    """The report of one language: its inputs, its values, and the text of its sections and slides by their id."""

    inputs: Inputs
    values: Values
    sections: dict[str, str]
    slides: dict[str, str]


def by_id(*pages: Path) -> dict[str, str]:
    """Id -> the text up to the next heading of its page that has one, with one space where there is any."""
    found: dict[str, str] = {}
    for path in pages:
        parts = re.split(r'<(?:section|h[1-6])[^>]* id="(?:sec-)?([\w-]+)"', path.read_text("utf-8"))
        for name, html in zip(parts[1::2], parts[2::2], strict=True):
            piece = path.with_name(f"piece-{name}.html")
            piece.write_text(f"<p{html}", "utf-8")
            found.setdefault(name, Page(piece).text)
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, study_with_a_wave: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(study_with_a_wave)
        inputs = read_report_inputs(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    project = project_of(inputs, folder, study_with_a_wave / "report" / request.param)
    render(project, folder / "out", language=request.param, formats=["html", "slides"], renderer="pandoc")
    pages = [page.path for page in site_page(folder / "out").pages.values()]
    return Made(inputs, report_values(inputs), by_id(*pages), by_id(folder / "out/slides.html"))


@pytest.fixture
def language(made: Made) -> str:
    return made.inputs.language.code


def test_the_summary_names_it_and_says_who_answered_again(made: Made, language: str) -> None:
    summary = made.sections["short"]
    assert TITLE[language] in summary  # on what basis
    assert AGAIN[language] in summary
    assert made.values["study.years"].endswith("2024")
    # 27 services of the study as it is, and the new ones
    assert made.values["study.n_units"] == str(27 + len(NEW)) == "30"


@pytest.mark.parametrize("section", TOLD)
def test_each_section_tells_what_the_wave_answered(section: str, made: Made, language: str) -> None:
    assert f"{WITHIN[language][1:]} (2024, {len(UNITS)} {SERVICES[language]})" in made.sections[section]


@pytest.mark.parametrize("section", COUNTED)
def test_and_counts_it(section: str, made: Made, language: str) -> None:
    item, answer = COUNTED[section]
    assert f"{counts(item)[answer]} {OF[language]} {len(UNITS)}" in made.sections[section]


@pytest.mark.parametrize("section", OF_PAIR)
def test_the_change_since_the_wave_before_is_told_of_the_services_of_both(
    section: str, made: Made, language: str
) -> None:
    assert re.search(rf"{PAIR[language]}\b.*?n = {len(OLD)}\b", made.sections[section])


@pytest.mark.parametrize("slide", SLIDES)
def test_slides_show_it_in_their_captions_and_tell_it_in_their_notes(slide: str, made: Made, language: str) -> None:
    assert f"{WITHIN[language][1:]} (2024, {len(UNITS)} {SERVICES[language]})" in made.slides[slide]
    assert re.search(rf"{REGION[language]}, [^.;]*2024 \({len(UNITS)} {SERVICES[language]}\)", made.slides[slide])
    assert EACH[language] in made.slides[slide]


def test_slides_of_all_waves_have_it(made: Made, language: str) -> None:
    assert AGAIN[language] in made.slides["participation"]
    assert PAIR[language] in made.slides["drivers"]
    assert TITLE[language] in made.slides["verdicts"]  # on what basis
    assert re.search(rf"{WITHIN[language]} \(2024 ?; ρ = ", made.sections["egdi"])


@pytest.mark.parametrize("figure", [*BESIDE, *ALONE])
def test_captions_name_the_wave_and_its_services(figure: str, made: Made, language: str) -> None:
    caption = made.inputs.figures[figure][language]["caption"].replace("\u00a0", " ")
    assert re.search(rf"{REGION[language]}, [^.;]*2024 \({len(UNITS)} {SERVICES[language]}\)", caption)
    assert (EACH[language] in caption) == (figure in BESIDE)


def test_a_figure_of_a_panel_has_the_same_services_in_each_wave(made: Made, language: str) -> None:
    assert made.inputs.figures["drivers"]["n"] == {"ilo_global_2020": 6, BEFORE: 6, WAVE: 6}
    # each wave that the sentence on the figure names has them, too
    named = re.findall(rf"(\d+) {SERVICES[language]}", made.values["ranking.drivers"].replace("\u00a0", " "))
    assert named == ["6", "6", "6"]


def ranks(folder: Path) -> dict[tuple[str, int], int]:
    """Country and year -> rank, from the raw files; the study's own file stands before what the deck prints."""
    found: dict[tuple[str, int], int] = {}
    for name, column in (("egdi_deck_ranks", "egdi_rank"), ("egdi_values", "rank"), ("egdi_new_services", "rank")):
        with (folder / f"raw/egdi/{name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {(row["iso3"], int(row["year"])): int(row[column]) for row in csv.DictReader(file) if row[column]}
    return found


def test_a_mean_rank_moves_over_the_same_countries(made: Made, language: str, study_with_a_wave: Path) -> None:
    rank = ranks(study_with_a_wave)
    means = [sum(rank[country, year] for country in OLD) / len(OLD) for year in (2022, 2024)]
    told = made.values["egdi.change.AP"]
    written = [f"{mean:.1f}".replace(".", "." if language == "en" else ",") for mean in means]
    assert re.findall(r"\d+[.,]\d", told) == written
    assert re.search(rf"\b{len(OLD)}\b", told)
    assert re.search(rf":\s{len(NEW)}\)", told.replace("\u00a0", " "))  # and says how many it leaves out
    assert told in made.values["every.egdi"]
    # over all services that there are in each year it would be another number
    assert f"{sum(rank[country, 2024] for country in UNITS) / len(UNITS):.1f}" not in told.replace(",", ".")


def comparisons(values: Values, folder: Path) -> Iterator[tuple[str, int]]:
    """Each variable that compares two waves of answers, and how many services took part in both, by config.yaml."""
    config = yaml.safe_load((folder / "config.yaml").read_text("utf-8"))
    pairs = {pair["to"]: pair["from"] for pair in config["comparisons"]["change"]}
    for name in values:
        found = re.fullmatch(r"(?:finding\.)?(?:change\.\w+|change_effect\.\w+|rank_change)\.(\w+)\.\w+", name)
        if found and "units" in config["waves"][found[1]]:
            both = [set(config["waves"][wave]["units"]) for wave in (found[1], pairs[found[1]])]
            yield name, len(set.intersection(*both))


def test_every_comparison_over_time_is_on_the_services_of_both_waves(made: Made, study_with_a_wave: Path) -> None:
    checked = 0
    for name, n in comparisons(made.values, study_with_a_wave):
        numbers = [int(found) for found in re.findall(r"n\s=\s(\d+)", made.values[name])]
        assert all(number <= n for number in numbers), (name, made.values[name])
        # where a service has no score in one of both the number is lower, and said
        assert numbers or not re.search(r"\d", re.sub(r"\b20\d\d\b", "", made.values[name])), (name, made.values[name])
        checked += bool(numbers)
    assert checked > 40


def test_whoever_sets_waves_beside_each_other_says_how_many_services_are_the_same(
    made: Made, language: str, study_with_a_wave: Path
) -> None:
    """Of each figure of answers, by the units of config.yaml."""
    waves = yaml.safe_load((study_with_a_wave / "config.yaml").read_text("utf-8"))["waves"]
    checked = 0
    for figure, keys in made.inputs.figures.items():
        shown = [wave for wave in keys["n"] if "units" in waves.get(wave, {})]
        caption = keys[language]["caption"]
        named = [wave for wave in shown if f" {waves[wave]['year']} (" in caption]
        of_region = [pair for pair in combinations(named, 2) if waves[pair[0]]["region"] == waves[pair[1]]["region"]]
        if not of_region or figure.startswith("published-reproduced"):  # sets a wave beside its own published values
            continue
        checked += 1
        for region in {waves[first]["region"] for first, _ in of_region}:
            units = [set(waves[wave]["units"]) for wave in named if waves[wave]["region"] == region]
            same = len(set.intersection(*units))
            panel = all(keys["n"][wave] == same for wave in named if waves[wave]["region"] == region)
            said = EACH[language].replace("11", str(same))
            assert panel or said in caption.replace("\u00a0", " "), (figure, caption)
    assert checked > 20


def test_nothing_of_the_waves_before_is_said_to_be_the_new_one_s(made: Made, language: str) -> None:
    """The claims of the source keep the years of their own waves."""
    texts = {claim: made.inputs.claim_text(keys) for claim, keys in made.inputs.claim_texts.items()}
    assert "2022" in texts["ap-all-have-strategy"]
    assert all(year in texts["lac-maturity-rose"] for year in ("2019", "2022"))
    assert "2020" in texts["ap-panel-of-six"]
    assert not any("{" in text for text in texts.values())
