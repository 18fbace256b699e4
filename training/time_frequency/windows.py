"""What the recipe learns from, whatever its source: labelled windows that know their database and their person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PARTS = ("train", "tune", "test")


@dataclass(frozen=True)
class Window:
    """Ten seconds as `ecgweb.inference.time_frequency.window_of` gives them; `person` never stands in two parts."""

    signal: NDArray[np.float32]
    label: str
    database: str
    person: str
    recording: str


@dataclass(frozen=True)
class WindowSet:
    """Windows as arrays, row for row."""

    signals: NDArray[np.float32]
    labels: NDArray[np.str_]
    databases: NDArray[np.str_]
    persons: NDArray[np.str_]

    def where(self, chosen: NDArray[np.bool_]) -> WindowSet:
        return WindowSet(self.signals[chosen], self.labels[chosen], self.databases[chosen], self.persons[chosen])

    def __len__(self) -> int:
        return len(self.labels)


def gather(windows: Iterable[Window], most_per_person: int, seed: int = 1) -> WindowSet:
    """Stack windows, at most so many of each class from one person, so that long recordings do not drown short ones."""
    kept: dict[tuple[str, str, str], list[Window]] = {}
    for window in windows:
        kept.setdefault((window.database, window.person, window.label), []).append(window)
    random = np.random.default_rng(seed)
    chosen = [group[n] for group in kept.values() for n in _some(random, len(group), most_per_person)]
    if not chosen:
        raise ValueError("no window of ten seconds was found")
    return WindowSet(
        np.stack([window.signal for window in chosen]),
        np.array([window.label for window in chosen]),
        np.array([window.database for window in chosen]),
        np.array([f"{window.database}/{window.person}" for window in chosen]),
    )


def split(data: WindowSet, shares: tuple[float, float] = (0.15, 0.25)) -> dict[str, NDArray[np.bool_]]:
    """Masks of the parts: of each class and database, these shares of persons tune and test, the rest trains.

    A person goes where chance (a hash of the name) puts it, so that the split is the same wherever it is made.
    """
    part_of: dict[str, str] = {}
    for database in np.unique(data.databases):
        for label in np.unique(data.labels[data.databases == database]):
            here = (data.databases == database) & (data.labels == label)
            persons = sorted((p for p in set(data.persons[here].tolist()) if p not in part_of), key=_chance)
            tune, test = (round(share * len(persons)) for share in shares)
            if len(persons) >= 3:
                tune, test = max(1, tune), max(1, test)
            part_of |= dict.fromkeys(persons[:test], "test")
            part_of |= dict.fromkeys(persons[test : test + tune], "tune")
            part_of |= dict.fromkeys(persons[test + tune :], "train")
    parts = np.array([part_of[person] for person in data.persons.tolist()])
    return {part: parts == part for part in PARTS}


def _chance(person: str) -> str:
    return hashlib.sha256(person.encode()).hexdigest()


def _some(random: np.random.Generator, count: int, most: int) -> list[int]:
    return list(range(count)) if count <= most else sorted(random.choice(count, most, replace=False).tolist())
