"""Every change gives a picture that an upload could be, and the comparison tells what was kept."""

import numpy as np
import pytest

from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.recording import Recording
from training.evaluate_changes import typical_correlation
from training.picture_changes import CHANGES


@pytest.fixture(scope="module")
def page():
    return draw_page(synthetic_recording(), Style(), pixels_per_mm=3.0).image


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_gives_another_picture(page, name):
    changed = CHANGES[name](page)
    assert changed.dtype == np.uint8 and changed.ndim == 3 and changed.shape[2] == 3
    assert changed.shape != page.shape or (changed != page).any()


def reading_of(signal_mv):
    return type("Reading", (), {"recording": Recording(signal_mv.astype(np.float32), 500.0)})


def test_the_same_leads_a_little_later_correlate_and_others_do_not():
    signal_mv = synthetic_recording().signal_mv
    later, other = np.roll(signal_mv, 12, axis=1), np.random.default_rng(0).normal(size=signal_mv.shape)
    assert typical_correlation(reading_of(signal_mv), reading_of(later)) == pytest.approx(1.0, abs=1e-3)
    assert abs(typical_correlation(reading_of(signal_mv), reading_of(other))) < 0.3
