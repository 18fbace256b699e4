"""Lines of print above and below the traces."""

import numpy as np
import pytest

from ecgweb.ecg.page.printed_text import (
    BETWEEN,
    CLASSES,
    LETTERS,
    LINE_HEIGHT,
    LONGEST_LINE,
    STEP,
    PrintedScale,
    printed_scale,
    scale_in,
    text_lines,
    text_of,
)
from ecgweb.ecg.page.pulse import Pulse
from ecgweb.ecg.page.read import follow_page
from ecgweb.ecg.page.scale import find_scale
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording


@pytest.mark.parametrize(
    ("texts", "scale"),
    [
        (["25mm/s 10mm/mv"], (25, 10, None)),
        (["0.67-25hz ac50 50 mm/sec 5.0 mm/mv 4*2.5s"], (50, 5, None)),
        (["vent. rate 80 bpm", "speed: 12.5 mm/s"], (12.5, None, 80)),
        (["hr 72", "2.5mm/mv"], (None, 2.5, 72)),
        (["25nmm/s 1omnm/mv hr87bprm"], (25, 10, 87)),
        (["speedt25 mm sec"], (25, None, None)),
        (["qrs 50 ms p 25 rmns 5 mv 20 rnmv"], (None, None, None)),
        (["25mm/s", "50mm/s 20mm/mv"], (None, 20, None)),
        (["33mm/s 17mm/mv 12345 bpm"], (None, None, None)),
        (["limb: 10 mm/mv chest: 10 mm/mv"], (None, 10, None)),
        (["ac50 25mm/s10mm/mv 4?2.5s?hrv98", "se?-3v.0 semtmpv1.7"], (25, 10, 98)),
        (["25mm/s 10mm/mv 43?2.5s-?-1r wv112.se?3 vt1.0:semtp v1.7"], (25, 10, 112)),
        (["25mm/s 10mm/mv 4?2.5s?rv06se-3 v1.0"], (25, 10, None)),
        (["25mm/s 10mm/mv rv5 1.63 sv1 0.19 v4/v5 70"], (25, 10, None)),
        ([], (None, None, None)),
    ],
)
def test_scale_and_rate_are_found_in_text(texts, scale):
    assert scale_in(texts) == PrintedScale(*scale)


def test_letters_are_spelled_with_their_spaces():
    answer = np.zeros((30, CLASSES), np.float32)
    answer[:, BETWEEN] = 0.9
    for step, letter in ((1, "h"), (3, "r"), (9, "7"), (10, "7"), (12, "7")):
        answer[step] = np.eye(CLASSES)[LETTERS.index(letter)]
    assert text_of(answer) == "hr 77"


def test_the_footer_is_cut_out_as_a_line():
    page = follow_page(draw_page(synthetic_recording(), Style(grid="green", footer=True)).image)
    lines = text_lines(page.rows)
    assert lines and all(line.shape[0] == LINE_HEIGHT and line.shape[1] <= LONGEST_LINE for line in lines)

    def network(pictures):
        answer = np.zeros((len(pictures), pictures.shape[2] // STEP, CLASSES), np.float32)
        for place, letter in enumerate("25mm/s"):
            answer[:, 2 * place, LETTERS.index(letter)] = 1.0
        answer[:, 1::2, BETWEEN] = 1.0
        return answer

    assert printed_scale(page.rows, network).speed_mm_s == 25
    assert printed_scale(page.rows, None) == PrintedScale()


def test_what_is_printed_is_believed_where_nothing_else_tells():
    said = PrintedScale(speed_mm_s=50.0, gain_mm_mv=5.0)
    alone = find_scale(5.0, None, 1250, said=said)
    assert (alone.speed_mm_s, alone.gain_mm_mv, alone.speed_from, alone.gain_from) == (50, 5, "printed", "printed")
    pulsed = find_scale(5.0, Pulse(50, 10, 30), 1250, said=said)
    assert (pulsed.gain_mm_mv, pulsed.gain_from) == (10, "pulse")
    helped = find_scale(5.0, None, 1250, 25.0, 20.0, said)
    assert (helped.speed_from, helped.gain_mm_mv) == ("help", 20)
