"""Paper ECG: a recording drawn the way an electrocardiograph prints it, and what happens to the page afterwards.

`style` says how a page looks (`random_style` draws looks), `plan` lays it out in mm, `svg` and `picture` draw it;
`picture` takes its paper from `sheet`, strokes from `stroke`, letters from `typeface` and `words`. `wear` does to
a page what befalls paper (`marks_of_use`), bends and photographs it (`warp`), lights it (`light`), and sends it through
scanners (`copier`) and cameras (`camera`); `regimes` draws clean, worn and photographed pages at random and names what
is kept out of training. To train on pages::

    page = random_page(rng, "photographed")
    drawing = draw_page(recording, page.style, page.pixels_per_mm)
    worn = wear_page(drawing.image, page.wear, seed)
    worn.picture, worn.traces(drawing.traces)  # every sample's place on the picture; worn.mask() carries any layer
"""

from ecgweb.ecg.paper.marks import Mark
from ecgweb.ecg.paper.picture import PageDrawing, draw_page
from ecgweb.ecg.paper.random_style import random_style
from ecgweb.ecg.paper.regimes import RandomPage, random_page
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.paper.svg import draw_strips_svg, draw_svg
from ecgweb.ecg.paper.synthetic import synthetic_recording
from ecgweb.ecg.paper.wear import Wear, Worn, wear_page

__all__ = [
    "Mark",
    "PageDrawing",
    "RandomPage",
    "Style",
    "Wear",
    "Worn",
    "draw_page",
    "draw_strips_svg",
    "draw_svg",
    "random_page",
    "random_style",
    "synthetic_recording",
    "wear_page",
]
