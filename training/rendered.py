"""Signals printed on paper by our own renderer and read back by our own reader."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.inference.preparation import SAMPLES, SAMPLING_RATE_HZ, on_network_axis


def printed_and_read(signals_mv: NDArray[np.float32], style: Style) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Each signal drawn as a page and read back.

    Returns
    -------
    signals_mv : ndarray, shape (n, 12, 1000), float32
        NaN where nothing was recovered, everywhere on a refused page.
    read : ndarray of bool, shape (n,)
        False where the reader refused the page.
    """
    back = np.full((len(signals_mv), 12, SAMPLES), np.nan, np.float32)
    read = np.ones(len(signals_mv), bool)
    for index, signal_mv in enumerate(signals_mv):
        page = draw_page(Recording(signal_mv, SAMPLING_RATE_HZ), style)
        try:
            back[index] = on_network_axis(read_page(page.image).recording)
        except Refused:
            read[index] = False
    return back, read
