"""Views of records, made once and kept in memory, and the batches drawn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import INPUT_SHAPES, Inputs, view_input

Prepared = dict[str, NDArray[np.float16]]
Targets = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Learning:
    """Several views of records, their targets, and the rows of those to learn from."""

    views: list[Prepared]
    targets: Targets
    rows: NDArray[np.intp]


def prepared(signals: Sequence[NDArray[np.float32]] | NDArray[np.float32]) -> Prepared:
    """The network's input for each signal (12, 1000), kept in half precision: one row a signal."""
    rows = {name: np.empty((len(signals), *shape), np.float16) for name, shape in INPUT_SHAPES.items()}
    for index, signal in enumerate(signals):
        for name, value in view_input(signal).items():
            rows[name][index] = value
    return rows


class Batches(keras.utils.PyDataset):
    """Every epoch each record once, in a new order, each in a view drawn at random."""

    def __init__(self, learning: Learning, size: int, seed: int) -> None:
        super().__init__()
        self._learning, self._size = learning, size
        self._rng = np.random.default_rng(seed)
        self.on_epoch_end()

    def __len__(self) -> int:
        return len(self._order) // self._size

    def __getitem__(self, batch: int) -> tuple[Inputs, Targets]:
        rows = self._order[batch * self._size : (batch + 1) * self._size]
        chosen = self._rng.integers(len(self._learning.views), size=len(rows))
        drawn = list(zip(chosen, rows, strict=True))
        inputs = {
            name: np.stack([self._learning.views[view][name][row] for view, row in drawn]) for name in INPUT_SHAPES
        }
        known = {name: value[rows] for name, value in self._learning.targets.items()}
        return {name: value.astype(np.float32) for name, value in inputs.items()}, known

    def on_epoch_end(self) -> None:
        """Draw the order of the next epoch."""
        self._order = self._rng.permutation(self._learning.rows)
