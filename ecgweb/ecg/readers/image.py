"""The upload gate for pictures: bytes that nobody trusts in, upright RGB pixels out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.Image import Transpose

from ecgweb.ecg.readers import gate
from ecgweb.ecg.refusal import Refused

STORED_LONG_SIDE_PX = 4000
JPEG_QUALITY = 88
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
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


@dataclass(frozen=True)
class UploadedImage:
    """A picture that passed the gate.

    Parameters
    ----------
    rgb : ndarray, shape (height, width, 3), uint8
        Upright pixels; the long side is at most `STORED_LONG_SIDE_PX`.
    format : str
        "JPEG" or "PNG".
    width, height : int
        Size of the upload in pixels, upright, before it was reduced.
    """

    rgb: NDArray[np.uint8]
    format: str
    width: int
    height: int


def open_image(data: bytes, filename: str) -> UploadedImage:
    """Open one uploaded picture.

    Name, first bytes and decoder must agree on the format; the number of pixels is checked before any is decoded.
    Only pixels pass: whatever else the file held (EXIF, position, bytes after its end) is left behind.

    Parameters
    ----------
    data : bytes
        The file as uploaded.
    filename : str
        Its name; only the ending is looked at.

    Raises
    ------
    Refused
        "unsupported", "unreadable_file", "too_large" or "too_small"; nothing else, whatever the bytes.
    """
    expected = gate.named_format(data, filename)
    _check_whole(data, expected)
    try:
        with Image.open(BytesIO(data), formats=[expected]) as image:
            width, height = image.size
            picture = _reduced(_on_white(_decoded(image)))
            orientation = _orientation(image)
    except Exception as error:  # decoders raise what they like on hostile bytes
        raise _refusal(error) from error
    if orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[orientation])
    if orientation in _SIDEWAYS:
        width, height = height, width
    return UploadedImage(np.asarray(picture), expected, width, height)


def encode_jpeg(rgb: NDArray[np.uint8], long_side_px: int = STORED_LONG_SIDE_PX) -> bytes:
    """The picture as a JPEG file without any metadata, its long side at most `long_side_px`."""
    out = BytesIO()
    picture = _reduced(Image.fromarray(rgb), long_side_px)
    picture.save(out, "JPEG", quality=JPEG_QUALITY, subsampling="4:2:2")
    return out.getvalue()


def _check_whole(data: bytes, expected: str) -> None:
    """Header, size and check sums, before decoding; `verify` leaves an image unusable, so it is opened again later."""
    try:
        with Image.open(BytesIO(data), formats=[expected]) as image:
            gate.check_size(*image.size)
            if getattr(image, "is_animated", False) and expected == "PNG":
                raise Refused("unsupported", gate.ANIMATED)
            image.verify()
    except Exception as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, _BOMBS):
        return Refused("too_large", gate.TOO_MANY_PIXELS)
    cut = any(word in str(error).lower() for word in ("truncated", "not enough", "incomplete"))
    return Refused("unreadable_file", gate.CUT_SHORT if cut else gate.DAMAGED)


def _decoded(image: Image.Image) -> Image.Image:
    """All pixels, read now; a JPEG far larger than needed is decoded at a half or a quarter."""
    image.draft(None, (STORED_LONG_SIDE_PX, STORED_LONG_SIDE_PX))
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
    if image.mode.startswith("I"):  # 16 bits of grey: keep the upper eight
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _reduced(picture: Image.Image, long_side_px: int = STORED_LONG_SIDE_PX) -> Image.Image:
    scale = long_side_px / max(picture.size)
    if scale >= 1:
        return picture
    size = tuple(max(1, round(side * scale)) for side in picture.size)
    return picture.resize((size[0], size[1]), Image.Resampling.BILINEAR)
