"""Decoding pictures with Pillow: one page of a file, its size known before its pixels, upright and in RGB."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pi_heif
from PIL import Image
from PIL.Image import Transpose

from ecgweb.ecg.readers import gate
from ecgweb.ecg.readers.formats import PictureFormat
from ecgweb.ecg.refusal import Refused

DECODED_LONG_SIDE_PX = 4000
_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)

pi_heif.register_heif_opener(thumbnails=False)


def count_pages(data: bytes, form: PictureFormat) -> int:
    """How many pages a file has; those over the limit are not all counted."""
    if not form.has_pages:
        return 1
    with Image.open(BytesIO(data), formats=[form.code]) as image:
        for page in range(1, gate.MAX_PAGES + 1):
            try:
                image.seek(page)
            except EOFError:
                return page
    return gate.MAX_PAGES + 1


def decode(data: bytes, form: PictureFormat, page: int) -> tuple[Image.Image, tuple[int, int]]:
    """One page, from 1 on, as an upright RGB picture with its long side at most `DECODED_LONG_SIDE_PX`.

    Returns
    -------
    picture : PIL.Image.Image
    size : tuple of int
        Width and height of the upload, upright, before it was reduced.

    Raises
    ------
    Refused
        "unsupported", "too_large" or "too_small"; damaged files raise whatever their decoder does.
    """
    _check(data, form, page)
    with Image.open(BytesIO(data), formats=[form.code]) as image:
        _turn_to(image, page)
        width, height = image.size
        picture = reduced(_on_white(_decoded(image)))
        orientation = _orientation(image)  # decoders of TIFF and HEIC have applied it by now and say so
    if orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[orientation])
    return picture, (height, width) if orientation in _SIDEWAYS else (width, height)


def reduced(picture: Image.Image, long_side_px: int = DECODED_LONG_SIDE_PX) -> Image.Image:
    """The picture, smaller if its long side is over `long_side_px`."""
    scale = long_side_px / max(picture.size)
    if scale >= 1:
        return picture
    size = tuple(max(1, round(side * scale)) for side in picture.size)
    return picture.resize((size[0], size[1]), Image.Resampling.BILINEAR)


def _check(data: bytes, form: PictureFormat, page: int) -> None:
    """Header, size and check sums, before decoding; `verify` leaves an image unusable, so it is opened again later."""
    if form.code == "WEBP":  # its decoder takes memory for the whole picture as soon as it is opened
        gate.check_size(*_webp_size(data))
    with Image.open(BytesIO(data), formats=[form.code]) as image:
        _turn_to(image, page)
        gate.check_size(*image.size)
        if form.code in ("PNG", "WEBP") and getattr(image, "is_animated", False):
            raise Refused("unsupported", gate.ANIMATED)
        image.verify()


def _turn_to(image: Image.Image, page: int) -> None:
    if page > 1:
        image.seek(page - 1)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height from the header; see RFC 9649, section 2."""
    kind, head = data[12:16], data[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF


def _decoded(image: Image.Image) -> Image.Image:
    """All pixels, read now; a JPEG far larger than needed is decoded at a half or a quarter."""
    image.draft(None, (DECODED_LONG_SIDE_PX, DECODED_LONG_SIDE_PX))
    image.load()
    return image


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 (upright) if it does not say so legibly."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # damaged metadata is no reason to refuse a good picture
        return 1


def _on_white(image: Image.Image) -> Image.Image:
    """RGB from any mode; what is transparent is white, as paper is."""
    if image.mode.startswith("I;16"):  # keep the upper eight bits
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in ("I", "F"):  # numbers without a stated range: the brightest is white
        values = np.nan_to_num(np.asarray(image, np.float64), posinf=0.0, neginf=0.0).clip(min=0.0)
        return Image.fromarray((255 * values / max(values.max(), 1e-9)).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")
