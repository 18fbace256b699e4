"""The median beat as pictures."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from ecgweb.analyses.median_beat_drawing import beat_pictures
from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.recording import LEADS, Recording

MARKS = {
    "p_onset_ms": -200.0,
    "p_offset_ms": -100.0,
    "qrs_onset_ms": -50.0,
    "qrs_offset_ms": 50.0,
    "t_onset_ms": 150.0,
    "t_offset_ms": 350.0,
}
LEAD = {"beats": 3, "marks": {**MARKS, "p_onset_ms": None}, "st_j60_mv": 0.1}
MEASURED = {"marks": MARKS, "leads": dict.fromkeys(LEADS, LEAD)}


def parsed(drawing):
    return ElementTree.fromstring(f"<svg>{drawing}</svg>")


@pytest.fixture(scope="module")
def pictures():
    return beat_pictures(synthetic_recording(), MEASURED)


def test_every_lead_is_drawn_at_one_scale(pictures):
    assert [picture.lead for picture in pictures.leads] == list(LEADS)
    assert pictures.width_mm == 25.0
    assert pictures.height_mm % 5 == 0
    assert pictures.chosen == "II"


def test_the_trace_stays_on_its_paper(pictures):
    for picture in pictures.leads:
        for line in parsed(picture.drawing).iter("polyline"):
            points = np.array([point.split(",") for point in line.get("points").split()], float)
            assert points.min() >= 0
            assert points[:, 0].max() <= pictures.width_mm
            assert points[:, 1].max() <= pictures.height_mm


def test_waves_found_in_the_lead_are_shaded_and_named(pictures):
    spans = [one for one in parsed(pictures.leads[0].drawing).iter("rect") if one.get("class") == "ecg-mark-span"]
    assert [float(span.get("width")) for span in spans] == pytest.approx([2.5, 5.0])
    names = [text.text for text in parsed(pictures.leads[0].labels).iter("text")]
    assert names == ["I", "QRS", "T"]


def test_the_calipers_begin_at_qt(pictures):
    assert np.diff(pictures.qt_mm) == pytest.approx(400 / 40)


def test_a_lead_never_seen_stays_empty():
    recording = synthetic_recording()
    signal = recording.signal_mv.copy()
    signal[1] = np.nan
    pictures = beat_pictures(Recording(signal, recording.sampling_rate_hz), MEASURED)
    assert pictures.leads[1].drawing == ""
    assert pictures.chosen == "I"


def test_without_marks_or_beats_there_are_no_pictures():
    assert beat_pictures(synthetic_recording(), {"heart_rate_bpm": 70.0}) is None
    flat = Recording(np.zeros((12, 1000), np.float32), 100.0)
    assert beat_pictures(flat, MEASURED) is None
