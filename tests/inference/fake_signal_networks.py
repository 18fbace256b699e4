"""Stand-ins for the networks that read signals, with known answers."""

from dataclasses import dataclass

import numpy as np

from ecgweb.ecg.beats.summary import Beat
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import r_peaks
from ecgweb.inference.beat_image import KINDS, BeatImageClassifier
from ecgweb.inference.network_file import NetworkManifest
from ecgweb.inference.time_frequency import TimeFrequencyModel


@dataclass(frozen=True)
class Window:
    start_s: float
    end_s: float
    rhythm: str
    probability: float


@dataclass(frozen=True)
class Told:
    rhythm: str
    probabilities: dict[str, float]
    windows: tuple[Window, ...]


class EveryBeatIsV:
    """Finds beats by their steepness in the whole of what comes in chunks."""

    manifest = NetworkManifest("beats", "1", "0" * 64, {}, {}, {}, {})

    def classify(self, signal_mv, sampling_rate_hz):
        return list(self.stream([signal_mv], sampling_rate_hz))

    def stream(self, chunks, sampling_rate_hz):
        signal_mv = np.concatenate(list(chunks))
        lead = np.full((12, signal_mv.size), np.nan, np.float32)
        lead[1] = signal_mv
        yield from (Beat(float(t), "V", "V", 0.9) for t in r_peaks(Recording(lead, sampling_rate_hz)))


class AlwaysSinus:
    """Sinus rhythm, except where the lead reaches 3 mV: there it fibrillates."""

    def classify(self, signal_mv, sampling_rate_hz):
        fibrillates = np.nanmax(signal_mv) > 3
        code = "VF" if fibrillates else "SR"
        window = Window(0.0, signal_mv.size / sampling_rate_hz, code, 0.8)
        rest = {"AFIB": 0.05, "OTHER": 0.03, "NOISE": 0.02}
        shares = (
            {"SR": 0.1, **{name: 0.0 for name in rest}, "VF": 0.9} if fibrillates else {"SR": 0.8, **rest, "VF": 0.1}
        )
        return Told(code, shares, (window,))


def scalogram_model():
    classes = [{"code": "SR", "label": "Sinus rhythm"}, {"code": "VF", "label": "Ventricular fibrillation"}]
    manifest = {"name": "time_frequency", "version": "1", "sha256": "0", "classes": classes, "temperature": 1.0}
    return TimeFrequencyModel(manifest, lambda pictures: np.tile([2.0, 0.0], (len(pictures), 1)))


def beat_image_model(kind):
    """Calls every single beat so."""
    row = {"marked": 10, "answered": 10, "right": 5, "sensitivity": 0.5, "ppv": 0.5}
    part = {"accuracy": 0.5, "majority": 0.4, "kinds": {name: row for name in KINDS}}
    figures = {"naive": part, "inter_patient": part}
    manifest = NetworkManifest("beat_image", "1", "0" * 64, {}, {"untested": ["!", "E"]}, figures, {})
    return BeatImageClassifier(manifest, lambda _: {"kind": np.where(np.array(KINDS) == kind, 0.93, 0.01)[None]})
