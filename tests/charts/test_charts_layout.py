"""Geometry: spread labels against a general optimiser, labels of points, wrapping."""

import numpy as np
import pytest
from scipy.optimize import minimize

from wavework.charts.label_placement import place_few, place_labels, spread
from wavework.charts.sheet import panel_lines
from wavework.charts.style import look
from wavework.charts.text import text_width, wrapped


def optimum(wanted: np.ndarray, gap: float, low: float, high: float) -> np.ndarray:
    """The same least squares problem given to SciPy's SLSQP."""
    order = np.argsort(wanted, kind="stable")
    start = np.linspace(low, high, len(wanted))
    result = minimize(
        lambda x: ((x - wanted[order]) ** 2).sum(),
        start,
        jac=lambda x: 2 * (x - wanted[order]),
        bounds=[(low, high)] * len(wanted),
        constraints=[{"type": "ineq", "fun": lambda x, k=k: x[k + 1] - x[k] - gap} for k in range(len(wanted) - 1)],
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    placed = np.empty(len(wanted))
    placed[order] = result.x
    return placed


@pytest.mark.parametrize("seed", range(8))
def test_spread_is_the_nearest_arrangement(seed):
    random = np.random.default_rng(seed)
    wanted = random.uniform(0, 5, random.integers(2, 12)).round(1)
    np.testing.assert_allclose(spread(wanted, 0.35, 0, 5), optimum(wanted, 0.35, 0, 5), atol=1e-4)


@pytest.mark.parametrize("edge", [0.0, 5.0])
def test_spread_stays_inside_where_labels_crowd_at_an_edge(edge):
    wanted = np.abs(edge - np.array([0.1, 0.0, 0.1, 0.3, 2.4, 0.2]))
    placed = spread(wanted, 0.35, 0, 5)
    np.testing.assert_allclose(placed, optimum(wanted, 0.35, 0, 5), atol=1e-4)
    assert placed.min() >= 0
    assert placed.max() <= 5


def test_spread_leaves_what_is_apart_already():
    assert spread([3, 1, 2], 0.5, 0, 4).tolist() == [3, 1, 2]


def test_spread_shares_the_room_when_there_is_too_little():
    np.testing.assert_allclose(spread([1, 1, 1, 1, 1], 1.0, 0, 2), [0, 0.5, 1, 1.5, 2])


def test_spread_of_none_and_one():
    assert spread([], 1, 0, 2).tolist() == []
    assert spread([9], 1, 0, 2).tolist() == [2]


def boxes_overlap(one: np.ndarray, other: np.ndarray) -> bool:
    return bool((np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]) > 1e-9).all())


@pytest.mark.parametrize("kind", ["scattered", "clustered", "same place", "edge"])
def test_labels_keep_off_each_other_the_points_and_the_frame(kind):
    random = np.random.default_rng(7)
    frame = (6.5, 4.3)
    points = {
        "scattered": random.uniform(0, 1, (27, 2)) * frame,
        "clustered": random.normal([3.2, 2.1], 0.5, (27, 2)),
        "same place": np.full((5, 2), 2.0),
        "edge": np.column_stack([random.choice([0.0, 6.5], 12), random.uniform(0, 4.3, 12)]),
    }[kind]
    sizes = [(float(random.uniform(0.3, 1.1)), 0.13) for _ in points]
    corners = place_labels(points, sizes, frame)
    boxes = np.hstack([corners, corners + sizes])
    assert not [(i, j) for i in range(len(boxes)) for j in range(i) if boxes_overlap(boxes[i], boxes[j])]
    assert (boxes >= -1e-9).all()
    assert (boxes[:, 2] <= frame[0] + 1e-9).all()
    assert (boxes[:, 3] <= frame[1] + 1e-9).all()
    dots = np.hstack([points - 0.04, points + 0.04])
    assert not [(i, j) for i in range(len(boxes)) for j in range(len(dots)) if boxes_overlap(boxes[i], dots[j])]


def test_a_lonely_label_stands_at_the_right_of_its_point():
    corner = place_labels(np.array([[2.0, 2.0]]), [(0.5, 0.1)], (5, 4))[0]
    np.testing.assert_allclose(corner, [2.06, 1.95])


def test_few_names_are_all_names_where_all_have_room_and_those_beside_their_points_where_not():
    points = np.column_stack([np.linspace(2.0, 2.3, 8), np.full(8, 0.7)])  # closer together than names are wide
    sizes = [(0.6, 0.12)] * 8
    assert all(corner is not None for corner in place_few(points, sizes, (4.5, 1.4)))
    crowded = place_few(np.repeat(points, 3, axis=0), sizes * 3, (2.5, 0.8))  # 1.73 of 2.0 square inches
    assert 0 < sum(corner is not None for corner in crowded) < 24


@pytest.fixture(autouse=True)
def in_the_look():
    with look():
        yield


TEXT = "Integrated, coherent data strategy including the ethical use of personal data"


@pytest.mark.parametrize("even", [False, True])
def test_wrapped_lines_fit_and_lose_nothing(even):
    text = wrapped(TEXT, 1.9, 8.5, even=even)
    assert text.replace("\n", " ") == TEXT
    assert all(text_width(line, 8.5) <= 1.9 for line in text.split("\n"))


def test_even_lines_are_as_few_and_more_alike():
    text, width = " ".join(["word"] * 9), text_width(" ".join(["word"] * 8), 8.5) + 0.01
    assert [len(line.split()) for line in wrapped(text, width, 8.5).split("\n")] == [8, 1]
    assert [len(line.split()) for line in wrapped(text, width, 8.5, even=True).split("\n")] == [5, 4]


def test_a_word_wider_than_the_line_is_broken_and_none_of_it_lost():
    lines = wrapped("a" * 90, 1.0, 8.5).split("\n")
    assert "".join(lines) == "a" * 90
    assert all(text_width(line, 8.5) <= 1.0 for line in lines)


def test_no_break_spaces_hold():
    assert "n\u00a0=\u00a011" in wrapped("Latin America and the Caribbean, n\u00a0=\u00a011", 1.5, 8.5).split("\n")[-1]


def test_panels_stand_in_even_lines():
    width, lines = panel_lines(4, 5.0, 1.5, 0.2)
    assert lines == [[0, 1], [2, 3]]
    assert width == pytest.approx(2.4)
    assert panel_lines(1, 5.0, 9.0, 0.2) == (5.0, [[0]])
