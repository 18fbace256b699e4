"""Learn to tell what the diagnosis network was tested on from what it was not: noise, wrong leads, wrong scales.

A network answers whatever it is shown. A small layer on its features learns, beside the training records as pages show
them, the same records spoilt in the ways that happen: electrodes or leads in each other's place, a page turned over, a
speed or gain taken for another, noise for a trace (outlier exposure, Hendrycks et al. 2019). What it says is an output
`familiarity` of the shipped network; kinds of spoiling that it never saw are left for the test.
"""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.familiarity import KINDS
from ecgweb.inference.manifest import FamiliarityRule
from training.page_head import features_of, with_head
from training.views import as_read, random_reading

Signal = NDArray[np.float32]
Array = NDArray[np.floating]
Spoil = Callable[[Signal, np.random.Generator], Signal]

FALSE_ALARMS = 0.005  # a striking infarction looks odd too: rather let a few odd inputs pass than withhold that
WORN_SHARE = 0.3
WIDTH = 64
EPOCHS = 12
BATCH = 128


def arms_swapped(signal_mv: Signal, _rng: np.random.Generator) -> Signal:
    """Right and left arm electrode in each other's place."""
    return _limb(signal_mv, "-I III II aVL aVR aVF")


def right_arm_and_leg_swapped(signal_mv: Signal, _rng: np.random.Generator) -> Signal:
    """Right arm and left leg electrode in each other's place."""
    return _limb(signal_mv, "-III -II -I aVF aVL aVR")


def scrambled(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """Leads named at random, as by a reader that takes the page for another layout."""
    return signal_mv[rng.permutation(len(signal_mv))]


def upside_down(signal_mv: Signal, _rng: np.random.Generator) -> Signal:
    return -signal_mv


def chest_reversed(signal_mv: Signal, _rng: np.random.Generator) -> Signal:
    """V6 to V1 for V1 to V6."""
    return np.concatenate([signal_mv[:6], signal_mv[:5:-1]])


def one_for_all(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """One lead printed twelve times."""
    return np.repeat(signal_mv[[rng.integers(12)]], 12, axis=0)


def other_gain(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    return np.asarray(signal_mv * rng.choice([0.2, 0.25, 3.0, 4.0]), np.float32)


def other_speed(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """Taken for half or double the speed; what then runs out begins again."""
    samples = np.arange(signal_mv.shape[1])
    wanted = (samples * rng.choice([0.5, 2.0])) % len(samples)
    return np.array([np.interp(wanted, samples, row) for row in signal_mv], np.float32)


def buried(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """As much noise as signal."""
    return np.asarray(signal_mv + rng.normal(0, rng.uniform(0.25, 0.6), signal_mv.shape), np.float32)


def noise(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """White noise, or a line that wanders, and no heart."""
    steps = rng.normal(0, rng.uniform(0.02, 0.3), signal_mv.shape)
    return np.asarray(np.cumsum(steps, axis=1) * 0.2 if rng.random() < 0.5 else steps, np.float32)


def flat(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    return rng.normal(0, rng.uniform(0.001, 0.01), signal_mv.shape).astype(np.float32)


def waves(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """A sine that any other instrument might have drawn."""
    time_s = np.arange(signal_mv.shape[1]) / 100
    phase = rng.uniform(0, 2 * np.pi, (12, 1))
    return (rng.uniform(0.2, 1) * np.sin(2 * np.pi * rng.uniform(0.8, 4) * time_s + phase)).astype(np.float32)


SPOILT: dict[str, tuple[Spoil, ...]] = {
    "leads": (arms_swapped, right_arm_and_leg_swapped, chest_reversed, scrambled, upside_down),
    "scale": (other_gain, other_speed),
    "noise": (buried, noise, flat),
}
NEVER_LEARNED: dict[str, tuple[Spoil, ...]] = {"leads": (one_for_all,), "noise": (waves,)}


def examples(signals_mv: Signal, rng: np.random.Generator) -> tuple[list[Signal], NDArray[np.intp]]:
    """Every record once as it is, and once spoilt in each way a reader or a nurse might; and of what kind each is."""
    shown = [random_reading(signal, rng, WORN_SHARE) for signal in signals_mv]
    kind = [0] * len(signals_mv)
    for number, name in enumerate(KINDS[1:], start=1):
        ways = SPOILT[name]
        chosen = rng.integers(len(ways), size=len(signals_mv))
        shown += [ways[way](as_read(signal, rng), rng) for way, signal in zip(chosen, signals_mv, strict=True)]
        kind += [number] * len(signals_mv)
    return shown, np.array(kind)


def with_familiarity(model: keras.Model, signals_mv: Signal, pages_mv: Signal, seed: int = 0) -> keras.Model:
    """The network with the output `familiarity`, learned from these records and pages as familiar ones.

    Parameters
    ----------
    model : keras.Model
        As `page_head.with_head` puts it together; the network to be shipped, or its twin.
    signals_mv, pages_mv : ndarray, shape (n, 12, 1000)
        Records the network has learned from, and pages as they were read.
    """
    inner = model.get_layer("features")
    shown, kind = examples(signals_mv, np.random.default_rng(seed))
    features = features_of(inner, [*shown, *pages_mv])
    head = fit_familiarity(features, np.concatenate([kind, np.zeros(len(pages_mv), int)]), seed)
    return with_head(inner, model.get_layer("page_head"), head)


def fit_familiarity(features: Array, kind: NDArray[np.intp], seed: int = 0) -> keras.Model:
    """Features -> logits of `KINDS`.

    Parameters
    ----------
    features : ndarray, shape (n, features)
        What the diagnosis network makes of each example in the view it gives a diagnosis from.
    kind : ndarray of int, shape (n,)
        Index in `KINDS`.
    """
    keras.utils.set_random_seed(seed)
    known = features[kind == 0]
    given = keras.Input(features.shape[1:], name="features")
    x = layers.Normalization(mean=known.mean(axis=0), variance=known.var(axis=0) + 1e-4)(given)
    x = keras.ops.clip(x, -8, 8)
    x = layers.Dense(WIDTH, activation="relu")(layers.Dropout(0.3)(x))
    logits = layers.Dense(len(KINDS))(layers.Dropout(0.3)(x))
    model = keras.Model(given, logits, name="familiarity")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(1e-3, weight_decay=0.02), loss=loss)
    model.fit(features, kind, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return model


def likely_familiar(logits: Array) -> Array:
    """Probability that an input is familiar, shape (n,)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers[:, 0] / powers.sum(axis=1))


def familiarity_rule(logits: Array, false_alarms: float = FALSE_ALARMS) -> FamiliarityRule:
    """Call unfamiliar what is less likely to be familiar than all but a share `false_alarms` of records held back."""
    return FamiliarityRule(float(np.quantile(likely_familiar(logits), false_alarms)), false_alarms)


def _limb(signal_mv: Signal, names: str) -> Signal:
    """The limb leads that stand, or stand turned over, where I to aVF should; the chest leads as they were."""
    limb = [(-1 if name[0] == "-" else 1) * signal_mv[LEADS.index(name.lstrip("-"))] for name in names.split()]
    return np.concatenate([np.array(limb, np.float32), signal_mv[6:]])
