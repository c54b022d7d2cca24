"""A statistic with its name: of one table of answers, and over many that agree with what is published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, NamedTuple, ParamSpec

import numpy as np
from numpy.typing import ArrayLike

from wavework.statistics.over_many_tables import Extent, spread
from wavework.statistics.resampling import Floats, Integers
from wavework.statistics.result import NAN, NotComputableError, Result, not_computable

P = ParamSpec("P")


class Estimates(NamedTuple):
    """A statistic in each of many tables, (tables,) all: its value, the units that entered, its two-sided p.

    value, p: NaN in a table where the statistic is not computable; p None where none is computed over tables.
    """

    value: Floats
    n: Integers
    p: Floats | None = None


Many = Callable[..., Estimates]


class Statistic(Generic[P]):
    """A named function that gives a Result; the reason where it raises NotComputableError. See `statistic`."""

    def __init__(self, compute: Callable[P, Result], method: str, source: str, words: Mapping[str, str]):
        self._compute, self.many = compute, None
        self._method, self._source, self._words = method, source, words
        self._defaults = getattr(compute, "__kwdefaults__", None) or {}
        update_wrapper(self, compute)

    many: Many | None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Of one table."""
        method = self._named(kwargs)
        try:
            return replace(self._compute(*args, **kwargs), method=method, source=self._source)
        except NotComputableError as error:
            return not_computable(str(error), error.n, method, self._source)

    def over_tables(self, many: Many) -> Many:
        """Decorates the vectorised form: the same samples with a leading axis of tables, and Estimates of them."""
        self.many = many
        return many

    def of(
        self,
        *samples: ArrayLike,
        alpha: float = NAN,
        extent: Extent | None = None,
        far: Sequence[ArrayLike] = (),
        **options: Any,
    ) -> Result:
        """Of samples with a leading axis of tables: the ordinary result of one table, `spread` over many.

        alpha: level of `significant`. extent: the bounds, where an exact method knows them. far: samples on further
        tables that agree, for the widest values found where none does. options: keyword arguments of the function;
        each form takes those that it knows. Raises TypeError where there is no form over many tables.
        """
        arrays = [np.asarray(sample) for sample in samples]
        if len(arrays[0]) == 1:
            return self(*(array[0] for array in arrays), **_known(self._compute, options))  # type: ignore[arg-type]
        if self.many is None:
            raise TypeError(f"{self._method} has no form over many tables")
        known = _known(self.many, options)
        found = self.many(*arrays, **known)
        reached = self.many(*map(np.asarray, far), **known).value if len(far) and extent is None else ()
        return self.spread(found, alpha=alpha, extent=extent, reached=reached, **options)

    def spread(
        self,
        found: Estimates,
        *,
        alpha: float = NAN,
        extent: Extent | None = None,
        reached: ArrayLike = (),
        **options: Any,
    ) -> Result:
        """What estimates of it over many tables say; see `of`."""
        return spread(
            found.value,
            n=int(found.n.max(initial=0)),
            method=self._named(options),
            source=self._source,
            alpha=alpha,
            p=found.p,
            extent=extent,
            reached=reached,
        )

    def _named(self, given: Mapping[str, Any]) -> str:
        known = {**self._defaults, **given}
        if self._words:
            known |= {name: self._words[value] for name, value in known.items() if isinstance(value, str)}
        return self._method.format(**known)


def _known(function: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    taken = signature(function).parameters
    return {name: value for name, value in options.items() if name in taken}


def statistic(
    method: str, source: str, words: Mapping[str, str] | None = None
) -> Callable[[Callable[P, Result]], Statistic[P]]:
    """Name a function that computes a Result, and have it return the reason where it raises NotComputableError.

    method, source: of the result, also where there is no number. `{name}` in method stands for that keyword argument
    of the function, in other `words` if there are any for it.
    """
    return lambda compute: Statistic(compute, method, source, words or {})
