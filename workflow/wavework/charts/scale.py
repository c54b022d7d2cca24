"""How the answers of a scale look: the same colour for the same answer in every figure, and its legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wavework.charts import style

HATCHES = ("////", "", "....")  # answers beside the scale: don't know, not applicable, no answer


@dataclass(frozen=True)
class Answer:
    """One answer: its order and label, and how it is drawn."""

    order: float
    label: str
    colour: str
    hatch: str


def answers_of(data: pd.DataFrame, spec: Mapping[str, Any]) -> list[Answer]:
    """The answers that occur, in drawing order.

    Colour follows the position in the scale (answer_order 1 … length), not the answers that happen to occur;
    answers beside the scale (status other than answered) come last, pale and hatched.
    """
    rows = data.dropna(subset="answer_order").drop_duplicates("answer_order").sort_values("answer_order")
    on_scale = rows[rows["status"] == "answered"]
    beside = rows[rows["status"] != "answered"]
    positions = [int(order) for order in on_scale["answer_order"]]
    length = max([int(spec.get("scale_length") or 0), *positions, 1])
    single = spec["palette"] == "single"
    colours = [style.ACCENT] * length if single else style.scale_colours(length, spec["palette"])
    return [
        *(
            Answer(order, label, colours[int(order) - 1], "")
            for order, label in zip(on_scale["answer_order"], on_scale["answer_label"], strict=True)
        ),
        *(
            Answer(order, label, style.PALE, HATCHES[place % len(HATCHES)])
            for place, (order, label) in enumerate(zip(beside["answer_order"], beside["answer_label"], strict=True))
        ),
    ]


def legend_keys(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Keys for `layout.draw_legend`."""
    return [{"colour": answer.colour, "hatch": answer.hatch or None} for answer in answers]
