"""What may come in as a picture, decided from its name, its size and its first bytes, before anything is decoded."""

from __future__ import annotations

from pathlib import PurePosixPath

from ecgweb.ecg.refusal import REASONS, Refused

EXTENSIONS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MIN_LONG_SIDE_PX = 400
MIN_SHORT_SIDE_PX = 150

WRONG_TYPE = "Only JPG, JPEG and PNG pictures can be read."
EMPTY = "The file is empty."
TOO_MANY_BYTES = "The file is larger than 20 MB."
TOO_MANY_PIXELS = "The picture has more than 40 megapixels."
TOO_FEW_PIXELS = REASONS["too_small"].message
NOT_A_PICTURE = "The file has the name of a picture, but there is no picture in it."
ANIMATED = "The picture is animated; an ECG page is a single picture."
CUT_SHORT = "The file is cut short: part of the picture is missing."
DAMAGED = "The file is damaged and cannot be opened as a picture."


def named_format(data: bytes, filename: str) -> str:
    """The format, "JPEG" or "PNG", on which the name and the first bytes of a file agree.

    Raises
    ------
    Refused
        If the type is not supported, the file is empty or too large, or its content is not what its name says.
    """
    extension = PurePosixPath(filename).suffix.lower()
    if extension not in EXTENSIONS:
        raise Refused("unsupported", WRONG_TYPE)
    if not data:
        raise Refused("unreadable_file", EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused("too_large", TOO_MANY_BYTES)
    found = next((name for magic, name in MAGIC.items() if data.startswith(magic)), None)
    if found is None:
        raise Refused("unreadable_file", NOT_A_PICTURE)
    if found != EXTENSIONS[extension]:
        right = "png" if found == "PNG" else "jpg"
        raise Refused("unsupported", f"The name ends in {extension}, but this is a {found} picture: name it .{right}.")
    return found


def check_size(width_px: int, height_px: int) -> None:
    """Refuse a picture, known so far only by its header, that is too large to decode or too small to read."""
    if width_px * height_px > MAX_PIXELS:
        raise Refused("too_large", TOO_MANY_PIXELS)
    if max(width_px, height_px) < MIN_LONG_SIDE_PX or min(width_px, height_px) < MIN_SHORT_SIDE_PX:
        raise Refused("too_small")
