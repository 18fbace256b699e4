"""The child process of `pdf`: reads a PDF from its input and answers with one line of JSON and the pixels of a page.

Arguments: page, pixels a point, least and largest long side in pixels, pixel limit of pictures within the page, page
limit, seconds. It imports nothing of this project, so that it starts quickly.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MEMORY_BYTES = 1 << 30
WRONG_PASSWORD = 4


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
    return {"pages": pages, "width": drawn.width, "height": drawn.height}, _packed(drawn)


def _largest_picture(page: pdfium.PdfPage) -> int:
    """Pixels of the largest picture on a page, as its header says, before it is decoded."""
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])
    return max((width * height for width, height in (picture.get_px_size() for picture in pictures)), default=0)


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
