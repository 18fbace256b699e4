"""The classifier that looks at scalograms: a signal in, one of a few rhythm classes with its probability out.

`models/time_frequency.json` and `models/arr_chf_nsr.json` describe such networks:

```
{"format": 1, "name": "time_frequency", "version": "...", "file": "time_frequency.keras", "sha256": "...",
 "classes": [{"code": "SR", "label": "Sinus rhythm"}, ...],   order of the network's logits
 "temperature": t,                                            softmax(logits / t)
 "figures": {...}, "training": {...}}
```

The second is trained from files that cannot be redistributed; without it the contract says `not_installed`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal as filters

from ecgweb.ecg.waves.wavelet import frequencies_hz, scalogram
from ecgweb.inference.manifest import ManifestError, check_network_file
from ecgweb.inference.network_file import load_network, single_graph

FORMAT = 1
SHIPPED, FROM_PHYSIONET = "time_frequency", "arr_chf_nsr"
SAMPLING_RATE_HZ = 100
WINDOW_S = 10.0
WINDOW_SAMPLES = 1000
BAND_HZ = (0.7, 30.0)
FREQUENCIES_HZ = frequencies_hz(0.8, 28.0, 40)
COLUMNS = 125
BATCH = 32
FLOOR = 0.02  # of the window's own amplitude: magnitudes below it are silence

Network = Callable[[NDArray[np.float32]], NDArray[np.float32]]
ReadBlock = Callable[[int, int], NDArray[np.float32]]


@dataclass(frozen=True)
class TimeFrequencyAnswer:
    """What a network says of a signal: the mean over its windows, and each window."""

    code: str
    label: str
    probabilities: dict[str, float]
    windows: tuple[tuple[float, float, str, float], ...]


class TimeFrequencyModel:
    """A loaded network with what its manifest says."""

    def __init__(self, manifest: dict[str, Any], network: Network) -> None:
        self.manifest = manifest
        self.codes = [entry["code"] for entry in manifest["classes"]]
        self.labels = {entry["code"]: entry["label"] for entry in manifest["classes"]}
        self._network = network

    @classmethod
    def load(cls, manifest_path: Path) -> TimeFrequencyModel | None:
        """Load the network that a manifest describes and run it once; None if it is not installed.

        Raises
        ------
        ManifestError
            If the format is unknown, the network's file is missing or its SHA-256 differs.
        """
        if not manifest_path.exists():
            return None
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
        if manifest.get("format") != FORMAT:
            raise ManifestError(f"{manifest_path} has format {manifest.get('format')}, this program reads {FORMAT}")
        path = manifest_path.parent / manifest["file"]
        check_network_file(path, manifest["sha256"])
        network = load_network(path, single_graph)
        model = cls(manifest, lambda pictures: network({"given": pictures})["answer"])
        model.probabilities(np.zeros((1, WINDOW_SAMPLES), np.float32))
        return model

    def probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Calibrated probabilities of windows as `window_of` gives them, shape (windows, classes)."""
        logits = np.asarray(self._network(network_input(windows)), np.float64) / self.manifest["temperature"]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def classify(self, lead: ReadBlock, samples: int, sampling_rate_hz: float) -> TimeFrequencyAnswer | None:
        """Classify one lead, window after window, holding a few windows in memory at a time.

        Parameters
        ----------
        lead : callable
            `lead(start, stop)` gives these samples in mV, NaN where nothing was recorded.
        samples : int
            Length of the lead.
        sampling_rate_hz : float

        Returns
        -------
        TimeFrequencyAnswer or None
            None if no window of 10 s was recorded without a longer gap.
        """
        spans = list(_spans(samples, sampling_rate_hz))
        found: list[tuple[float, float, NDArray[np.float64]]] = []
        for first in range(0, len(spans), BATCH):
            batch = spans[first : first + BATCH]
            windows = [window_of(lead(start, stop), sampling_rate_hz) for start, stop in batch]
            seen = [n for n, window in enumerate(windows) if window is not None]
            if seen:
                shares = self.probabilities(np.stack([window for window in windows if window is not None]))
                times = [(batch[n][0] / sampling_rate_hz, batch[n][1] / sampling_rate_hz) for n in seen]
                found += [(*time, share) for time, share in zip(times, shares, strict=True)]
        return self._answer(found) if found else None

    def _answer(self, found: list[tuple[float, float, NDArray[np.float64]]]) -> TimeFrequencyAnswer:
        mean = np.mean([shares for _, _, shares in found], axis=0)
        code = self.codes[int(mean.argmax())]
        return TimeFrequencyAnswer(
            code=code,
            label=self.labels[code],
            probabilities={name: float(p) for name, p in zip(self.codes, mean, strict=True)},
            windows=tuple(
                (start_s, end_s, self.codes[int(shares.argmax())], float(shares.max()))
                for start_s, end_s, shares in found
            ),
        )


def window_of(block_mv: NDArray[np.floating], sampling_rate_hz: float) -> NDArray[np.float32] | None:
    """Ten seconds of one lead as the network wants them: resampled, filtered and scaled alike, whatever recorded them.

    Returns
    -------
    ndarray, shape (1000,), float32, or None
        At 100 Hz, 0.7 to 30 Hz, in units of its own amplitude; None if a tenth or more is missing or nothing moves.
    """
    seen = np.isfinite(block_mv)
    if block_mv.size < 2 or seen.mean() < 0.9:
        return None
    whole = block_mv if seen.all() else np.interp(np.arange(seen.size), np.flatnonzero(seen), block_mv[seen])
    at_rate = _resampled(np.asarray(whole, np.float64), sampling_rate_hz)
    filtered = filters.sosfiltfilt(_band(), at_rate - at_rate.mean())
    spread = float(np.percentile(np.abs(filtered), 99))
    return (np.clip(filtered / spread, -3, 3)).astype(np.float32) if spread > 1e-4 else None


def network_input(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scalograms on a logarithmic scale, 0 to about 1, shape (windows, 40, 125, 1)."""
    pictures = scalogram(windows, SAMPLING_RATE_HZ, FREQUENCIES_HZ, COLUMNS)
    return (np.log1p(pictures / FLOOR) / np.log1p(1 / FLOOR))[..., None].astype(np.float32)


def _spans(samples: int, sampling_rate_hz: float) -> Iterator[tuple[int, int]]:
    """Windows of 10 s, one after another; a shorter rest is covered by a last window that overlaps."""
    length = round(WINDOW_S * sampling_rate_hz)
    starts = list(range(0, samples - length + 1, length))
    if starts and samples - (starts[-1] + length) > length / 4:
        starts.append(samples - length)
    yield from ((start, start + length) for start in starts)


def _resampled(block: NDArray[np.float64], sampling_rate_hz: float) -> NDArray[np.float64]:
    """At 100 Hz, without folding back what lies above 50 Hz; ten seconds are 1000 samples."""
    if block.size == WINDOW_SAMPLES:
        return block
    if sampling_rate_hz > SAMPLING_RATE_HZ:
        cut = filters.butter(4, 0.4 * SAMPLING_RATE_HZ, fs=sampling_rate_hz, output="sos")
        block = filters.sosfiltfilt(cut, block)
    wanted = np.linspace(0, block.size - 1, WINDOW_SAMPLES)
    return np.interp(wanted, np.arange(block.size), block)


def _band() -> NDArray[np.float64]:
    return np.asarray(filters.butter(2, BAND_HZ, "bandpass", fs=SAMPLING_RATE_HZ, output="sos"))
