"""Windows and their truth, kept on the disk between runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.tracer.pages import Example

OWN, OTHER = np.uint8(1), np.uint8(2)


@dataclass(frozen=True)
class WindowSet:
    """Windows (n, HEIGHT, WIDTH): how dark, whose ink (bits `OWN` and `OTHER`), and how high the pen ran."""

    darkness: NDArray[np.uint8]
    claims: NDArray[np.uint8]
    heights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.darkness)

    def save(self, path: Path) -> None:
        np.savez(path, darkness=self.darkness, claims=self.claims, heights=self.heights)


def collected(found: Iterable[list[Example]]) -> WindowSet:
    """All windows that show a trace."""
    kept = [example for page in found for example in page if np.isfinite(example.heights).any()]
    pictures = np.stack([example.window.picture for example in kept])
    claims = OWN * (pictures[..., 1] > 0) + OTHER * (pictures[..., 2] > 0)
    return WindowSet(pictures[..., 0].copy(), claims, np.stack([example.heights for example in kept]))


class Growing:
    """All files of a folder as one set; what has been added since it was last asked joins it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, WindowSet] = {}

    def __call__(self) -> WindowSet:
        new = set(self._folder.glob("*.npz")) - set(self._known)
        if new:
            self._known |= {path: load(path) for path in sorted(new)}
            self._joined = _joined([self._known[path] for path in sorted(self._known)])
        return self._joined


def load(path: Path) -> WindowSet:
    """Windows that were saved before."""
    kept = np.load(path)
    return WindowSet(kept["darkness"], kept["claims"], kept["heights"])


def _joined(parts: list[WindowSet]) -> WindowSet:
    return WindowSet(
        np.concatenate([part.darkness for part in parts]),
        np.concatenate([part.claims for part in parts]),
        np.concatenate([part.heights for part in parts]),
    )


def pictures(darkness: NDArray[np.uint8], claims: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Windows as the reader cuts them, channels last."""
    own, other = (np.uint8(255) * ((claims & bit) > 0) for bit in (OWN, OTHER))
    return np.stack([darkness, own, other], axis=-1)
