"""The long lines that a page of a PDF draws itself."""

from itertools import pairwise

import numpy as np
import pytest
from fpdf import FPDF

from ecgweb.ecg.readers.pdf import draw_page

X_MM = np.linspace(20, 180, 161)
Y_MM = 50 + 10 * np.sin(X_MM / 8)
POINTS = list(zip(X_MM.tolist(), Y_MM.tolist(), strict=True))


def document(draw):
    pdf = FPDF(unit="mm", format=(200, 100))
    pdf.add_page()
    pdf.set_auto_page_break(False)
    draw(pdf)
    return draw_page(bytes(pdf.output()), 1)


def in_pixels(page):
    return np.stack([X_MM, Y_MM], axis=1) * page.rgb.shape[1] / 200 - 0.5


def polyline(pdf):
    pdf.polyline(POINTS)


def set_down_at_each_point(pdf):
    with pdf.new_path() as path:
        path.style.fill_color, path.style.auto_close = None, False
        for here, there in pairwise(POINTS):
            path.move_to(*here)
            path.line_to(*there)


def curves(pdf):
    with pdf.new_path() as path:
        path.style.fill_color, path.style.auto_close = None, False
        path.move_to(*POINTS[0])
        for (x0, _), (x1, y1) in pairwise(POINTS):
            path.curve_to((2 * x0 + x1) / 3, 5.0, (x0 + 2 * x1) / 3, 95.0, x1, y1)


@pytest.mark.parametrize("draw", [polyline, set_down_at_each_point, curves])
def test_a_line_is_found_where_it_is_drawn(draw):
    page = document(draw)
    (line,) = page.lines
    np.testing.assert_allclose(line, in_pixels(page), atol=0.5)


def test_a_grid_and_a_frame_are_no_lines():
    def draw(pdf):
        pdf.rect(10, 10, 180, 80)
        for x in range(10, 190, 5):
            pdf.line(x, 10, x, 90)

    assert document(draw).lines == ()


def test_a_gap_parts_a_line_in_two():
    def draw(pdf):
        pdf.polyline(POINTS[:60])
        pdf.polyline(POINTS[80:])

    assert [len(line) for line in document(draw).lines] == [60, 81]
