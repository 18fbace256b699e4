"""Where the waves of the typical beat begin and end, read from what a network says of each lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.waves.median_beat import MedianBeat

RATE_HZ = 250.0
SAMPLES = 275
R_INDEX = 100
MS_PER_SAMPLE = 1000.0 / RATE_HZ
NONE, P_WAVE, QRS, T_WAVE = range(4)
EDGE = 0.5
# How well the leads must agree on a P wave. In atrial fibrillation they do not; and as it beats irregularly, an
# irregular rhythm asks for more agreement.
P_PRESENT = 0.6
P_PRESENT_IRREGULAR = 0.8
IRREGULAR_RR_VARIATION = 0.1
FEWEST_LEADS = 3
LONGEST_DIP = 5  # samples: 20 ms
QRS_REACH = slice(R_INDEX - 15, R_INDEX + 16)
MOST_SINGLE_BEATS = 12  # more of them tell little more about their spread and take their time

Delineator = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Beats (n, 275) at 250 Hz as `normalised` makes them, to probabilities (n, 275, 4) of no wave, P, QRS and T."""


@dataclass(frozen=True)
class Boundaries:
    """Begin and end of the waves in milliseconds from the R peak, negative before it; None for an absent wave."""

    qrs_onset_ms: float
    qrs_offset_ms: float
    p_onset_ms: float | None = None
    p_offset_ms: float | None = None
    t_onset_ms: float | None = None
    t_offset_ms: float | None = None

    @property
    def p_ms(self) -> float | None:
        if self.p_onset_ms is None or self.p_offset_ms is None:
            return None
        return self.p_offset_ms - self.p_onset_ms

    @property
    def pr_ms(self) -> float | None:
        return None if self.p_onset_ms is None else self.qrs_onset_ms - self.p_onset_ms

    @property
    def qrs_ms(self) -> float:
        return self.qrs_offset_ms - self.qrs_onset_ms

    @property
    def qt_ms(self) -> float | None:
        return None if self.t_offset_ms is None else self.t_offset_ms - self.qrs_onset_ms


@dataclass(frozen=True)
class Delineation:
    """The waves of the typical beat over all leads, and in each lead in which its own QRS complex was found."""

    overall: Boundaries
    leads: dict[str, Boundaries]


def delineate_beat(beat: MedianBeat, network: Delineator) -> Delineation | None:
    """Begin and end of P, QRS and T in the typical beat.

    The network says of every sample of every lead which wave it belongs to. Leads of one beat share one time axis,
    so their probabilities are averaged: a boundary lies where half of the leads, so to speak, have crossed it, and
    one noisy lead moves it little. A lead bears a P or a T wave of its own only if the beat as a whole has one.

    Parameters
    ----------
    beat : MedianBeat
    network : Delineator

    Returns
    -------
    Delineation or None
        None with fewer than three leads that show a whole beat, or where no QRS complex stands at the R peak.
    """
    names, leads = whole_leads(beat.signal_mv, beat.r_index)
    if len(names) < FEWEST_LEADS:
        return None
    waves = np.asarray(network(normalised(leads)), np.float64)
    overall = _boundaries(waves.mean(axis=0), beat)
    if overall is None:
        return None
    own = {name: _boundaries(lead, beat) for name, lead in zip(names, waves, strict=True)}
    return Delineation(overall, {name: _only_waves_of(overall, found) for name, found in own.items() if found})


def each_beat(beat: MedianBeat, network: Delineator) -> list[Boundaries]:
    """The waves of single beats, for how much they differ: at most twelve, those that three whole leads show."""
    chosen = np.linspace(0, beat.beats - 1, min(beat.beats, MOST_SINGLE_BEATS)).round().astype(int)
    shown = [whole_leads(beat.each_mv[one], beat.r_index)[1] for one in chosen]
    shown = [leads for leads in shown if len(leads) >= FEWEST_LEADS]
    if not shown:
        return []
    waves = np.asarray(network(normalised(np.concatenate(shown))), np.float64)
    beats = np.split(waves, np.cumsum([len(leads) for leads in shown])[:-1])
    found = (_boundaries(leads.mean(axis=0), beat) for leads in beats)
    return [boundaries for boundaries in found if boundaries]


def _boundaries(waves: NDArray[np.float64], beat: MedianBeat) -> Boundaries | None:
    """From probabilities (275, 4) to boundaries; None where no QRS complex stands at the R peak."""
    peak = QRS_REACH.start + int(np.argmax(waves[QRS_REACH, QRS]))
    if waves[peak, QRS] < EDGE:
        return None
    qrs = _stretch(waves[:, QRS], peak)
    agreement = P_PRESENT if beat.rr_variation < IRREGULAR_RR_VARIATION else P_PRESENT_IRREGULAR
    p_wave = _p_wave(waves[:, P_WAVE], qrs[0], agreement)
    t_wave = _t_wave(waves[:, T_WAVE], qrs[1], beat.rr_s)
    return Boundaries(
        qrs_onset_ms=_from_r_ms(qrs[0]),
        qrs_offset_ms=_from_r_ms(qrs[1]),
        p_onset_ms=_from_r_ms(p_wave[0]) if p_wave else None,
        p_offset_ms=_from_r_ms(p_wave[1]) if p_wave else None,
        t_onset_ms=_from_r_ms(t_wave[0]) if t_wave else None,
        t_offset_ms=_from_r_ms(t_wave[1]) if t_wave else None,
    )


def _only_waves_of(overall: Boundaries, lead: Boundaries) -> Boundaries:
    """The boundaries of a lead without the waves that the beat as a whole does not have."""
    if overall.p_onset_ms is None:
        lead = replace(lead, p_onset_ms=None, p_offset_ms=None)
    if overall.t_offset_ms is None:
        lead = replace(lead, t_onset_ms=None, t_offset_ms=None)
    return lead


def whole_leads(signal_mv: NDArray[np.float64], r_index: int) -> tuple[list[str], NDArray[np.float64]]:
    """The leads of a beat (12, samples) at 500 Hz that were seen from end to end: names, and (leads, 275) at 250 Hz."""
    step = 2
    leads = signal_mv[:, r_index - step * R_INDEX :: step][:, :SAMPLES]
    whole = np.flatnonzero(np.isfinite(leads).all(axis=1))
    return [LEADS[row] for row in whole], leads[whole]


def normalised(leads_mv: NDArray[np.floating]) -> NDArray[np.float32]:
    """Beats about their own median, the largest deflection near the R peak at 1, shape as given (n, 275)."""
    centred = leads_mv - np.median(leads_mv, axis=1, keepdims=True)
    height = np.abs(centred[:, R_INDEX - 30 : R_INDEX + 30]).max(axis=1, keepdims=True)
    return (centred / np.maximum(height, 1e-3)).astype(np.float32)


def _p_wave(probability: NDArray[np.float64], qrs_onset: float, agreement: float) -> tuple[float, float] | None:
    """The last stretch ahead of the QRS complex in which the leads agree on a P wave."""
    ahead = np.flatnonzero(probability[: int(qrs_onset)] >= agreement)
    return _stretch(probability, int(ahead[-1])) if ahead.size else None


def _t_wave(probability: NDArray[np.float64], qrs_offset: float, rr_s: float) -> tuple[float, float] | None:
    """The clearest T wave between the end of the QRS complex and the next beat; None if the window cuts it off."""
    start = int(qrs_offset) + 1
    stop = min(SAMPLES, round(R_INDEX + 0.9 * rr_s * RATE_HZ))
    if stop <= start:
        return None
    peak = start + int(np.argmax(probability[start:stop]))
    if probability[peak] < EDGE:
        return None
    found = _stretch(probability, peak)
    return found if found[1] < SAMPLES - 1 else None


def _stretch(probability: NDArray[np.float64], inside: int) -> tuple[float, float]:
    """Where the probability crosses one half to the left and right of a sample, in fractions of a sample.

    A dip of up to 20 ms is stepped over: a notch or the foot of a pacing spike does not end a wave.
    """
    wave = np.flatnonzero(probability >= EDGE)
    pieces = np.split(wave, np.flatnonzero(np.diff(wave) > LONGEST_DIP) + 1)
    piece = next(piece for piece in pieces if piece[0] <= inside <= piece[-1])
    first, last = int(piece[0]), int(piece[-1])
    before = _crossing(probability, first, first - 1) if first > 0 else 0.0
    after = _crossing(probability, last, last + 1) if last < probability.size - 1 else float(last)
    return before, after


def _crossing(probability: NDArray[np.float64], inside: int, outside: int) -> float:
    share = (probability[inside] - EDGE) / max(probability[inside] - probability[outside], 1e-9)
    return inside + (outside - inside) * float(share)


def _from_r_ms(sample: float) -> float:
    return (sample - R_INDEX) * MS_PER_SAMPLE
