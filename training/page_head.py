"""The last layers of the diagnosis: small networks on what the signal network makes of a page.

Real pages are few (a few hundred people), so the signal network stays as it is and only these layers learn from them,
several side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from ecgweb.inference.measured import MEASURED_SHAPE, measured_numbers
from ecgweb.inference.preparation import diagnosis_view
from training.batches import prepared
from training.network import diagnosis_loss
from training.recipe import Recipe
from training.site_reader import site_delineator

Array = NDArray[np.floating]
Signal = NDArray[np.float32]
BATCH = 128
FARTHEST = 5.0  # standard deviations
HEAVIEST = 8.0  # weight of a row against the mean
BEAT_STEP = 3
LEADS = 12


def feature_model(members: list[keras.Model]) -> keras.Model:
    """What the head reads beside measurements: each member's embedding, their answers, typical beats, the rhythm."""
    inputs = {name: keras.Input(value.shape[1:], name=name) for name, value in members[0].input.items()}
    inner = [_with_embedding(member, number)(inputs) for number, member in enumerate(members)]
    beats = layers.Flatten()(inputs["beat"][:, ::BEAT_STEP, :LEADS])
    embeddings = [answer["embedding"] for answer in inner]
    features = layers.Concatenate()([*embeddings, *_means(inner).values(), beats, rhythm_in_numbers(inputs["rhythm"])])
    return keras.Model(inputs, {"features": features, "findings": _means(inner)["findings"]}, name="features")


def earlier_members(path: Path) -> list[keras.Model]:
    """The signal networks inside a network that was put together before."""
    features = keras.models.load_model(path, compile=False).get_layer("features")
    inner = [layer for layer in features.layers if layer.name.startswith("member_")]
    return [
        keras.Model(
            one.input, {name: one.get_layer(name).output for name in ("diagnosis", "findings")}, name="diagnosis"
        )
        for one in inner
    ]


def features_of(features: keras.Model, signals_mv: Sequence[Signal] | Signal) -> Array:
    """What `feature_model` makes of each signal (12, 1000), in the view that a diagnosis is given from."""
    rows = prepared([diagnosis_view(signal) for signal in signals_mv])
    inputs = {name: value.astype(np.float32) for name, value in rows.items()}
    return np.asarray(features.predict(inputs, batch_size=BATCH, verbose=0)["features"])


def measured_of(signals_mv: Sequence[Signal] | Signal) -> Array:
    """What is measured on each signal (12, 1000), in the view that a diagnosis is given from."""
    return np.array([measured_numbers(diagnosis_view(signal), site_delineator()) for signal in signals_mv])


def rhythm_in_numbers(rhythm: keras.KerasTensor) -> keras.KerasTensor:
    """Mean and spread of the beats' spacing, the earliest and latest, the least like the others, shape (batch, 8).

    Columns of `rhythm` are those of `ecgweb.inference.alignment.beat_sequence`.
    """
    follows = ops.cast(rhythm[:, :, 1] > 0, "float32")
    count = ops.maximum(ops.sum(follows, axis=1), 1)
    gap_s, ratio = rhythm[:, :, 1], rhythm[:, :, 3]
    mean_s = ops.sum(gap_s * follows, axis=1) / count
    mean = ops.sum(ratio * follows, axis=1) / count
    spread = ops.sqrt(ops.sum(follows * (ratio - mean[:, None]) ** 2, axis=1) / count + 1e-6)
    earliest = 1 - ops.max((1 - ratio) * follows, axis=1)
    present = rhythm[:, :, 0]
    unlike = ops.max((1 - rhythm[:, :, 5]) * present, axis=1)
    numbers = [mean_s, 1 / ops.maximum(mean_s, 0.2), spread, earliest, ops.max(ratio, axis=1), unlike]
    return ops.stack([*numbers, ops.max(rhythm[:, :, 7], axis=1), ops.sum(present, axis=1) / 10], axis=1)


def fit_page_head(features: Array, allowed: Array, weight: Array, recipe: Recipe) -> keras.Model:
    """Features -> logarithm of the mean probability that several small networks give to each diagnosis.

    Half of them read everything, the others what was measured alone: a few hundred people are too few to learn from
    a thousand features what ninety tell.

    Parameters
    ----------
    features : ndarray, shape (n, features)
        Of each row what `feature_model` makes of it, then what `measured_of` gives.
    allowed : ndarray, shape (n, 4)
        Diagnoses a row may be.
    weight : ndarray, shape (n,)
        Weight of each row.
    """
    scaled = np.minimum(weight / weight.mean(), HEAVIEST)
    targets = np.asarray(allowed * scaled[:, None], np.float32)
    given = keras.Input(features.shape[1:], name="features")
    variance = features.var(axis=0) + 1e-6
    level = layers.Normalization(mean=features.mean(axis=0), variance=variance)(given)
    level = ops.clip(level, -FARTHEST, FARTHEST)
    kinds = ((level, recipe.head_input_dropout), (level[:, -MEASURED_SHAPE[0] :], recipe.measured_input_dropout))
    heads = [
        _fitted_head(features, targets, given, layers.Dropout(dropout)(read), recipe, bag)
        for read, dropout in kinds
        for bag in range(recipe.head_bags)
    ]
    likely = layers.Average()([layers.Softmax()(head) for head in heads])
    return keras.Model(given, ops.log(likely + 1e-6), name="page_head")


def with_head(features: keras.Model, head: keras.Model, familiarity: keras.Model | None = None) -> keras.Model:
    """The network that is shipped: layers for the diagnosis, and for what is familiar, on top of the features."""
    inputs = {name: keras.Input(value.shape[1:], name=name) for name, value in features.input.items()}
    measured = keras.Input(MEASURED_SHAPE, name="measured")
    inner = features(inputs)
    answers = {
        "diagnosis": head(layers.Concatenate()([inner["features"], measured])),
        "findings": inner["findings"],
        **({"familiarity": familiarity(inner["features"])} if familiarity else {}),
    }
    return keras.Model({**inputs, "measured": measured}, answers, name="diagnosis")


def even_weights(allowed: Array) -> Array:
    """Weights that give every diagnosis the same total; all together 1."""
    kind = np.asarray(allowed).argmax(axis=1)
    share = 1 / np.maximum(np.bincount(kind, minlength=4), 1)[kind]
    return np.asarray(share / share.sum())


def _with_embedding(member: keras.Model, number: int) -> keras.Model:
    outputs = {name: member.get_layer(name).output for name in ("embedding", "diagnosis", "findings")}
    return keras.Model(member.input, outputs, name=f"member_{number}")


def _means(answers: list[dict[str, keras.KerasTensor]]) -> dict[str, keras.KerasTensor]:
    names = ("diagnosis", "findings")
    return {name: sum(answer[name] for answer in answers) / len(answers) for name in names}


def _fitted_head(
    features: Array, targets: Array, given: keras.KerasTensor, read: keras.KerasTensor, recipe: Recipe, bag: int
) -> keras.KerasTensor:
    keras.utils.set_random_seed(recipe.seed + bag)
    hidden = layers.Dense(recipe.head_width, activation="relu")(read)
    logits = layers.Dense(4)(layers.Dropout(0.5)(hidden))
    model = keras.Model(given, logits)
    steps = recipe.head_epochs * max(len(features) // recipe.head_batch, 1)
    schedule = keras.optimizers.schedules.CosineDecay(recipe.head_learning_rate, steps)
    model.compile(keras.optimizers.AdamW(schedule, weight_decay=recipe.head_weight_decay), loss=diagnosis_loss)
    model.fit(features, targets, batch_size=recipe.head_batch, epochs=recipe.head_epochs, verbose=0)
    return logits
