"""Where the heart beats: R peaks and heart rate of a recording, gaps and all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, signal

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.filters import band_pass, bridge_short_gaps, stretches

QRS_BAND_HZ = (8.0, 22.0)  # a T wave lies below it, muscle noise above
QRS_WIDTH_S = 0.12
REFRACTORY_S = 0.24  # no two beats follow each other faster: 250 bpm
T_WAVE_WINDOW_S = 0.40
RHYTHM_STRIP_WEIGHT = 2.0
LONG_LEAD_SHARE = 0.7  # of the recording: a lead seen that long is a rhythm strip
QUIET = 0.35  # of a lead's own QRS activity
USUAL_PERCENTILE = 95
FEWEST_STRIP_BEATS = 2


def r_peaks(recording: Recording) -> NDArray[np.float64]:
    """Find the R peak (largest QRS deflection over all leads seen at the time) of every beat.

    Every lead is band-passed to the band of the QRS complex, rectified and averaged over the width of one; divided by
    its own level, so that a low-voltage lead counts as much as a tall one; and averaged over the leads seen at each
    moment, the rhythm strip counting double. QRS complexes are the peaks of that activity above a share of its
    typical peak. A weaker peak soon after a stronger one is its T wave and dropped.

    Parameters
    ----------
    recording : Recording
        Leads may come and go, as on a page of 3 rows and 4 columns.

    Returns
    -------
    ndarray, shape (beats,), float64
        Times in seconds from the start of the recording, rising; empty where no beat can be told from noise.

    Notes
    -----
    The chain of band-pass, rectifying and averaging follows Pan and Tompkins, "A real-time QRS detection algorithm",
    IEEE Trans. Biomed. Eng. 32 (1985), without its running thresholds: the whole recording is known at once.
    """
    rate_hz = recording.sampling_rate_hz
    steepness = qrs_steepness(recording)
    width = _qrs_samples(rate_hz)
    return np.array([_summit(steepness, beat, width // 2) for beat in _beats_in(steepness, rate_hz)]) / rate_hz


def heart_rate_bpm(recording: Recording) -> float | None:
    """Heart rate from the median RR interval, in beats a minute; None with fewer than three beats.

    RR intervals during which no lead was seen for a while do not count: a beat may be missing from them.
    """
    return heart_rate_from(r_peaks(recording), recording)


def heart_rate_from(peaks_s: NDArray[np.float64], recording: Recording) -> float | None:
    """As `heart_rate_bpm`, for R peaks already found."""
    rr_s = rr_intervals_s(peaks_s, recording)
    return float(60.0 / np.median(rr_s)) if rr_s.size >= 2 else None


def rr_intervals_s(peaks_s: NDArray[np.float64], recording: Recording) -> NDArray[np.float64]:
    """RR intervals in seconds, those with an unseen stretch inside left out."""
    unseen_so_far = np.cumsum(~np.isfinite(recording.signal_mv).any(axis=0))
    at = np.round(peaks_s * recording.sampling_rate_hz).astype(int)
    watched = np.diff(unseen_so_far[at]) < 0.1 * np.diff(at)
    return np.diff(peaks_s)[watched]


def qrs_steepness(recording: Recording) -> NDArray[np.float64]:
    """Activity in the QRS band averaged over the leads seen at each moment, 1 at a typical QRS, shape (samples,).

    Beside rhythm strips a lead counts only if it is active where they beat: pages exist whose columns were recorded one
    after the other, and noise may fill a lead.
    """
    rate_hz = recording.sampling_rate_hz
    leads = [_steepness_where_seen(lead_mv, rate_hz) for lead_mv in recording.signal_mv]
    strips = [lead for lead in leads if np.isfinite(lead).mean() > LONG_LEAD_SHARE]
    others = [lead for lead in leads if np.isfinite(lead).mean() <= LONG_LEAD_SHARE]
    if strips and others:
        strip_beats = _beats_in(_mean_where_seen(strips, []), rate_hz)
        others = [lead for lead in others if _beats_along(lead, strip_beats, rate_hz)]
    return _mean_where_seen(strips, others)


def _steepness_where_seen(lead_mv: NDArray, rate_hz: float) -> NDArray[np.float64]:
    """Steepness of one lead, NaN outside its stretches."""
    lead = bridge_short_gaps(lead_mv, rate_hz)
    steepness = np.full(lead.size, np.nan)
    for stretch in stretches(lead, rate_hz):
        steepness[stretch] = _lead_steepness(lead[stretch], rate_hz)
    return steepness


def _mean_where_seen(strips: Sequence[NDArray], others: Sequence[NDArray]) -> NDArray[np.float64]:
    total = np.zeros((strips or others)[0].size)
    weight = np.zeros_like(total)
    for leads, importance in ((strips, RHYTHM_STRIP_WEIGHT), (others, 1.0)):
        for lead in leads:
            seen = np.isfinite(lead)
            total[seen] += importance * lead[seen]
            weight[seen] += importance
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


def _beats_along(lead: NDArray[np.float64], beats: Sequence[int], rate_hz: float) -> bool:
    """Whether a lead is active at most of the beats that were found elsewhere, or too few of them to tell."""
    activity = _activity(np.nan_to_num(lead), rate_hz)
    there = activity[[beat for beat in beats if np.isfinite(lead[beat])]]
    if there.size < FEWEST_STRIP_BEATS:
        return True
    usual = np.percentile(activity[np.isfinite(lead)], USUAL_PERCENTILE)
    return bool(np.median(there) > QUIET * usual)


def _lead_steepness(stretch_mv: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    rectified = np.abs(band_pass(stretch_mv, rate_hz, *QRS_BAND_HZ))
    level = float(np.percentile(rectified, 97))
    # One stray spike must not outweigh the other leads; a flat line has no beats to add.
    return np.minimum(rectified / level, 3.0) if level > 1e-3 else np.zeros_like(rectified)


def _qrs_samples(rate_hz: float) -> int:
    return max(3, round(QRS_WIDTH_S * rate_hz))


def _activity(steepness: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    return np.asarray(ndimage.uniform_filter1d(steepness, _qrs_samples(rate_hz), mode="nearest"))


def _beats_in(steepness: NDArray[np.float64], rate_hz: float) -> list[int]:
    activity = _activity(steepness, rate_hz)
    candidates, _ = signal.find_peaks(activity, distance=max(1, round(REFRACTORY_S * rate_hz)))
    if candidates.size == 0:
        return []
    beats = candidates[activity[candidates] > _threshold(activity[candidates], steepness.size / rate_hz)]
    return _without_t_waves(beats, activity, rate_hz)


def _threshold(heights: NDArray[np.float64], duration_s: float) -> float:
    """A share of the height that the n-th tallest peak reaches, n the beats that a slow heart would show."""
    slowest = max(1, min(heights.size, round(duration_s * 40 / 60)))
    return 0.4 * float(np.median(np.sort(heights)[-slowest:]))


def _without_t_waves(beats: NDArray[np.intp], activity: NDArray, rate_hz: float) -> list[int]:
    kept: list[int] = []
    for beat in beats.tolist():
        soon = kept and beat - kept[-1] < T_WAVE_WINDOW_S * rate_hz
        if soon and activity[beat] < 0.6 * activity[kept[-1]]:
            continue
        if soon and activity[kept[-1]] < 0.5 * activity[beat] and beat - kept[-1] < 0.3 * rate_hz:
            kept.pop()  # a tall P wave or a pacing spike ahead of its QRS
        kept.append(beat)
    return kept


def _summit(steepness: NDArray, near: int, reach: int) -> int:
    start = max(0, near - reach)
    return start + int(np.argmax(steepness[start : near + reach + 1]))
