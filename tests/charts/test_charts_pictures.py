"""Every picture of the gallery: texts inside the sheet, off each other, literal, and readable on their ground."""

from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.charts import toy
from tests.charts.cases import CASES

from wavework.charts import kinds, picture_files, style
from wavework.house_style import contrast


@pytest.fixture(scope="module", params=CASES, ids=str)
def drawn(request):
    kind, data, spec, words = CASES[request.param]
    return kinds.draw(kind, data, spec, words), data, spec, words


@pytest.fixture
def figure(drawn):
    return drawn[0]


def texts_of(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def boxes_of(figure: Figure, texts: list[Text]) -> np.ndarray:
    """(texts, 4) left, bottom, right, top of the inked part of each text, in pixels at 100 dpi."""
    with style.look():
        renderer = figure.canvas.get_renderer()
        return np.array([Text.get_window_extent(text, renderer).extents for text in texts])


def outside(figure: Figure) -> list[str]:
    """The texts that stick out of the sheet."""
    texts = texts_of(figure)
    width, height = figure.get_size_inches() * figure.dpi
    return [
        text.get_text()
        for text, (left, bottom, right, top) in zip(texts, boxes_of(figure, texts), strict=True)
        if left < -0.5 or bottom < -0.5 or right > width + 0.5 or top > height + 0.5
    ]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """The texts that lie on each other."""
    texts = texts_of(figure)
    boxes = boxes_of(figure, texts)
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    # Neighbouring lines may touch where an accent meets a descender: a pixel of 100 is let pass.
    meets = np.triu((high - low > 1.0).all(axis=2), k=1)
    return [(texts[i].get_text(), texts[j].get_text()) for i, j in zip(*np.nonzero(meets), strict=True)]


def test_texts_are_inside_the_sheet(figure):
    assert not outside(figure)


def test_texts_keep_off_each_other(figure):
    assert not overlapping(figure)


def pixels(figure: Figure) -> np.ndarray:
    with style.look():
        figure.canvas.draw()
        return np.asarray(figure.canvas.buffer_rgba())[..., :3] / 255


def test_texts_read_on_what_lies_under_them(figure):
    """The ground is looked up in the picture drawn without texts: contrast at least 4.5 with its usual colour."""
    texts = texts_of(figure)
    boxes = boxes_of(figure, texts)
    for text in texts:
        text.set_visible(False)
    ground = pixels(figure)
    for text in texts:
        text.set_visible(True)
    height = ground.shape[0]
    poor = []
    for text, (left, bottom, right, top) in zip(texts, boxes, strict=True):
        part = ground[int(height - top) : int(height - bottom) + 1, int(left) : int(right) + 1].reshape(-1, 3)
        usual = tuple(np.median(part, axis=0))
        if contrast(to_hex(text.get_color()), to_hex(usual)) < 4.5:
            poor.append((text.get_text(), text.get_color(), usual))
    assert not poor


def test_nothing_is_read_as_mathematics(figure):
    assert not any(text.get_parse_math() or text.get_usetex() for text in texts_of(figure))


def test_basis_and_note_stand_under_the_chart(drawn):
    figure, _, spec, words = drawn
    said = " ".join(text.get_text() for text in figure.texts)
    if spec.get("basis"):
        assert words[f"basis_{spec['basis']}"] in said
    if spec.get("note"):
        assert spec["note"] in said


def unshown(figure: Figure, data: pd.DataFrame) -> list[str]:
    """The labels of a table that cannot be read in its picture, whole, however they were wrapped."""
    said = " ".join(text.get_text() for text in texts_of(figure))
    squeezed = said.replace(" ", "").replace("\u00a0", "")
    answers = ("answer_label", "other_label")
    named = [column for column in data.columns if column.endswith("_label") and column not in answers]
    if "assumption_order" in data:  # a claim that no assumption decides has no row
        data = data[data.groupby("claim_order")["verdict"].transform(lambda verdicts: (verdicts != "open").any())]
    if "code" in data and "known" in data:  # items of which nothing is published share a line
        data = data[data.groupby("item_order")["known"].transform(lambda known: (known != "nothing").any())]
    labels = {str(label) for column in named for label in data[column] if label}
    if "wave_order" in data and len(set(data["wave_order"])) == 1:
        labels -= set(data["wave_label"])  # said in the caption
    if "role" in data:
        labels -= set(data.loc[(data["role"] != "influential") | data["estimate"].isna(), "unit_label"])
    return [label for label in sorted(labels) if label.replace(" ", "") not in squeezed]


def test_everything_that_has_a_label_shows_it(drawn):
    assert not unshown(drawn[0], drawn[1])


def test_hostile_labels_show_as_they_are_written_and_the_svg_is_sound(tmp_path):
    kind, data, spec, words = CASES["stacked_shares-hostile"]
    figure = kinds.draw(kind, data, spec, words)
    said = [text.get_text() for text in texts_of(figure)]
    for label in (*toy.HOSTILE[:3], "$n$ <i>note</i>"):
        assert label in said
    picture_files.save(figure, tmp_path / "x.svg", tmp_path / "x.png", "x", "y")
    root = ElementTree.parse(tmp_path / "x.svg").getroot()
    assert not [part for part in root.iter() if part.tag.endswith(("script", "text", "image", "foreignObject"))]


def test_mathematics_would_be_narrower_than_what_is_drawn():
    """$x^2$ takes the width of its five signs, not that of x squared."""
    with style.look():
        figure = Figure(dpi=300)
        literal, formula = figure.text(0, 0, "$x^2$"), figure.text(0, 0.5, "$x^2$", parse_math=True)
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
        assert literal.get_window_extent(renderer).width > 2 * formula.get_window_extent(renderer).width
