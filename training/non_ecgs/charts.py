"""Charts as office programs, journals and trading screens draw them."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from training.non_ecgs.canvas import Picture, relief, words
from training.non_ecgs.signals import SHAPES


def _chart(rng: np.random.Generator, draw: Callable[[Axes], object], polar: bool = False) -> Picture:
    figure = Figure(figsize=(rng.uniform(8, 13), rng.uniform(5, 8)), dpi=110)
    axes = figure.add_subplot(projection="polar" if polar else None)
    draw(axes)
    axes.set_title(words(rng, 3).title())
    if not polar:
        axes.set_xlabel(words(rng, 2))
        axes.set_ylabel(words(rng, 1))
    if rng.random() < 0.5:
        axes.grid(True, which="both", color=rng.uniform(0.5, 0.95, 3), linewidth=0.7)
    return _pixels(figure)


def _pixels(figure: Figure) -> Picture:
    buffer = io.BytesIO()
    FigureCanvasAgg(figure).print_png(buffer)
    return np.asarray(Image.open(buffer).convert("RGB"))


def bars(rng: np.random.Generator) -> Picture:
    count = int(rng.integers(4, 30))
    return _chart(rng, lambda axes: axes.bar(range(count), rng.gamma(2, 2, count), color=rng.uniform(0, 0.8, 3)))


def lines(rng: np.random.Generator) -> Picture:
    days = np.arange(int(rng.integers(40, 400)))
    series = [np.cumsum(rng.standard_normal(days.size)) for _ in range(int(rng.integers(1, 6)))]
    return _chart(rng, lambda axes: axes.plot(days, np.transpose(series)))


def scatter(rng: np.random.Generator) -> Picture:
    points = rng.multivariate_normal((0, 0), ((1, 0.7), (0.7, 1)), int(rng.integers(50, 900)))
    return _chart(
        rng, lambda axes: axes.scatter(points[:, 0], points[:, 1], s=rng.uniform(5, 40), color=rng.uniform(0, 0.8, 3))
    )


def histogram(rng: np.random.Generator) -> Picture:
    return _chart(rng, lambda axes: axes.hist(rng.gamma(3, 2, 800), bins=int(rng.integers(10, 60)), edgecolor="white"))


def pie(rng: np.random.Generator) -> Picture:
    shares = rng.gamma(1, 1, int(rng.integers(3, 9))) + 0.1
    return _chart(rng, lambda axes: axes.pie(shares, labels=[words(rng, 1) for _ in shares]))


def box_plot(rng: np.random.Generator) -> Picture:
    return _chart(
        rng, lambda axes: axes.boxplot([rng.normal(m, 1, 60) for m in rng.uniform(0, 5, rng.integers(3, 12))])
    )


def polar_plot(rng: np.random.Generator) -> Picture:
    angle = np.linspace(0, 2 * np.pi, 300)
    radius = 2 + np.cos(angle * int(rng.integers(2, 9))) * rng.uniform(0.3, 1.5)
    return _chart(rng, lambda axes: axes.plot(angle, radius), polar=True)


def contour_map(rng: np.random.Generator) -> Picture:
    height = relief(rng, 120, 160, float(rng.uniform(8, 20)))
    return _chart(rng, lambda axes: axes.contour(height, levels=int(rng.integers(8, 25)), cmap="terrain"))


def heat_map(rng: np.random.Generator) -> Picture:
    cells = rng.random((int(rng.integers(5, 30)), int(rng.integers(5, 40))))
    return _chart(rng, lambda axes: axes.imshow(cells, cmap=str(rng.choice(("viridis", "magma", "coolwarm")))))


def candles(rng: np.random.Generator) -> Picture:
    """A stock chart: a stick and a box a day, green or red."""
    days = int(rng.integers(40, 160))
    close = 100 + np.cumsum(rng.standard_normal(days))
    opened = np.concatenate(([100.0], close[:-1]))
    colours = np.where(close >= opened, "#2a9d4a", "#d03b3b")

    def draw(axes: Axes) -> None:
        low, high = np.minimum(close, opened), np.maximum(close, opened)
        axes.vlines(range(days), low - rng.random(days), high + rng.random(days), color=colours, linewidth=1)
        axes.bar(range(days), high - low, bottom=low, color=colours)

    return _chart(rng, draw)


def stacked_panels(rng: np.random.Generator) -> Picture:
    """Several time series below each other, each in its own frame: climate, sensors, a laboratory."""
    rows, columns = int(rng.integers(3, 8)), int(rng.integers(1, 5))
    figure = Figure(figsize=(13, 8), dpi=110)
    t_s = np.linspace(0, 30, 600)
    names = list(SHAPES)
    for axes in figure.subplots(rows, columns, sharex=True, squeeze=False).ravel():
        axes.plot(t_s, SHAPES[str(rng.choice(names))](rng, t_s), color="black", linewidth=0.8)
        axes.grid(bool(rng.random() < 0.5))
        axes.set_ylabel(words(rng, 1), fontsize=8)
    return _pixels(figure)


def spectrogram(rng: np.random.Generator) -> Picture:
    t_s = np.arange(8000) / 400
    sound = np.sin(2 * np.pi * np.cumsum(60 + 40 * relief(rng, 1, t_s.size, 400)[0]) / 400)
    return _chart(rng, lambda axes: axes.specgram(sound + 0.1 * rng.standard_normal(t_s.size), NFFT=256, Fs=400))


def spirogram(rng: np.random.Generator) -> Picture:
    """Flow against volume of a forced breath, a few tries on one frame, on a pink millimetre grid."""

    def draw(axes: Axes) -> None:
        for _ in range(int(rng.integers(1, 4))):
            volume = np.linspace(0, rng.uniform(3, 6), 200)
            share = volume / volume[-1]
            axes.plot(volume, rng.uniform(6, 10) * (1 - np.exp(-share * 18)) * (1 - share), color="black")
            axes.plot(volume, -rng.uniform(4, 6) * np.sqrt(share * (1 - share)) * 2, color="black")
        axes.minorticks_on()
        axes.grid(True, which="both", color="#f3b6bd", linewidth=0.6)

    return _chart(rng, draw)


KINDS = {
    "bar_chart": bars,
    "line_chart": lines,
    "scatter_chart": scatter,
    "histogram": histogram,
    "pie_chart": pie,
    "box_plot": box_plot,
    "polar_chart": polar_plot,
    "contour_map": contour_map,
    "heat_map": heat_map,
    "stock_chart": candles,
    "stacked_panels": stacked_panels,
    "spirogram": spirogram,
    "spectrogram": spectrogram,
}
