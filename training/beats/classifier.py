"""The beat network: rhythm and shape beside the patient's usual beat in, AAMI class and kind of conduction out."""

from __future__ import annotations

import itertools

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from ecgweb.ecg.beats.features import FEATURES, WAVE_SHAPE, Described
from ecgweb.inference.beat_decision import settled
from ecgweb.inference.beats import AAMI_CLASSES, CONDUCTIONS
from training.beats.beat_set import BeatSet
from training.beats.databases import AAMI

BATCH = 256
PEAK_RATE = 2e-3
CLASS_POWER = 0.5  # a class counts as its number of beats to this power, and so does a record within its class
CHANNELS = 12
MOST_OF_A_RECORD = 500
ABERRANT = "a"

Inputs = dict[str, NDArray[np.float32]]


def build_network(name: str = "beats") -> keras.Model:
    """Convolutions over the beat and the usual beat, dense layers over what is known of its place in time."""
    context = keras.Input((FEATURES,), name="context")
    waves = keras.Input(WAVE_SHAPE, name="waves")
    x = layers.Concatenate()([waves, layers.Subtract()([waves[..., :1], waves[..., 1:]])])
    for width in (5, 5, 3):
        x = layers.Conv1D(CHANNELS, width, strides=2, padding="same", activation="relu")(x)
    x = layers.Dropout(0.5)(layers.Flatten()(x))
    x = layers.Dropout(0.3)(layers.Dense(12, activation="relu")(x))
    time = layers.Dense(48, activation="relu")(layers.Dropout(0.1)(context))
    both = layers.Concatenate()([layers.Dropout(0.4)(time), x])
    both = layers.Dropout(0.2)(layers.Dense(24, activation="relu")(both))
    aami = layers.Dense(len(AAMI_CLASSES), activation="softmax", name="aami")(both)
    conduction = layers.Dense(len(CONDUCTIONS), activation="softmax", name="conduction")(x)
    return keras.Model({"context": context, "waves": waves}, {"aami": aami, "conduction": conduction}, name=name)


def train_classifier(beats: BeatSet, epochs: int = 8, seed: int = 1) -> keras.Model:
    """Learn from described beats; unmarked ones are left out."""
    keras.utils.set_random_seed(seed)
    beats = beats.of(thinned(beats, np.random.default_rng(seed)))
    aami, conduction = targets(beats.symbols)
    model = build_network(f"beats_{seed}")
    schedule = keras.optimizers.schedules.CosineDecay(PEAK_RATE, epochs * (aami.size // BATCH + 1))
    optimizer = keras.optimizers.AdamW(
        schedule, weight_decay=0.01, use_ema=True, ema_momentum=0.99, ema_overwrite_frequency=None
    )
    loss = dict.fromkeys(("aami", "conduction"), "sparse_categorical_crossentropy")
    model.compile(optimizer, loss=loss, loss_weights={"aami": 1.0, "conduction": 0.2})
    weights = {"aami": balance(aami, beats.records), "conduction": (aami == 0) * balance(conduction, beats.records)}
    answers = {"aami": aami, "conduction": conduction}
    model.fit(inputs_of(beats), answers, sample_weight=weights, batch_size=BATCH, epochs=epochs, verbose=0)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return model


def mean_of(models: list[keras.Model]) -> keras.Model:
    """One network that answers with the mean of its members' probabilities."""
    first = models[0]
    inputs = {name: keras.Input(tensor.shape[1:], name=name) for name, tensor in first.input.items()}
    answers = [model(inputs) for model in models]
    mean = {name: layers.Average(name=name)([answer[name] for answer in answers]) for name in answers[0]}
    return keras.Model(inputs, mean, name="beats")


def settled_answers(model: keras.Model, beats: BeatSet) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """AAMI probabilities, every piece settled on its own as the site does it, and the likeliest conduction."""
    given = model.predict(inputs_of(beats), batch_size=4096, verbose=0)
    aami = np.empty(given["aami"].shape)
    edges = np.flatnonzero(np.diff(beats.pieces, prepend=-1, append=-2))
    for start, stop in itertools.pairwise(edges.tolist()):
        piece = slice(start, stop)
        described = Described(beats.context[piece].astype(np.float32), beats.waves[piece].astype(np.float32))
        aami[piece] = settled(given["aami"][piece], described)
    return aami, given["conduction"].argmax(axis=1)


def inputs_of(beats: BeatSet) -> Inputs:
    """What the network reads of a set of beats."""
    return {"context": beats.context.astype(np.float32), "waves": beats.waves.astype(np.float32)}


def thinned(beats: BeatSet, rng: np.random.Generator) -> NDArray[np.bool_]:
    """All ectopic beats and some of the common ones of each record: a thousand alike teach no more than hundreds.

    Aberrantly conducted atrial beats are left out: in one lead they look as if they were ventricular.
    """
    kept = np.isin(beats.symbols, [symbol for symbol, aami in AAMI.items() if aami in "SVF" and symbol != ABERRANT])
    for record in np.unique(beats.records):
        for aami in "NQ":
            common = [symbol for symbol, its_class in AAMI.items() if its_class == aami]
            members = np.flatnonzero((beats.records == record) & np.isin(beats.symbols, common))
            kept[rng.permutation(members)[:MOST_OF_A_RECORD]] = True
    return kept


def targets(symbols: NDArray[np.str_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """AAMI class of each beat, and its conduction: normal, left or right bundle branch block."""
    aami = np.array([AAMI_CLASSES.index(AAMI[symbol]) for symbol in symbols])
    conduction = np.array([CONDUCTIONS.index(symbol) if symbol in CONDUCTIONS else 0 for symbol in symbols])
    return aami, conduction


def balance(classes: NDArray[np.int64], records: NDArray[np.str_]) -> NDArray[np.float32]:
    """Weights that keep the commonest class, and in it the record with most beats, from drowning the others."""
    weights = np.zeros(classes.size)
    for which in np.unique(classes):
        members = np.flatnonzero(classes == which)
        _, record, count = np.unique(records[members], return_inverse=True, return_counts=True)
        share = count[record] ** (CLASS_POWER - 1.0)
        weights[members] = share / share.sum() * members.size**CLASS_POWER
    return (weights / weights.mean()).astype(np.float32)
