"""Charts in another style: its colours and font are what is drawn, and no sign becomes an empty box."""

from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from tests.charts.cases import ONE_OF_EACH

from wavework.charts import kinds, picture_files, style
from wavework.house_style import HouseStyle
from wavework.problems import InputError

SERIF = "DejaVuSerif.ttf"
OTHER = HouseStyle(
    accent="#1f2a6b", alarm="#8c1c3a", sequential=("#14193f", "#3f4f9e", "#a3aee0", "#f3ead2"),
    diverging=("#b5651d", "#eceae4", "#1f2a6b"), waves=("#6f7fc9", "#14193f"),
    regions=("#1f2a6b", "#b5651d"), charts=("poor.ttf",),
)  # fmt: skip
TODAYS = {"#0b5c8a", "#a3350f", "#0a3a5c", "#25719c", "#97c8e2", "#efe8d6", "#c8682a", "#e8e6e1", "#0a4a73", "#4a90b8",
          "#c9741a"}  # fmt: skip


@pytest.fixture
def poor(tmp_path, monkeypatch) -> Path:
    """A font of the study's own, without a tick, a cross, and half a circle."""
    monkeypatch.chdir(tmp_path)
    font = TTFont(Path(matplotlib.get_data_path(), "fonts", "ttf", SERIF))
    for table in font["cmap"].tables:
        for sign in "\u2713\u2717\u25d0":
            table.cmap.pop(ord(sign), None)
    for record in font["name"].names:
        record.string = str(record).replace("DejaVu Serif", "Poor Serif")
    font.save(tmp_path / "poor.ttf")
    return tmp_path


def picture(text: str, folder: Path) -> np.ndarray:
    """A text as it is drawn."""
    with style.look():
        figure = Figure(figsize=(0.5, 0.5))
        figure.text(0.5, 0.5, text, ha="center", va="center", size=14)
    picture_files.save(figure, folder / "sign.svg", folder / "sign.png", "A sign", "A sign")
    return np.asarray(Image.open(folder / "sign.png").convert("L"))


def test_a_tick_and_a_cross_that_the_font_lacks_do_not_become_the_same_box(poor):
    with style.dressed(OTHER):
        tick, cross, nothing = (picture(sign, poor) for sign in "\u2713\u2717\u00a0")
        assert (tick != cross).any()
        assert (tick != nothing).any()
    assert (picture("\u2713", poor) == tick).all()  # the font of all charts stands in


def test_letters_are_those_of_the_chosen_font(poor):
    usual = picture("g", poor)
    with style.dressed(OTHER):
        assert (picture("g", poor) != usual).any()
        assert style.families()[0] == "wavework Poor Serif, chosen"
    assert style.families() == (style.FONT,)


@pytest.mark.parametrize("chosen", [HouseStyle(), OTHER])
def test_a_sign_that_no_font_has_is_refused_by_name(poor, chosen):
    kind, (data, spec, words) = "ranked_items", ONE_OF_EACH["ranked_items"]
    label = data["item_label"].iloc[0]
    table = data.assign(item_label=data["item_label"].where(data["item_label"] != label, "\u4e2d\u6587 services"))
    with style.dressed(chosen):
        figure = kinds.draw(kind, table, spec, words)
        with pytest.raises(InputError) as error:
            picture_files.save(figure, poor / "fig.svg", poor / "fig.png", "A title", "A text")
    said = str(error.value)
    assert "figures/fig.csv: \u4e2d (U+4E2D, CJK UNIFIED IDEOGRAPH-4E2D) in '\u4e2d\u6587 services'" in said
    assert "U+6587" in said
    assert "style.fonts.charts in config.yaml" in said
    assert not (poor / "fig.svg").exists()


def colours_of(figure: Figure) -> set[str]:
    found = set()
    for artist in figure.findobj():
        for name in ("get_facecolor", "get_edgecolor", "get_color", "get_markerfacecolor", "get_markeredgecolor"):
            colours = getattr(artist, name, lambda: None)()
            if colours is None or (isinstance(colours, str) and colours in ("none", "auto")):
                continue
            rows = [colours] if isinstance(colours, str) or np.ndim(colours) == 1 else list(colours)
            found |= {to_hex(row) for row in rows}
    return found


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_nothing_of_todays_colours_is_left_in_another_style(poor, kind):
    today = colours_of(kinds.draw(kind, *ONE_OF_EACH[kind]))
    with style.dressed(OTHER):
        figure = kinds.draw(kind, *ONE_OF_EACH[kind])
        assert not colours_of(figure) & TODAYS
        drawn = {text.get_fontproperties().get_family()[0] for text in figure.findobj(Text) if text.get_text()}
        assert drawn <= {"wavework Poor Serif, chosen"}
    assert today & TODAYS
    assert isinstance(ONE_OF_EACH[kind][0], pd.DataFrame)
