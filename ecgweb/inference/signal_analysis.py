"""What a signal shows: its beats, its rhythm over time, its scalogram's class, and the diagnosis if it has 12 leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.summary import Beat, summarise
from ecgweb.ecg.page.reading import Quality
from ecgweb.ecg.readers.signal import SignalReading
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves import Measurements, measure, r_peaks, without_voltages
from ecgweb.inference import time_frequency
from ecgweb.inference.answers import answer_fields
from ecgweb.inference.registry import Networks
from ecgweb.inference.time_frequency import TimeFrequencyModel

CHUNK_S, OVERLAP_S = 300.0, 10.0
MEASURED_S = 60.0  # intervals are those of the typical beat of the first minute
DIAGNOSED_S = (8.0, 120.0)  # the network learned from records of 10 s
DIAGNOSIS_WINDOW_S = 10.0
LIMB_AND_CHEST = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
RHYTHM_LEADS = ("II", "MLII", "ML2", "I", "MLI", "V5", "V2", "V1")
NAMES_OF_II = ("MLII", "ML2")
GOOD, FAIR = 0.95, 0.7
VENTRICULAR = "VF"
RHYTHM_LABELS = {
    "SR": "Sinus rhythm",
    "AFIB": "Atrial fibrillation",
    "OTHER": "Another rhythm",
    "NOISE": "Too noisy to tell",
    VENTRICULAR: "Ventricular fibrillation or flutter",
}
NOT_INSTALLED = {
    "code": "not_installed",
    "message": "The ARR / CHF / NSR classifier is not installed: the recordings it learns from may not be passed on.",
    "advice": "The people who run this site can train it; the model card tells how.",
}

Progress = Callable[[str], None]


def analyse(reading: SignalReading, networks: Networks, tell: Progress) -> dict[str, Any]:
    """The result fields of the contract for a signal.

    Parameters
    ----------
    reading : SignalReading
    networks : Networks
    tell : callable
        Told the name of each step when it is done, and again now and then during long ones.
    """
    tell("signal_read")
    lead = rhythm_lead(reading)
    beats = _beats(reading, lead, networks, lambda: tell("signal_read"))
    tell("beats_found")
    rhythm = _rhythm(reading, lead, networks, lambda: tell("beats_found"))
    tell("rhythm_read")
    measured = _measurements(reading, lead, networks, beats)
    return {
        "signal": describe(reading, lead),
        "beats": None if beats is None else tuple(_beat(beat) for beat in beats),
        "beat_summary": None if beats is None else asdict(summarise(beats)),
        "rhythm": rhythm,
        "time_frequency": _time_frequency(reading, lead, networks, lambda: tell("rhythm_read")),
        "measurements": measured,
        "quality": quality(reading),
        **_diagnosis(reading, networks, measured),
    }


def describe(reading: SignalReading, lead: int) -> dict[str, Any]:
    """What the signal is: leads, rate, length, and which lead the rhythm was read from."""
    return {
        "leads": list(reading.leads),
        "sampling_rate_hz": reading.sampling_rate_hz,
        "samples": reading.samples,
        "duration_s": reading.duration_s,
        "voltage_known": reading.voltage_known,
        "rhythm_lead": reading.leads[lead],
    }


def rhythm_lead(reading: SignalReading) -> int:
    """The lead whose beats are classified: II or what is nearest to it, else the first, if it was really recorded."""
    upper = [name.upper() for name in reading.leads]
    wanted = [upper.index(name) for name in RHYTHM_LEADS if name in upper]
    candidates = wanted + [n for n in range(len(upper)) if n not in wanted]
    shares = _seen_shares(reading)
    return next((n for n in candidates if shares[n] >= 0.5 * max(shares)), candidates[0])


def quality(reading: SignalReading) -> Quality:
    """Which share of each lead was recorded."""
    shares = _seen_shares(reading)
    best = max(shares)
    verdict = "good" if best >= GOOD else "fair" if best >= FAIR else "poor"
    return Quality(verdict, dict(zip(reading.leads, shares, strict=True)))


def chunks(reading: SignalReading, lead: int) -> Iterator[tuple[float, float, float, NDArray[np.float32]]]:
    """Five minutes of one lead after another, with ten seconds more on either side.

    Yields
    ------
    start_s, end_s : float
        What this chunk answers for; results outside belong to its neighbours.
    offset_s : float
        Where its first sample lies.
    lead_mv : ndarray, shape (samples,)
    """
    rate_hz, total = reading.sampling_rate_hz, reading.samples
    step, margin = round(CHUNK_S * rate_hz), round(OVERLAP_S * rate_hz)
    for start in range(0, total, step):
        first, last = max(0, start - margin), min(total, start + step + margin)
        end_s = reading.duration_s + 1 if start + step >= total else (start + step) / rate_hz
        yield start / rate_hz, end_s, first / rate_hz, reading.block(lead, first, last)


def recording_of(reading: SignalReading, seconds: float) -> Recording:
    """The start of a signal as a 12-lead recording; limb leads that were not recorded follow from I and II.

    A signal none of whose leads is one of the twelve is taken to be lead II.
    """
    stop = min(reading.samples, round(seconds * reading.sampling_rate_hz))
    signal_mv = np.full((len(LEADS), stop), np.nan, np.float32)
    for n, name in enumerate(reading.leads):
        known = "II" if name.upper() in NAMES_OF_II else name
        if known in LEADS:
            signal_mv[LEADS.index(known)] = reading.block(n, 0, stop)
    if not np.isfinite(signal_mv).any():
        signal_mv[LEADS.index("II")] = reading.block(rhythm_lead(reading), 0, stop)
    return Recording(_with_limb_leads(signal_mv), reading.sampling_rate_hz)


def _with_limb_leads(signal_mv: NDArray[np.float32]) -> NDArray[np.float32]:
    """Einthoven's and Goldberger's leads where they are missing."""
    i, ii = signal_mv[0], signal_mv[1]
    for row, lead in ((2, ii - i), (3, -(i + ii) / 2), (4, i - ii / 2), (5, ii - i / 2)):
        if not np.isfinite(signal_mv[row]).any():
            signal_mv[row] = lead
    return signal_mv


def _beats(reading: SignalReading, lead: int, networks: Networks, alive: Callable[[], None]) -> list[Beat] | None:
    """Every beat of the rhythm lead with its class; None without the network that tells them apart."""
    if networks.beats is None:
        return None
    step = round(CHUNK_S * reading.sampling_rate_hz)

    def blocks() -> Iterator[NDArray[np.float32]]:
        for start in range(0, reading.samples, step):
            alive()
            yield reading.block(lead, start, start + step)

    return list(networks.beats.stream(blocks(), reading.sampling_rate_hz))


def _beat(beat: Beat) -> dict[str, Any]:
    return {"time_s": beat.time_s, "class": beat.symbol, "aami": beat.aami, "probability": beat.probability}


def _rhythm(reading: SignalReading, lead: int, networks: Networks, alive: Callable[[], None]) -> dict[str, Any] | None:
    """The rhythm of the whole and over time, five minutes at a time; None without its network."""
    if networks.rhythm is None:
        return None
    parts = []
    for start, stop in _pieces(reading):
        alive()
        answer = networks.rhythm.classify(reading.block(lead, start, stop), reading.sampling_rate_hz)
        parts.append((start / reading.sampling_rate_hz, stop - start, answer))
    return joined_rhythm(parts)


def _pieces(reading: SignalReading) -> list[tuple[int, int]]:
    """Stretches of five minutes; a short rest belongs to the one before it."""
    step, shortest = round(CHUNK_S * reading.sampling_rate_hz), round(OVERLAP_S * reading.sampling_rate_hz)
    starts = [n for n in range(0, reading.samples, step) if n == 0 or reading.samples - n >= shortest]
    return list(zip(starts, [*starts[1:], reading.samples], strict=True))


def joined_rhythm(parts: list[tuple[float, int, Any]]) -> dict[str, Any]:
    """One rhythm from those of pieces: one episode of ventricular fibrillation is enough, else the mean decides."""
    fibrillation = max(part.probabilities.get(VENTRICULAR, 0.0) for _, _, part in parts)
    codes = [code for code in parts[0][2].probabilities if code != VENTRICULAR]
    total = sum(samples for _, samples, _ in parts)
    mean = {code: sum(n * part.probabilities[code] for _, n, part in parts) / total for code in codes}
    weight = (1 - fibrillation) / (sum(mean.values()) or 1.0)
    shares = {code: share * weight for code, share in mean.items()}
    code = (
        VENTRICULAR if any(part.rhythm == VENTRICULAR for _, _, part in parts) else max(shares, key=shares.__getitem__)
    )
    windows = [
        {
            "start_s": window.start_s + start_s,
            "end_s": window.end_s + start_s,
            "class": window.rhythm,
            "probability": window.probability,
        }
        for start_s, _, part in parts
        for window in part.windows
    ]
    probabilities = {**shares, VENTRICULAR: fibrillation}
    return {"class": code, "label": RHYTHM_LABELS[code], "probabilities": probabilities, "windows": windows}


def _time_frequency(reading: SignalReading, lead: int, networks: Networks, alive: Callable[[], None]) -> dict[str, Any]:
    """Both scalogram classifiers; of one that is not there, why not."""
    answers = {
        name: _scalogram_answer(reading, lead, model, alive)
        for name, model in (
            (time_frequency.SHIPPED, networks.time_frequency),
            (time_frequency.FROM_PHYSIONET, networks.arr_chf_nsr),
        )
    }
    return {**answers[time_frequency.SHIPPED], "others": [answers[time_frequency.FROM_PHYSIONET]]}


def _scalogram_answer(
    reading: SignalReading, lead: int, model: TimeFrequencyModel | None, alive: Callable[[], None]
) -> dict[str, Any]:
    empty = {"model": None, "class": None, "label": None, "probabilities": None, "windows": None}
    if model is None:
        return {**empty, "reason": NOT_INSTALLED}
    identity = {name: model.manifest[name] for name in ("name", "version", "sha256")}

    def window(start: int, stop: int) -> NDArray[np.float32]:
        alive()
        return reading.block(lead, start, stop)

    answer = model.classify(window, reading.samples, reading.sampling_rate_hz)
    if answer is None:
        return {**empty, "model": identity, "reason": _TOO_SHORT}
    windows = [
        {"start_s": start_s, "end_s": end_s, "class": code, "probability": probability}
        for start_s, end_s, code, probability in answer.windows
    ]
    return {
        "model": identity,
        "class": answer.code,
        "label": answer.label,
        "probabilities": answer.probabilities,
        "windows": windows,
        "reason": None,
    }


_TOO_SHORT = {
    "code": "too_short",
    "message": "This classifier looks at ten seconds at a time, and no ten seconds were recorded without a gap.",
    "advice": "Upload a longer signal.",
}


def _measurements(reading: SignalReading, lead: int, networks: Networks, beats: Sequence[Beat] | None) -> Measurements:
    """Intervals of the first minute, heart rate of the whole; the axis only where voltages are known."""
    measured = measure(recording_of(reading, MEASURED_S), networks.delineate)
    times_s = _peak_times_s(reading, lead) if beats is None else np.array([beat.time_s for beat in beats])
    if times_s.size >= 3:
        measured = replace(measured, heart_rate_bpm=float(60 / np.median(np.diff(times_s))))
    return measured if reading.voltage_known else without_voltages(measured)


def _peak_times_s(reading: SignalReading, lead: int) -> NDArray[np.float64]:
    found = []
    for start_s, end_s, offset_s, lead_mv in chunks(reading, lead):
        signal_mv = np.full((len(LEADS), lead_mv.size), np.nan, np.float32)
        signal_mv[LEADS.index("II")] = lead_mv
        times_s = r_peaks(Recording(signal_mv, reading.sampling_rate_hz)) + offset_s
        found.append(times_s[(times_s >= start_s) & (times_s < end_s)])
    return np.concatenate(found)


def _diagnosis(reading: SignalReading, networks: Networks, measured: Measurements) -> dict[str, Any]:
    """The four diagnoses and the findings, for 12-lead signals of a length the network knows."""
    shortest_s, longest_s = DIAGNOSED_S
    fits = shortest_s <= reading.duration_s <= longest_s and reading.voltage_known
    seen = {name for name, share in zip(reading.leads, _seen_shares(reading), strict=True) if share >= FAIR}
    if not fits or not set(LIMB_AND_CHEST) <= seen:
        return {}
    return answer_fields(diagnosed(reading), networks.diagnosis, measured)


def diagnosed(reading: SignalReading) -> Recording:
    """The part of a 12-lead signal that its diagnosis is given from."""
    return recording_of(reading, DIAGNOSIS_WINDOW_S)


def _seen_shares(reading: SignalReading) -> list[float]:
    """Which share of each lead's samples was recorded, 0 to 1."""
    seen = np.zeros(len(reading.leads), np.int64)
    for start in range(0, reading.samples, 1 << 20):
        seen += np.isfinite(reading.samples_mv[start : start + (1 << 20)]).sum(axis=0)
    return [float(share) for share in seen / reading.samples]
