"""Views of records, made once and kept in memory, and the batches drawn from them."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import INPUT_SHAPES, Inputs, view_input

Signal = NDArray[np.float32]
Targets = dict[str, NDArray[np.float32]]


def prepared(signals: list[Signal]) -> dict[str, NDArray[np.float16]]:
    """The network's input for each signal (12, 1000), kept in half precision: one row a signal."""
    rows = {name: np.empty((len(signals), *shape), np.float16) for name, shape in INPUT_SHAPES.items()}
    for index, signal in enumerate(signals):
        for name, value in view_input(signal).items():
            rows[name][index] = value
    return rows


class Batches(keras.utils.PyDataset):
    """Every epoch each record once, in a new order and in another of its views.

    Parameters
    ----------
    make_view : callable
        Index of a record -> one random view of it.
    targets : dict of ndarray
        Rows by record, for the network's two outputs.
    views : int
        How many views of each record are made before training; epochs take turns over them.
    """

    def __init__(
        self, make_view: Callable[[int], Signal], targets: Targets, views: int, size: int, rng: np.random.Generator
    ) -> None:
        super().__init__()
        self._targets, self._size, self._rng = targets, size, rng
        self._records = len(targets["diagnosis"])
        self._views = [prepared([make_view(index) for index in range(self._records)]) for _ in range(views)]
        self._epoch = 0
        self._order = rng.permutation(self._records)

    def __len__(self) -> int:
        return self._records // self._size

    def __getitem__(self, batch: int) -> tuple[Inputs, Targets]:
        chosen = self._order[batch * self._size : (batch + 1) * self._size]
        view = self._views[self._epoch % len(self._views)]
        inputs = {name: value[chosen].astype(np.float32) for name, value in view.items()}
        return inputs, {name: value[chosen] for name, value in self._targets.items()}

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = self._rng.permutation(self._records)
