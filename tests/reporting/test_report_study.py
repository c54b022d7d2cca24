"""The report of the main study: its text and its finished tables fit together, and every number can be traced."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import REPO
from tests.measures.known_answers import assert_known
from tests.reporting.conftest import project_of

from standard_report import standard_reports
from wavework.basis import RECONSTRUCTED
from wavework.rendering.source_checks import problems_in_sources
from wavework.reporting.contents import report_values
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Values

TEXT = REPO / "report" / "en"
USED = re.compile(r"\{\{<\s*var\s+([\w.-]+)\s*>\}\}")
INCLUDED = re.compile(r"\{\{<\s*include\s+_tables/([\w-]+)\.md\s*>\}\}")
STANDARD = sorted(path.parent.name for path in (REPO / "workflow/standard_report").glob("*/index.qmd"))
LANGUAGES = sorted(path.parent.name for path in (REPO / "report").glob("*/index.qmd"))


def text_of(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.qmd")) if path.name != "slides.qmd")


@pytest.fixture(scope="module")
def values(english: Inputs) -> Values:
    return report_values(english)


@pytest.fixture(scope="module")
def trace(values: Values) -> pd.DataFrame:
    return values.table().set_index("variable")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_no_problem(language: str, read_study: Callable[[str], Inputs], tmp_path: Path) -> None:
    """No unknown variable or include, no unresolved reference, no digit that no variable made."""
    project = project_of(read_study(language), tmp_path, REPO / "report" / language)
    assert [str(problem) for problem in problems_in_sources(project, language=language)] == []


@pytest.mark.parametrize("language", STANDARD)
def test_the_standard_text_has_no_problem(language: str, read_study: Callable[[str], Inputs], tmp_path: Path) -> None:
    standard_reports((REPO / "workflow/standard_report" / language).glob("*.qmd"), tmp_path / "standard")
    project = project_of(read_study(language), tmp_path, tmp_path / "standard" / language)
    assert [str(problem) for problem in problems_in_sources(project, language=language)] == []


def test_every_figure_is_shown_once(english: Inputs) -> None:
    figures = [name for name in INCLUDED.findall(text_of(TEXT)) if name.startswith("fig-")]
    assert sorted(figures) == sorted(f"fig-{figure}" for figure in english.figures)


def test_every_claim_stands_in_a_table_of_the_text(english: Inputs) -> None:
    included = set(INCLUDED.findall(text_of(TEXT)))
    claims = english.table("claims")
    sections = set(claims.loc[claims["kind"] != "inconsistency", "section"])
    assert {f"claims-{section.replace('_', '-')}" for section in sections} <= included
    assert "slips" in included


def test_every_used_variable_with_a_number_is_traced(trace: pd.DataFrame, main_study: Path) -> None:
    there = [name for name in dict.fromkeys(USED.findall(text_of(TEXT))) if name in trace.index]
    used = [name for name in there if re.search(r"\d", trace.at[name, "value"])]
    assert len(used) > 60
    missing = [name for name in used if not (trace.at[name, "file"] and trace.at[name, "key"])]
    assert missing == []
    for name in used:
        for file in trace.at[name, "file"].split("|"):
            assert (main_study / file).exists() or (REPO / file).exists(), (name, file)


def test_every_cited_statistic_exists(trace: pd.DataFrame, main_study: Path) -> None:
    statistics = set(pd.read_csv(main_study / "processed/statistics.csv", dtype=str)["statistic"])
    cited = trace[trace["file"] == "processed/statistics.csv"]
    assert len(cited) > 500
    for name, key in cited["key"].items():
        assert set(key.split("|")) <= statistics, name


def test_every_cited_row_exists(trace: pd.DataFrame, main_study: Path) -> None:
    """`column=value; column=value` finds rows; a list of values or `*` stands for several."""
    checked = 0
    rows = trace[trace["file"].str.startswith("processed/") & trace["key"].str.contains("=")]
    for name, row in rows.iterrows():
        if "statistics.csv" in row["file"]:  # also of what joins values that stand on their own
            continue
        table = pd.read_csv(main_study / row["file"], dtype=str, keep_default_na=False)
        if row["file"] == "processed/egdi.csv":  # a region is that of the country's unit
            units = pd.read_csv(main_study / "workflow/codebook/units.csv", dtype=str)
            table["region"] = table["country"].map(dict(zip(units["country"], units["region"], strict=True)))
        for key in row["key"].split("|"):
            chosen = table
            for pair in key.split("; "):
                column, value = pair.split("=", 1)
                wanted = value.split(", ")
                chosen = chosen if value == "*" else chosen[chosen[column].isin(wanted)]
            counted_none = re.match(r"0\b", row["value"])  # that there is no such row is what the value says
            assert len(chosen) or counted_none, (name, key)
            checked += 1
    assert checked > 300


def test_numbers_are_those_of_the_statistics(values: Values, trace: pd.DataFrame, main_study: Path) -> None:
    """Read again from the table by its id, and formatted here: a compact finding begins with its own estimate."""
    statistics = pd.read_csv(main_study / "processed/statistics.csv").set_index("statistic")
    statistics["known"] = statistics["known"].fillna("")
    checked = 0
    for name in values:
        kind = name.split(".")[0]
        if kind not in ("assoc", "kendall", "contrast", "quality"):
            continue
        row = statistics.loc[trace.at[name, "key"]]
        if row["status"] != "ok":
            assert row["reason"] or "computable" in values[name]
            continue
        told = ["estimate"] if row["known"] in ("", "fixed") else ["lowest", "highest"]
        numbers = [f"{row[column]:.2f}".replace("-0.00", "0.00").replace("-", "−") for column in told]
        shown = values[name].replace("\u00a0", " ")
        assert [number for number in numbers if number not in shown] == [], name
        assert f"n = {row['n']:.0f}" in shown, name
        checked += 1
    assert checked > 80


def test_facts_of_the_study(values: Values, main_study: Path) -> None:
    """What shared/facts/README.md prints: counted and averaged there, not here."""
    assert values["egdi.n_ranks"] == "135"  # 27 countries, five editions
    means = {("AP", 2020): "62.2", ("AP", 2022): "62.5", ("LAC", 2020): "74.5", ("LAC", 2022): "77.1"}
    for (region, year), mean in means.items():
        assert values[f"egdi.mean.{region}.y{year}"].startswith(mean)
    newcomers = pd.read_csv(main_study / "processed/newcomers.csv").set_index("region").round(1)
    for region, wave, panel, new in (("AP", "ilo_ap", (6, 34.3), (5, 96.4)), ("LAC", "idb_lac", (9, 67.6), (7, 89.4))):
        for part, (n, mean) in (("panel", panel), ("newcomers", new)):
            assert newcomers.loc[region, [f"n_{part}", f"mean_{part}", "year"]].tolist() == [n, mean, 2022]
            assert str(mean) in values[f"newcomers_rank.{wave}_2022"]
    units = {"ilo_global_2020": "6", "ilo_ap_2022": "11", "idb_lac_2019": "9", "idb_lac_2022": "16"}
    assert {wave: values[f"waves.{wave}.n"] for wave in units} == units
    assert values["power.association.pooled.spearman-critical-value"] == "0.38"
    critical = pd.read_csv(main_study / "processed/power.csv").query("test == 'spearman critical value'")
    found = dict(zip(critical["n"], critical["effect"].astype(float).round(2), strict=True))
    assert found == {6: 0.89, 9: 0.70, 11: 0.62, 16: 0.50, 27: 0.38}


def test_the_governments_have_their_known_answers(main_study: Path) -> None:
    assert_known(pd.read_csv(main_study / "processed/statistics.csv", keep_default_na=False))


def test_no_number_of_a_single_drawn_table_is_told(values: Values, trace: pd.DataFrame, main_study: Path) -> None:
    """What rests on answers that nobody gave has no p and no Wilson interval, and cites rows over all tables."""
    statistics = pd.read_csv(main_study / "processed/statistics.csv", dtype=str, keep_default_na=False)
    unknown = statistics[(statistics["basis"] == RECONSTRUCTED) & (statistics["status"] == "ok")]
    assert set(unknown["known"]) <= {"fixed", "bounds", "nothing", "reached"}
    assert set(unknown["p"]) == {""}
    kinds = re.compile(r"(assoc|kendall|change|contrast|share|score|battery|answers|ranking|loo|means)\.")
    results = [name for name in values if kinds.match(name) and trace.at[name, "basis"] == RECONSTRUCTED]
    assert len(results) > 500
    assert [name for name in results if re.search(r"\bp\s[=<]|\[\d", values[name])] == []


DRIVER = """
import sys
sys.path[:0] = [{workflow!r}, {repo!r}]
from tests.reporting.conftest import read_report_inputs
from wavework.reporting.contents import report_tables, report_values
inputs = read_report_inputs("en")
values = report_values(inputs)
made = report_tables(inputs, values)
sys.stdout.buffer.write((values.yaml() + "".join(name + made[name] for name in sorted(made))).encode())
"""


@pytest.mark.slow  # .ci/run holds the bytes of whole runs in twelve surroundings, and of this study in two
def test_values_and_tables_do_not_depend_on_locale_time_zone_or_hash_seed(main_study: Path) -> None:
    driver = DRIVER.format(workflow=str(REPO / "workflow"), repo=str(REPO))
    outputs = [
        subprocess.run(
            [sys.executable, "-c", driver], cwd=main_study, capture_output=True, check=True, env={**setting, "PATH": ""}
        ).stdout
        for setting in (
            {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
            {"LC_ALL": "C.UTF-8", "TZ": "America/Lima", "PYTHONHASHSEED": "2", "LANG": "fr_FR.UTF-8"},
        )
    ]
    assert len(outputs[0]) > 100_000
    assert outputs[0] == outputs[1]
