"""How each beat looks beside the patient's own usual beat: a PVC in one person may be the sinus beat of another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ecgweb.ecg.beats.lead import RATE_HZ

BEFORE = 40  # samples of the lead at 125 Hz: 0.32 s
AFTER = 56
LENGTH = BEFORE + AFTER
QRS = slice(BEFORE - 12, BEFORE + 16)
P_WAVE = slice(BEFORE - 34, BEFORE - 9)
T_WAVE = slice(BEFORE + 16, LENGTH)
NEIGHBOURS = 150  # beats to either side that the usual beat is made of: more than a run of ventricular beats lasts
TOGETHER = 50  # beats that share one usual beat
ALIKE = 0.8
LARGEST_SHIFT = 4
PREMATURE = 0.87
LATE_SHARE = 0.75  # beats later than three quarters of the others nearby: no premature beat is among them
LIKENESSES = 4

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shapes:
    """Every beat and its patient's usual beat at that time, in units of the usual beat's height.

    Parameters
    ----------
    beats, usual : ndarray, shape (beats, LENGTH)
    features : ndarray, shape (beats, 11)
        Likeness of QRS, P and T wave to the usual beat, and of the P wave to that of late beats; then, as logarithms
        of ratios to the usual beat, height, width by area, width by slope and strength of the P wave; difference of
        the QRS complex; difference in polarity; P wave strength.
    """

    beats: Floats
    usual: Floats
    features: Floats


def shapes(level_mv: Floats, beats: NDArray[np.intp], rr_ratio: Floats) -> Shapes:
    """Cut out the beats and compare each with the usual one.

    Parameters
    ----------
    level_mv : ndarray, shape (samples,)
        The levelled lead at 125 Hz.
    beats : ndarray, shape (beats,)
        Samples of the R peaks.
    rr_ratio : ndarray, shape (beats,)
        RR interval ahead of each beat as a share of the usual one; premature beats are not usual.
    """
    windows = _windows(level_mv, beats)
    usual, late = _usual_beats(windows, rr_ratio)
    height = np.maximum(np.ptp(usual[:, QRS], axis=1, keepdims=True), 0.05)
    shifted = _shifted_onto(windows, usual)
    mine, theirs = shifted / height, usual / height
    return Shapes(mine, theirs, _compared(mine, theirs, late / height))


def _windows(level_mv: Floats, beats: NDArray[np.intp]) -> Floats:
    """Each beat with a little room for shifting, at zero just ahead of its QRS complex."""
    room = LARGEST_SHIFT
    padded = np.pad(level_mv, (BEFORE + room, AFTER + room), mode="edge")
    cut = sliding_window_view(padded, LENGTH + 2 * room)[beats]
    ahead = cut[:, room + BEFORE - 12 : room + BEFORE - 7]
    return cut - np.median(ahead, axis=1, keepdims=True)


def _usual_beats(windows: Floats, rr_ratio: Floats) -> tuple[Floats, Floats]:
    """The median of the timely beats nearby that are alike, and of the late ones among them, (beats, LENGTH) each.

    Where atrial premature beats come in long runs, they are the usual ones; the late beats are still of sinus origin.
    """
    centred = windows[:, LARGEST_SHIFT : LARGEST_SHIFT + LENGTH]
    usual, late = np.empty_like(centred), np.empty_like(centred)
    for start in range(0, len(centred), TOGETHER):
        near, here = slice(max(0, start - NEIGHBOURS), start + TOGETHER + NEIGHBOURS), slice(start, start + TOGETHER)
        usual[here] = _usual_of(centred[near], rr_ratio[near])
        latest = centred[near][rr_ratio[near] >= np.quantile(rr_ratio[near], LATE_SHARE)]
        alike = _unit(latest[:, QRS]) @ _unit(usual[start, QRS]) >= ALIKE
        late[here] = np.median(latest[alike], axis=0) if alike.any() else usual[start]
    return usual, late


def _usual_of(beats: Floats, rr_ratio: Floats) -> Floats:
    timely = beats[rr_ratio >= PREMATURE]
    pool = timely if len(timely) >= max(2, len(beats) // 5) else beats
    likeness = _correlations(pool[:, QRS])
    # The commonest shape: the beat that most others resemble.
    friends = (likeness >= ALIKE) | np.eye(len(pool), dtype=bool)  # a flat line resembles not even itself
    leader = int(np.argmax(friends.sum(axis=1) + 1e-3 * likeness.sum(axis=1)))
    return np.median(pool[friends[leader]], axis=0)


def _correlations(beats: Floats) -> Floats:
    unit = _unit(beats)
    return unit @ unit.T


def _unit(pieces: Floats) -> Floats:
    """Each piece about its mean, at length one, so that a product is a correlation."""
    centred = pieces - pieces.mean(axis=-1, keepdims=True)
    return centred / (np.linalg.norm(centred, axis=-1, keepdims=True) + 1e-6)


def _shifted_onto(windows: Floats, usual: Floats) -> Floats:
    """Each beat moved by up to 32 ms to where its QRS complex lies best on the usual one."""
    goal = _unit(usual[:, QRS])
    shifts = range(2 * LARGEST_SHIFT + 1)
    pieces = [windows[:, shift + QRS.start : shift + QRS.stop] for shift in shifts]
    likeness = np.stack([(_unit(piece) * goal).sum(axis=1) for piece in pieces], axis=1)
    best = likeness.argmax(axis=1)
    columns = best[:, None] + np.arange(LENGTH)
    return np.take_along_axis(windows, columns, axis=1)


def _compared(beats: Floats, usual: Floats, late: Floats) -> Floats:
    likeness = [(_unit(beats[:, part]) * _unit(usual[:, part])).sum(axis=1) for part in (QRS, P_WAVE, T_WAVE)]
    likeness.append((_unit(beats[:, P_WAVE]) * _unit(late[:, P_WAVE])).sum(axis=1))
    mine, theirs = _measured(beats), _measured(usual)
    ratios = np.log((mine[:, :4] + 0.02) / (theirs[:, :4] + 0.02))
    difference = np.sqrt(np.mean((beats[:, QRS] - usual[:, QRS]) ** 2, axis=1))
    return np.column_stack([*likeness, ratios, difference, mine[:, 4] - theirs[:, 4], mine[:, 3]])


def _measured(beats: Floats) -> Floats:
    """Height, width by area (s), width by slope (s), P wave strength and polarity of the QRS complex."""
    qrs = beats[:, QRS] - np.median(beats[:, QRS], axis=1, keepdims=True)
    height = np.ptp(qrs, axis=1)
    width = np.abs(qrs).sum(axis=1) / (np.abs(qrs).max(axis=1) + 1e-6) / RATE_HZ
    slope = np.abs(np.diff(qrs, axis=1))
    steep = (slope > 0.25 * slope.max(axis=1, keepdims=True)).sum(axis=1) / RATE_HZ
    p_wave = beats[:, P_WAVE]
    line = np.linspace(0, 1, p_wave.shape[1])
    slanted = p_wave[:, :1] + (p_wave[:, -1:] - p_wave[:, :1]) * line
    strength = (p_wave - slanted).std(axis=1)
    polarity = (qrs.max(axis=1) + qrs.min(axis=1)) / (height + 1e-6)
    return np.column_stack([height, width, steep, strength, polarity])
