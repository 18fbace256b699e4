"""Is it an ECG at all? Checks on what was read that any heart passes and few other drawings do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.leads import SAMPLING_RATE_HZ, Voltages
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused

_LEAST_LEADS = 8
_LEAST_SEEN = 0.2
_LEAST_TOGETHER = 0.5
_LEAST_TOGETHER_UNUSUAL = 0.7
_LARGEST_STEEP_SHARE = 0.35
_LARGEST_MISFIT = 0.65
_PLAINLY_TOGETHER = 0.8
_HOPELESS_MISFIT, _HOPELESS_TOGETHER = 0.85, 0.2
_PLAIN_AGREEMENT = 0.1
_LARGEST_DISAGREEMENT_SOUGHT = 0.2
_LEAST_BEATS = 4
_PLAIN_FIT = 0.2
_PLAIN_FIT_BESIDE_PULSE = 0.35
_LEAST_TOGETHER_IN_NOISE = 0.3
_LARGEST_STEEP_SHARE_IN_NOISE = 0.45
_USUAL_DURATIONS_S = (7.5, 13.5)
_LONGEST_PAUSE_S = 5.5
_WINDOW = round(0.1 * SAMPLING_RATE_HZ)

Envelopes = NDArray[np.float64]


def check(
    placed: Voltages,
    arrangement: Arrangement,
    misfit: float,
    disagreement: float,
    pulse: bool = False,
    sought: bool = False,
) -> None:
    """Refuse a reading that is no twelve-lead ECG.

    Every lead looks at the same heart: where one lead is steep the others are, and steepness is rare, for ventricles
    contract in a tenth of a second and rest. In fibrillation and fast tachycardia they have no rest, but then the limb
    leads still obey Einthoven. Another order than the usual one is another chance to be mistaken, so more is asked of
    it. Under noise steepness tells less: there the limb leads must obey closely, in the usual order, and a rhythm strip
    repeat its lead or a pulse be drawn.

    Parameters
    ----------
    placed : ndarray, shape (12, samples)
        Leads in mV at `SAMPLING_RATE_HZ`, NaN where nothing was seen.
    arrangement : Arrangement
        How the leads stand on the page.
    misfit : float
        How badly that arrangement fits the page, 0 to about 1.
    disagreement : float
        Share of the limb leads' power in breach of Einthoven's law.
    pulse : bool
        Whether a calibration pulse stands beside the traces.
    sought : bool
        Whether it took an unusual way to look. Each further look is a further chance to be mistaken, so the limb leads
        must then obey Einthoven.

    Raises
    ------
    Refused
        "leads_missing" if too few leads were seen, "not_an_ecg" if the leads do not belong to one heart.
    """
    if (np.isfinite(placed).mean(axis=1) > 0.05).sum() < _LEAST_LEADS or np.isfinite(placed).mean() < _LEAST_SEEN:
        raise Refused("leads_missing")
    if not _lasts_as_pages_do(placed.shape[1] / SAMPLING_RATE_HZ, arrangement, pulse):
        raise Refused("not_an_ecg")
    envelopes = _steepness(placed)
    together, steep, beats = _togetherness(envelopes), _steep_share(envelopes), _beats_on(envelopes)
    rests = steep < _LARGEST_STEEP_SHARE and beats
    one_heart = together > _PLAINLY_TOGETHER and disagreement < _PLAIN_AGREEMENT
    usual = arrangement.order == LEADS or pulse
    plain = together > (_LEAST_TOGETHER if usual else _LEAST_TOGETHER_UNUSUAL) and (rests or one_heart)
    confirmed = (arrangement.strips > 0 or pulse) and arrangement.order == LEADS
    fit = _PLAIN_FIT_BESIDE_PULSE if pulse else _PLAIN_FIT  # noise makes a strip unlike the lead that it repeats
    agreeing = disagreement < _PLAIN_AGREEMENT and misfit < fit and confirmed
    noisy = together > _LEAST_TOGETHER_IN_NOISE and steep < _LARGEST_STEEP_SHARE_IN_NOISE and beats and agreeing
    doubted = sought and disagreement > _LARGEST_DISAGREEMENT_SOUGHT
    if misfit > _LARGEST_MISFIT or doubted or not (plain or noisy):
        raise Refused("not_an_ecg")


def is_hopeless(placed: Voltages, misfit: float) -> bool:
    """Whether traces as they were first followed are so far from any heart that no closer look would change it."""
    if np.isfinite(placed).mean() < _LEAST_SEEN:  # what is missing may yet be found
        return False
    return misfit > _HOPELESS_MISFIT or _togetherness(_steepness(placed)) < _HOPELESS_TOGETHER


def _lasts_as_pages_do(duration_s: float, arrangement: Arrangement, pulse: bool) -> bool:
    """Whether leads that follow each other along the page fill the ten seconds that machines give them."""
    low, high = _USUAL_DURATIONS_S
    return pulse or arrangement.columns == 1 or low < duration_s < high


def _steepness(placed: Voltages) -> Envelopes:
    """Mean absolute slope over a tenth of a second, capped at each lead's 98th percentile; NaN near gaps."""
    slope = np.abs(np.diff(placed, axis=1))
    seen = np.isfinite(slope)
    envelope = uniform_filter1d(np.where(seen, slope, 0.0), _WINDOW, axis=1)
    whole = uniform_filter1d(seen.astype(float), _WINDOW, axis=1) > 0.9
    envelope = np.where(whole, envelope, np.nan)
    for lead in envelope:
        known = lead[np.isfinite(lead)]
        if known.size:
            np.minimum(lead, np.percentile(known, 98), out=lead)
    return envelope


def _togetherness(envelopes: Envelopes) -> float:
    """Median correlation of steepness over all pairs of leads drawn at the same time for a second or more."""
    values = []
    for first in range(len(envelopes)):
        for second in range(first):
            both = np.isfinite(envelopes[first]) & np.isfinite(envelopes[second])
            a, b = envelopes[first, both], envelopes[second, both]
            if both.sum() >= SAMPLING_RATE_HZ and a.std() > 0 and b.std() > 0:
                values.append(np.corrcoef(a, b)[0, 1])
    return float(np.median(values)) if values else 0.0


def _beats_on(envelopes: Envelopes) -> bool:
    """Whether the leads, taken together, are steep again and again without a pause that nobody survives."""
    usual = np.array([np.nanpercentile(lead, 98) if np.isfinite(lead).any() else np.nan for lead in envelopes])
    seen = np.isfinite(envelopes)
    relative = np.where(seen, envelopes / np.maximum(usual, 1e-9)[:, None], 0.0)
    pooled = relative.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    steep = np.flatnonzero(pooled > 0.4)
    gaps = np.diff(np.concatenate([[0], steep, [pooled.size]])) / SAMPLING_RATE_HZ
    return int((gaps > 0.2).sum()) >= _LEAST_BEATS and float(gaps.max()) < _LONGEST_PAUSE_S


def _steep_share(envelopes: Envelopes) -> float:
    """Median over the leads of the share of time in which a lead is over half as steep as it ever is."""
    shares = []
    for lead in envelopes:
        known = lead[np.isfinite(lead)]
        if known.size > SAMPLING_RATE_HZ / 2:
            shares.append(np.mean(known > 0.5 * np.percentile(known, 99)))
    return float(np.median(shares)) if shares else 1.0
