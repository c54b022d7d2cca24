"""Labels that keep off each other: at the ends of lines; and of points, off points, ties and the frame too."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import isotonic_regression

DIRECTIONS = 16
DISTANCES = (0.06, 0.13, 0.22, 0.34, 0.5, 0.7, 0.95, 1.25)  # inches from the point to the label
BESIDE = 2  # distances within which a label is beside its point
FAR = 0.1  # beyond this distance a label is tied to its point by a line
SWEEPS, SETTLING = 30, 6  # rounds over all labels while it cools, and at the end
BETWEEN = np.array([-0.06, -0.01, 0.06, 0.01])  # space that two labels keep, so that they do not read as one
ALONG = np.linspace(0.15, 1.0, 9)[:, None]  # where a tying line is looked at
# Costs: an overlap of labels is never worth anything else; a crossed label is worse than a far one.
OVERLAP, OUTSIDE, STRUCK, CROSSED, FURTHER, DOUBTFUL = 1e3, 1e4, 20.0, 2.0, 1.0, 8.0
CROWDED = 0.4  # part of the frame that labels may cover for all of them to be tried
HOPELESS = 60.0  # so much dearer than its label's best place is what no draw takes


def place_labels(
    points: np.ndarray, sizes: Sequence[tuple[float, float]], frame: tuple[float, float], dot: float = 0.05
) -> np.ndarray:
    """Lower left corners of the labels of points, in inches.

    points: (n, 2) inches within a frame of (width, height). sizes: (width, height) of each label. dot: radius that
    labels keep off every point.
    Method: label after label takes the cheapest candidate round its point. If some end up far from their points,
    simulated annealing by heat bath: each is drawn anew, cheap candidates the more likely the cooler it is.
    The draws have a seed of their own, so the same points give the same places.
    Source: Christensen, Marks & Shieber (1995), ACM Transactions on Graphics 14(3).
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    many = len(points)
    if many == 0:
        return points
    boxes = [_candidates(point, size) for point, size in zip(points, sizes, strict=True)]
    ties = [_ties(point, box) for point, box in zip(points, boxes, strict=True)]
    fixed = [_fixed_cost(k, boxes[k], ties[k], points, frame, dot) for k in range(many)]
    # What lies on a point or outside is never taken while another place is free: it need not be looked at again.
    worth = [np.flatnonzero(cost < cost.min() + HOPELESS) for cost in fixed]
    boxes, ties, fixed = ([each[kept] for each, kept in zip(of, worth, strict=True)] for of in (boxes, ties, fixed))
    random = np.random.default_rng(many)

    def cool(chosen: np.ndarray, heats: Sequence[float]) -> np.ndarray:
        for heat in heats:
            before = chosen.copy()
            for label in random.permutation(many):
                others = [other for other in range(many) if other != label]
                there = np.array([boxes[other][chosen[other]] for other in others]).reshape(-1, 4)
                tied = np.array([ties[other][chosen[other]] for other in others]).reshape(-1, len(ALONG), 2)
                cost = fixed[label] + _cost_beside(
                    points[label], boxes[label], ties[label], points[others], there, tied
                )
                if heat > 0:
                    weights = np.exp((cost.min() - cost) / heat).round(9).cumsum()
                    chosen[label] = np.searchsorted(weights, random.random() * weights[-1], side="right")
                else:
                    chosen[label] = cost.argmin()
            if heat == 0 and (chosen == before).all():
                break
        return chosen

    chosen = cool(np.array([cost.argmin() for cost in fixed]), [0.0] * SETTLING)
    if any(np.isfinite(ties[label][chosen[label]]).any() for label in range(many)):
        chosen = cool(chosen, [*np.geomspace(4.0, 0.1, SWEEPS), *[0.0] * SETTLING])
    return np.array([boxes[label][chosen[label], :2] for label in range(many)])


def _cost_beside(
    point: np.ndarray, boxes: np.ndarray, ties: np.ndarray, points: np.ndarray, there: np.ndarray, tied: np.ndarray
) -> np.ndarray:
    """Cost of each candidate of a label beside the places that the labels of other points have now, and their ties."""
    cost = OVERLAP * _overlap(boxes, there + BETWEEN).sum(axis=1)
    mine, theirs = np.isfinite(ties[:, -1, 0]), np.isfinite(tied[:, -1, 0])
    cost += STRUCK * _inside(boxes, tied[theirs]).any(axis=2).sum(axis=1)
    cost[mine] += STRUCK * _inside(there, ties[mine]).any(axis=2).sum(axis=0)
    cost[mine] += CROSSED * _crossings(point, ties[mine], points[theirs], tied[theirs]).sum(axis=1)
    return cost


def place_few(
    points: np.ndarray, sizes: Sequence[tuple[float, float]], frame: tuple[float, float], dot: float = 0.05
) -> list[np.ndarray | None]:
    """Lower left corners of the labels that have room, None for the others: all of them where `place_labels` finds a
    free place for each, otherwise those that find one beside their points.

    The loneliest point comes first; a label keeps off every point, every label before it and the frame.
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    placed: list[np.ndarray | None] = [None] * len(points)
    if not len(points):
        return placed
    if sum(wide * high for wide, high in sizes) < CROWDED * frame[0] * frame[1]:
        corners = place_labels(points, sizes, frame, dot)
        if _all_free(np.hstack([corners, corners + np.asarray(sizes)]), points, frame, dot):
            return list(corners)
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + np.diag(np.full(len(points), np.inf))
    taken = np.hstack([points - dot, points + dot])
    for label in np.argsort(-apart.min(axis=1), kind="stable"):
        near = _candidates(points[label], sizes[label])[: BESIDE * DIRECTIONS]
        inside = (near[:, :2] >= 0).all(axis=1) & (near[:, 2:] <= np.array(frame)).all(axis=1)
        free = np.flatnonzero(inside & (_overlap(near, taken) == 0).all(axis=1))
        if len(free):
            box = near[free[0]]
            placed[label] = box[:2]
            taken = np.vstack([taken, box + BETWEEN])
    return placed


def _all_free(boxes: np.ndarray, points: np.ndarray, frame: tuple[float, float], dot: float) -> bool:
    """Whether no box touches another, a point or the frame."""
    beside = np.triu(_overlap(boxes, boxes + BETWEEN), 1)
    on_points = _overlap(boxes, np.hstack([points - dot, points + dot]))
    inside = (boxes[:, :2] >= 0).all() and (boxes[:, 2:] <= np.asarray(frame)).all()
    return bool(inside) and not beside.any() and not on_points.any()


def tie(point: np.ndarray, corner: np.ndarray, size: tuple[float, float]) -> np.ndarray | None:
    """Where the line from a point to its label ends, or None if the label is near enough to need none."""
    nearest = np.clip(point, corner, corner + np.asarray(size))
    return nearest if np.hypot(*(nearest - point)) > FAR else None


def _candidates(point: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    """(left, bottom, right, top) of each possible place, the preferred first: near, right before left."""
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    angles = angles[np.argsort(np.round(1 - np.cos(angles) + 0.3 * np.abs(np.sin(angles)), 9), kind="stable")]
    boxes = []
    for distance in DISTANCES:
        for angle in angles:
            dx, dy = float(np.round(np.cos(angle), 9)), float(np.round(np.sin(angle), 9))
            # The label's side or corner that faces the point lies at `distance` from it.
            left = point[0] + distance * dx - size[0] * (1.0 if dx < 0 else 0.5 if dx == 0 else 0.0)
            bottom = point[1] + distance * dy - size[1] * (1 - dy) / 2
            boxes.append((left, bottom, left + size[0], bottom + size[1]))
    return np.array(boxes)


def _ties(point: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """(candidates, samples, 2) places on the line from the point to each candidate; NaN where there is no line."""
    nearest = np.clip(point, boxes[:, :2], boxes[:, 2:])
    nearest[np.hypot(*(nearest - point).T) <= FAR] = np.nan
    return point + ALONG[None] * (nearest - point)[:, None]


def _overlap(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(boxes, others) depth of overlap, 0 where apart: the smaller of the two sides of the common rectangle."""
    left, bottom, right, top = boxes.T[:, :, None]
    wide = np.minimum(right, others[:, 2]) - np.maximum(left, others[:, 0])
    high = np.minimum(top, others[:, 3]) - np.maximum(bottom, others[:, 1])
    depth = np.minimum(wide, high)
    return np.where(depth > 0, depth + 0.05, 0)


def _inside(boxes: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """(boxes, lines, samples) whether a sample of a line lies in a box."""
    x, y = lines[None, ..., 0], lines[None, ..., 1]  # side by side, not stacked: a reduction over two costs the most
    left, bottom, right, top = boxes.T[:, :, None, None]
    return np.asarray((x > left) & (x < right) & (y > bottom) & (y < top))


def _crossings(point: np.ndarray, mine: np.ndarray, points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(my candidates, other labels) whether the two tying lines cross."""
    ends, other_ends = mine[:, -1][:, None], others[:, -1][None]
    starts, other_starts = point[None, None], points[None]

    def turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
        return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])

    apart = turn(starts, ends, other_starts) * turn(starts, ends, other_ends) < 0
    return apart & (turn(other_starts, other_ends, starts) * turn(other_starts, other_ends, ends) < 0)


def _fixed_cost(
    label: int, boxes: np.ndarray, ties: np.ndarray, points: np.ndarray, frame: tuple[float, float], dot: float
) -> np.ndarray:
    """Cost of each candidate that does not depend on the other labels: points, frame, distance."""
    dots = np.hstack([points - dot, points + dot])
    others = np.delete(dots, label, axis=0)
    outside = (-boxes[:, :2]).clip(min=0).sum(axis=1) + (boxes[:, 2:] - np.array(frame)).clip(min=0).sum(axis=1)
    struck = _inside(others, ties).any(axis=2).sum(axis=0)
    distance = np.repeat(DISTANCES, DIRECTIONS)
    direction = np.tile(np.arange(DIRECTIONS) / DIRECTIONS, len(DISTANCES))
    preference = FURTHER * (5 * distance + 0.6 * direction + 0.6 * (distance > FAR))
    # A label that lies nearer to another point than to its own is read as that one's.
    away = np.hypot(*(points[:, None] - np.clip(points[:, None], boxes[:, :2], boxes[:, 2:])).transpose(2, 0, 1))
    elsewhere = np.hypot(*(points - points[label]).T) > dot
    doubtful = (away[elsewhere] < away[label] + 0.02).any(axis=0)
    preference += np.where(distance > FAR, 0.5, DOUBTFUL) * doubtful
    return OVERLAP * _overlap(boxes, dots).sum(axis=1) + OUTSIDE * outside + 2 * CROSSED * struck + preference


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> np.ndarray:
    """Positions as near as possible to those wanted, in their order, at least `gap` apart, within low … high.

    Least squares: subtracting the gaps turns it into isotonic regression, and the bounded solution is the unbounded
    one clipped. If there is no room for all, the gap shrinks evenly.
    """
    values = np.asarray(wanted, dtype=float)
    if len(values) == 0:
        return values
    if len(values) > 1:
        gap = min(gap, (high - low) / (len(values) - 1))
    order = np.argsort(values, kind="stable")
    steps = gap * np.arange(len(values))
    level = isotonic_regression(values[order] - steps).x
    placed = np.clip(level, low, high - steps[-1]) + steps
    result = np.empty_like(placed)
    result[order] = placed
    return result
