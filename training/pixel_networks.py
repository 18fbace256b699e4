"""What published classifiers of ECG pages do: the picture in, four classes out, split naively and without leaks.

Both networks start at random and see 96 x 128 pixels in grey. The pictures are small and the epochs few, so the figures
say what a split is worth, not what such a network could reach at best.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray
from PIL import Image
from sklearn.model_selection import StratifiedKFold

from training.baselines import FOOTER, HEADER, group_folds
from training.evaluate import page_figures
from training.labels import DIAGNOSES, page_targets
from training.packs import Page
from training.recipe import Recipe
from training.report import write_report

HEIGHT, WIDTH = 96, 128
BATCH = 16
SPLITS = ("naive: pages at random, whole picture", "groups apart, print masked")

Pictures = NDArray[np.float32]
Rows = NDArray[np.intp]


def small_cnn() -> keras.Model:
    """Three convolutions and two dense layers."""
    return keras.Sequential(
        [
            keras.Input((HEIGHT, WIDTH, 1)),
            *(layer for channels in (16, 32, 64) for layer in _convolution(channels)),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            layers.Dense(len(DIAGNOSES)),
        ]
    )


def resnet50() -> keras.Model:
    """The network of He et al. (2015) on one channel."""
    picture = keras.Input((HEIGHT, WIDTH, 1))
    body = keras.applications.ResNet50(weights=None, include_top=False, pooling="avg", input_shape=(HEIGHT, WIDTH, 1))
    return keras.Model(picture, layers.Dense(len(DIAGNOSES))(body(picture)))


NETWORKS: dict[str, tuple[Callable[[], keras.Model], int, int]] = {
    "small CNN": (small_cnn, 12, 5),  # how it is built, epochs, folds asked
    "ResNet50": (resnet50, 6, 1),
}


def pixel_network_figures(pages: list[Page], recipe: Recipe, kept: Path | None = None) -> dict[str, Any]:
    """Figures of each network, once as others have measured and once without leaks.

    They are written to the file `kept` one by one, and what stands there already is not measured again.
    """
    report: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept and kept.exists() else {}
    for name, (build, epochs, folds) in NETWORKS.items():
        for split in SPLITS:
            title = f"{name}, {epochs} epochs, {folds} of {recipe.page_folds} folds, {split}"
            if title not in report:
                report[title] = _cross_fitted(pages, recipe, build, epochs, folds, naive=split == SPLITS[0])
                print(title, report[title], flush=True)
                if kept:
                    write_report(kept, report)
    return report


def _cross_fitted(
    pages: list[Page], recipe: Recipe, build: Callable[[], keras.Model], epochs: int, folds: int, naive: bool
) -> dict[str, Any]:
    truth = page_targets(pages).argmax(axis=1)
    groups, template = np.array([page.group for page in pages]), np.array([page.template for page in pages])
    pictures = np.array([page_picture(page, masked=not naive) for page in pages])
    answer = np.full(len(pages), -1)
    splits = _random_folds(truth, recipe) if naive else group_folds(truth, groups, recipe.page_folds, recipe.seed)
    for _, (learn, ask) in zip(range(folds), splits, strict=False):
        answer[ask] = _answers(build, epochs, recipe.seed, pictures[learn], truth[learn], pictures[ask])
    asked = np.flatnonzero(answer >= 0)
    return {"pages asked": len(asked), **page_figures(truth[asked], answer[asked], groups[asked], template[asked])}


def _random_folds(truth: Rows, recipe: Recipe) -> Iterator[tuple[Rows, Rows]]:
    yield from StratifiedKFold(recipe.page_folds, shuffle=True, random_state=recipe.seed).split(truth, truth)


def page_picture(page: Page, masked: bool) -> Pictures:
    """The page in grey, ink as 1, (HEIGHT, WIDTH, 1); `masked` whitens what the machine printed above and below."""
    with Image.open(page.path) as picture:
        grey = picture.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    ink = np.float32(1) - np.asarray(grey, np.float32)[..., None] / np.float32(255)
    if masked:
        ink[: round(HEADER * HEIGHT)] = 0
        ink[round(FOOTER * HEIGHT) :] = 0
    return ink


def _answers(
    build: Callable[[], keras.Model], epochs: int, seed: int, pictures: Pictures, truth: Rows, asked: Pictures
) -> Rows:
    keras.utils.set_random_seed(seed)
    level, spread = pictures.mean(), pictures.std()
    weight = len(truth) / (len(DIAGNOSES) * np.bincount(truth, minlength=len(DIAGNOSES)))
    model = build()
    steps = epochs * (len(truth) // BATCH + 1)
    model.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(1e-3, steps)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    scaled = (pictures - level) / spread
    model.fit(scaled, truth, batch_size=BATCH, epochs=epochs, sample_weight=weight[truth], verbose=0)
    scores = model.predict((asked - level) / spread, batch_size=BATCH, verbose=0)
    return np.asarray(scores.argmax(axis=1))


def _convolution(channels: int) -> list[layers.Layer]:
    return [layers.Conv2D(channels, 3, padding="same", activation="relu"), layers.MaxPooling2D(2)]
