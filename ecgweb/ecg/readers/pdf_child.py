"""The child process of `pdf`: reads a PDF from its input and answers with one line of JSON, pixels and lines of a page.

The lines are the points of long polylines that the page itself draws, as traces are, in pixels of the picture.

Arguments: page, pixels a point, least and largest long side in pixels, pixel limit of pictures within the page, page
limit, seconds. It imports nothing of this project, so that it starts quickly.
"""

from __future__ import annotations

import ctypes
import json
import sys
from array import array
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MEMORY_BYTES = 1 << 30
WRONG_PASSWORD = 4
FEWEST_POINTS = 20
MOST_POINTS = 400_000
FINE = 64  # parts of a pixel to which places are known


def main(arguments: list[str]) -> None:
    page, *limits = (float(argument) for argument in arguments)
    _bound(int(limits[-1]))
    head, pixels = _answer(sys.stdin.buffer.read(), int(page), limits)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + pixels)


def _bound(seconds: int) -> None:
    """Let the system end this process when it takes more than its share."""
    try:
        import resource
    except ImportError:  # a system without such limits; the parent still watches the clock
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, number: int, limits: list[float]) -> tuple[dict[str, Any], bytes]:
    pixels_per_point, shortest_px, longest_px, most_pixels, most_pages, _seconds = limits
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return {"problem": "locked" if error.err_code == WRONG_PASSWORD else "damaged"}, b""
    pages = len(document)
    if not 1 <= number <= pages <= most_pages:
        return {"pages": pages}, b""
    page = document[number - 1]
    if _largest_picture(page) > most_pixels:
        return {"pages": pages, "problem": "too_large"}, b""
    long_side_pt = max(page.get_size())
    long_side_px = min(max(long_side_pt * pixels_per_point, shortest_px), longest_px)
    drawn = page.render(scale=long_side_px / long_side_pt, rev_byteorder=True, may_draw_forms=False, draw_annots=False)
    lines = list(_long_lines(page, drawn.width, drawn.height))
    head = {"pages": pages, "width": drawn.width, "height": drawn.height, "points": [len(line) // 2 for line in lines]}
    return head, _packed(drawn) + b"".join(line.tobytes() for line in lines)


def _largest_picture(page: pdfium.PdfPage) -> int:
    """Pixels of the largest picture on a page, as its header says, before it is decoded."""
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])
    return max((width * height for width, height in (picture.get_px_size() for picture in pictures)), default=0)


def _long_lines(page: pdfium.PdfPage, width: int, height: int) -> Iterator[array[float]]:
    """Polylines of many points as x, y, x, y... in pixels, counted from the centre of the upper left one."""
    left = MOST_POINTS
    for path in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]):
        segments = pdfium_c.FPDFPath_CountSegments(path)
        if not FEWEST_POINTS <= segments <= left:
            continue
        left -= segments
        place = _way_to_pixels(path, page, width, height)
        for line in _subpaths(path, segments):
            if len(line) >= FEWEST_POINTS:
                yield array("f", (value for x, y in line for value in place.on_point(x, y)))


def _subpaths(path: pdfium.PdfObject, segments: int) -> Iterator[list[tuple[float, float]]]:
    """The lines of one path; a pen that is set down where it stands goes on, and of curves the ends are taken."""
    line: list[tuple[float, float]] = []
    bends = 0
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            bends += 1
            if bends % 3:  # a control point, not on the curve
                continue
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and line:
            if line[-1] == (x.value, y.value):
                continue
            yield line
            line = []
        line.append((x.value, y.value))
    yield line


def _way_to_pixels(path: pdfium.PdfObject, page: pdfium.PdfPage, width: int, height: int) -> pdfium.PdfMatrix:
    """From a path's own coordinates through those of the forms it lies in and the page's to pixels."""
    way = path.get_matrix()
    while path.container:
        path = path.container
        way = way.multiply(path.get_matrix())
    return way.multiply(_page_to_pixels(page, width, height))


def _page_to_pixels(page: pdfium.PdfPage, width: int, height: int) -> pdfium.PdfMatrix:
    far = 1000.0
    places = []
    for x, y in ((0.0, 0.0), (far, 0.0), (0.0, far)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, width * FINE, height * FINE, 0, x, y, across, down)
        places.append((across.value / FINE - 0.5, down.value / FINE - 0.5))
    (e, f), (ax, ay), (bx, by) = places
    return pdfium.PdfMatrix((ax - e) / far, (ay - f) / far, (bx - e) / far, (by - f) / far, e, f)


def _packed(drawn: pdfium.PdfBitmap) -> bytes:
    """Three bytes a pixel, row after row without anything between."""
    row, buffer = 3 * drawn.width, memoryview(drawn.buffer)
    if drawn.n_channels == 3 and drawn.stride == row:
        return bytes(buffer)
    if drawn.n_channels == 3:
        return b"".join(buffer[y * drawn.stride : y * drawn.stride + row] for y in range(drawn.height))
    return drawn.to_pil().convert("RGB").tobytes()


if __name__ == "__main__":
    main(sys.argv[1:])
