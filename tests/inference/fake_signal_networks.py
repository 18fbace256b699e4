"""Stand-ins for the networks that read signals, with known answers."""

from dataclasses import dataclass

import numpy as np

from ecgweb.ecg.beats.summary import Beat
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import r_peaks
from ecgweb.inference.time_frequency import TimeFrequencyModel


@dataclass(frozen=True)
class Window:
    start_s: float
    end_s: float
    code: str
    probability: float


class EveryBeatIsV:
    """Finds beats by their steepness in the whole of what comes in chunks."""

    def stream(self, chunks, sampling_rate_hz):
        signal_mv = np.concatenate(list(chunks))
        lead = np.full((12, signal_mv.size), np.nan, np.float32)
        lead[1] = signal_mv
        yield from (Beat(float(t), "V", "V", 0.9) for t in r_peaks(Recording(lead, sampling_rate_hz)))


class AlwaysSinus:
    def windows(self, signal_mv, sampling_rate_hz):
        count = int(signal_mv.size / sampling_rate_hz // 10)
        return [Window(10.0 * n, 10.0 * n + 10, "SR", 0.8) for n in range(count)]

    def whole(self, windows):
        return {"class": "SR", "label": "Sinus rhythm", "probabilities": {"SR": 0.8}} if windows else None


def scalogram_model():
    classes = [{"code": "SR", "label": "Sinus rhythm"}, {"code": "VF", "label": "Ventricular fibrillation"}]
    manifest = {"name": "time_frequency", "version": "1", "sha256": "0", "classes": classes, "temperature": 1.0}
    return TimeFrequencyModel(manifest, lambda pictures: np.tile([2.0, 0.0], (len(pictures), 1)))
