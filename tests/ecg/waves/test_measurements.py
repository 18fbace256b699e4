"""A recording measured as a whole, with a network whose answer is known."""

import numpy as np
import pytest
from synthetic_heart import LEAD_GAIN, beat_times, heart, paged
from test_delineation import WAVES, p_wave_in, saying

from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.waves import measure, without_voltages


@pytest.fixture(scope="module")
def page():
    return paged(heart(beat_times(75), 500))


def test_a_page_gives_the_height_of_r_in_every_lead(page):
    found = measure(page, saying(WAVES))
    upright = [name for name, gain in zip(LEADS, LEAD_GAIN, strict=True) if gain > 0]
    heights = {name: LEAD_GAIN[LEADS.index(name)] for name in upright}
    assert {name: found.leads[name].r_mv for name in upright} == pytest.approx(heights, abs=0.05)
    assert found.leads["aVR"].s_mv == pytest.approx(-0.85, abs=0.05)
    assert (found.leads["aVR"].r_mv, found.leads["aVR"].beats) == (0.0, 3)


def test_every_measurement_says_how_far_it_may_be_off(page):
    found = measure(page, saying(WAVES))
    assert set(found.errors) == {"heart_rate_bpm", "p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtc_ms", "axis_deg"}
    assert all(error > 0 for lead in found.leads.values() for error in lead.errors.values())


def test_each_lead_has_marks_of_its_own(page):
    marks = measure(page, saying(WAVES)).leads["V2"].marks
    assert (marks.p_onset_ms, marks.t_offset_ms) == pytest.approx((-202, 358), abs=3)


def test_a_p_wave_that_is_not_there_is_absent_in_every_lead(page):
    found = measure(page, p_wave_in(0.5))
    assert found.absent_waves == ("P",)
    assert (found.p_ms, found.pr_ms) == (None, None)
    assert {lead.marks.p_onset_ms for lead in found.leads.values()} == {None}


def test_a_lead_with_gaps_has_no_st_level_but_keeps_its_r_wave():
    recording = heart(beat_times(75), 500)
    lead = recording.signal_mv[LEADS.index("V3")]
    for beat_s in beat_times(75)[::3]:
        lead[round(500 * (beat_s + 0.1)) : round(500 * (beat_s + 0.6))] = np.nan
    v3 = measure(recording, saying(WAVES)).leads["V3"]
    assert (v3.st_j_mv, v3.st_j60_mv, v3.errors["st_j60_mv"]) == (None, None, None)
    assert v3.r_mv == pytest.approx(0.3, abs=0.05)


def test_a_lead_never_seen_is_not_measured(page):
    hidden = paged(heart(beat_times(75), 500))
    hidden.signal_mv[LEADS.index("V6")] = np.nan
    v6 = measure(hidden, saying(WAVES)).leads["V6"]
    assert (v6.beats, v6.r_mv, v6.st_j60_mv, v6.marks) == (0, None, None, None)


def test_times_stay_where_voltages_are_not_known(page):
    found = without_voltages(measure(page, saying(WAVES)))
    assert found.qrs_ms is not None
    assert (found.axis_deg, found.leads) == (None, None)


def test_an_irregular_heart_is_said_to_be():
    found = measure(heart(np.cumsum([0.6, 0.6, 1.1, 0.7, 1.3, 0.6, 0.9, 1.2]), 500))
    assert (found.regularity, found.heart_rate_range_bpm) == ("irregular", (46.2, 100.0))
