"""NumPy files: one array of numbers, (samples,) or (leads, samples). Nothing is ever unpickled."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from ecgweb.ecg.readers.raw_signal import (
    BLOCK_SAMPLES,
    CUT_SHORT,
    MAX_LEADS,
    NO_SIGNAL,
    RawSignal,
    default_names,
    unreadable,
    unsupported,
)

PICKLED = "The file holds Python objects instead of numbers; such files are not opened, for they may run programs."
COMPLEX = "The file holds complex numbers; an ECG has real ones."
NOT_NUMBERS = "The file holds no plain numbers."
_READERS = {(1, 0): npy_format.read_array_header_1_0, (2, 0): npy_format.read_array_header_2_0}


def open_npy(file: BinaryIO) -> RawSignal:
    """Read the header of a `.npy` file; the samples follow block by block.

    The longer axis is time, so that (samples, leads) is understood too.

    Raises
    ------
    Refused
        For pickled, complex, structured or empty arrays, more than two axes, and files that are cut short.
    """
    shape, fortran, dtype = _header(file)
    _check_type(dtype)
    if len(shape) not in (1, 2):
        raise unsupported(f"The array has {len(shape)} axes; a signal has one, or two: leads and samples.")
    if math.prod(shape) == 0:
        raise unreadable(NO_SIGNAL)
    start = file.tell()
    if file.seek(0, 2) - start < math.prod(shape) * dtype.itemsize:
        raise unreadable(CUT_SHORT)
    samples, leads = max(shape), math.prod(shape) // max(shape)
    if leads > MAX_LEADS:
        raise unsupported(f"The array has the shape {shape}; at most {MAX_LEADS} leads are read.")
    lead_first = len(shape) == 2 and shape[0] == leads and leads != samples
    by_time = leads == 1 or lead_first == fortran
    blocks = _by_time(file, start, dtype, samples, leads) if by_time else _by_lead(file, start, dtype, samples, leads)
    return RawSignal(default_names(leads), None, None, blocks)


def _header(file: BinaryIO) -> tuple[tuple[int, ...], bool, np.dtype]:
    file.seek(0)
    try:
        shape, fortran, dtype = _READERS[npy_format.read_magic(file)](file)
    except Exception as error:
        raise unreadable("The file has the name of a NumPy file, but there is no array in it.") from error
    if any(not isinstance(length, int) or length < 0 for length in shape):
        raise unreadable(NO_SIGNAL)
    return shape, fortran, dtype


def _check_type(dtype: np.dtype) -> None:
    if dtype.hasobject:
        raise unsupported(PICKLED)
    if dtype.kind == "c":
        raise unsupported(COMPLEX)
    if dtype.kind not in "iuf" or dtype.itemsize == 0:
        raise unsupported(NOT_NUMBERS)


def _by_time(file: BinaryIO, start: int, dtype: np.dtype, samples: int, leads: int) -> Iterator[NDArray[np.floating]]:
    """All leads of one moment lie side by side."""
    file.seek(start)
    for first in range(0, samples, BLOCK_SAMPLES):
        count = min(BLOCK_SAMPLES, samples - first)
        block = np.frombuffer(file.read(count * leads * dtype.itemsize), dtype)
        yield block.reshape(count, leads).astype(np.float64)


def _by_lead(file: BinaryIO, start: int, dtype: np.dtype, samples: int, leads: int) -> Iterator[NDArray[np.floating]]:
    """One lead lies after the other."""
    for first in range(0, samples, BLOCK_SAMPLES):
        count = min(BLOCK_SAMPLES, samples - first)
        block = np.empty((count, leads))
        for lead in range(leads):
            file.seek(start + (lead * samples + first) * dtype.itemsize)
            block[:, lead] = np.frombuffer(file.read(count * dtype.itemsize), dtype)
        yield block
