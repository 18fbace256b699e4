"""The beat classifier: every heartbeat of one lead found and named, however long the signal is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder, beat_samples
from ecgweb.ecg.beats.features import FEATURES, WAVE_SHAPE, Described, describe
from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled, scaled
from ecgweb.ecg.beats.summary import Beat
from ecgweb.inference.beat_decision import calibrated, decided, settled
from ecgweb.inference.network_file import Network, NetworkManifest, load_network, read_manifest

MANIFEST = "beats.json"
AAMI_CLASSES = ("N", "S", "V", "F", "Q")
CONDUCTIONS = ("N", "L", "R")
SYMBOLS = {"S": "A", "V": "V", "F": "F", "Q": "/"}
PIECE_S = 600.0
OVERLAP_S = 90.0  # seen on both sides of a piece, so that its first and last beats have neighbours
FEWEST_BEATS = 3
BATCH = 2048

Floats = NDArray[np.float64]


class BeatClassifier:
    """Two small networks: one finds the beats, the other says what kind each is beside the patient's usual beat.

    Parameters
    ----------
    manifest : NetworkManifest
        Its setting `bias`, added to the logarithms of the five AAMI probabilities, decides on the class; its setting
        `calibration`, a temperature and an offset for each class, says how likely that is.
    finder, classifier : Network
    """

    def __init__(self, manifest: NetworkManifest, finder: Network, classifier: Network) -> None:
        self.manifest = manifest
        self.finder = as_finder(finder)
        self._classifier = classifier
        self._bias = np.array(manifest.settings["bias"])
        calibration = manifest.settings.get("calibration", {"temperature": 1.0, "offset": [0.0] * len(AAMI_CLASSES)})
        self._temperature, self._offset = float(calibration["temperature"]), np.array(calibration["offset"])

    @classmethod
    def load(cls, manifest_path: Path) -> BeatClassifier:
        """Load the networks that a manifest describes; raises `ManifestError` when they are not those files."""
        manifest = read_manifest(manifest_path)
        return cls(manifest, load_network(manifest.files["finder"]), load_network(manifest.files["classifier"]))

    def warm_up(self) -> None:
        """Run once on silence."""
        self.finder(np.zeros(1250, np.float32))
        self._probabilities(Described(np.zeros((1, FEATURES), np.float32), np.zeros((1, *WAVE_SHAPE), np.float32)))

    def find(self, signal_mv: NDArray, sampling_rate_hz: float) -> Floats:
        """Times of the beats in seconds, whatever their kind."""
        level = levelled(at_common_rate(signal_mv, sampling_rate_hz))
        return beat_samples(level, self.finder(scaled(level))) / RATE_HZ

    def classify(self, signal_mv: NDArray, sampling_rate_hz: float) -> list[Beat]:
        """Find and name every beat of one lead.

        Parameters
        ----------
        signal_mv : ndarray, shape (samples,)
            Voltage in millivolt, NaN where nothing was seen; at least a second.
        sampling_rate_hz : float
            100 Hz or more are best.

        Returns
        -------
        list of Beat
            In the order of time; empty with fewer than three beats, which leave nothing to compare with.
        """
        return list(self.stream([signal_mv], sampling_rate_hz))

    def stream(self, chunks: Iterable[NDArray], sampling_rate_hz: float) -> Iterator[Beat]:
        """As `classify`, for a signal that comes in chunks of any length and never has to be held as a whole."""
        for lead_mv, start_s, from_s, to_s in _pieces(chunks, sampling_rate_hz):
            for beat in self._classify_piece(lead_mv, sampling_rate_hz, start_s):
                if from_s <= beat.time_s < to_s:
                    yield beat

    def _classify_piece(self, lead_mv: NDArray, sampling_rate_hz: float, start_s: float) -> Iterator[Beat]:
        if lead_mv.size < sampling_rate_hz:
            return
        level = levelled(at_common_rate(lead_mv, sampling_rate_hz))
        samples = _seen(beat_samples(level, self.finder(scaled(level))), lead_mv, sampling_rate_hz)
        if samples.size < FEWEST_BEATS:
            return
        aami, conduction = self._probabilities(describe(level, samples))
        which = decided(aami, self._bias).argmax(axis=1)
        likely = calibrated(aami, self._temperature, self._offset)
        times_s = start_s + samples / RATE_HZ
        usual = _steady(conduction, aami[:, 0])
        for time_s, kind, given, reached in zip(times_s.tolist(), which.tolist(), likely, usual, strict=True):
            yield _named(time_s, kind, float(given[kind]), reached)

    def _probabilities(self, beats: Described) -> tuple[Floats, Floats]:
        parts = []
        for start in range(0, len(beats.context), BATCH):
            rows = slice(start, start + BATCH)
            parts.append(self._classifier({"context": beats.context[rows], "waves": beats.waves[rows]}))
        aami, conduction = (np.concatenate([part[name] for part in parts]) for name in ("aami", "conduction"))
        return settled(aami, beats), conduction.astype(np.float64)


def as_finder(network: Network) -> BeatFinder:
    """The finder network on one lead at a time."""
    return lambda lead: network({"lead": lead[None, :, None]})["beat"][0, :, 0]


def _pieces(chunks: Iterable[NDArray], rate_hz: float) -> Iterator[tuple[NDArray, float, float, float]]:
    """Pieces with what lies around them: samples, the time of the first, and the span whose beats count."""
    piece, overlap = round(PIECE_S * rate_hz), round(OVERLAP_S * rate_hz)
    held, start, begin = np.empty(0, np.float32), 0, 0  # `start` is the first sample held, `begin` the first to count
    for chunk in chunks:
        held = np.concatenate([held, np.asarray(chunk, np.float32)])
        while start + held.size >= begin + piece + 2 * overlap:
            end = begin + piece
            yield held[: end + overlap - start], start / rate_hz, begin / rate_hz, end / rate_hz
            begin = end
            dropped = max(0, begin - overlap - start)
            held, start = held[dropped:], start + dropped
    yield held, start / rate_hz, begin / rate_hz, np.inf


def _seen(samples: NDArray[np.intp], lead_mv: NDArray, rate_hz: float) -> NDArray[np.intp]:
    """Only beats where something was seen, not those of a bridged gap."""
    at = np.minimum(np.round(samples * (rate_hz / RATE_HZ)).astype(int), lead_mv.size - 1)
    return samples[np.isfinite(lead_mv[at])]


def _steady(conduction: Floats, normal: Floats) -> Floats:
    """How the ventricles are usually reached: a bundle branch block rarely comes and goes from beat to beat."""
    usual = np.average(conduction, axis=0, weights=normal + 1e-6)
    return (conduction + usual) / 2


def _named(time_s: float, kind: int, probability: float, conduction: Floats) -> Beat:
    """The beat with its finer class; of how it was conducted the probability says as much as of its AAMI class."""
    aami = AAMI_CLASSES[kind]
    if aami != "N":
        return Beat(time_s, SYMBOLS[aami], aami, probability)
    which = int(conduction.argmax())
    return Beat(time_s, CONDUCTIONS[which], "N", float(probability * conduction[which]))
