"""Pictures of single beats: the published ones, and beats of MIT-BIH drawn as those were, with the patient known."""

from __future__ import annotations

import io
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from ecgweb.inference.beat_image import COLUMNS, KINDS, ROWS, prepared_picture
from training.beats.databases import Record

# Measured on the published pictures by laying MIT-BIH beats over them: 192 samples at 360 Hz about the R peak,
# 34.7 pixels a millivolt, zero at row 52.6, drawn within rows 15 to 113 and columns 24 to 172 of 128 x 192.
HEIGHT, WIDTH = 128, 192
WINDOW_S = 192 / 360
LEFT, RIGHT, TOP, BOTTOM = 24.0, 172.5, 15, 114
PIXELS_PER_MV, ZERO_ROW = 34.7, 52.6
FINER = 4
LINE_GREY, LINE_WIDTH = 128, 6  # at the finer scale
PUBLISHED = {
    "Normal": "N",
    "Left Bundle Branch Block": "L",
    "Right Bundle Branch Block": "R",
    "Premature Atrial Contraction": "A",
    "Premature Ventricular Contractions": "V",
    "Ventricular Fibrillation": "!",
}
BATCH = 64


@dataclass(frozen=True)
class Pictures:
    """Prepared pictures (n, 64, 96), the kind of each as an index of `KINDS`, and its record (empty where unknown)."""

    lines: NDArray[np.float16]
    kinds: NDArray[np.int64]
    records: NDArray[np.str_]

    def of(self, chosen: NDArray) -> Pictures:
        return Pictures(self.lines[chosen], self.kinds[chosen], self.records[chosen])

    def from_records(self, names: Sequence[str]) -> Pictures:
        return self.of(np.isin(self.records, list(names)))


def together(parts: Sequence[Pictures]) -> Pictures:
    """Several sets as one."""
    return Pictures(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Pictures.__dataclass_fields__)
    )


def published_pictures(packs: Path) -> Pictures:
    """The pictures of the pack; nobody knows from which patient each is."""
    held = np.load(io.BytesIO(lzma.decompress((packs / "beat_images/beats.npz.xz").read_bytes())))
    kinds = np.array([KINDS.index(PUBLISHED[str(name)]) for name in held["classes"]])[held["labels"]]
    return _prepared(held["images"], kinds, np.full(kinds.size, "", dtype="U8"))


def drawn_pictures(records: Sequence[Record], most: int, seed: int = 0) -> Pictures:
    """Beats of each kind and record, at most so many, drawn in the published style."""
    rng = np.random.default_rng(seed)
    images, kinds, names = [], [], []
    for record in records:
        symbols = np.array(record.symbols)
        for kind, symbol in enumerate(KINDS):
            for index in rng.permutation(np.flatnonzero(symbols == symbol))[:most]:
                images.append(draw(record, float(record.times_s[index])))
                kinds.append(kind)
                names.append(record.name)
    return _prepared(np.array(images), np.array(kinds), np.array(names, dtype="U8"))


def draw(record: Record, time_s: float) -> NDArray[np.uint8]:
    """One beat as a thin grey line on white, shape (128, 192)."""
    count = round(WINDOW_S * record.rate_hz)
    start = round(time_s * record.rate_hz) - count // 2
    at = np.clip(np.arange(start, start + count), 0, record.signal_mv.size - 1)
    columns = np.linspace(LEFT, RIGHT, count) * FINER
    rows = (ZERO_ROW - PIXELS_PER_MV * record.signal_mv[at]) * FINER
    picture = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), 255)
    ImageDraw.Draw(picture).line([*zip(columns.tolist(), rows.tolist(), strict=True)], LINE_GREY, LINE_WIDTH, "curve")
    small = np.array(picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX))
    small[:TOP], small[BOTTOM:] = 255, 255
    return small


def build_network() -> keras.Model:
    """Three strided convolutions in two dimensions and one dense layer."""
    picture = keras.Input((ROWS, COLUMNS, 1), name="picture")
    x = picture
    for channels, width in ((12, 5), (24, 3), (32, 3), (32, 3)):
        x = layers.Conv2D(channels, width, strides=2, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Dropout(0.4)(layers.Flatten()(x))
    x = layers.Dropout(0.3)(layers.Dense(48, activation="relu")(x))
    answer = layers.Dense(len(KINDS), activation="softmax", name="kind")(x)
    return keras.Model({"picture": picture}, {"kind": answer}, name="beat_image")


def train_pictures(pictures: Pictures, epochs: int = 6, seed: int = 1) -> keras.Model:
    """Learn from pictures moved, stretched and thickened a little in every epoch."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = build_network()
    schedule = keras.optimizers.schedules.CosineDecay(2e-3, epochs * (pictures.kinds.size // BATCH + 1))
    optimizer = keras.optimizers.AdamW(
        schedule, weight_decay=0.01, use_ema=True, ema_momentum=0.99, ema_overwrite_frequency=None
    )
    model.compile(optimizer, loss={"kind": keras.losses.SparseCategoricalCrossentropy()})
    share = np.maximum(np.bincount(pictures.kinds, minlength=len(KINDS)), 1) ** -0.5
    weight = (share[pictures.kinds] / share[pictures.kinds].mean()).astype(np.float32)
    for _ in range(epochs):
        shown = np.stack([varied(line.astype(np.float32), rng) for line in pictures.lines])[..., None]
        targets = {"kind": pictures.kinds}
        model.fit({"picture": shown}, targets, sample_weight={"kind": weight}, batch_size=BATCH, verbose=0)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return model


def varied(line: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """A prepared picture shifted by some pixels, at times taller or smaller, thicker or paler."""
    if rng.random() < 0.5:
        height = rng.uniform(0.7, 1.4)
        centre = 26.0
        offset = centre - centre / height + rng.uniform(-2, 2)
        line = ndimage.affine_transform(line, (1 / height, 1.0), (offset, rng.uniform(-3, 3)), order=1)
    if rng.random() < 0.3:
        line = np.minimum(1, 1.6 * ndimage.gaussian_filter(line, rng.uniform(0.3, 0.8)))
    return np.asarray(line * rng.uniform(0.7, 1.0), np.float32)


def _prepared(images: NDArray[np.uint8], kinds: NDArray[np.int64], records: NDArray[np.str_]) -> Pictures:
    lines = [prepared_picture(image) for image in images]
    seen = np.array([line is not None for line in lines])
    kept = np.array([line for line in lines if line is not None], np.float16)
    return Pictures(kept, kinds[seen], records[seen])
