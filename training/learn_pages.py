"""Learn the four diagnoses from real pages, and ask every page of layers that have not seen its group."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from training.baselines import group_folds
from training.page_head import even_weights, features_of, fit_page_head, measured_of
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
    """Features and measurements of the same pages, as they are and in several other readings, and of signals."""

    pages: Array
    readings: list[Array]
    signals: Array


def shown(features: keras.Model, pages: PageSet, signals_mv: NDArray[np.float32], recipe: Recipe) -> Shown:
    """What the layers on top read of the pages, of further readings of them, and of the signals.

    Parameters
    ----------
    features : keras.Model
        As `page_head.feature_model` puts it together.
    """
    rng = np.random.default_rng(recipe.seed)
    readings = [np.array([as_digitised(page, rng) for page in pages.signals_mv]) for _ in range(recipe.page_views)]

    def given(signals_mv: NDArray[np.float32]) -> Array:
        return np.hstack([features_of(features, signals_mv), measured_of(signals_mv)])

    return Shown(given(pages.signals_mv), [given(reading) for reading in readings], given(signals_mv))


def cross_fitted_logits(seen: Shown, pages: PageSet, allowed: Array, recipe: Recipe) -> Array:
    """Logits of the four diagnoses by layers that have not seen the page's group, shape (pages, 4)."""
    logits = np.zeros_like(pages.known, np.float64)
    kind = pages.known.argmax(axis=1)
    for number, (rows, ask) in enumerate(group_folds(kind, pages.groups, recipe.page_folds, recipe.seed)):
        head = head_of(seen, pages, rows, allowed, recipe)
        logits[ask] = head.predict(seen.pages[ask], batch_size=BATCH, verbose=0)
        print(f"page fold {number + 1}: {np.mean(logits[ask].argmax(axis=1) == kind[ask]):.3f} right", flush=True)
    return logits


def head_of(seen: Shown, pages: PageSet, rows: NDArray[np.intp], allowed: Array, recipe: Recipe) -> keras.Model:
    """A head that learns from these pages, in all their readings, and from the signals."""
    rows = rows[pages.read[rows]]
    readings = [reading[rows] for reading in (seen.pages, *seen.readings)]
    known = np.concatenate([pages.known[rows]] * len(readings))
    weight = np.concatenate([even_weights(known), recipe.signal_share * even_weights(allowed)])
    return fit_page_head(np.concatenate([*readings, seen.signals]), np.concatenate([known, allowed]), weight, recipe)
