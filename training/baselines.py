"""What a page gives away without being read, and what simple features give away of a signal.

A figure of the network means something only beside these.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from training.packs import Page

Features = NDArray[np.floating]
HEADER, FOOTER = 0.30, 0.95  # of the height: above and below stand the machine's own statements
TYPICAL_RATE_BPM = 80.0


def group_folds(
    diagnosis: NDArray[np.intp], groups: NDArray[np.str_], folds: int, seed: int
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows to learn from and rows to be asked about, fold by fold; a group stays on one side."""
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    yield from splitter.split(diagnosis, diagnosis, groups)


def page_features(pages: list[Page]) -> dict[str, Features]:
    """Features of the trivial baselines by name, shape (pages, features)."""
    pictures = [_grey_without_print(page) for page in pages]
    return {
        "template alone": np.array([[page.template == name for name in "ABC"] for page in pages], float),
        "printed heart rate alone": np.array([_printed_rate(page) for page in pages], float),
        "thumbnail 8x6": np.array([_shrunk(picture, (8, 6)) for picture in pictures]),
        "pixels 48x34": np.array([_shrunk(picture, (48, 34)) for picture in pictures]),
    }


def cross_fitted(
    features: Features, diagnosis: NDArray[np.intp], groups: NDArray[np.str_], folds: int, seed: int, strength: float
) -> NDArray[np.intp]:
    """The answer of a balanced logistic regression that has not seen the page's group, shape (pages,)."""
    answers = np.zeros(len(diagnosis), np.intp)
    for learn, ask in group_folds(diagnosis, groups, folds, seed):
        model = _regression(strength).fit(features[learn], diagnosis[learn])
        answers[ask] = model.predict(features[ask])
    return answers


def signal_features(signals_mv: NDArray[np.float32]) -> Features:
    """Minimum, maximum, spread and mean slope of each lead, shape (n, 48)."""
    centred = signals_mv - np.median(signals_mv, axis=2, keepdims=True)
    slopes = np.abs(np.diff(centred, axis=2)).mean(axis=2)
    return np.concatenate([centred.min(axis=2), centred.max(axis=2), centred.std(axis=2), slopes], axis=1)


def regression_scores(learn: Features, targets: NDArray[np.floating], ask: Features) -> Features:
    """Scores of one logistic regression for each column of the targets, shape (n, columns)."""
    return np.stack([_regression(0.1).fit(learn, column > 0).predict_proba(ask)[:, 1] for column in targets.T], axis=1)


def _regression(strength: float) -> LogisticRegression:
    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, class_weight="balanced", max_iter=2000))


def _printed_rate(page: Page) -> list[float]:
    if page.printed_hr is None:
        return [TYPICAL_RATE_BPM, 0.0, 1.0]
    return [page.printed_hr, abs(page.printed_hr - TYPICAL_RATE_BPM), 0.0]


def _grey_without_print(page: Page) -> Image.Image:
    with Image.open(page.path) as picture:
        grey = picture.convert("L")
    return grey.crop((0, int(HEADER * grey.height), grey.width, int(FOOTER * grey.height)))


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> NDArray[np.float64]:
    return np.asarray(picture.resize(size, Image.Resampling.BOX), float).ravel() / 255
