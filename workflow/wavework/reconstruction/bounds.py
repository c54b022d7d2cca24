"""Placeholder until branch engine is merged: take theirs."""

from typing import Any


class Bounds:
    def __init__(self, system: Any):
        self.system = system

    def linear(self, weights: Any) -> Any:
        raise NotImplementedError

    def tables(self, weights: Any) -> Any:
        raise NotImplementedError

    def possible(self) -> Any:
        raise NotImplementedError
