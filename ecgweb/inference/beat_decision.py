"""From what the network says of single beats to what all beats of a lead together allow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.features import IRREGULARITY, QRS_OF_WAVES, Described

SUPRAVENTRICULAR, VENTRICULAR = 1, 2
IRREGULAR = 0.1  # median change of the RR interval from beat to beat, as a share of it
BELIEF_IF_IRREGULAR = 0.1
ALIKE = 0.95
SIZE_ALIKE = 0.4  # difference of the logarithms of two beats' sizes
MOST_ALIKE = 30
SHARE_OF_OTHERS = 0.7
AT_A_TIME, REACH = 500, 300

Floats = NDArray[np.float64]


def settled(aami: NDArray[np.floating], beats: Described) -> Floats:
    """Probabilities of the AAMI classes with the neighbours' taken into account.

    Where the RR intervals are irregular throughout, as in atrial fibrillation, no beat can be called premature, so
    supraventricular beats are believed in less. And beats of one shape have one origin, so each takes over most of
    what is said, on the question of a ventricular origin, of those that look just like it.

    Parameters
    ----------
    aami : ndarray, shape (beats, 5)
    beats : Described
        The same beats, of one stretch of one lead.

    Returns
    -------
    ndarray, shape (beats, 5)
        Rows that sum to one.
    """
    given = np.asarray(aami, np.float64).copy()
    given[beats.context[:, IRREGULARITY] > IRREGULAR * 3, SUPRAVENTRICULAR] *= BELIEF_IF_IRREGULAR
    given /= given.sum(axis=1, keepdims=True)
    qrs = beats.waves[:, QRS_OF_WAVES, 0].astype(np.float32)
    return _with_ventricular(given, _agreed(given[:, VENTRICULAR], qrs - qrs.mean(axis=1, keepdims=True)))


def decided(aami: Floats, bias: Floats) -> Floats:
    """Probabilities with a bias added to their logarithms, summing to one again."""
    raised = aami * np.exp(bias)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def calibrated(aami: Floats, temperature: float, offset: Floats) -> Floats:
    """Probabilities that mean what they say: logarithms divided by a temperature and shifted for each class."""
    logits = np.log(np.maximum(aami, 1e-9)) / temperature + offset
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _agreed(ventricular: Floats, qrs: NDArray[np.float32]) -> Floats:
    """The probability of a ventricular origin, averaged over up to thirty beats of the same shape and size nearby."""
    agreed = np.empty_like(ventricular)
    size = np.linalg.norm(qrs, axis=1)
    shape = qrs / (size[:, None] + 1e-6)
    for start in range(0, len(qrs), AT_A_TIME):
        here, near = slice(start, start + AT_A_TIME), slice(max(0, start - REACH), start + AT_A_TIME + REACH)
        likeness = shape[here] @ shape[near].T
        difference = np.abs(np.log((size[here, None] + 0.05) / (size[None, near] + 0.05)))
        likeness[difference > SIZE_ALIKE] = -1
        most = min(MOST_ALIKE, likeness.shape[1])
        closest = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
        counts = np.take_along_axis(likeness, closest, axis=1) > ALIKE
        mean = (ventricular[near][closest] * counts).sum(axis=1) / np.maximum(counts.sum(axis=1), 1)
        others = np.where(counts.any(axis=1), mean, ventricular[here])
        agreed[here] = (1 - SHARE_OF_OTHERS) * ventricular[here] + SHARE_OF_OTHERS * others
    return agreed


def _with_ventricular(given: Floats, ventricular: Floats) -> Floats:
    """The other classes share what the ventricular one leaves, as they did before."""
    rest = np.maximum(1 - given[:, VENTRICULAR], 1e-6)
    changed = given * ((1 - ventricular) / rest)[:, None]
    changed[:, VENTRICULAR] = ventricular
    return np.asarray(changed / changed.sum(axis=1, keepdims=True))
