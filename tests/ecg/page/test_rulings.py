"""Rulings that lean or bend are taken off the ink; traces stay."""

import numpy as np
import pytest

from ecgweb.ecg.page.rulings import erase_leaning_rulings

HEIGHT, WIDTH = 800, 1100
X = np.arange(60, 1040)


def drawn(line, pen_px=2):
    ink = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for x, y in zip(X, np.round(line).astype(int), strict=True):
        ink[y : y + pen_px, x] = True
    return ink


@pytest.mark.parametrize("line", [100 + 0.012 * X, 100 + 16 * np.cos((X - 550) / 160)], ids=["leaning", "bent"])
def test_a_ruling_is_erased(line):
    ink = drawn(line, pen_px=4)
    erase_leaning_rulings(ink)
    assert not ink.any()


def test_a_flat_lead_with_low_complexes_stays():
    beats = sum(9 * np.exp(-(((X - at) / 3) ** 2)) for at in range(100, 1040, 90))
    ink = drawn(400 - beats)
    before = ink.copy()
    erase_leaning_rulings(ink)
    assert (ink == before).all()


def test_a_trace_beside_a_ruling_stays():
    ruling, trace = drawn(100 + 0.012 * X), drawn(400 - 60 * (X % 90 < 4))
    ink = ruling | trace
    erase_leaning_rulings(ink)
    assert (ink == trace).all()
