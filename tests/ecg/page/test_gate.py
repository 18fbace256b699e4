"""The gate against pictures that are not ECGs: a few at every run, all of them when slow tests run."""

import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.refusal import Refused
from training.non_ecgs import KINDS, non_ecgs

HARD_KINDS = (
    "empty_grid",
    "empty_ecg_form",
    "text_on_grid",
    "eeg_on_ecg_paper",
    "pulse_wave_on_ecg_paper",
    "respiration_on_ecg_paper",
    "sine_on_ecg_paper",
    "random_walk_on_ecg_paper",
    "music",
    "line_chart",
    "solid",
)


def is_refused(image):
    try:
        read_page(image)
    except Refused:
        return True
    return False


@pytest.mark.parametrize("kind", HARD_KINDS)
def test_what_is_no_ecg_is_refused(kind):
    image = next(non_ecgs(0, 1, [kind]))[2]
    assert is_refused(image)


@pytest.mark.parametrize("layout", ["3x4+1", "6x2", "12x1"])
@pytest.mark.parametrize("rate_bpm", [40, 75, 160])
def test_an_ecg_passes_at_any_rate(layout, rate_bpm):
    page = draw_page(synthetic_recording(rate_bpm), Style(layout=layout))
    assert not is_refused(page.image)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_none_of_the_set_is_accepted(kind):
    pictures = non_ecgs(per_kind=2, kinds=[kind])  # one as drawn, one worn
    assert [name for _, name, image in pictures if not is_refused(image)] == []
