"""Learn the four diagnoses from real pages, and ask every page of layers that have not seen its group."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import diagnosis_view
from training.baselines import group_folds
from training.batches import prepared
from training.page_head import even_weights, feature_model, fit_page_head, with_head
from training.recipe import Recipe
from training.views import as_digitised

Array = NDArray[np.floating]
BATCH = 128


@dataclass(frozen=True)
class PageSet:
    """Pages as they were read, with their diagnoses; `read` is False where the reader refused one."""

    signals_mv: NDArray[np.float32]
    known: Array
    groups: NDArray[np.str_]
    read: NDArray[np.bool_]


@dataclass(frozen=True)
class Shown:
    """Features of the same pages, once as they are and in several other readings, and of signals beside them."""

    pages: Array
    readings: list[Array]
    signals: Array


def learn(
    members: list[keras.Model], pages: PageSet, signals_mv: NDArray[np.float32], allowed: Array, recipe: Recipe
) -> tuple[Array, keras.Model]:
    """Cross-fit, then learn from all pages.

    Returns
    -------
    logits : ndarray, shape (pages, 4)
        Of layers that have not seen the page's group.
    model : keras.Model
        The network to ship, which has seen all of them.
    """
    features = feature_model(members)
    shown = _shown(features, pages.signals_mv, signals_mv, recipe)
    logits = np.zeros_like(pages.known, np.float64)
    kind = pages.known.argmax(axis=1)
    for number, (rows, ask) in enumerate(group_folds(kind, pages.groups, recipe.page_folds, recipe.seed)):
        head = _head(shown, pages, rows, allowed, recipe)
        logits[ask] = head.predict(shown.pages[ask], batch_size=BATCH, verbose=0)
        print(f"page fold {number + 1}: {np.mean(logits[ask].argmax(axis=1) == kind[ask]):.3f} right", flush=True)
    final = _head(shown, pages, np.arange(len(kind)), allowed, recipe)
    return logits, with_head(features, final)


def _head(shown: Shown, pages: PageSet, rows: NDArray[np.intp], allowed: Array, recipe: Recipe) -> keras.Model:
    """A head that learns from these pages, in all their readings, and from the signals."""
    rows = rows[pages.read[rows]]
    readings = [reading[rows] for reading in (shown.pages, *shown.readings)]
    known = np.concatenate([pages.known[rows]] * len(readings))
    weight = np.concatenate([even_weights(known), recipe.signal_share * even_weights(allowed)])
    return fit_page_head(np.concatenate([*readings, shown.signals]), np.concatenate([known, allowed]), weight, recipe)


def _shown(
    features: keras.Model, pages_mv: NDArray[np.float32], signals_mv: NDArray[np.float32], recipe: Recipe
) -> Shown:
    rng = np.random.default_rng(recipe.seed)
    readings = [np.array([as_digitised(page, rng) for page in pages_mv]) for _ in range(recipe.page_views)]
    return Shown(
        _features(features, pages_mv),
        [_features(features, reading) for reading in readings],
        _features(features, signals_mv),
    )


def _features(features: keras.Model, signals_mv: NDArray[np.float32]) -> Array:
    inputs = prepared([diagnosis_view(signal) for signal in signals_mv])
    whole = {name: value.astype(np.float32) for name, value in inputs.items()}
    return np.asarray(features.predict(whole, batch_size=BATCH, verbose=0)["features"])
