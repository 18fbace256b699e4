"""The file that keeps a reading."""

from __future__ import annotations

import numpy as np

from ecgweb.analyses import trace_file
from tests.analyses.conftest import reading


def test_the_recording_comes_back_as_it_was():
    original = reading()
    kept = trace_file.unpack(trace_file.pack(original)).recording
    assert kept.sampling_rate_hz == original.recording.sampling_rate_hz
    np.testing.assert_array_equal(kept.signal_mv, original.recording.signal_mv)


def test_traces_keep_their_shape_with_fewer_points_and_break_at_gaps():
    original = reading()
    kept = trace_file.unpack(trace_file.pack(original)).traces
    trace = original.traces[0]
    assert [drawn.lead for drawn in kept] == [trace.lead for trace in original.traces for _stretch in range(2)]
    x_px, y_px = kept[1].points_px.T
    assert (kept[0].points_px[-1, 0], x_px[0]) == (199, 210)
    assert len(x_px) < 100
    assert np.abs(np.interp(trace.x_px[110:], x_px, y_px) - trace.y_px[110:]).max() < 0.5


def test_a_reading_without_any_trace_can_be_kept():
    empty = reading().__class__(**{**reading().__dict__, "traces": ()})
    assert trace_file.unpack(trace_file.pack(empty)).traces == ()
