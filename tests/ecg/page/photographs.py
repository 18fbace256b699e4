"""Pages as a camera sees them: lying on a table, seen askew, perhaps on their side."""

from __future__ import annotations

import numpy as np
from PIL import Image

from ecgweb.ecg.homography import homography
from ecgweb.ecg.page.frame import Corners
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.recording import Recording

TABLE = (92, 74, 60)
SIZE_PX = (2000, 1500)
# Clockwise from the top left of the page, as a camera held far too low sees it.
ASKEW: Corners = ((447.0, 450.0), (1779.0, 552.0), (1899.0, 1237.0), (104.0, 977.0))


def photograph(corners: Corners = ASKEW, style: Style | None = None) -> tuple[np.ndarray, Recording]:
    """A picture of a page whose corners lie there, and what is drawn on it."""
    drawn = draw_page(synthetic_recording(rate_bpm=75), style or Style(), pixels_per_mm=8.0)
    height, width = drawn.image.shape[:2]
    page = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    back = homography(np.array(corners), page)
    table = Image.new("RGB", SIZE_PX, TABLE)
    seen, covered = (
        Image.fromarray(image).transform(
            SIZE_PX, Image.Transform.PERSPECTIVE, tuple((back / back[2, 2]).ravel()[:8]), Image.Resampling.BICUBIC
        )
        for image in (drawn.image, np.full((height, width), 255, np.uint8))
    )
    table.paste(seen, mask=covered)
    return np.asarray(table), drawn.recording
