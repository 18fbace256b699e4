"""What the classifier's answers are worth, and how far it recognises the recorder instead of the heart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal as filters

from ecgweb.inference.time_frequency import SAMPLING_RATE_HZ
from training.time_frequency.windows import WindowSet, split


def rates(wanted: NDArray[np.str_], given: NDArray[np.str_], codes: list[str]) -> dict[str, Any]:
    """Sensitivity and positive predictive value of each class, their F1, and the balanced accuracy."""
    each = {}
    for code in codes:
        hit = int(((wanted == code) & (given == code)).sum())
        n, said = int((wanted == code).sum()), int((given == code).sum())
        each[code] = {"n": n, "sensitivity": _share(hit, n), "ppv": _share(hit, said), "f1": _share(2 * hit, n + said)}
    known = [row["sensitivity"] for row in each.values() if row["sensitivity"] is not None]
    return {"windows": len(wanted), "balanced_accuracy": round(float(np.mean(known)), 4), "classes": each}


def recorder_probe(data: WindowSet) -> dict[str, float] | None:
    """How well the mean spectrum of windows of one and the same class tells their database; persons apart.

    A logistic regression on the spectrum (0 to 50 Hz, in dB) of the commonest class that at least two databases hold.
    `chance` is what always naming the largest database would score on balanced accuracy.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score

    shared = [label for label in np.unique(data.labels) if len(set(data.databases[data.labels == label].tolist())) > 1]
    if not shared:
        return None
    label = max(shared, key=lambda name: int((data.labels == name).sum()))
    same = data.where(data.labels == label)
    parts, spectra = split(same), _spectra(same.signals)
    model = LogisticRegression(max_iter=500, class_weight="balanced").fit(
        spectra[~parts["test"]], same.databases[~parts["test"]]
    )
    told = balanced_accuracy_score(same.databases[parts["test"]], model.predict(spectra[parts["test"]]))
    return {"balanced_accuracy": round(float(told), 4), "chance": round(1 / len(set(same.databases.tolist())), 4)}


def _spectra(signals: NDArray[np.float32]) -> NDArray[np.float64]:
    _, power = filters.welch(signals, SAMPLING_RATE_HZ, nperseg=200)
    decibel = 10 * np.log10(power + 1e-8)
    return np.asarray((decibel - decibel.mean(axis=0)) / (decibel.std(axis=0) + 1e-6))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
