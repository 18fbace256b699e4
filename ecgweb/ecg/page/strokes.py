"""What on a page can be a trace: ink without writing, rulings, frames and the bars between leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.page.boxes import Boxes, boxes_of
from ecgweb.ecg.page.ink import Mask
from ecgweb.ecg.page.rulings import erase_leaning_rulings
from ecgweb.ecg.page.runs import runs_of

_USUAL_EXTENT_MM = 255.0
_WIDEST_LETTER_MM = 8.0
_TALLEST_LETTER_MM = 4.4
_FLATTEST_LETTER_MM = 1.3
_WIDEST_GAP_MM = 0.9
_LEAST_DOTS = 20
_FARTHEST_DOTS_MM = 5.0
_MOST_DOTTED_BARS = 8  # more upright dotted lines than that are those of a dotted grid
_BORDERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_NEAR = np.array([[0, 0, 1, 0, 0], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0]], dtype=bool)
_EIGHT = np.ones((3, 3), dtype=bool)


@dataclass(frozen=True)
class Strokes:
    """Ink that may be trace, its box on the page (`top` to `right`, in pixels), and the bars taken out."""

    ink: Mask
    top: int
    bottom: int
    left: int
    right: int
    bars_px: tuple[float, ...]


def find_strokes(ink: Mask, faint: bool = False) -> Strokes | None:
    """Part trace from everything else, or None when nothing on the page runs like a trace.

    With `faint`, pieces within two pixels of each other along the page count as one trace.
    """
    height = ink.shape[0]
    whole, ink = ink, ink.copy()
    erase_leaning_rulings(ink)  # the other way would leave pieces of them
    _erase_rulings(ink)
    tall = _take_tall_strokes(ink)
    dotted = _take_dotted_strokes(ink)
    labels, boxes, long = _label(ink, ndimage.binary_dilation(ink, _NEAR) if faint else ink)
    if not long.any():
        return None
    reach = 0.01 * height
    top, bottom = boxes.top[long].min() - reach, boxes.bottom[long].max() + reach
    mm = (boxes.right[long].max() - boxes.left[long].min()) / _USUAL_EXTENT_MM
    specks = (boxes.height <= 2) & (boxes.width <= 2)
    letters = ~long & (boxes.width < _WIDEST_LETTER_MM * mm) & (boxes.height < _TALLEST_LETTER_MM * mm)
    # A piece of a faint trace lies flat; a letter stands.
    letters &= (boxes.fill < 0.6) & (boxes.height > _FLATTEST_LETTER_MM * mm)
    outside = (boxes.middle < top) | (boxes.middle > bottom)
    keep = np.concatenate([[False], long | ~(specks | outside | letters)])
    kept = keep[labels]
    top, bottom = max(0, int(top)), min(height, int(bottom) + 1)
    left, right = int(boxes.left[keep[1:]].min()), int(boxes.right[keep[1:]].max()) + 1
    bars = [stroke for stroke in tall if _parts_columns(stroke, left, right)]
    if 2 * len(bars) < len(tall):  # QRS complexes that run into each other, some of them where a bar might stand
        bars = []
    for first, last in (stroke for stroke in tall if stroke not in bars):
        kept[top:bottom, first - 1 : last + 2] |= whole[top:bottom, first - 1 : last + 2]
    bars = sorted(bars + dotted)
    return Strokes(kept, top, bottom, left, right, tuple((first + last) / 2 for first, last in bars))


def _label(ink: Mask, joined: Mask) -> tuple[NDArray[np.int32], Boxes, Mask]:
    """Pieces of ink that hang together in `joined`, their boxes, and which of them are long enough for a trace."""
    labels, count = ndimage.label(joined, structure=_EIGHT)
    labels *= ink
    boxes = boxes_of(labels, count)
    height, width = ink.shape
    ruled = (boxes.height < 0.006 * height) & (boxes.width > 0.4 * width)
    return labels, boxes, (boxes.width >= 0.08 * width) & ~ruled


def _parts_columns(stroke: tuple[int, int], left: int, right: int) -> bool:
    """Whether a tall stroke frames the traces or stands where columns of leads meet, not among QRS complexes."""
    share = ((stroke[0] + stroke[1]) / 2 - left) / (right - left)
    return min(abs(share - border) for border in _BORDERS) < 0.03


def longest_runs(mask: Mask, gap: int = 0) -> NDArray[np.intp]:
    """Length of the longest run of True in every row, shape (rows,), unbroken but for gaps of at most `gap`."""
    row, start, end = runs_of(mask)
    if gap:
        joined = np.zeros(row.size, dtype=bool)
        joined[1:] = (row[1:] == row[:-1]) & (start[1:] - end[:-1] <= gap)
        first, last = ~joined, np.append(~joined[1:], True)[: row.size]
        row, start, end = row[first], start[first], end[last]
    longest = np.zeros(mask.shape[0], dtype=np.intp)
    if row.size:
        firsts = np.flatnonzero(np.diff(row, prepend=-1))
        longest[row[firsts]] = np.maximum.reduceat(end - start, firsts)
    return longest


def _erase_rulings(ink: Mask) -> None:
    """Blank rows that are one long straight stroke, as under a heading; a heart never draws one."""
    runs = longest_runs(ink)
    ruled = np.flatnonzero(runs > 0.45 * ink.shape[1])
    for row in ruled:
        ink[row] = False


def _take_tall_strokes(ink: Mask) -> list[tuple[int, int]]:
    """Blank straight strokes taller than any QRS complex and return the first and last column of each."""
    columns = np.ascontiguousarray(ink.T)
    runs = longest_runs(columns)
    tall = np.flatnonzero(runs > 0.24 * ink.shape[0])
    if tall.size == 0:
        return []
    strokes = [group for group in _neighbours(tall) if _stands_alone(columns, group)]
    for group in strokes:
        ink[:, max(0, group[0] - 1) : group[-1] + 2] = False
    return [(int(group[0]), int(group[-1])) for group in strokes]


def _take_dotted_strokes(ink: Mask) -> list[tuple[int, int]]:
    """Blank the dots of upright dotted lines that touch no trace, and return the first and last column of each.

    None is returned of a dotted grid: its lines are no bars.
    """
    columns = np.ascontiguousarray(ink.T)
    # A line that leans by a pixel or two is still one line.
    wide = columns.copy()
    wide[1:] |= columns[:-1]
    wide[:-1] |= columns[1:]
    gap = max(2, round(_WIDEST_GAP_MM * ink.shape[1] / _USUAL_EXTENT_MM))
    tall = np.flatnonzero(longest_runs(wide, gap) > 0.24 * ink.shape[0])
    if tall.size == 0:
        return []
    strokes = [
        group for group in _neighbours(tall) if group.size <= 0.012 * ink.shape[1] and _is_dotted(columns, group)
    ]
    for group in strokes:
        band = slice(max(0, group[0] - 2), group[-1] + 3)
        labels, _ = ndimage.label(ink[:, band], structure=_EIGHT)
        reaching = np.union1d(labels[:, 0], labels[:, -1])
        ink[:, band] &= np.isin(labels, reaching)
    return [(int(group[0]), int(group[-1])) for group in strokes] if len(strokes) <= _MOST_DOTTED_BARS else []


def _is_dotted(columns: Mask, group: NDArray[np.intp]) -> bool:
    """Whether a stroke is made of many short dots, with little ink on either side."""
    any_ink = np.asarray(columns[group].any(axis=0))
    starts = np.flatnonzero(np.diff(any_ink.astype(np.int8)) == 1)
    if starts.size < _LEAST_DOTS:
        return False
    within = slice(starts[0], starts[-1])
    mm = columns.shape[0] / _USUAL_EXTENT_MM
    if starts.size < (starts[-1] - starts[0]) / (_FARTHEST_DOTS_MM * mm):  # QRS complexes stacked row over row
        return False
    beside = [x for x in (group[0] - 4, group[-1] + 4) if 0 <= x < columns.shape[0]]
    return any_ink[within].mean() < 0.9 and all(columns[x, within].mean() < 0.35 for x in beside)


def _neighbours(columns: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1)


def _stands_alone(columns: Mask, group: NDArray[np.intp]) -> bool:
    """Whether a tall stroke is straight: QRS complexes stacked over each other lean into the columns beside them."""
    if group.size > 0.012 * columns.shape[0]:
        return False
    middle = columns[group].all(axis=0)
    if middle.sum() < 0.2 * columns.shape[1]:
        return False
    beside = [group[0] - 3, group[-1] + 3]
    shares = [columns[x][middle].mean() if 0 <= x < columns.shape[0] else 0.0 for x in beside]
    return bool(max(shares) < 0.25)
