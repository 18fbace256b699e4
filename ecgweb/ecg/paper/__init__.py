"""Paper ECG: a recording drawn the way an electrocardiograph prints it."""

from ecgweb.ecg.paper.marks import Mark
from ecgweb.ecg.paper.picture import PageDrawing, draw_page
from ecgweb.ecg.paper.style import Style, random_style
from ecgweb.ecg.paper.svg import draw_strips_svg, draw_svg
from ecgweb.ecg.paper.synthetic import synthetic_recording

__all__ = [
    "Mark",
    "PageDrawing",
    "Style",
    "draw_page",
    "draw_strips_svg",
    "draw_svg",
    "random_style",
    "synthetic_recording",
]
