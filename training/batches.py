"""Views of records, made once and kept in memory, and the batches drawn from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import INPUT_SHAPES, Inputs, view_input

Views = list[dict[str, NDArray[np.float16]]]
Targets = dict[str, NDArray[np.float32]]


class Source(Protocol):
    """Several views of the same records, and the records' targets."""

    @property
    def views(self) -> Views: ...

    @property
    def targets(self) -> Targets: ...


def prepared(signals: Sequence[NDArray[np.float32]] | NDArray[np.float32]) -> dict[str, NDArray[np.float16]]:
    """The network's input for each signal (12, 1000), kept in half precision: one row a signal."""
    rows = {name: np.empty((len(signals), *shape), np.float16) for name, shape in INPUT_SHAPES.items()}
    for index, signal in enumerate(signals):
        for name, value in view_input(signal).items():
            rows[name][index] = value
    return rows


class MixedBatches(keras.utils.PyDataset):
    """Batches of rows from one or two sources, each row in a view drawn at random.

    Parameters
    ----------
    sources : sequence of Source
        An epoch is as long as the first one.
    sizes : sequence of int
        Rows of each source in a batch.
    rows : ndarray of int, optional
        Which rows of the first source to use; all if not given.
    balanced : bool
        Draw the first source's rows with weights of one over the root of their diagnosis' count.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        sizes: Sequence[int],
        seed: int,
        rows: NDArray[np.intp] | None = None,
        balanced: bool = False,
    ) -> None:
        super().__init__()
        self._sources, self._sizes = sources, sizes
        self._rng = np.random.default_rng(seed)
        self._rows = np.arange(len(sources[0].targets["diagnosis"])) if rows is None else rows
        self._share = self._shares() if balanced else None
        self.on_epoch_end()

    def __len__(self) -> int:
        return len(self._rows) // self._sizes[0]

    def __getitem__(self, batch: int) -> tuple[Inputs, Targets]:
        parts = [
            self._part(source, order[batch * size : (batch + 1) * size])
            for source, order, size in zip(self._sources, self._orders, self._sizes, strict=True)
        ]
        return _joined([inputs for inputs, _ in parts]), _joined([targets for _, targets in parts])

    def on_epoch_end(self) -> None:
        """Draw the order of the next epoch."""
        self._orders = [self._first_order()]
        for source, size in zip(self._sources[1:], self._sizes[1:], strict=True):
            available = len(source.targets["diagnosis"])
            self._orders.append(self._rng.permutation(available)[: len(self) * size])

    def _first_order(self) -> NDArray[np.intp]:
        if self._share is None:
            return self._rng.permutation(self._rows)
        return self._rng.choice(self._rows, len(self._rows), p=self._share)

    def _shares(self) -> NDArray[np.float64]:
        diagnosis = self._sources[0].targets["diagnosis"][self._rows].argmax(axis=1)
        weight = 1 / np.sqrt(np.bincount(diagnosis, minlength=4)[diagnosis])
        return weight / weight.sum()

    def _part(self, source: Source, rows: NDArray[np.intp]) -> tuple[Inputs, Targets]:
        chosen = self._rng.integers(len(source.views), size=len(rows))
        inputs = {
            name: np.stack([source.views[view][name][row] for view, row in zip(chosen, rows, strict=True)])
            for name in INPUT_SHAPES
        }
        return (
            {name: value.astype(np.float32) for name, value in inputs.items()},
            {name: value[rows] for name, value in source.targets.items()},
        )


def _joined(parts: list[dict[str, NDArray[np.float32]]]) -> dict[str, NDArray[np.float32]]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
