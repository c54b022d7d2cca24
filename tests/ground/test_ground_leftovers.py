"""What nothing declares any more is found; what is declared, or a person's own, stays."""

import pytest

from wavework.undeclared_files import leftovers

STAYS = [
    "figures/kept.csv", "figures/kept.svg", "figures/fr/kept.png", "figures/notes.md", "figures/mine.png",
    "processed/answers/w1.csv", "processed/captions/kept.rst", "processed/figures/kept.json", "processed/scores.csv",
    "processed/pictures/fr/kept.json", "figures/phone/kept.svg", "figures/fr/slide/kept.png",
    "processed/weights/w1.csv", "logs/draw/fr/kept.log", "logs/figure_data/kept.log",
    "report/_output/fr/index.html", "report/_output/drafts/index_of_mine.html", "logs/report/fr.log",
]  # fmt: skip
GOES = [
    "figures/es/kept.svg", "figures/es/phone/kept.svg", "figures/fr/old.svg", "figures/fr/slide/old.png",
    "figures/old.csv", "figures/old.png", "figures/phone/old.svg", "logs/draw/es/kept.log",
    "logs/draw/fr/old.log", "logs/figure_data/old.log", "logs/report/es.log",
    "processed/answers/w2.csv", "processed/captions/old.rst", "processed/cleaning/w2.csv",
    "processed/figures/old.json", "processed/pictures/es/kept.json", "processed/pictures/fr/old.json",
    "processed/weights/w2.csv", "report/_output/es/index.html", "report/_output/es/slides.pptx",
]  # fmt: skip


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (*STAYS, *GOES):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("made")
    (tmp_path / "processed/exhibits.csv").write_text("exhibit,file\nkept,x\nold,x\n")
    return tmp_path


def test_what_nothing_declares_any_more(study):
    found = leftovers(["kept"], ["kept"], ["w1"], ["en", "fr"], ["w1"])
    assert [path.as_posix() for path in found] == GOES


def test_a_study_that_never_ran_has_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert leftovers(["kept"], ["kept"], ["w1"], ["en"]) == []
