"""Independent draws, exactly uniform on the answer tables of a component, by counting them.

The cells are taken one after the other. All that matters about the cells behind is the partial sum of each
inequality, so tables that share these sums share their future: a decision diagram with one state per vector of
sums. A sum that can no longer break its bounds is forgotten, one that must break them ends, and of several that the
cells ahead change alike only the one nearest to its bound is kept. Counting completions
backwards gives the number of tables behind each answer, and drawing answers with probability proportional to it
is a draw from the uniform distribution (forward filtering, backward sampling; as for contingency tables in
Chen, Diaconis, Holmes & Liu 2005, J. Am. Stat. Assoc. 100, 109-120, but exact).

A table is a path through the diagram, so that the largest value of a sum over cells is a longest path, found backwards
in integers (for decision diagrams in optimisation see Bergman, Cire, van Hoeve & Hooker 2016, Decision Diagrams for
Optimization): exact integer programming without a solver, many sums at once.

Counts are floats, combined one pair at a time in a fixed order, so every machine gets the same bits; the relative
error of a probability is below (cells) x 2^-52.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wavework.reconstruction.count_prior import FAR, Limits, Urns
from wavework.reconstruction.inequalities import Component, Flags, Integers, extremes

STATES = 2_000_000  # states of a component above which counting takes more seconds and memory than walking
WIDE = 32  # inequalities from which on a state counts twice, thrice, …, since it takes as much more
RESOLUTION = 2**53  # a draw is a whole number below it
NEVER = -(2**61)  # value of a path that leads to no table
KNOWN = 1_000  # diagrams that are kept
CHOICES = 50_000_000  # bytes that the choices of best paths may take at a time


@dataclass(frozen=True, eq=False)
class Layer:
    """The step over one cell: cell, position in the component; for each state the state that an answer leads to
    (-1: to no table), and the cumulated share of the tables by answer, as a whole number of `RESOLUTION`.

    A state from which some table can be completed has some answer that leads on; no answer leads to any other state.
    """

    cell: int
    following: npt.NDArray[np.int32]
    thresholds: Integers


@dataclass(frozen=True, eq=False)
class Diagram:
    """All answer tables of a component. log10_tables: logarithm of their number (under urns: of their weights' sum),
    -inf if there is none."""

    layers: tuple[Layer, ...]
    log10_tables: float

    @property
    def feasible(self) -> bool:
        return self.log10_tables > -np.inf

    def draw(self, draws: int, rng: np.random.Generator) -> npt.NDArray[np.int8]:
        """(draws, cells) positions of answers; only for a feasible diagram."""
        answers = np.empty((draws, len(self.layers)), dtype=np.int8)
        state = np.zeros(draws, dtype=np.int64)
        for layer in self.layers:
            chance = rng.integers(0, RESOLUTION, size=draws)
            answer = (layer.thresholds[state] <= chance[:, None]).sum(axis=1)
            answers[:, layer.cell] = answer
            state = layer.following[state, answer].astype(np.int64)
        return answers

    def possible(self) -> Flags:
        """(cells, answers) which answers each cell has in at least one table."""
        found = np.zeros((len(self.layers), self.layers[0].following.shape[1]), dtype=bool)
        for layer in self.layers:
            found[layer.cell] = (layer.following >= 0).any(axis=0)
        return found

    def table(self) -> npt.NDArray[np.int8]:
        """(cells,) the first table; only for a feasible diagram."""
        answers = np.empty(len(self.layers), dtype=np.int8)
        state = 0
        for layer in self.layers:
            answer = int((layer.following[state] >= 0).argmax())
            answers[layer.cell] = answer
            state = int(layer.following[state, answer])
        return answers

    def highest(self, weights: Integers) -> Integers:
        """(k,) largest sums over the cells of weights (k, cells, answers), each by some table; if feasible."""
        return self._longest(weights, None)

    def highest_tables(self, weights: Integers) -> npt.NDArray[np.int8]:
        """(k, cells) tables that have the sums of `highest`."""
        states = sum(len(layer.following) for layer in self.layers)
        size = max(CHOICES // states, 1)
        found = [np.zeros((0, len(self.layers)), dtype=np.int8)]
        for start in range(0, len(weights), size):
            part = weights[start : start + size]
            choices: list[npt.NDArray[np.int8]] = []
            self._longest(part, choices)
            answers = np.empty((len(part), len(self.layers)), dtype=np.int8)
            state, sums = np.zeros(len(part), dtype=np.int64), np.arange(len(part))
            for layer, choice in zip(self.layers, reversed(choices), strict=True):
                answer = choice[state, sums]
                answers[:, layer.cell] = answer
                state = layer.following[state, answer].astype(np.int64)
            found.append(answers)
        return np.concatenate(found)

    def _longest(self, weights: Integers, choices: list[npt.NDArray[np.int8]] | None) -> Integers:
        """`choices` is filled, last cell first, with (states, k), the answer that the best path takes."""
        reach = np.abs(weights.astype(np.float64)).max(axis=2, initial=0).sum(axis=1).max(initial=0)
        if reach >= -NEVER // 4:
            raise ValueError(f"weights that add up to {reach:g} are too large")
        small = reach < 2**29  # half the memory to move
        never, steps = (-(2**30), weights.astype(np.int32)) if small else (NEVER, weights.astype(np.int64))
        value = np.zeros((1, len(weights)), dtype=steps.dtype)
        for layer in reversed(self.layers):
            # -1 leads to the last: no table
            behind = np.concatenate([value, np.full((1, len(weights)), never, dtype=steps.dtype)])
            value = np.full((len(layer.following), len(weights)), never, dtype=steps.dtype)
            choice = np.zeros(value.shape, dtype=np.int8)
            for answer in np.flatnonzero((layer.following >= 0).any(axis=0)).tolist():
                through = behind[layer.following[:, answer]]
                through += steps[:, layer.cell, answer]
                if choices is not None:
                    choice[through > value] = answer
                np.maximum(value, through, out=value)
            if choices is not None:
                choices.append(choice)
        return value[0].astype(np.int64)


def diagram(component: Component, states: int = STATES, urns: Urns | None = None) -> Diagram | None:
    """Compile the component; None if it takes more than `states` states.

    urns: tables are drawn with probability in proportion to their weight by these, instead of alike. The state then
    knows the counts of the block that is being filled, so cells are taken block by block.
    """
    if urns is not None:
        return _diagram(component, states, urns)
    parts = (component.allowed, component.weights, component.lower, component.upper)
    content = (states, component.weights.shape, *(part.tobytes() for part in parts))
    if content not in _known:
        if len(_known) == KNOWN:
            _known.clear()
        _known[content] = _diagram(component, states, None)
    return _known[content]


_known: dict[Hashable, Diagram | None] = {}  # other items, other systems: often the same inequalities


def _diagram(component: Component, states: int, urns: Urns | None) -> Diagram | None:
    order = _order(component.weights) if urns is None else urns.order(_order)
    compiled = _compiled(component, order, states, urns)
    return None if compiled is None else _counted(order, *compiled)


def _compiled(
    component: Component, order: Integers, states: int, urns: Urns | None
) -> tuple[list[npt.NDArray[np.int32]], list[Integers]] | None:
    """By cell, in this order: (states, answers) the state that an answer leads to, and its factor under urns."""
    allowed = component.allowed[order]
    weights, lower, upper = _one_sided(component.weights[order], allowed, component.lower, component.upper)
    alike = _alike(weights, upper)
    # what the cells after each can still add, least and most
    least, most = (one[::-1].cumsum(axis=0)[::-1] - one for one in extremes(weights, allowed))

    known = 0 if urns is None else urns.sizes.shape[1]  # columns of the state that count
    sums = np.zeros((1, len(lower) + known), dtype=np.int64)
    steps: list[npt.NDArray[np.int32]] = []
    factors: list[Integers] = []
    size = 0
    for number, cell in enumerate(order.tolist()):
        step = weights[number]
        limits = Limits(lower - least[number], upper - most[number], lower - most[number], upper - least[number])
        if urns is not None:
            factors.append(urns.factors(cell, sums[:, len(lower) :]))
            step, limits = urns.extended(cell, step, limits, last=urns.last(order, number))
        sums, following = _step(sums, allowed[number], step, limits, alike[number], lower, everything=not number)
        steps.append(following)
        size += len(sums) * (1 + len(lower) // WIDE)
        if size > states and (len(lower) or urns is not None):
            return None
    return steps, factors


def _counted(order: Integers, steps: list[npt.NDArray[np.int32]], factors: list[Integers]) -> Diagram:
    """The tables behind each state, the last cell first."""
    layers: list[Layer] = []
    ends = int(steps[-1].max(initial=-1)) + 1
    tables, exponent = np.ones(ends), 0
    alive: Flags = np.ones(ends, dtype=bool)  # states from which a table can be completed
    for number in range(len(order))[::-1]:
        following = steps[number]
        following[~np.append(alive, False)[following]] = -1
        alive = following.max(axis=1, initial=-1) >= 0
        behind = np.append(tables, 0.0)  # -1 leads to the last: no table
        cumulated = np.empty(following.shape)
        total = np.zeros(len(following))
        for answer in range(following.shape[1]):
            through = behind[following[:, answer]]
            total = total + (through * factors[number][:, answer] if factors else through)
            cumulated[:, answer] = total
        share = cumulated / np.where(total > 0, total, 1.0)[:, None]
        layers.append(Layer(int(order[number]), following, np.floor(share * RESOLUTION).astype(np.int64)))
        shift = int(np.frexp(total.max(initial=0.0))[1])  # a power of two: scaling by it is exact
        tables, exponent = np.ldexp(total, -shift), exponent + shift
    found = float(tables[0]) if len(tables) else 0.0
    log10 = float(np.log10(found) + exponent * np.log10(2.0)) if found > 0 else -np.inf
    return Diagram(tuple(layers[::-1]), log10)


def _one_sided(
    weights: Integers, allowed: Flags, lower: Integers, upper: Integers
) -> tuple[Integers, Integers, Integers]:
    """The same inequalities, where those with one bound that matters have it below, and `FAR` above."""
    least, most = (one.sum(axis=0) for one in extremes(weights, allowed))
    above = (lower <= least) & (upper < most)
    weights = np.where(above, -weights, weights)
    return weights, np.where(above, -upper, lower), np.where(above | (upper >= most), FAR, upper)


def _alike(weights: Integers, upper: Integers) -> list[list[Integers]]:
    """For each cell the sets of inequalities that have the same weights on all cells after it and no bound above."""
    found: list[list[Integers]] = []
    kind = np.zeros(weights.shape[2], dtype=np.int64)  # of the weights from a cell on; 0: none
    for step in weights[::-1]:
        groups = [np.flatnonzero((kind == one) & (upper == FAR)) for one in np.unique(kind[kind > 0])]
        found.append([group for group in groups if len(group) > 1])
        content: dict[tuple[int, bytes], int] = {(0, bytes(step[:, :1].nbytes)): 0} if step.shape[1] else {}
        kind = np.array(
            [
                content.setdefault((int(one), step[:, column].tobytes()), len(content))
                for column, one in enumerate(kind)
            ],
            dtype=np.int64,
        )
    return found[::-1]


def _step(
    sums: Integers, allowed: Flags, weights: Integers, limits: Limits, alike: list[Integers], lower: Integers,
    everything: bool,
) -> tuple[Integers, npt.NDArray[np.int32]]:  # fmt: skip
    """Sums after one more cell: states (new, inequalities) and where each old state goes by answer (old, answers).

    A sum within limits.sure can no longer break its bounds; one outside limits.need must. Of inequalities that are
    alike from here on only the one nearest to its bound counts, in the place of the first. everything: look at all
    sums, and not at those alone that the cell changes.
    """
    following = np.full((len(sums), len(allowed)), -1, dtype=np.int32)
    if not allowed.any() or not len(sums):
        return np.zeros((0, sums.shape[1]), dtype=np.int64), following
    choices = np.flatnonzero(allowed)
    changed: Flags = np.logical_or(weights.any(axis=0), everything)
    merged = [group for group in alike if changed[group].any()]
    changed[np.concatenate([np.zeros(0, dtype=np.int64), *merged])] = True
    columns, rest = np.flatnonzero(changed), np.flatnonzero(~changed)
    place = changed.cumsum() - 1
    new = sums[:, None, columns] + weights[choices][None, :, columns]
    alive = ((new >= limits.need_low[columns]) & (new <= limits.need_high[columns])).all(axis=2)
    for group in merged:
        nearest = (new[:, :, place[group]] - lower[group]).min(axis=2)
        new[:, :, place[group[0]]] = nearest + lower[group[0]]
        new[:, :, place[group[1:]]] = limits.sure_low[group[1:]]
    # one value stands for all that are sure
    sure_low = limits.sure_low[columns]
    new = np.where((new >= sure_low) & (new <= limits.sure_high[columns]), sure_low, new)
    others, other = _distinct(sums[:, rest])
    rows = np.concatenate([np.broadcast_to(other[:, None, None], (*alive.shape, 1)), new], axis=2)
    found, which = _distinct(rows[alive])
    states = np.empty((len(found), sums.shape[1]), dtype=np.int64)
    states[:, rest], states[:, columns] = others[found[:, 0]], found[:, 1:]
    reached = np.full(alive.shape, -1, dtype=np.int32)
    reached[alive] = which
    following[:, choices] = reached
    return states, following


def _distinct(rows: Integers) -> tuple[Integers, npt.NDArray[np.intp]]:
    """Distinct rows, sorted, and which of them each row is."""
    if not len(rows):
        return rows, np.zeros(0, dtype=np.intp)
    low, high = rows.min(axis=0), rows.max(axis=0)
    key, size = np.zeros(len(rows), dtype=np.int64), 1  # the row as one number: much faster to sort
    for column in np.flatnonzero(high > low).tolist():
        span = int(high[column] - low[column]) + 1
        if size * span >= 2**62:
            known, key = np.unique(key, return_inverse=True)
            key, size = key.astype(np.int64), len(known)
        key, size = key * span + (rows[:, column] - low[column]), size * span
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return rows[first], which.reshape(-1)


def _order(weights: Integers) -> npt.NDArray[np.int64]:
    """An order of cells that keeps few sums open at a time: greedily, the next cell leaves the fewest open."""
    touches = (weights != 0).any(axis=1)
    remaining = touches.sum(axis=0)
    full, never = remaining.copy(), int(remaining.max(initial=0)) + 1
    left = np.ones(len(touches), dtype=bool)
    order = np.empty(len(touches), dtype=np.int64)
    for number in range(len(order)):
        after = remaining[None, :] - touches
        opened = ((after > 0) & (after < full)).sum(axis=1)
        # among equals the one with an open sum nearest to its end (or one that it ends alone), then the first
        urgent = touches & ((remaining < full) | (remaining == 1))
        pressing = np.where(urgent, remaining, never).min(axis=1, initial=never)
        rank = np.where(left, opened * (never + 1) + pressing, np.iinfo(np.int64).max)
        order[number] = int(rank.argmin())
        left[order[number]] = False
        remaining = remaining - touches[order[number]]
    return order
