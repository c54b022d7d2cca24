"""Exports of any size, made up: thousands to a million respondents, the same numbers, the same bytes.

    python -m tests.scale.generated FOLDER RESPONDENTS [ITEMS [WAVES [PLATFORM]]]

writes a whole study there: a codebook, a registry, a config, and one export a wave. Cells are as the platforms write
them: LimeSurvey quotes what is answered and leaves empty what was not shown; open answers hold commas, quotes, letters
with accents and line breaks.
"""

import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv
from tests.scale.study_files import ANSWERS, write_study

PIECE = 20_000  # respondents that are made and written at once
OPEN = (
    "nothing to add", "we would need more staff, and rooms", 'they call it "the portal"', "two\nlines",
    "à l’étranger, c’est mieux", "", "budget; time; people",
)  # fmt: skip
SYSTEM = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
QUALTRICS = ("StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId", "UserLanguage")


def item_names(items: int) -> list[str]:
    """The questions in order: batteries of ten, as LimeSurvey names their rows."""
    return [f"Q{i // 10 + 1:02}[SQ{i % 10 + 1:03}]" for i in range(items)]


def export(
    path: Path, respondents: int, items: int = 91, *, wave: int = 1, seed: int = 1, platform: str = "limesurvey"
) -> Path:
    """Write an export of so many respondents with the questions `item_names`, an open answer and the system's columns.

    One in twelve did not finish. Whoever agrees with one question agrees rather with the others too.
    """
    heads, pieces = (_limesurvey if platform == "limesurvey" else _qualtrics)(respondents, items, wave, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    options = csv.WriteOptions(
        include_header=False, quoting_style="all_valid" if platform == "limesurvey" else "needed"
    )
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf" + heads.encode())
        for piece in pieces:
            buffer = io.BytesIO()
            csv.write_csv(piece, buffer, options)
            file.write(buffer.getbuffer())
        if platform == "limesurvey":
            file.write(b"\n")  # as saved through the API
    return path


def _limesurvey(respondents: int, items: int, wave: int, seed: int) -> tuple[str, Iterator[pa.Table]]:
    names = [*SYSTEM, *item_names(items), "Z1", "interviewtime"]
    return ",".join(f'"{name}"' for name in names) + "\n", _pieces(respondents, items, wave, seed, _system, True)


def _qualtrics(respondents: int, items: int, wave: int, seed: int) -> tuple[str, Iterator[pa.Table]]:
    tags = [*QUALTRICS, *(f"Q{i + 1}" for i in range(items)), "Z1", "Duration (in seconds)"]
    ids = ["startDate", "endDate", "status", "progress", "finished", "recordedDate", "_recordId", "userLanguage"]
    ids += [f"QID{i + 1}" for i in range(items)] + ["QID9999_TEXT", "duration"]
    rows = [tags, [f"What of {tag}?" for tag in tags], [f'{{""ImportId"":""{id}""}}' for id in ids]]
    head = "".join(",".join(f'"{text}"' for text in row) + "\n" for row in rows)
    return head, _pieces(respondents, items, wave, seed, _system_of_qualtrics, False)


def _pieces(respondents, items, wave, seed, system, is_quoted) -> Iterator[pa.Table]:
    draw = np.random.default_rng([seed, wave])
    codes = pa.array([f"A{i + 1}" for i in range(len(ANSWERS))])
    for first in range(0, respondents, PIECE):
        n = min(PIECE, respondents - first)
        ids, finished = np.arange(first + 1, first + n + 1), draw.random(n) > 1 / 12
        columns = list(system(ids, finished, draw))
        level = draw.normal(size=n)
        reached = np.where(finished, items, draw.integers(0, items + 1, n))
        for i in range(items):
            chosen = np.clip((level + draw.normal(size=n) + 0.1 * wave) * 1.1 + 2, 0, 4).astype(np.int8)
            chosen[draw.random(n) < 0.04] = len(ANSWERS) - 1  # don't know
            hidden = (i >= reached) | ((i % 10 == 9) & (draw.random(n) < 0.3))  # not reached, or not shown
            texts = codes.take(pa.array(chosen, mask=hidden))
            seen = pa.array(~hidden & (draw.random(n) < 0.02))  # seen and left
            columns.append(pa.compute.if_else(seen, "", texts) if is_quoted else pa.compute.if_else(seen, None, texts))
        open_answers = pa.array(OPEN).take(pa.array(draw.integers(0, len(OPEN), n), mask=draw.random(n) < 0.6))
        columns += [open_answers, pa.array(np.round(draw.gamma(4, 200, n), 2)).cast(pa.string())]
        yield pa.table(columns, names=[str(i) for i in range(len(columns))])


def _times(ids: np.ndarray, draw: np.random.Generator) -> pa.Array:
    seconds = 1_650_000_000 + ids * 7 + draw.integers(0, 5, len(ids))
    return pa.compute.strftime(pa.array(seconds, pa.timestamp("s")), "%Y-%m-%d %H:%M:%S")


def _system(ids: np.ndarray, finished: np.ndarray, draw: np.random.Generator) -> Iterator[pa.Array]:
    times, one_of = _times(ids, draw), draw.integers(0, 3, len(ids))
    yield pa.array(ids).cast(pa.string())
    yield pa.compute.if_else(pa.array(finished), times, None)
    yield pa.array(np.where(finished, 9, draw.integers(0, 9, len(ids)))).cast(pa.string())
    yield pa.array(["en", "fr", "es"]).take(pa.array(one_of))
    yield pa.array(draw.integers(10**8, 10**9, len(ids))).cast(pa.string())
    yield times
    yield times


def _system_of_qualtrics(ids: np.ndarray, finished: np.ndarray, draw: np.random.Generator) -> Iterator[pa.Array]:
    times, one_of = _times(ids, draw), draw.integers(0, 3, len(ids))
    yield times
    yield times
    yield pa.array(np.zeros(len(ids), int)).cast(pa.string())
    yield pa.array(np.where(finished, 100, 60)).cast(pa.string())
    yield pa.array(np.where(finished, 1, 0)).cast(pa.string())
    yield times
    yield pa.compute.binary_join_element_wise("R", pa.array(ids).cast(pa.string()), "_")
    yield pa.array(["EN", "FR", "ES"]).take(pa.array(one_of))


def study(folder: Path, respondents: int, items: int = 91, waves: int = 1, platform: str = "limesurvey") -> Path:
    """A study of so many waves in this folder, each an export of its own."""
    exports = {}
    for wave in range(1, waves + 1):
        path = export(folder / f"raw/wave_{wave}.csv", respondents, items, wave=wave, platform=platform)
        exports[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    names = item_names(items) if platform == "limesurvey" else [f"Q{i + 1}" for i in range(items)]
    write_study(folder, names, exports, "id" if platform == "limesurvey" else "ResponseId")
    return folder


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[2:5]]
    study(Path(sys.argv[1]), *arguments, **dict(zip(["platform"], sys.argv[5:], strict=False)))
