"""Pictures seen from afar: ΔE of colours whose L*a*b* are printed elsewhere, and what a small change does."""

import base64

import pytest
from PIL import Image, ImageDraw

from wavework.review.picture_likeness import NOTICEABLE, colours, difference, look


def plain(*rgb):
    return f"1×1 {base64.b64encode(bytes(rgb)).decode()}"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # L*a*b* under D65 (Lindbloom's calculator): red 53.24, 80.09, 67.20; green 87.73, −86.18, 83.18; black 0, 0, 0.
        ((255, 0, 0), (0, 0, 0), (53.24**2 + 80.09**2 + 67.20**2) ** 0.5),
        ((255, 0, 0), (0, 255, 0), ((87.73 - 53.24) ** 2 + (80.09 + 86.18) ** 2 + (83.18 - 67.20) ** 2) ** 0.5),
        ((255, 255, 255), (0, 0, 0), 100),
        ((119, 119, 119), (119, 119, 119), 0),
    ],
)
def test_differences_are_those_of_printed_coordinates(one, other, expected):
    assert difference(plain(*one), plain(*other)) == pytest.approx(expected, abs=0.1)


def drawn(path, colour="#0b5c8a", width=120):
    image = Image.new("RGB", (1200, 900), "white")
    ImageDraw.Draw(image).rectangle((300, 300, 300 + width, 600), fill=colour)
    image.save(path)
    return path


def test_a_mark_of_another_colour_or_length_is_noticed_and_a_shade_is_not(tmp_path):
    as_drawn = look(drawn(tmp_path / "a.png"))
    assert difference(as_drawn, look(drawn(tmp_path / "b.png"))) == 0
    assert difference(as_drawn, look(drawn(tmp_path / "c.png", colour="#c9741a"))) > NOTICEABLE
    assert difference(as_drawn, look(drawn(tmp_path / "d.png", width=140))) > NOTICEABLE
    assert difference(as_drawn, look(drawn(tmp_path / "e.png", colour="#0c5c8a"))) < NOTICEABLE


def test_another_size_or_no_look_at_all_is_infinitely_far(tmp_path):
    Image.new("RGB", (10, 10)).save(tmp_path / "small.png")
    Image.new("RGB", (20, 10)).save(tmp_path / "wide.png")
    assert difference(look(tmp_path / "small.png"), look(tmp_path / "wide.png")) == float("inf")
    assert difference(look(tmp_path / "small.png"), "nothing") == float("inf")


def test_the_colours_of_a_picture_are_counted(tmp_path):
    (tmp_path / "a.svg").write_text(
        '<path style="fill: #FFFFFF; stroke: #0b5c8a"/><path style="fill: #ffffff"/>', "utf-8"
    )
    assert colours(tmp_path / "a.svg") == "#0b5c8a×1 #ffffff×2"
