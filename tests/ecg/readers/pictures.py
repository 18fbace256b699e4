"""Files that people, cameras and attackers upload."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image

GPS_TAG = 0x8825
ORIENTATION_TAG = 0x0112


def striped(width: int = 640, height: int = 480) -> Image.Image:
    """A picture whose upper left quarter is red, so that turning it can be seen."""
    pixels = np.full((height, width, 3), 240, np.uint8)
    pixels[: height // 2, : width // 2] = (200, 0, 0)
    return Image.fromarray(pixels)


def saved(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def from_a_phone(orientation: int = 6, width: int = 640, height: int = 480) -> bytes:
    """A JPEG as a phone writes it: turned, and telling where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    exif[0x010F] = "SecretPhoneMaker"
    exif.get_ifd(GPS_TAG)[2] = (52.0, 31.0, 12.0)
    return saved(striped(width, height), exif=exif)


def animated_png() -> bytes:
    return saved(striped(), "PNG", save_all=True, append_images=[Image.new("RGB", (640, 480))])


def bomb_png(side: int = 9000) -> bytes:
    """A few kilobytes that hold 81 megapixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + -(-side // 8)) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
