"""What a row of classified beats amounts to: counts, burden, couplets, runs, bigeminy and pauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

ECTOPIC = ("S", "V")
PAUSE_S = 2.0
FEWEST_OF_A_RUN = 3
FEWEST_PAIRS = 3  # normal and ectopic beat in turn, so often, is bigeminy


@dataclass(frozen=True)
class Beat:
    """One heartbeat.

    Parameters
    ----------
    time_s : float
        Of its R peak, from the start of the signal.
    symbol : str
        The finer class: N normal, L and R bundle branch block, A premature atrial, V premature ventricular, F fusion
        of ventricular and normal, E ventricular escape, ! ventricular flutter wave, / paced.
    aami : str
        N, S (supraventricular ectopic), V (ventricular ectopic), F (fusion) or Q (paced, unknown).
    probability : float
        That it is of its `symbol`.
    """

    time_s: float
    symbol: str
    aami: str
    probability: float


@dataclass(frozen=True)
class Episode:
    """Consecutive beats, first and last included; `beats` counts them."""

    start_s: float
    end_s: float
    beats: int

    @property
    def rate_bpm(self) -> float | None:
        """Mean rate within the episode; None for a single beat."""
        return 60.0 * (self.beats - 1) / (self.end_s - self.start_s) if self.end_s > self.start_s else None


@dataclass(frozen=True)
class EctopicSummary:
    """One kind of ectopic beat: how many, in percent of all beats, and how they cluster."""

    beats: int
    burden_percent: float
    isolated: int
    couplets: int
    runs: tuple[Episode, ...]
    bigeminy: tuple[Episode, ...]


@dataclass(frozen=True)
class BeatSummary:
    """All beats of a signal."""

    beats: int
    counts: dict[str, int] = field(default_factory=dict)
    supraventricular: EctopicSummary | None = None
    ventricular: EctopicSummary | None = None
    pauses: tuple[Episode, ...] = ()


def summarise(beats: Sequence[Beat]) -> BeatSummary:
    """Count the beats and find couplets (two), runs (three and more), bigeminy and pauses (two seconds and more).

    Examples
    --------
    >>> row = [Beat(0.8 * i, c, c, 1.0) for i, c in enumerate("NVVNVVVN")]
    >>> found = summarise(row).ventricular
    >>> found.beats, found.burden_percent, found.couplets, len(found.runs)
    (5, 62.5, 1, 1)
    """
    if not beats:
        return BeatSummary(0)
    supraventricular, ventricular = (_ectopic(beats, kind) for kind in ECTOPIC)
    counts = Counter(beat.symbol for beat in beats)
    return BeatSummary(len(beats), dict(sorted(counts.items())), supraventricular, ventricular, tuple(_pauses(beats)))


def _ectopic(beats: Sequence[Beat], kind: str) -> EctopicSummary:
    rows = [list(row) for found, row in groupby(beats, key=lambda beat: beat.aami == kind) if found]
    count = sum(len(row) for row in rows)
    return EctopicSummary(
        beats=count,
        burden_percent=100.0 * count / len(beats),
        isolated=sum(len(row) == 1 for row in rows),
        couplets=sum(len(row) == 2 for row in rows),
        runs=tuple(_episode(row) for row in rows if len(row) >= FEWEST_OF_A_RUN),
        bigeminy=tuple(_bigeminy(beats, kind)),
    )


def _bigeminy(beats: Sequence[Beat], kind: str) -> Iterator[Episode]:
    """Stretches in which every second beat, and only every second, is ectopic."""
    start = 0
    for stop in range(1, len(beats) + 1):
        if stop < len(beats) and (beats[stop].aami == kind) != (beats[stop - 1].aami == kind):
            continue
        stretch = beats[start:stop]
        if len(stretch) // 2 >= FEWEST_PAIRS:
            yield _episode(stretch)
        start = stop


def _pauses(beats: Sequence[Beat]) -> Iterator[Episode]:
    for before, after in pairwise(beats):
        if after.time_s - before.time_s >= PAUSE_S:
            yield _episode([before, after])


def _episode(beats: Sequence[Beat]) -> Episode:
    return Episode(beats[0].time_s, beats[-1].time_s, len(beats))
