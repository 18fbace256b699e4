"""Other signals in rows, on ECG paper and on plain sheets, with the labels their own devices print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PIL import ImageDraw

from ecgweb.ecg.paper import random_style
from ecgweb.ecg.paper.picture import draw_plan
from ecgweb.ecg.paper.plan import Text, plan_page
from ecgweb.ecg.recording import Recording
from training.non_ecgs.canvas import Picture, dark, random_font, sheet
from training.non_ecgs.signals import SHAPES

_LABELS = {
    "eeg": "Fp1-F3 F3-C3 C3-P3 P3-O1 Fp2-F4 F4-C4 C4-P4 P4-O2 T3-T5 T4-T6 Fz-Cz Cz-Pz",
    "earthquake": "BHZ BHN BHE HHZ HHN HHE LHZ LHN LHE SHZ SHN SHE",
    "muscle": "BIC TRI DEL TRA ECR FCR QUA HAM TIB GAS SOL GLU",
}
_SCALES = {"eeg": "30 mm/s    70 uV/cm", "earthquake": "60 mm/min    1 um/s", "respiration": "6.25 mm/s"}


def on_ecg_paper(shape: str, rng: np.random.Generator) -> Picture:
    """A signal that is no ECG in the layout and on the grid of one, with its own channel names."""
    t_s = np.arange(1000) / 100.0
    rows = [SHAPES[shape](rng, t_s) for _ in range(12)]
    recording = Recording(np.stack(rows).astype(np.float32) * float(rng.uniform(0.5, 1.2)), 100.0)
    style = replace(random_style(rng), header=(), footer=False, speed_mm_s=25.0, gain_mm_mv=10.0)
    plan = plan_page(10.0, style)
    labels = _LABELS.get(shape, " ".join(f"CH{n}" for n in range(1, 13))).split()
    names = [replace(text, words=labels[n % 12]) for n, text in enumerate(plan.lead_names)]
    scale = Text(style.margin_mm, plan.height_mm - 2.0, _SCALES.get(shape, "25 mm/s"))
    plan = replace(plan, lead_names=tuple(names) if rng.random() < 0.7 else (), texts=(scale,))
    return draw_plan(plan, recording, float(rng.uniform(4, 6.5))).image


def on_plain_sheet(shape: str, rng: np.random.Generator) -> Picture:
    """A signal in 1 to 20 rows on white, as monitors and recorders print it."""
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    rows = int(rng.integers(1, 21))
    face, ink = random_font(rng, 16), dark(rng)
    labels = _LABELS.get(shape, " ".join(f"ch {n}" for n in range(1, 13))).split()
    t_s = np.linspace(0, float(rng.uniform(8, 40)), int(width * 0.85))
    x_px = np.linspace(width * 0.1, width * 0.97, t_s.size)
    for row in range(rows):
        middle = height * (row + 0.7) / (rows + 0.5)
        y_px = middle - SHAPES[shape](rng, t_s) * height * 0.35 / (rows + 0.5)
        pen.line(np.stack([x_px, y_px], 1).ravel().tolist(), fill=ink, width=2)
        pen.text((10, middle - 8), labels[row % 12], fill=ink, font=face)
    if rng.random() < 0.4:
        for second in np.arange(0, t_s[-1]):
            x = np.interp(second, t_s, x_px)
            pen.line((x, 0, x, height), fill=(215, 215, 215))
    return np.asarray(page)


def _kinds() -> dict[str, Callable[[np.random.Generator], Picture]]:
    papers: dict[str, Callable[[np.random.Generator], Picture]] = {
        f"{shape}_on_ecg_paper": partial(on_ecg_paper, shape) for shape in SHAPES
    }
    plain = ("eeg", "pulse_wave", "respiration", "earthquake", "voice", "muscle")
    return papers | {f"{shape}_rows": partial(on_plain_sheet, shape) for shape in plain}


KINDS = _kinds()
