import numpy as np

from ecgweb.ecg.page.one_lead import repeats_one_lead
from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.recording import Recording


def in_columns(signal_mv, rate_hz=250.0):
    """As a page of 3 rows and 4 columns shows it."""
    shown = np.full((12, 2500), np.nan, np.float32)
    for row in range(12):
        part = slice(625 * (row // 3), 625 * (row // 3 + 1))
        shown[row, part] = signal_mv[row, part]
    return Recording(shown, rate_hz)


def test_twelve_leads_of_one_heart_do_not_look_alike():
    assert not repeats_one_lead(in_columns(synthetic_recording(70, 10, 250).signal_mv))


def test_rows_of_one_lead_do_even_with_an_odd_beat_among_them():
    lead = synthetic_recording(70, 10, 250).lead("II")
    twelve = np.tile(lead, (12, 1))
    twelve[7] = np.roll(-2 * lead, 40)
    assert repeats_one_lead(in_columns(twelve))


def test_too_few_leads_say_nothing():
    signal_mv = np.full((12, 2500), np.nan, np.float32)
    signal_mv[1] = synthetic_recording(70, 10, 250).lead("II")
    assert not repeats_one_lead(Recording(signal_mv, 250.0))
