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
    """Every epoch each record once, in a new order, each in a view drawn at random, some mixed with another.

    `mixing` is the parameter of the Beta distribution that two records are mixed by (mixup, Zhang et al. 2018); 0 mixes
    none. The first record always makes up the larger part.
    """

    def __init__(self, learning: Learning, size: int, seed: int, mixing: float = 0.0) -> None:
        super().__init__()
        self._learning, self._size, self._mixing = learning, size, mixing
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
        whole = {name: value.astype(np.float32) for name, value in inputs.items()}
        return self._mixed(whole, known) if self._mixing else (whole, known)

    def _mixed(self, inputs: Inputs, known: Targets) -> tuple[Inputs, Targets]:
        """Each record with a part of another one of the batch; the diagnosis, of which one is true, is the first's."""
        count = len(known["diagnosis"])
        other = self._rng.permutation(count)
        drawn = self._rng.beta(self._mixing, self._mixing, count)
        share = np.maximum(drawn, 1 - drawn).astype(np.float32)

        def mix(values: NDArray[np.float32]) -> NDArray[np.float32]:
            first = share.reshape(-1, *[1] * (values.ndim - 1))
            return first * values + (1 - first) * values[other]

        both = {name: (value >= 0) & (value[other] >= 0) for name, value in known.items()}
        targets = {name: np.where(both[name], mix(value), -1) for name, value in known.items()}
        targets["diagnosis"] = known["diagnosis"] * share[:, None]
        return {name: mix(value) for name, value in inputs.items()}, targets

    def on_epoch_end(self) -> None:
        """Draw the order of the next epoch."""
        self._order = self._rng.permutation(self._learning.rows)
