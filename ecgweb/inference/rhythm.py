"""The rhythm of one lead over time: sinus rhythm, atrial fibrillation, other, noise, or ventricular fibrillation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder
from ecgweb.ecg.beats.rhythm_features import SIZE, rhythm_features
from ecgweb.ecg.beats.windows import SAMPLES, WINDOW_S, steadied, windows_of
from ecgweb.inference.network_file import Network, NetworkManifest, load_network, read_manifest

MANIFEST = "rhythm.json"
RHYTHMS = ("SR", "AFIB", "OTHER", "NOISE")
VENTRICULAR = "VF"
STRETCH_S = 30.0
FEWEST_IN_A_ROW = 2  # windows of fibrillation before a long signal is called so
BATCH = 512

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RhythmWindow:
    """A span of one rhythm with the mean probability of its class."""

    start_s: float
    end_s: float
    rhythm: str
    probability: float


@dataclass(frozen=True)
class Rhythm:
    """The rhythm of a whole signal, and how it changes.

    Parameters
    ----------
    rhythm : str
        SR, AFIB, OTHER, NOISE or VF. VF stands for ventricular fibrillation and flutter; one episode is enough.
    probabilities : dict of str to float
        Of all five, summing to one.
    windows : tuple of RhythmWindow
        Without gaps, from the start to the end of the signal.
    """

    rhythm: str
    probabilities: dict[str, float]
    windows: tuple[RhythmWindow, ...]


class RhythmClassifier:
    """Two networks: one for the rhythm of half a minute, the other for fibrillation within five seconds.

    Parameters
    ----------
    manifest : NetworkManifest
        Its setting `vf_threshold` is the probability from which a window counts as fibrillation.
    find : callable
        The beat finder.
    """

    def __init__(self, manifest: NetworkManifest, rhythm: Network, ventricular: Network, find: BeatFinder) -> None:
        self.manifest = manifest
        self._rhythm = rhythm
        self._ventricular = ventricular
        self._find = find
        self._vf_threshold = float(manifest.settings["vf_threshold"])

    @classmethod
    def load(cls, manifest_path: Path, find: BeatFinder) -> RhythmClassifier:
        """Load the networks that a manifest describes; raises `ManifestError` when they are not those files."""
        manifest = read_manifest(manifest_path)
        rhythm, ventricular = (load_network(manifest.files[role]) for role in ("rhythm", "ventricular"))
        return cls(manifest, rhythm, ventricular, find)

    def warm_up(self) -> None:
        """Run once on silence."""
        self._rhythm({"features": np.zeros((1, SIZE), np.float32)})
        self._ventricular({"window": np.zeros((1, SAMPLES, 1), np.float32)})

    def classify(self, signal_mv: NDArray, sampling_rate_hz: float) -> Rhythm:
        """Tell the rhythm of one lead.

        Parameters
        ----------
        signal_mv : ndarray, shape (samples,)
            Voltage in millivolt, NaN where nothing was seen; at least two seconds, ten or more are best.
        sampling_rate_hz : float
        """
        duration_s = signal_mv.size / sampling_rate_hz
        fibrillation = self.fibrillation(signal_mv, sampling_rate_hz)
        rhythms = self._stretches(signal_mv, sampling_rate_hz)
        slots_s = np.arange(fibrillation.size) * WINDOW_S
        at = np.minimum((slots_s / duration_s * len(rhythms)).astype(int), len(rhythms) - 1)
        return _summed_up(rhythms[at], fibrillation, self._vf_threshold, duration_s)

    def fibrillation(self, signal_mv: NDArray, sampling_rate_hz: float) -> Floats:
        """Probability of ventricular fibrillation or flutter in each window of five seconds."""
        windows = windows_of(signal_mv, sampling_rate_hz)[..., None]
        parts = [windows[start : start + BATCH] for start in range(0, len(windows), BATCH)]
        return steadied(np.concatenate([self._ventricular({"window": part})["vf"][:, 0] for part in parts]))

    def _stretches(self, signal_mv: NDArray, rate_hz: float) -> Floats:
        """Probabilities of the four rhythms in equal stretches of about half a minute, shape (stretches, 4)."""
        count = max(1, round(signal_mv.size / rate_hz / STRETCH_S))
        described = [rhythm_features(piece, rate_hz, self._find) for piece in np.array_split(signal_mv, count)]
        given = np.tile((0.0, 0.0, 0.0, 1.0), (count, 1))  # without beats to speak of, a lead is too noisy to tell
        chosen = [index for index, features in enumerate(described) if features is not None]
        if chosen:
            told = np.stack([features for features in described if features is not None])
            given[chosen] = self._rhythm({"features": told})["rhythm"]
        return given


def _summed_up(rhythms: Floats, fibrillation: Floats, threshold: float, duration_s: float) -> Rhythm:
    """One answer from the answers for every five seconds."""
    fibrillates = fibrillation >= threshold
    classes = [VENTRICULAR if vf else RHYTHMS[int(row.argmax())] for vf, row in zip(fibrillates, rhythms, strict=True)]
    own = np.where(fibrillates, fibrillation, rhythms.max(axis=1))
    needed = min(FEWEST_IN_A_ROW, fibrillation.size)
    vf = max(float(np.min(fibrillation[i : i + needed])) for i in range(fibrillation.size - needed + 1))
    usual = rhythms[~fibrillates].mean(axis=0) if not fibrillates.all() else rhythms.mean(axis=0)
    probabilities = {name: float(p * (1 - vf)) for name, p in zip(RHYTHMS, usual / usual.sum(), strict=True)}
    rhythm = VENTRICULAR if vf >= threshold else RHYTHMS[int(usual.argmax())]
    return Rhythm(rhythm, {**probabilities, VENTRICULAR: vf}, tuple(_spans(classes, own, duration_s)))


def _spans(classes: Sequence[str], probability: Floats, duration_s: float) -> list[RhythmWindow]:
    starts = [index for index, _ in enumerate(classes) if index == 0 or classes[index] != classes[index - 1]]
    names = [name for name, _ in groupby(classes)]
    edges = [*starts, len(classes)]
    return [
        RhythmWindow(
            start * WINDOW_S,
            duration_s if stop == len(classes) else stop * WINDOW_S,
            name,
            float(probability[start:stop].mean()),
        )
        for (start, stop), name in zip(pairwise(edges), names, strict=True)
    ]
