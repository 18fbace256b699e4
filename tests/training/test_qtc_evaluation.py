"""Telling at which rates a QTc formula fits."""

import numpy as np
import pytest

from ecgweb.ecg.waves import Measurements
from ecgweb.ecg.waves.qtc import QTc
from training.evaluate_qtc import lines, table


def measured(rate_bpm, bazett):
    return Measurements(heart_rate_bpm=rate_bpm, qt_ms=400.0, qtc_ms=QTc(bazett, 410.0, 405.0, 400.0))


def test_only_records_with_rate_and_qt_count():
    rows = table([measured(60.0, 420.0), Measurements(heart_rate_bpm=70.0), Measurements()])
    assert rows.tolist() == [[60.0, 400.0, 420.0, 410.0, 405.0, 400.0]]


def test_each_band_differs_from_the_middle():
    rng = np.random.default_rng(1)
    records = [measured(rate, 400 + rate) for rate in rng.uniform(60, 80, 200)] + [measured(95.0, 495.0)] * 20
    with np.errstate(invalid="ignore"):  # formulas that never change correlate with nothing
        report = list(lines(table(records)))
    (fast,) = [line for line in report if "90 to 100" in line]
    assert float(fast.split()[4]) == pytest.approx(25, abs=2)
    assert fast.split()[3] == "20"
    assert float(report[-1].split()[4]) == pytest.approx(1.0, abs=0.01)
