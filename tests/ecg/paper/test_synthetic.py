import numpy as np
import pytest

from ecgweb.ecg.paper.synthetic import synthetic_recording


def test_the_limb_leads_obey_einthoven_and_goldberger():
    recording = synthetic_recording()
    np.testing.assert_allclose(recording.lead("II"), recording.lead("I") + recording.lead("III"), atol=1e-6)
    augmented = sum(recording.lead(name) for name in ("aVR", "aVL", "aVF"))
    np.testing.assert_allclose(augmented, 0, atol=1e-6)


def test_beats_come_at_the_asked_rate():
    lead = synthetic_recording(rate_bpm=60, sampling_rate_hz=500).lead("II")
    peaks = np.flatnonzero((lead[1:-1] > lead[:-2]) & (lead[1:-1] >= lead[2:]) & (lead[1:-1] > 1.0)) + 1
    assert peaks.tolist() == [200 + 500 * beat for beat in range(10)]


def test_r_grows_and_s_shrinks_from_v1_to_v6():
    recording = synthetic_recording()
    ratio = [recording.lead(f"V{n}").max() / -recording.lead(f"V{n}").min() for n in range(1, 7)]
    assert ratio == sorted(ratio)


def test_a_rate_of_zero_is_an_error():
    with pytest.raises(ValueError, match="positive"):
        synthetic_recording(rate_bpm=0)
