"""The way through Quarto, with a stand-in for its program: what is called, and that its silent mistakes are heard."""

import os
from pathlib import Path

import pytest

from wavework.problems import InputError
from wavework.rendering.quarto import problems_in_log
from wavework.rendering.renderer import chosen_renderer, render

STAND_IN = """#!/bin/sh
if [ "$1" = "--version" ]; then echo 1.9.38; exit 0; fi
echo "$@" >> "$CALLS"
while [ $# -gt 0 ]; do
  case "$1" in
    --output) name="$2" ;;
    --output-dir) folder="$2" ;;
  esac
  shift
done
%s
"""


@pytest.fixture
def quarto(tmp_path, monkeypatch):
    """Puts a program `quarto` on the PATH that runs `body` after it has read its options."""

    def put(body: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "quarto"
        program.write_text(STAND_IN % body, "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
        return tmp_path / "calls"

    return put


GOOD = 'echo "<html lang=en><p>fine</p></html>" > "$folder/$name"; echo "Output created: $name" >&2'


def test_quarto_is_called_for_each_format(project, tmp_path, quarto):
    calls = quarto(GOOD)
    record = render(project, tmp_path / "out", language="en", formats=["html", "pdf", "pptx", "slides"])
    assert (record.renderer, record.version) == ("quarto", "Quarto 1.9.38")
    assert [path.name for path in record.files] == ["index.html", "index.pdf", "slides.pptx", "slides.html"]
    assert "fine" in record.files[0].read_text("utf-8")
    said = calls.read_text("utf-8").splitlines()
    assert [line.split()[0] for line in said] == ["render"] * 4
    assert [line.split(" --to ")[1].split()[0] for line in said] == ["html", "typst", "pptx", "revealjs"]
    assert [Path(line.split()[1]).name for line in said] == ["index.qmd", "index.qmd", "slides.qmd", "slides.qmd"]
    assert all("--metadata renderer:Quarto 1.9.38" in line for line in said)


MISTAKES = [
    'echo "WARNING Unable to resolve crossref @fig-nope" >&2',
    'echo "WARNING (main.lua:1) Unknown var a.zzz specified in a var shortcode." >&2',
    "echo \"Shortcode 'x' not found\" >&2",
    'echo "[WARNING] Could not fetch resource x.png" >&2',
    'echo "[WARNING] The following divs were not closed: Div at line 7 unclosed" >&2',
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_with_status_0_is_heard_in_the_log(project, tmp_path, quarto, mistake):
    quarto(f"{GOOD}; {mistake}")
    with pytest.raises(InputError) as caught:
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].found.removeprefix("quarto: ") in mistake
    assert not (tmp_path / "out").exists()


def test_a_mistake_with_status_0_is_seen_in_the_page(project, tmp_path, quarto):
    quarto('echo "<p>?var:a.zzz</p>" > "$folder/$name"')
    with pytest.raises(InputError, match=r"\?var:a\.zzz"):
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")
    assert not (tmp_path / "out").exists()


def test_a_failure_says_what_quarto_said(project, tmp_path, quarto):
    quarto('echo "ERROR: Validation of YAML front matter failed." >&2; exit 1')
    with pytest.raises(InputError, match=r"status 1: ERROR: Validation of YAML front matter failed\."):
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")


def test_a_success_without_a_file_is_a_failure(project, tmp_path, quarto):
    quarto("exit 0")
    with pytest.raises(InputError, match="status 0"):
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")


def test_a_quiet_log_has_no_problem():
    assert problems_in_log("pandoc\n  to: html\nOutput created: index.html\n", "index.qmd") == []


def test_the_choice(quarto, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chosen_renderer("auto") == "pandoc"
    with pytest.raises(InputError, match="quarto is not on the PATH"):
        chosen_renderer("quarto")
    with pytest.raises(InputError, match="auto, quarto or pandoc"):
        chosen_renderer("word")
    quarto(GOOD)
    assert chosen_renderer("auto") == "quarto"
    assert chosen_renderer("pandoc") == "pandoc"
