"""Reading cardiologists' marks and scoring intervals against them."""

import numpy as np
import pytest

from ecgweb.ecg.waves.delineation import Boundaries
from training.evaluate_waves import reference_ms, score
from training.ludb import P_WAVE, QRS, T_WAVE, ReferenceBeat, reference_beats

MARKED = {"P": 100.0, "PR": 160.0, "QRS": 90.0, "QT": 400.0}


def marks_of_a_beat(r, leads=range(12), waves=(P_WAVE, QRS, T_WAVE)):
    """Marks at 500 Hz: P from 100 samples ahead of the R peak, QRS of 40 samples, T until 180 after."""
    spans = {P_WAVE: (-100, -75, -50), QRS: (-20, 0, 20), T_WAVE: (100, 140, 180)}
    return [(lead, wave, *(r + at for at in spans[wave])) for lead in leads for wave in waves]


def test_a_beat_spans_the_median_of_the_leads():
    marks = np.array(marks_of_a_beat(1000))
    marks[(marks[:, 0] == 3) & (marks[:, 1] == QRS), 2] -= 30  # one lead disagrees
    (beat,) = reference_beats(marks)
    assert beat.r_s == 2.0
    assert beat.qrs_s == (1.96, 2.04)
    assert beat.p_s == (1.8, 1.9)
    assert beat.t_s == (2.2, 2.36)


def test_a_p_wave_marked_in_few_leads_is_absent():
    marks = np.array(marks_of_a_beat(1000, waves=(QRS,)) + marks_of_a_beat(1000, range(3), (P_WAVE,)))
    assert reference_beats(marks)[0].p_s is None


def test_the_intervals_of_a_record_are_medians_over_its_beats():
    beats = [ReferenceBeat(1.0, (0.95, 1.0 + end), None, (1.2, 1.35)) for end in (0.03, 0.04, 0.08)]
    assert reference_ms(beats) == pytest.approx({"QRS": 90.0, "QT": 400.0})


def test_scores_count_p_waves_found_missed_reported_absent_and_invented():
    with_p, without_p = Boundaries(-40, 50, -200, -100, 360), Boundaries(-40, 60, None, None, 370)
    no_p_marked = {"QRS": 90.0, "QT": 400.0}
    scores = score([(MARKED, with_p), (MARKED, without_p), (no_p_marked, with_p), (no_p_marked, without_p)])
    assert (scores.p_found, scores.p_missed, scores.p_invented, scores.p_absent_reported) == (1, 1, 1, 1)
    assert scores.intervals["QRS"].mean_ms == pytest.approx(5.0)
    assert scores.intervals["QRS"].sd_ms == pytest.approx(5.0)
