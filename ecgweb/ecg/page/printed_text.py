"""What is printed above and below the traces: lines as a network reads them, and the scale and rate they give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ecgweb.ecg.page.ink import Grey
from ecgweb.ecg.page.windows import InkedRows

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789./:-"
OTHER, BETWEEN = len(LETTERS), len(LETTERS) + 1
CLASSES = len(LETTERS) + 2
LINE_HEIGHT = 28
STEP = 4
"""Pixels along a line to a step of the answer."""
LONGEST_LINE = 2048

Lines = NDArray[np.uint8]
LineNetwork = Callable[[Lines], NDArray[np.float32]]
"""Lines of print (n, LINE_HEIGHT, width), the width a multiple of STEP, to the probability of every class at every
step, (n, width / STEP, CLASSES): the letters of LETTERS without regard to case, any other, and what lies between."""

SPEEDS_MM_S = (12.5, 25.0, 50.0)
GAINS_MM_MV = (2.5, 5.0, 10.0, 20.0)
_LEAST_HEIGHT_MM, _LARGEST_HEIGHT_MM = 1.2, 6.0
_LEAST_WIDTH_MM = 5.0
_WORD_GAP_MM = 2.2
_CLEAR_MM = 4.0
_MOST_LINES = 20
_SPARE_STEPS = 2
_STROKE_LEVEL = 200.0
_LEAST_PROBABILITY = 0.5
_NUMBER = r"(?<![\d.])(\d{1,3}(?:\.\d)?)"
# An m may be read as other letters that have its strokes.
_MM = r" ?(?=[nhr ]*m)[mnhr ]{1,6}"
_SPEED = re.compile(_NUMBER + _MM + r"(?:/ ?s|sec)")
_GAIN = re.compile(_NUMBER + _MM + r"/ ?[mnhr]{1,3}v")
_RATE = re.compile(r"(?:hr|rate|fc|hf)[ .:]*(\d{2,3})(?!\d)|(?<!\d)(\d{2,3}) ?(?:bp|/ ?min)")
# A heart ahead of the rate looks like a v or a w, and stands on the line that tells speed or gain, behind them.
_SCALE_SAID = re.compile(r"\d ?mm/ ?(?:s|mv)")
_HEART = re.compile(r"(?<!m)[vw] ?([1-9]\d{1,2})(?!\d|[.:/]\d)")
_ROUND = re.compile(r"(?<=\d)o(?=[\dm n])")
_RATES_BPM = (20.0, 300.0)


@dataclass(frozen=True)
class PrintedScale:
    """Speed, gain and heart rate as they are printed, None where none was read or two contradict each other."""

    speed_mm_s: float | None = None
    gain_mm_mv: float | None = None
    rate_bpm: float | None = None


NOTHING_PRINTED = PrintedScale()


def printed_scale(rows: InkedRows, network: LineNetwork | None) -> PrintedScale:
    """What the lines above and below the traces say; nothing without a network."""
    if network is None:
        return NOTHING_PRINTED
    return scale_in([text for line in text_lines(rows) for text in _read(line, network)])


def scale_in(texts: list[str]) -> PrintedScale:
    """Speed, gain and rate in lines of text.

    >>> scale_in(["ac50 25mm/s 10mm/mv 4?2.5s?hir v50 se?-3 v1.0"]).rate_bpm
    50.0
    >>> scale_in(["0.67-100hz ac50 25mm/s 10mm/mv", "vent. rate 80 bpm"])
    PrintedScale(speed_mm_s=25.0, gain_mm_mv=10.0, rate_bpm=80.0)
    """
    plain = [_ROUND.sub("0", text) for text in texts]
    speeds, gains, rates = (
        {float(next(filter(None, match.groups()))) for text in plain for match in pattern.finditer(text)}
        for pattern in (_SPEED, _GAIN, _RATE)
    )
    rates |= {float(found) for text in plain for found in _beside_hearts(text)}
    low, high = _RATES_BPM
    return PrintedScale(
        _only(speeds & set(SPEEDS_MM_S)),
        _only(gains & set(GAINS_MM_MV)),
        _only({rate for rate in rates if low <= rate <= high}),
    )


def _beside_hearts(text: str) -> list[str]:
    said = _SCALE_SAID.search(text)
    return _HEART.findall(text, said.end()) if said else []


def text_lines(rows: InkedRows) -> list[Grey]:
    """Pictures of what may be a line of text above the first trace or below the last, LINE_HEIGHT high."""
    mm = rows.pixels_per_mm
    clear = _CLEAR_MM * mm
    top, bottom = int(rows.baselines_px.min() - clear), int(rows.baselines_px.max() + clear)
    lines: list[Grey] = []
    for part in (rows.darkness[: max(0, top)], rows.darkness[bottom:]):
        lines += _lines(part, rows.threshold, mm)
    return sorted(lines, key=lambda line: -line.shape[1])[:_MOST_LINES]


def _lines(part: Grey, threshold: int, mm: float) -> Iterator[Grey]:
    if part.shape[0] < _LEAST_HEIGHT_MM * mm:
        return
    ink = part >= threshold
    joined = ndimage.maximum_filter1d(ink.view(np.uint8), max(3, round(_WORD_GAP_MM * mm)), axis=1)
    labels, _ = ndimage.label(joined)
    for down, along in ndimage.find_objects(labels):
        height, width = down.stop - down.start, along.stop - along.start
        if not _LEAST_HEIGHT_MM * mm < height < _LARGEST_HEIGHT_MM * mm or width < max(_LEAST_WIDTH_MM * mm, height):
            continue
        spare = round(0.12 * height) + 1
        box = (
            slice(max(0, down.start - spare), down.stop + spare),
            slice(max(0, along.start - spare), along.stop + spare),
        )
        yield _scaled(part[box], threshold)


def _scaled(line: Grey, threshold: int) -> Grey:
    width = min(LONGEST_LINE, max(STEP, round(line.shape[1] * LINE_HEIGHT / line.shape[0])))
    shown = Image.fromarray(line).resize((width, LINE_HEIGHT), Image.Resampling.BILINEAR, reducing_gap=2.0)
    level = np.asarray(shown, dtype=np.float32) * (_STROKE_LEVEL / (2.0 * threshold))
    return np.minimum(level + 0.5, 255.0).astype(np.uint8)


def _read(line: Grey, network: LineNetwork) -> list[str]:
    picture = np.zeros((1, LINE_HEIGHT, STEP * (-(-line.shape[1] // STEP) + _SPARE_STEPS)), np.uint8)
    picture[0, :, : line.shape[1]] = line
    return [text_of(answer) for answer in network(picture)]


def text_of(answer: NDArray[np.float32]) -> str:
    """The text that an answer (steps, CLASSES) spells; a wide gap is a space, an unknown letter a question mark."""
    best = answer.argmax(axis=1)
    best[answer.max(axis=1) < _LEAST_PROBABILITY] = BETWEEN
    starts = np.flatnonzero(np.diff(best, prepend=BETWEEN))
    text, last = "", 0
    usual = _usual_advance(starts[best[starts] != BETWEEN])
    for start in starts[best[starts] != BETWEEN]:
        if text and start - last > 1.7 * usual:
            text += " "
        text += LETTERS[best[start]] if best[start] != OTHER else "?"
        last = int(start)
    return text


def _usual_advance(starts: NDArray[np.intp]) -> float:
    return float(np.median(np.diff(starts))) if starts.size > 1 else 1.0


def _only(values: set[float]) -> float | None:
    return values.pop() if len(values) == 1 else None
