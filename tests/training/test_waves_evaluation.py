"""Reading cardiologists' marks and scoring intervals against them."""

import numpy as np
import pytest

from ecgweb.ecg.waves.delineation import Boundaries
from ecgweb.ecg.waves.measurements import LeadMeasurements, Measurements
from training.ludb import P_WAVE, QRS, T_WAVE, Annotated, ReferenceBeat, reference_beats
from training.wave_scores import Pair, interval_scores, lead_scores, p_waves, rate_score, reference

ERRORS = {"p_ms": 20.0, "pr_ms": 20.0, "qrs_ms": 20.0, "qt_ms": 25.0, "heart_rate_bpm": 1.0}


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
    assert reference(beats) == pytest.approx({"qrs_ms": 90.0, "qt_ms": 400.0})


def record(waves=(P_WAVE, QRS, T_WAVE)):
    """Four beats at 60 bpm: P 100 ms, PR 160 ms, QRS 80 ms and QT 400 ms."""
    marks = [mark for r in (1000, 1500, 2000, 2500) for mark in marks_of_a_beat(r, waves=waves)]
    return Annotated("1", np.zeros((12, 5000), np.float32), np.array(marks))


def measured(**values):
    return Measurements(**{"heart_rate_bpm": 60.6, "qrs_ms": 85.0, "qt_ms": 390.0, "errors": ERRORS, **values})


def test_an_interval_is_scored_where_it_was_marked_and_measured():
    pairs = [
        Pair(record(), measured(p_ms=110.0)),
        Pair(record(), measured(p_ms=130.0)),
        Pair(record((QRS, T_WAVE)), measured(p_ms=90.0)),
        Pair(record(), None),
    ]
    scores = interval_scores(pairs)
    assert (scores["p_ms"].records, scores["p_ms"].mean, scores["p_ms"].sd) == pytest.approx((2, 20, 10))
    assert scores["p_ms"].covered == 0.5
    assert scores["qrs_ms"].records == 3
    assert scores["qrs_ms"].mean == pytest.approx(5)
    assert "pr_ms" not in scores


def test_the_rate_is_scored_as_a_share():
    assert rate_score([Pair(record(), measured())]).mean == pytest.approx(0.01)


def test_p_waves_are_found_missed_reported_absent_and_invented():
    without = record((QRS, T_WAVE))
    pairs = [Pair(of, measured(p_ms=p_ms)) for of in (record(), without) for p_ms in (100.0, None)]
    counts = p_waves(pairs)
    assert (counts.found, counts.missed, counts.invented, counts.absent_reported) == (1, 1, 1, 1)


def test_a_lead_is_scored_against_its_own_marks():
    lead = LeadMeasurements(3, *[None] * 6, {}, Boundaries(-40, 50, -200, -100, 210, 360))
    scores = lead_scores([Pair(record(), measured(leads={"V1": lead}))])
    assert {name: score.mean for name, score in scores.items()} == pytest.approx({"p_ms": 0, "qrs_ms": 10, "t_ms": -10})
