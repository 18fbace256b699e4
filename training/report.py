"""The report of a run: a JSON file with every figure, curves of training, reliability and confusion drawn."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

Array = NDArray[np.floating]


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Keep the figures of a run and print them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, indent=1, ensure_ascii=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")
    print(text)


def draw_reliability(path: Path, curves: dict[str, tuple[Array, Array]]) -> None:
    """How often what was promised came true.

    Parameters
    ----------
    curves : dict
        Title -> (probability, truth), both flat.
    """
    figure, axes = plt.subplots(1, len(curves), figsize=(4.2 * len(curves), 4.2), squeeze=False)
    for axis, (title, (probability, truth)) in zip(axes[0], curves.items(), strict=True):
        promised, found, count = _steps(probability, truth)
        axis.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        axis.plot(promised, found, "o-", color="#0b5c8a", markersize=4)
        for x, y, n in zip(promised, found, count, strict=True):
            axis.annotate(str(n), (x, y), xytext=(4, -10), textcoords="offset points", fontsize=7, color="0.4")
        axis.set(title=title, xlabel="promised probability", ylabel="share that came true", xlim=(0, 1), ylim=(0, 1))
    _save(figure, path)


def draw_curves(path: Path, curves: list[Path]) -> None:
    """The loss of each epoch, a line for each network, from the tables that training kept."""
    figure, axis = plt.subplots(figsize=(6, 4))
    for curve in curves:
        with curve.open(newline="", encoding="utf-8") as file:
            losses = [float(row["findings_loss"]) for row in csv.DictReader(file)]
        axis.plot(np.arange(1, len(losses) + 1), losses, label=curve.stem)
    axis.set(xlabel="epoch", ylabel="cross-entropy of the findings, training views")
    if curves:
        axis.legend()
    _save(figure, path)


def draw_confusion(path: Path, counts: list[list[int]], names: tuple[str, ...]) -> None:
    """Counts, rows the true diagnosis and columns the answer, shaded by the share of the row."""
    table = np.array(counts)
    figure, axis = plt.subplots(figsize=(4.8, 4.4))
    axis.imshow(table / np.maximum(table.sum(axis=1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(table):
        axis.text(column, row, str(count), ha="center", va="center", color="white" if row == column else "0.2")
    axis.set_xticks(range(len(names)), names)
    axis.set_yticks(range(len(names)), names)
    axis.set(xlabel="answered", ylabel="true")
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _steps(probability: Array, truth: Array, steps: int = 10) -> tuple[list[float], list[float], list[int]]:
    step = np.minimum((probability * steps).astype(int), steps - 1)
    filled = [k for k in range(steps) if np.any(step == k)]
    promised = [float(probability[step == k].mean()) for k in filled]
    found = [float(truth[step == k].mean()) for k in filled]
    return promised, found, [int(np.sum(step == k)) for k in filled]
