"""Pages of a PDF as pixels, drawn by PDFium in a process of its own, and the long lines that a page draws itself.

A PDF is a program that a stranger wrote. Drawn in a child process, it can neither bring the site down nor take its
memory, and pages can be drawn from many threads although PDFium itself knows one only.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers import gate
from ecgweb.ecg.refusal import Refused

# A4 at 240 dpi is 2806 pixels long: 9.4 pixels a millimetre of paper, more than most scans have.
PIXELS_PER_POINT = 240 / 72
LONG_SIDE_PX = (2000, 4000)
SECONDS = 20
_CHILD = Path(__file__).with_name("pdf_child.py")


@dataclass(frozen=True)
class DrawnPage:
    """One page of a PDF.

    Parameters
    ----------
    rgb : ndarray, shape (height, width, 3), uint8
        The page as pixels.
    pages : int
        How many pages the file has.
    lines : tuple of ndarray, shape (points, 2), float32
        Polylines of many points, x to the right and y down from the centre of the upper left pixel.
    """

    rgb: NDArray[np.uint8]
    pages: int
    lines: tuple[NDArray[np.float32], ...] = ()


def draw_page(data: bytes, page: int) -> DrawnPage:
    """Draw one page, from 1 on.

    Raises
    ------
    Refused
        "locked", "too_many_pages", "no_such_page", "too_large", "too_small" or "unreadable_file".
    """
    limits = (PIXELS_PER_POINT, *LONG_SIDE_PX, gate.MAX_PIXELS, gate.MAX_PAGES, SECONDS)
    # The child's file is run by its path, alone: no setting of the site, no import of ours.
    command = [sys.executable, "-I", str(_CHILD), str(page), *map(str, limits)]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=3 * SECONDS, env={})  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Refused("too_large", gate.TOO_SLOW) from error
    head, _, pixels = child.stdout.partition(b"\n")
    if child.returncode or not head:  # it ran out of time or memory, or PDFium fell over the file
        raise Refused("unreadable_file", gate.DAMAGED)
    said = json.loads(head)
    gate.check_page(page, said.get("pages", 1))
    if said.get("problem"):
        raise _refusal(said["problem"])
    gate.check_size(said["width"], said["height"])
    size = said["height"] * said["width"] * 3
    rgb = np.frombuffer(pixels, np.uint8, size).reshape(said["height"], said["width"], 3)
    points = np.frombuffer(pixels[size:], np.float32)
    lines = np.split(points.reshape(-1, 2), np.cumsum(said["points"])[:-1]) if said["points"] else []
    return DrawnPage(rgb, said["pages"], tuple(lines))


def _refusal(problem: str) -> Refused:
    if problem == "locked":
        return Refused("locked")
    if problem == "too_large":
        return Refused("too_large", gate.TOO_MANY_PIXELS)
    return Refused("unreadable_file", gate.DAMAGED)
