"""The reconstructed exports: layout, what is planted, and that their answers say what is published.

Answers are read here with the csv module and the crosswalk alone, not with the readers of the pipeline.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from study_files import CODEBOOK, COUNTS, MEANS, ROOT, codebook, constraints, fieldwork, printed_elsewhere, study

from wavework.problems import InputError
from wavework.reconstruction.export_writer import reconstruct_exports

WAVES = study()["waves"]
LIMESURVEY, QUALTRICS = ("ilo_global_2020", "ilo_ap_2022"), ("idb_lac_2019", "idb_lac_2022")
HAS = {"A1", "A2", "Yes, fully in place", "Yes, under development"}


def reconstructed(**changes: Any) -> dict[str, bytes]:
    given = {"book": codebook(), "constraints": constraints(), "fieldwork": fieldwork()}
    given |= {name: study()[name] for name in ("waves", "reconstruction")}
    return reconstruct_exports(**{**given, **changes})


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return reconstructed()


def rows_of(files: Mapping[str, bytes], wave: str) -> list[dict[str, str]]:
    text = files[WAVES[wave]["export"]].decode("utf-8-sig")
    delimiter = ";" if wave in LIMESURVEY else ","
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]
    assert {len(row) for row in rows} == {len(rows[0])}
    first = 1 if wave in LIMESURVEY else 3
    return [dict(zip(rows[0], row, strict=True)) for row in rows[first:]]


def final(files: Mapping[str, bytes], wave: str) -> list[dict[str, str]]:
    """The responses that count: finished, no preview."""
    rows = rows_of(files, wave)
    if wave in LIMESURVEY:
        return [row for row in rows if row["submitdate"]]
    return [row for row in rows if row["Finished"] == "True" and row["Status"] == "IP Address"]


def table(name: str) -> list[dict[str, str]]:
    with (CODEBOOK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(wave: str, item: str) -> str:
    (found,) = [row["column"] for row in table("crosswalk") if (row["wave"], row["item"]) == (wave, item)]
    return found


def answered(files: Mapping[str, bytes], wave: str, item: str) -> list[str]:
    return [row[column(wave, item)] for row in final(files, wave)]


@pytest.mark.parametrize("wave", WAVES)
def test_the_committed_files_are_made_again_byte_for_byte(files: dict[str, bytes], wave: str) -> None:
    path = WAVES[wave]["export"]
    assert (ROOT / path).read_bytes() == files[path], f"{path} differs: make reconstruct, then register it again"


def test_the_same_bytes_in_another_process(files: dict[str, bytes]) -> None:
    code = (
        "import hashlib; from test_reconstruction_export_writer import reconstructed\n"
        "for path, content in reconstructed().items(): print(path, hashlib.sha256(content).hexdigest())"
    )
    assert printed_elsewhere(code).split("\n")[:-1] == [
        f"{path} {hashlib.sha256(content).hexdigest()}" for path, content in files.items()
    ]


@pytest.mark.parametrize("wave", LIMESURVEY)
def test_limesurvey_layout(files: dict[str, bytes], wave: str) -> None:
    content = files[WAVES[wave]["export"]]
    assert content.startswith(b'\xef\xbb\xbf"id";"submitdate";"lastpage";"startlanguage";"seed"')
    assert content.endswith(b"\r\n\r\n")
    text = content.decode("utf-8-sig")
    outside = re.sub(r'"(?:[^"]|"")*"', "", text)  # every value is quoted: nothing but separators is left
    assert set(outside) == {";", "\r", "\n"}
    assert not re.search(r"(?<!\r)\n", re.sub(r'"(?:[^"]|"")*"', "", text))
    assert len(final(files, wave)) == len(WAVES[wave]["units"])


@pytest.mark.parametrize("wave", QUALTRICS)
def test_qualtrics_layout(files: dict[str, bytes], wave: str) -> None:
    content = files[WAVES[wave]["export"]].decode("utf-8")
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert rows[0][:5] == ["StartDate", "EndDate", "Status", "IPAddress", "Progress"]
    assert rows[1][:2] == ["Start Date", "End Date"]
    ids = [json.loads(cell) for cell in rows[2]]
    assert ids[0] == {"ImportId": "startDate", "timeZone": "America/New_York"}
    assert len({one["ImportId"] for one in ids}) == len(ids)
    assert content.endswith("\r\n")
    assert len(final(files, wave)) == len(WAVES[wave]["units"])


@pytest.mark.parametrize("wave", WAVES)
def test_what_such_files_really_contain(files: dict[str, bytes], wave: str) -> None:
    rows, unit = rows_of(files, wave), WAVES[wave]["unit_column"]
    dropped = [row for row in rows if row not in final(files, wave)]
    assert len(dropped) == 3  # a test, an unfinished response, an earlier response of a unit that answers later
    assert [row[unit] for row in dropped].count("Test") == 1
    email, address = ("email", "ipaddr") if wave in LIMESURVEY else ("RecipientEmail", "IPAddress")
    for row in rows:
        assert re.fullmatch(r"[a-z]+\.[a-z]+@example\.org", row[email])
        assert re.fullmatch(r"198\.51\.100\.\d{1,3}", row[address])
    if wave in QUALTRICS:
        assert [row["Status"] for row in rows].count("Survey Preview") == 1
        assert [row["Finished"] for row in rows].count("False") == 2


def test_country_names_in_three_languages(files: dict[str, bytes]) -> None:
    names = {row[WAVES[wave]["unit_column"]].strip() for wave in WAVES for row in final(files, wave)}
    units = table("units")
    for language in ("en", "fr", "es"):
        others = [other for other in ("en", "fr", "es") if other != language]
        only = {u[f"label_{language}"] for u in units} - {u[f"label_{o}"] for u in units for o in others}
        assert names & only, language


def test_a_few_dont_know_where_no_constraint_reaches(files: dict[str, bytes]) -> None:
    bound = {
        (row["wave"], item)
        for row in constraints().to_dict("records")
        for item in row["items"].split("|")
        if not item.startswith("battery:")
    }
    for wave, word in (("ilo_ap_2022", "A9"), ("idb_lac_2019", "No sabe"), ("idb_lac_2022", "Don’t know")):
        items = [row["item"] for row in table("crosswalk") if row["wave"] == wave]
        unsure = [item for item in items if word in answered(files, wave, item)]
        assert 1 <= len(unsure) <= 4
        assert not {(wave, item) for item in unsure} & bound


@pytest.mark.parametrize(("item", "answers", "low", "high"), COUNTS)
def test_asia_pacific_answers_say_what_the_deck_says(
    files: dict[str, bytes], item: str, answers: tuple[str, ...], low: int, high: int
) -> None:
    (scale,) = [row["scale"] for row in table("items") if row["item"] == item]
    codes = {row["code"] for row in table("scales") if row["scale"] == scale and row["answer"] in answers}
    found = answered(files, "ilo_ap_2022", item)
    assert len(found) == 11
    assert len(codes) == len(answers)
    assert low <= sum(text in codes for text in found) <= high


@pytest.mark.parametrize(("dimension", "mean", "sums"), MEANS)
def test_latin_american_means_are_those_published(
    files: dict[str, bytes], dimension: str, mean: str, sums: set[int]
) -> None:
    now = [int(text[0]) for text in answered(files, "idb_lac_2022", f"maturity_{dimension}")]
    then = [int(text[0]) for text in answered(files, "idb_lac_2019", f"maturity_{dimension}")]
    assert (len(now), len(then)) == (16, 9)
    assert f"{sum(now) / 16:.1f}" == mean
    assert sum(now) in sums
    assert sum(now) / 16 > sum(then) / 9


def test_no_latin_american_service_has_an_od_strategy(files: dict[str, bytes]) -> None:
    assert not HAS & set(answered(files, "idb_lac_2022", "org_od_strategy"))
    assert sum(text in HAS for text in answered(files, "idb_lac_2022", "org_culture_change")) <= 1


def test_corrections_find_what_they_expect(files: dict[str, bytes]) -> None:
    (unit,) = [row for row in table("units") if row["unit"] == "NPL"]
    names = {unit["label_en"], unit["label_fr"], unit["label_es"], *unit["aliases"].split("|")}
    known = {name.casefold() for name in names}
    (nepal,) = [
        row for row in final(files, "ilo_ap_2022") if row["country"].replace("\u00a0", " ").strip().casefold() in known
    ]
    assert nepal[column("ilo_ap_2022", "bo_data_exchange")] == "A1"  # corrections.csv: fully, corrected to planned


def with_correction(wave: str, unit: str, item: str, found: str, corrected: str) -> Any:
    book = codebook()
    row = {"wave": wave, "unit": unit, "item": item, "found": found, "corrected": corrected}
    return replace(book, corrections=pd.DataFrame([row]))


def test_an_answer_that_is_corrected_afterwards_counts_as_corrected() -> None:
    """One strategy is not what the file says: with it mended, still 8, 2 and 1 of 11."""
    book = with_correction("ilo_ap_2022", "AUS", "digital_strategy_nature", "digital_transformation", "digitization")
    found = answered(reconstructed(book=book), "ilo_ap_2022", "digital_strategy_nature")
    assert [found.count(code) for code in ("A1", "A2", "A3")] == [1, 8, 2]


def test_a_text_that_is_no_answer_is_planted_as_it_is() -> None:
    book = with_correction("idb_lac_2019", "PRY", "bo_data_exchange", "Si, en parte", "development")
    assert answered(reconstructed(book=book), "idb_lac_2019", "bo_data_exchange").count("Si, en parte") == 1


def test_a_superseded_response_where_the_latest_stands(files: dict[str, bytes]) -> None:
    waves = {wave: {**choices, "duplicates": "latest"} for wave, choices in WAVES.items()}
    other = reconstructed(waves=waves)
    for wave in WAVES:
        rows = final(other, wave)
        assert len(rows) == len(WAVES[wave]["units"]) + 1
        email = "email" if wave in LIMESURVEY else "RecipientEmail"
        (twice,) = {row[email] for row in rows if [r[email] for r in rows].count(row[email]) == 2}
        first, last = (row for row in rows if row[email] == twice)
        answers = [name for name in first if re.match(r"[A-G]\d+|Q\d+", name) and name != "Q1"]
        assert 1 <= sum(first[name] != last[name] for name in answers) <= 3
        stands = [row for row in final(files, wave) if row[email] == twice]
        assert [[row[name] for name in answers] for row in stands] == [[last[name] for name in answers]]


def test_another_seed_gives_other_answers_that_agree_as_well(files: dict[str, bytes]) -> None:
    other = reconstructed(reconstruction={**study()["reconstruction"], "seed": 7})
    assert all(other[path] != content for path, content in files.items())
    assert answered(other, "ilo_ap_2022", "digital_strategy_nature").count("A2") == 8


@pytest.mark.parametrize(
    ("column_name", "value", "words"),
    [
        ("opened", "spring", "spring"),
        ("closed", "2001-01-01", "closed 2001-01-01 before 2020-05-11"),
        ("languages", "en|de", "'de'"),
        ("wave", "other", "no row for ilo_global_2020"),
    ],
)
def test_fieldwork_that_cannot_be_read_says_so(column_name: str, value: str, words: str) -> None:
    wrong = fieldwork()
    wrong.loc[0, column_name] = value
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        reconstructed(fieldwork=wrong)
    assert "fieldwork.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"platform": "kobo"}, r"waves\.ilo_ap_2022\.platform"),
        ({"units": None}, r"waves\.ilo_ap_2022\.units is missing"),
    ],
)
def test_a_wave_that_cannot_be_written_is_refused(change: dict[str, Any], words: str) -> None:
    wave = {**WAVES["ilo_ap_2022"], **change}
    with pytest.raises(InputError, match=words):
        reconstructed(waves={**WAVES, "ilo_ap_2022": {key: value for key, value in wave.items() if value}})


def test_a_correction_of_a_unit_that_did_not_answer_is_refused() -> None:
    with pytest.raises(InputError, match="ilo_ap_2022, ARG, bo_data_exchange"):
        reconstructed(book=with_correction("ilo_ap_2022", "ARG", "bo_data_exchange", "fully", "planned"))


def test_the_script_makes_the_same_files(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    import reconstruct_exports as script

    monkeypatch.chdir(ROOT)
    assert script.reconstructed(study()) == files
    assert Path(script.__file__).parent == ROOT / "workflow" / "scripts"
