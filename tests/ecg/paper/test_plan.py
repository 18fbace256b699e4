import numpy as np
import pytest

from ecgweb.ecg.paper.plan import layout_of, lead_grid, plan_page, plan_strips
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.paper.synthetic import synthetic_recording
from ecgweb.ecg.recording import LEADS


def test_the_standard_order_runs_down_the_columns():
    assert lead_grid(Style(layout="3x4"))[0] == ("I", "aVR", "V1", "V4")
    assert lead_grid(Style(layout="6x2"))[5] == ("aVF", "V6")
    assert lead_grid(Style(layout="12x1")) == tuple((lead,) for lead in LEADS)


@pytest.mark.parametrize(("layout", "columns"), [("3x4", 4), ("3x4+1", 4), ("6x2", 2), ("12x1", 1)])
def test_column_k_shows_its_share_of_the_time(layout, columns):
    plan = plan_page(10.0, Style(layout=layout))
    for strip in plan.strips[:12]:
        column = LEADS.index(strip.lead) // (12 // columns)
        assert (strip.start_s, strip.end_s) == (column * 10 / columns, (column + 1) * 10 / columns)


def test_the_rhythm_strip_shows_its_lead_for_all_of_the_time():
    strip = plan_page(10.0, Style(layout="3x4+1", rhythm_leads=("V1",))).strips[-1]
    assert (strip.lead, strip.start_s, strip.end_s, strip.rhythm_strip) == ("V1", 0.0, 10.0, True)


def test_a_layout_counts_its_rhythm_strips_as_rows():
    layout = layout_of(Style(layout="3x4+3"))
    assert (layout.name, layout.rows, layout.columns, layout.rhythm_leads) == ("3x4+3", 6, 4, ("II", "V1", "V5"))


def test_one_second_is_25_mm_and_one_millivolt_10_mm():
    recording = synthetic_recording()
    plan = plan_page(recording.duration_s, Style(layout="12x1"))
    x_mm, y_mm = plan.points_mm(recording, plan.strips[1])
    assert x_mm[100] - x_mm[0] == pytest.approx(25.0)
    np.testing.assert_allclose(plan.strips[1].baseline_mm - y_mm, 10 * recording.lead("II"), rtol=1e-6)


def test_the_calibration_pulse_is_one_millivolt_high():
    pulse = np.array(plan_page(10.0, Style(gain_mm_mv=20.0, pulse="right")).lines[0])
    assert np.ptp(pulse[:, 1]) == pytest.approx(20.0)


def test_every_strip_and_pulse_lies_inside_the_sheet():
    for pulse in ("left", "right", "none"):
        plan = plan_page(10.0, Style(pulse=pulse, margin_mm=0.0))
        ends_mm = [s.left_mm + (s.end_s - s.start_s) * 25 for s in plan.strips]
        ends_mm += [x for line in plan.lines for x, _ in line]
        assert max(ends_mm) <= plan.width_mm
        assert min(x for line in (*plan.lines, ((1.0, 0.0),)) for x, _ in line) >= 0


def test_strips_share_the_same_stretch_of_time():
    plan = plan_strips(("II", "V1"), 1.0, 3.0, Style(margin_mm=0.0))
    assert plan.width_mm == 50.0
    assert [(s.start_s, s.end_s) for s in plan.strips] == [(1.0, 3.0)] * 2


def test_three_columns_read_like_a_book():
    assert lead_grid(Style(layout="4x3")) == (
        ("I", "II", "III"),
        ("aVR", "aVL", "aVF"),
        ("V1", "V2", "V3"),
        ("V4", "V5", "V6"),
    )


def test_cabrera_shows_avr_upside_down_and_says_so():
    recording = synthetic_recording()
    plan = plan_page(10.0, Style(order="cabrera", lead_names=True))
    (strip,) = (strip for strip in plan.strips if strip.lead == "aVR")
    shown_mv = recording.lead("aVR")[: round(2.5 * recording.sampling_rate_hz)]
    np.testing.assert_allclose(plan.points_mm(recording, strip)[1] - strip.baseline_mm, 10 * shown_mv, atol=1e-5)
    assert "-aVR" in [text.words for text in plan.lead_names]


def test_one_lead_fills_a_strip_of_its_own():
    plan = plan_page(10.0, Style(layout="1x1", rhythm_leads=("V1",)))
    assert [(strip.lead, strip.start_s, strip.end_s) for strip in plan.strips] == [("V1", 0.0, 10.0)]
    assert layout_of(plan.style).rows == 1


@pytest.mark.parametrize(("names_at", "sign"), [("above", 1), ("below", -1)])
def test_names_stand_where_the_style_says(names_at, sign):
    plan = plan_page(10.0, Style(names_at=names_at))
    assert all(sign * (s.baseline_mm - n.bottom_mm) > 0 for s, n in zip(plan.strips, plan.lead_names, strict=True))


def test_the_footer_words_the_scale_in_its_form():
    plan = plan_page(10.0, Style(speed_mm_s=50.0, footer_form="{speed:g} / {gain:g}"))
    assert plan.texts[-1].words == "50 / 10"
