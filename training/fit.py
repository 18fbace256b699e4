"""Fit the network: on views of signals, then on signals and real pages together."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import diagnosis_view
from training.batches import MixedBatches, Targets, Views, prepared
from training.network import build_network, diagnosis_loss, findings_loss
from training.recipe import Recipe
from training.views import as_digitised, as_read, cut, random_view

Signals = NDArray[np.float32]


@dataclass(frozen=True)
class Learning:
    """Views of the records to learn from with their targets."""

    views: Views
    targets: Targets


def signal_learning(signals_mv: Signals, targets: Targets, recipe: Recipe) -> Learning:
    """Views of signals as pages of every layout show them, a part of them as the diagnosis sees every page."""
    rng = np.random.default_rng(recipe.seed)

    def view(signal_mv: Signals) -> Signals:
        if rng.random() < recipe.diagnosis_view_share:
            return diagnosis_view(as_read(signal_mv, rng))
        return random_view(signal_mv, rng)

    return Learning([prepared([view(signal) for signal in signals_mv]) for _ in range(recipe.views)], targets)


def page_learning(signals_mv: Signals, targets: Targets, recipe: Recipe) -> Learning:
    """Views of pages that were read, all as the diagnosis sees them."""
    rng = np.random.default_rng(recipe.seed)
    views = [[diagnosis_view(as_digitised(page, rng)) for page in signals_mv] for _ in range(recipe.page_views)]
    return Learning([prepared(view) for view in views], targets)


def as_page(signals_mv: Signals) -> Signals:
    """Signals as a page of 3x4 leads with lead II below shows them, without any error of reading."""
    return np.array([cut(signal, "3x4+1") for signal in signals_mv])


def fit_signals(learning: Learning, recipe: Recipe, member: int) -> keras.Model:
    """One network from scratch; members differ by their seed."""
    keras.utils.set_random_seed(recipe.seed + member)
    model = build_network(learning.targets["findings"].shape[1], recipe.width)
    batches = MixedBatches([learning], [recipe.batch], recipe.seed + member)
    weights = {"findings": recipe.findings_weight, "diagnosis": recipe.diagnosis_weight}
    _compile(model, recipe.learning_rate, recipe.average_momentum, len(batches), recipe.epochs, weights, recipe)
    return _fitted(model, batches, recipe.epochs)


def tune_on_pages(
    model: keras.Model, signals: Learning, pages: Learning, rows: NDArray[np.intp], recipe: Recipe
) -> keras.Model:
    """Go on with a copy of the network on these rows of the pages, as many signals beside them."""
    tuned = keras.models.clone_model(model)
    tuned.set_weights(model.get_weights())
    keras.utils.set_random_seed(recipe.seed)
    size = recipe.page_batch
    batches = MixedBatches([pages, signals], [size, size], recipe.seed, rows, balanced=True)
    weights = {"findings": recipe.page_findings_weight, "diagnosis": 1.0}
    momentum = recipe.page_average_momentum
    _compile(tuned, recipe.page_learning_rate, momentum, len(batches), recipe.page_epochs, weights, recipe)
    return _fitted(tuned, batches, recipe.page_epochs)


def together(models: list[keras.Model]) -> keras.Model:
    """One network that answers with the mean of its members' logits."""
    inputs = {name: keras.Input(value.shape[1:], name=name) for name, value in models[0].input.items()}
    members = [keras.Model(model.input, model.output, name=f"member_{k}") for k, model in enumerate(models)]
    answers = [member(inputs) for member in members]
    mean = {name: keras.layers.Average(name=name)([answer[name] for answer in answers]) for name in answers[0]}
    return keras.Model(inputs, mean, name="diagnosis")


def _compile(
    model: keras.Model,
    rate: float,
    momentum: float,
    steps: int,
    epochs: int,
    loss_weights: dict[str, float],
    recipe: Recipe,
) -> None:
    """One epoch of warming up, then half a cosine; the weights kept are a running mean."""
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 20, steps * (epochs - 1), alpha=0.01, warmup_target=rate, warmup_steps=steps
    )
    optimizer = keras.optimizers.AdamW(
        schedule, weight_decay=recipe.weight_decay, use_ema=True, ema_momentum=momentum, ema_overwrite_frequency=None
    )
    losses = {"findings": findings_loss, "diagnosis": diagnosis_loss}
    model.compile(optimizer, loss=losses, loss_weights=loss_weights)


def _fitted(model: keras.Model, batches: MixedBatches, epochs: int) -> keras.Model:
    history = model.fit(
        batches, epochs=epochs, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=_tell)]
    )
    model.optimizer.finalize_variable_values(model.trainable_variables)
    model.curve = [round(float(loss), 4) for loss in history.history["loss"]]
    return model


def _tell(epoch: int, logs: dict[str, float]) -> None:
    print(f"epoch {epoch + 1}: " + ", ".join(f"{name} {value:.4f}" for name, value in logs.items()), flush=True)
