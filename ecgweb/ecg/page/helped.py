"""Help put to use: regions taken out of a picture before it is read, and a reading laid back onto the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.cover import beside
from ecgweb.ecg.page.frame import Frame
from ecgweb.ecg.page.help import Box
from ecgweb.ecg.page.reading import PageReading


def without_regions(picture: NDArray[np.uint8], boxes: tuple[Box, ...]) -> NDArray[np.uint8]:
    """The picture with the colour of the paper beside them in place of these regions (left, top, right, bottom)."""
    if not boxes:
        return picture
    stays = np.ones(picture.shape[:2], dtype=bool)
    for left, top, right, bottom in boxes:
        stays[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))] = False
    return beside(picture, stays)


def laid_back(reading: PageReading, frame: Frame) -> PageReading:
    """A reading of the page that a frame cut out, its traces where they lie on the whole picture."""
    traces = []
    for trace in reading.traces:
        x_px, y_px = frame.on_picture(trace.x_px, trace.y_px)
        traces.append(replace(trace, x_px=x_px, y_px=y_px))
    return replace(reading, traces=tuple(traces), frame=frame)
