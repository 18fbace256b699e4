"""Fit the signal network on views of signals as pages show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import diagnosis_view
from training.batches import Batches, Learning, Prepared, Targets, prepared
from training.network import build_network, diagnosis_loss, findings_loss
from training.recipe import Recipe
from training.views import cut, random_reading, random_view

Signals = NDArray[np.float32]


def signal_learning(signals_mv: Signals, targets: Targets, recipe: Recipe, folder: Path | None = None) -> Learning:
    """Views of signals as pages of every layout show them, a part of them as the diagnosis sees every page.

    Views are kept in `folder`, where one is named, since making them takes about as long as learning from them.
    """
    views = [_kept_view(signals_mv, recipe, number, folder) for number in range(recipe.views)]
    return Learning(views, targets, np.arange(len(signals_mv)))


def _kept_view(signals_mv: Signals, recipe: Recipe, number: int, folder: Path | None) -> Prepared:
    path = folder / f"view_{number}.npz" if folder else None
    if path and path.exists():
        with np.load(path) as kept:
            return dict(kept)
    made = _view(signals_mv, recipe, number)
    if path:
        arrays: dict[str, Any] = dict(made)
        np.savez(path, **arrays)
    return made


def _view(signals_mv: Signals, recipe: Recipe, number: int) -> Prepared:
    rng = np.random.default_rng((recipe.seed, number))
    worn_share = recipe.worn_share if number < recipe.worn_views else 0.0

    def view(signal_mv: Signals) -> Signals:
        if rng.random() < recipe.diagnosis_view_share:
            return diagnosis_view(random_reading(signal_mv, rng, worn_share))
        return random_view(signal_mv, rng, worn_share)

    return prepared([view(signal) for signal in signals_mv])


def as_page(signals_mv: Signals) -> Signals:
    """Signals as a page of 3x4 leads with lead II below shows them, without any error of reading."""
    return np.array([cut(signal, "3x4+1") for signal in signals_mv])


def fit_signals(
    learning: Learning, recipe: Recipe, member: int, epochs: int | None = None, curve: Path | None = None
) -> keras.Model:
    """One network from scratch; members differ by seed and kind. The loss of each epoch is kept in the file `curve`."""
    keras.utils.set_random_seed(recipe.seed + member)
    recipe = replace(recipe, epochs=epochs or recipe.epochs)
    kind = recipe.kinds[member % len(recipe.kinds)]
    model = build_network(learning.targets["findings"].shape[1], recipe.width, kind=kind)
    batches = Batches(learning, recipe.batch, recipe.seed + member)
    model.compile(
        _optimizer(recipe, len(batches)),
        loss={"findings": findings_loss, "diagnosis": diagnosis_loss},
        loss_weights={"findings": recipe.findings_weight, "diagnosis": recipe.diagnosis_weight},
    )
    tell = [keras.callbacks.LambdaCallback(on_epoch_end=_tell), *([keras.callbacks.CSVLogger(curve)] if curve else [])]
    model.fit(batches, epochs=recipe.epochs, verbose=0, callbacks=tell)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return model


def _optimizer(recipe: Recipe, steps: int) -> keras.Optimizer:
    """One epoch of warming up, then half a cosine; the weights kept are a running mean."""
    schedule = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 20,
        steps * max(recipe.epochs - 1, 1),
        alpha=0.01,
        warmup_target=recipe.learning_rate,
        warmup_steps=steps,
    )
    return keras.optimizers.AdamW(
        schedule,
        weight_decay=recipe.weight_decay,
        use_ema=True,
        ema_momentum=recipe.average_momentum,
        ema_overwrite_frequency=None,
    )


def _tell(epoch: int, logs: dict[str, float]) -> None:
    print(f"epoch {epoch + 1}: " + ", ".join(f"{name} {value:.4f}" for name, value in logs.items()), flush=True)
