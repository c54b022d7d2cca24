"""The house style: what is refused, and in which words. Contrasts and distances from independent calculators."""

import shutil
from pathlib import Path

import matplotlib
import pytest

from wavework.fonts import face_of, glyphs
from wavework.house_style import HouseStyle, apart, contrast, house_style, problems_of_style
from wavework.problems import InputError
from wavework.schemas import validated

DEJAVU = Path(matplotlib.get_data_path(), "fonts", "ttf")


def told(**choices):
    """The problems of a style, as text."""
    return [str(problem) for problem in problems_of_style(house_style(choices), "config.yaml")]


def test_todays_style_is_the_default_and_has_no_problems():
    assert told() == []
    wave = {"title": {"en": "W"}, "year": 2020, "export": "e", "unit_column": "u"}
    names = {"title": {"en": "T"}, "unit": {"en": "u"}, "units": {"en": "us"}}
    config = {"study": names, "languages": ["en"], "codebook": "c", "registry": "r", "waves": {"w": wave}}
    schema = validated(config, "config", "config.yaml")
    assert house_style(schema["style"]) == HouseStyle()


def test_a_pale_accent_is_refused_with_its_contrast_and_one_that_would_do():
    (problem,) = told(colours={"accent": "#767676", "alarm": "#a3350f"})  # 4.54 on white, 4.24 on #f7f7f7
    assert "style.colours.accent is #767676, whose contrast with its own pale tint is 4.24" in problem
    (pale,) = (text for text in told(colours={"alarm": "#ff9900"}) if "contrast" in text)
    assert "style.colours.alarm is #ff9900, whose contrast with white is 2.14" in pale  # webaim.org: 2.14:1
    assert "Expected: a contrast of at least 4.5: it is drawn as text" in pale
    example = pale.rpartition("for example ")[2]
    assert contrast(example, "#ffffff") >= 4.5


def test_marks_need_a_contrast_of_three_only():
    waves = ["#949494", "#0a3a5c"]  # 3.03 on white
    assert told(colours={"waves": waves}) == []
    (problem,) = told(colours={"waves": ["#979797", "#0a3a5c"]})  # 2.92
    assert "style.colours.waves.0 is #979797, whose contrast with white is 2.92" in problem
    assert "at least 3: it is drawn as a mark" in problem


def test_red_and_green_of_one_lightness_are_told_apart_by_some_only():
    red, green = "#b35a1e", "#6d7a1e"
    far, near = apart("#0b5c8a", "#c9741a")[0], apart(red, green)
    assert near[0] < 10 < far
    assert "without" in near[1]
    (problem,) = told(colours={"regions": [red, green]})
    assert f"style.colours, regions: {red} and {green} are " in problem
    assert "readers without" in problem


def test_a_scale_grows_lighter():
    problems = told(colours={"sequential": ["#0a3a5c", "#97c8e2", "#25719c", "#efe8d6"]})
    assert any("each colour lighter than the one before it" in problem for problem in problems)


def test_distance_of_two_colours_is_that_of_cielab():
    assert apart("#000000", "#ffffff")[0] == pytest.approx(100, abs=0.01)
    # Black to #777777 is L* 50.03 (a published value of sRGB grey 119), in every vision alike.
    assert apart("#000000", "#777777")[0] == pytest.approx(50.03, abs=0.05)


def test_an_unknown_family_is_refused_with_the_nearest():
    (problem,) = told(fonts={"charts": "DejaVu Serf"})
    assert "style.fonts.charts is 'DejaVu Serf', which is not installed" in problem
    assert "did you mean DejaVu Serif" in problem


def test_an_installed_family_has_its_files():
    face = face_of(["DejaVu Serif"], "key", "config.yaml")
    assert face.family == "DejaVu Serif"
    assert {"DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"} <= {path.name for path in face.files}
    assert not face.own


def test_files_of_the_study_are_a_family(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSans.ttf"):
        shutil.copy(DEJAVU / name, tmp_path)
    face = face_of(["DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"], "key", "config.yaml")
    assert (face.family, face.own, len(face.files)) == ("DejaVu Serif", True, 2)
    with pytest.raises(InputError, match="families DejaVu Sans and DejaVu Serif"):
        face_of(["DejaVuSerif.ttf", "DejaVuSans.ttf"], "key", "config.yaml")
    (tmp_path / "text.ttf").write_text("no font")
    with pytest.raises(InputError, match="which is no font"):
        face_of(["text.ttf"], "key", "config.yaml")
    with pytest.raises(InputError, match="there is no such file"):
        face_of(["gone.otf"], "key", "config.yaml")
    with pytest.raises(InputError, match="inside the study's folder"):
        face_of([str(DEJAVU / "DejaVuSerif.ttf")], "key", "config.yaml")


def test_glyphs_are_those_of_the_file():
    assert "\u2713" in glyphs(str(DEJAVU / "DejaVuSans.ttf"))
    assert "\u4e2d" not in glyphs(str(DEJAVU / "DejaVuSans.ttf"))


def test_on_a_dark_page_the_accent_is_light_enough():
    style = HouseStyle(accent="#1f2a6b")
    assert contrast(style.night_accent, "#12181e") >= 7
    assert contrast(style.accent, style.tint) >= 4.5
    assert contrast(style.night_accent, style.night_tint) >= 4.5
