"""The four QTc formulas against values worked out by hand."""

import pytest

from ecgweb.ecg.waves.qtc import corrected_qt


def test_at_sixty_beats_nothing_is_corrected():
    corrected = corrected_qt(400, 60)
    assert corrected.bazett == corrected.fridericia == corrected.framingham == corrected.hodges == 400


def test_the_formulas_part_ways_in_a_fast_heart():
    corrected = corrected_qt(320, 100)  # RR 0.6 s
    assert corrected.bazett == pytest.approx(413.1, abs=0.1)
    assert corrected.fridericia == pytest.approx(379.4, abs=0.1)
    assert corrected.framingham == pytest.approx(381.6, abs=0.1)
    assert corrected.hodges == pytest.approx(390.0, abs=0.1)


def test_a_heart_that_does_not_beat_has_no_qtc():
    with pytest.raises(ValueError, match="positive"):
        corrected_qt(400, 0)
