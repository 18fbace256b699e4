"""Windows and their truth, kept on the disk between runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.tracer.pages import Example

OWN, OTHER = np.uint8(1), np.uint8(2)


@dataclass(frozen=True)
class WindowSet:
    """Windows (HEIGHT, WIDTH): how dark, whose ink (bits `OWN` and `OTHER`), and how high the pen ran."""

    darkness: Sequence[NDArray[np.uint8]]
    claims: Sequence[NDArray[np.uint8]]
    heights: Sequence[NDArray[np.float32]]

    def __len__(self) -> int:
        return len(self.darkness)

    def save(self, path: Path) -> None:
        """Write the file under another name first: whoever looks for it meanwhile must not find half of it."""
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, darkness=self.darkness, claims=self.claims, heights=self.heights)
        part.rename(path)


def collected(found: Iterable[list[Example]]) -> WindowSet:
    """All windows that show a trace."""
    kept = [example for page in found for example in page if np.isfinite(example.heights).any()]
    pictures = np.stack([example.window.picture for example in kept])
    claims = OWN * (pictures[..., 1] > 0) + OTHER * (pictures[..., 2] > 0)
    return WindowSet(list(pictures[..., 0].copy()), list(claims), [example.heights for example in kept])


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
    return WindowSet(list(kept["darkness"]), list(kept["claims"]), list(kept["heights"]))


def _joined(parts: list[WindowSet]) -> WindowSet:
    return WindowSet(
        [window for part in parts for window in part.darkness],
        [window for part in parts for window in part.claims],
        [heights for part in parts for heights in part.heights],
    )


def pictures(darkness: NDArray[np.uint8], claims: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Windows as the reader cuts them, channels last."""
    own, other = (np.uint8(255) * ((claims & bit) > 0) for bit in (OWN, OTHER))
    return np.stack([darkness, own, other], axis=-1)
