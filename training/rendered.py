"""Signals printed on paper by our own renderer and read back by our own reader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.inference.preparation import SAMPLES, SAMPLING_RATE_HZ, on_network_axis
from training.digitise import reader_digest


@dataclass(frozen=True)
class PrintedAndRead:
    """Signals that were drawn as pages and read back.

    Parameters
    ----------
    signals_mv : ndarray, shape (n, 12, 1000), float32
        NaN where nothing was recovered, everywhere on a refused page.
    read : ndarray of bool, shape (n,)
        False where the reader refused the page.
    reader : str
        Digest of the reader's source.
    """

    signals_mv: NDArray[np.float32]
    read: NDArray[np.bool_]
    reader: str


def load_printed(signals_mv: NDArray[np.float32], style: Style, path: Path) -> PrintedAndRead:
    """The signals printed and read back, from `path` if they were before."""
    if not path.exists():
        made = printed_and_read(signals_mv, style)
        np.savez_compressed(path, signals_mv=made.signals_mv, read=made.read, reader=np.array(made.reader))
    kept = np.load(path)
    return PrintedAndRead(kept["signals_mv"], kept["read"], str(kept["reader"]))


def printed_and_read(signals_mv: NDArray[np.float32], style: Style) -> PrintedAndRead:
    """Draw each signal as a page and read it back."""
    reader = reader_digest()
    back = np.full((len(signals_mv), 12, SAMPLES), np.nan, np.float32)
    read = np.ones(len(signals_mv), bool)
    for index, signal_mv in enumerate(signals_mv):
        page = draw_page(Recording(signal_mv, SAMPLING_RATE_HZ), style)
        try:
            back[index] = on_network_axis(read_page(page.image).recording)
        except Refused:
            read[index] = False
    return PrintedAndRead(back, read, reader)
