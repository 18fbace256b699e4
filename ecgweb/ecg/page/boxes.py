"""The boxes that pieces of ink lie in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Boxes:
    """First and last row and column of every piece, shape (pieces,), and the share of its box that is ink."""

    top: NDArray[np.float64]
    bottom: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    fill: NDArray[np.float64]

    @property
    def width(self) -> NDArray[np.float64]:
        return self.right - self.left + 1

    @property
    def height(self) -> NDArray[np.float64]:
        return self.bottom - self.top + 1

    @property
    def middle(self) -> NDArray[np.float64]:
        return (self.top + self.bottom) / 2

    def slices(self, one: int) -> tuple[slice, slice]:
        """Rows and columns of the box at this place."""
        top, bottom, left, right = (int(side[one]) for side in (self.top, self.bottom, self.left, self.right))
        return slice(top, bottom + 1), slice(left, right + 1)


def boxes_of(labels: NDArray[np.int32], count: int) -> Boxes:
    """Boxes of the pieces that `ndimage.label` counted, the first that of label 1."""
    flat = np.flatnonzero(labels)
    if count == 0 or flat.size == 0:
        return Boxes(*np.zeros((5, 0)))
    names = labels.ravel()[flat]
    y, x = np.divmod(flat, labels.shape[1])
    order = np.argsort(names, kind="stable")
    starts = np.searchsorted(names[order], np.arange(1, count + 1))
    x, y = x[order], y[order]
    top, bottom = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    left, right = np.minimum.reduceat(x, starts), np.maximum.reduceat(x, starts)
    area = np.diff(np.append(starts, flat.size))
    fill = area / ((bottom - top + 1) * (right - left + 1))
    return Boxes(*(values.astype(np.float64) for values in (top, bottom, left, right, fill)))
