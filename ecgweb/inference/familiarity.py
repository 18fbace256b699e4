"""Is an input like those the network was tested on? If not, which way is it unlike them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import FamiliarityRule

FAMILIAR = "familiar"
WORDS = {
    "leads": (
        "The leads do not go together as they do in the ECGs this was tested on: electrodes may have been swapped, "
        "leads named wrongly, or the page turned over."
    ),
    "scale": (
        "The traces are far larger, smaller, faster or slower than in the ECGs this was tested on: the speed or the "
        "gain of the page may have been misread."
    ),
    "noise": "The traces look more like noise than like the heartbeats this was tested on.",
}
KINDS = (FAMILIAR, *WORDS)


@dataclass(frozen=True)
class Familiarity:
    """The probability that an input is like those in testing, whether that is enough, and if not how it is unlike them.

    `kind` is a key of `WORDS`, None for a familiar input.
    """

    probability: float
    familiar: bool
    kind: str | None
    message: str | None


def familiarity_of(logits: NDArray[np.floating], rule: FamiliarityRule) -> Familiarity:
    """What the network's output `familiarity` says of one input, shape (kinds,)."""
    scores = np.asarray(logits, np.float64)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    if shares[0] >= rule.cut:
        return Familiarity(float(shares[0]), True, None, None)
    kind = KINDS[1 + int(shares[1:].argmax())]
    return Familiarity(float(shares[0]), False, kind, WORDS[kind])
