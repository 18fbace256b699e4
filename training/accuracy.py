"""Counts that say what a diagnosis is worth: how many of those who have it get it, and how many others do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.calibration import Decision
from ecgweb.inference.worth import Accuracy
from training.labels import DIAGNOSES

Array = NDArray[np.floating]


def accuracy_table(decisions: Sequence[Decision], known: Array) -> tuple[Accuracy, ...]:
    """Counts for each diagnosis; a withheld answer is a miss for those who have it.

    Parameters
    ----------
    decisions : sequence of Decision
        What the site would answer, by layers that have not seen the page.
    known : ndarray, shape (n, 4)
        One diagnosis a row.
    """
    given = np.array([-1 if decision.given is None else decision.given for decision in decisions])
    truth = np.asarray(known).argmax(axis=1)
    return tuple(
        Accuracy(
            diagnosis=code,
            positives=int(np.sum(truth == k)),
            hits=int(np.sum((truth == k) & (given == k))),
            negatives=int(np.sum(truth != k)),
            false_alarms=int(np.sum((truth != k) & (given == k))),
        )
        for k, code in enumerate(DIAGNOSES)
    )
