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


def pdf_of(*pictures: Image.Image) -> bytes:
    """A PDF with one picture a page."""
    return saved(pictures[0], "PDF", save_all=True, append_images=pictures[1:])


def tiff_of(*pictures: Image.Image, **options: object) -> bytes:
    """A TIFF with one picture a page."""
    return saved(pictures[0], "TIFF", save_all=True, append_images=pictures[1:], **options)


def pdf_with_bomb(side: int = 30_000) -> bytes:
    """A PDF of a few hundred bytes whose picture says that it has 900 megapixels."""
    content = b"q 300 0 0 200 0 0 cm /P Do Q"
    picture = zlib.compress(bytes(1000))
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(picture), picture),
    )


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    security = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    pages = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R>>")
    return _pdf(*pages, security, trailer=b"/Encrypt 4 0 R/ID[<00><00>]")


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF file of numbered objects, the first its root, with the table that says where each begins."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(body))
    return body + table + end


def bomb_webp(side: int = 16_000) -> bytes:
    """A WebP of a few bytes whose header says 256 megapixels."""
    sizes = (side - 1).to_bytes(3, "little") * 2
    chunk = b"VP8X" + (10).to_bytes(4, "little") + bytes(4) + sizes
    return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk
