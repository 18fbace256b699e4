"""The upload gate for pictures: bytes that nobody trusts in, upright RGB pixels out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.readers import gate, pdf, raster
from ecgweb.ecg.readers.formats import PictureFormat
from ecgweb.ecg.refusal import Refused

STORED_LONG_SIDE_PX = raster.DECODED_LONG_SIDE_PX
JPEG_QUALITY = 88
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class UploadedImage:
    """A picture that passed the gate.

    Parameters
    ----------
    rgb : ndarray, shape (height, width, 3), uint8
        Upright pixels; the long side is at most `STORED_LONG_SIDE_PX`.
    format : str
        A key of `formats.FORMATS`.
    width, height : int
        Size of the upload in pixels, upright, before it was reduced.
    page, pages : int
        Which page of the file this is, from 1 on, and how many it has.
    lines : tuple of ndarray, shape (points, 2), float32
        Long polylines that the page of a PDF draws itself, in pixels of `rgb`; none in pictures.
    """

    rgb: NDArray[np.uint8]
    format: str
    width: int
    height: int
    page: int = 1
    pages: int = 1
    lines: tuple[NDArray[np.float32], ...] = ()


def open_image(data: bytes, filename: str, page: int = 1) -> UploadedImage:
    """Open one uploaded picture, or one page of an uploaded document.

    Name, first bytes and decoder must agree on the format; the number of pixels is checked before any is decoded.
    Only pixels pass: whatever else the file held (EXIF, position, bytes after its end) is left behind.

    Parameters
    ----------
    data : bytes
        The file as uploaded.
    filename : str
        Its name; only the ending is looked at.
    page : int, optional
        Number of the page, from 1 on.

    Raises
    ------
    Refused
        "unsupported", "unreadable_file", "too_large", "too_small", "too_many_pages", "no_such_page" or "locked";
        nothing else, whatever the bytes.
    """
    form = gate.named_format(data, filename)
    try:
        if form.code == "PDF":
            return _drawn(data, page)
        return _decoded(data, form, page)
    except Exception as error:  # decoders raise what they like on hostile bytes
        raise _refusal(error) from error


def open_pages(data: bytes, filename: str, page: int | None = None) -> Iterator[UploadedImage]:
    """The page that was chosen, or all pages one after the other; a page that is too small is left out of them.

    Raises
    ------
    Refused
        As `open_image` does, when the first or the chosen page is asked for.
    """
    first = open_image(data, filename, page or 1)
    yield first
    if page is None:
        for number in range(2, first.pages + 1):
            try:
                yield open_image(data, filename, number)
            except Refused:  # of a later page: it is not the one
                continue


def encode_jpeg(rgb: NDArray[np.uint8], long_side_px: int = STORED_LONG_SIDE_PX) -> bytes:
    """The picture as a JPEG file without any metadata, its long side at most `long_side_px`."""
    out = BytesIO()
    picture = raster.reduced(Image.fromarray(rgb), long_side_px)
    picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling="4:2:2")
    return out.getvalue()


def _decoded(data: bytes, form: PictureFormat, page: int) -> UploadedImage:
    pages = raster.count_pages(data, form)
    gate.check_page(page, pages)
    picture, (width, height) = raster.decode(data, form, page)
    return UploadedImage(np.asarray(picture), form.code, width, height, page, pages)


def _drawn(data: bytes, page: int) -> UploadedImage:
    drawn = pdf.draw_page(data, page)
    height, width = drawn.rgb.shape[:2]
    return UploadedImage(drawn.rgb, "PDF", width, height, page, drawn.pages, drawn.lines)


def _refusal(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, _BOMBS):
        return Refused("too_large", gate.TOO_MANY_PIXELS)
    cut = any(word in str(error).lower() for word in ("truncated", "not enough", "incomplete", "end of file"))
    return Refused("unreadable_file", gate.CUT_SHORT if cut else gate.DAMAGED)
