import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgweb.ecg.paper import Mark, Style, draw_strips_svg, draw_svg, random_style, synthetic_recording
from ecgweb.ecg.recording import Recording

SVG = "{http://www.w3.org/2000/svg}"


def traces_of(svg):
    group = next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.get("class") == "ecg-trace")
    return [np.array([p.split(",") for p in line.get("points").split()], dtype=float) for line in group]


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_any_style_gives_valid_xml_without_inline_styles(seed):
    style = random_style(np.random.default_rng(seed))
    root = ET.fromstring(draw_svg(synthetic_recording(), style))
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    assert not [e for e in root.iter() if "style" in e.attrib or "id" in e.attrib or e.tag == f"{SVG}style"]


def test_the_view_box_is_in_millimetres():
    root = ET.fromstring(draw_strips_svg(synthetic_recording(), ["II"], Style(margin_mm=0.0), 0.0, 2.0))
    assert root.get("viewBox") == "0 0 50 30"


def test_a_gap_is_left_blank():
    signal_mv = synthetic_recording().signal_mv.copy()
    signal_mv[1, 300:500] = np.nan
    lines = traces_of(draw_strips_svg(Recording(signal_mv, 100.0), ["II"], Style(margin_mm=0.0)))
    assert [(line[0, 0], line[-1, 0]) for line in lines] == [(0.0, 74.75), (125.0, 249.75)]


def test_a_lead_without_samples_draws_no_line():
    signal_mv = synthetic_recording().signal_mv.copy()
    signal_mv[6] = np.nan
    assert len(traces_of(draw_svg(Recording(signal_mv, 100.0), Style(layout="12x1")))) == 11


def test_the_line_stays_within_the_width_of_a_hair():
    recording = synthetic_recording(sampling_rate_hz=500)
    line = traces_of(draw_strips_svg(recording, ["V3"], Style(margin_mm=0.0)))[0]
    x_mm = np.arange(5000) / 500 * 25
    np.testing.assert_allclose(np.interp(x_mm, *line.T), 15 - 10 * recording.lead("V3"), atol=0.05)


def test_a_page_is_small():
    assert len(draw_svg(synthetic_recording(sampling_rate_hz=500))) < 60_000


def test_marks_shade_their_span_on_their_lead_only():
    marks = [Mark(0.4, 0.8, "QRS & ST", "II"), Mark(1.0, 1.0, "R", "II"), Mark(5.0, 6.0, "late", "II")]
    svg = draw_strips_svg(synthetic_recording(), ["I", "II"], Style(margin_mm=0.0), 0.0, 2.0, marks)
    spans = [e for e in ET.fromstring(svg).iter() if e.get("class") == "ecg-mark-span"]
    labels = [e.text for e in ET.fromstring(svg).iter() if e.get("class") == "ecg-mark-label"]
    assert [(e.get("x"), e.get("width"), e.get("y")) for e in spans] == [("10", "10", "30")]
    assert labels == ["QRS & ST", "R"]


def test_neighbouring_labels_do_not_touch():
    marks = [Mark(0.4, 0.44, "PR", "II"), Mark(0.44, 0.48, "QRS", "II")]
    svg = draw_strips_svg(synthetic_recording(), ["II"], marks=marks)
    heights = {e.get("y") for e in ET.fromstring(svg).iter() if e.get("class") == "ecg-mark-label"}
    assert len(heights) == 2


def test_words_are_escaped():
    svg = draw_svg(synthetic_recording(), Style(header=("<script>&",)), title="a < b")
    assert ET.fromstring(svg).find(f"{SVG}title").text == "a < b"
    assert "<script>" not in svg


@pytest.mark.parametrize(("leads", "start_s", "end_s"), [([], 0.0, 1.0), (["I"], 2.0, 1.0), (["I"], 11.0, 12.0)])
def test_an_empty_stretch_is_an_error(leads, start_s, end_s):
    with pytest.raises(ValueError, match="nothing to draw"):
        draw_strips_svg(synthetic_recording(), leads, start_s=start_s, end_s=end_s)


@pytest.mark.parametrize("wrong", [{"layout": "5x5"}, {"grid": "plaid"}, {"speed_mm_s": 0.0}, {"rhythm_leads": ()}])
def test_an_unknown_style_is_an_error(wrong):
    with pytest.raises(ValueError):  # noqa: PT011 - any of several sentences
        replace(Style(), **wrong)
