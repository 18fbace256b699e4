"""What may come in as a picture, decided from its name, its size and its first bytes, before anything is decoded."""

from __future__ import annotations

from pathlib import PurePosixPath

from ecgweb.ecg.readers.formats import BY_EXTENSION, NAMES, PictureFormat, format_of
from ecgweb.ecg.refusal import REASONS, Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_PAGES = 20
MIN_LONG_SIDE_PX = 64  # pictures of single beats are small; how large a page must be its reader says
MIN_SHORT_SIDE_PX = 48

WRONG_TYPE = f"Only {NAMES} files can be read."
EMPTY = "The file is empty."
TOO_MANY_BYTES = "The file is larger than 20 MB."
TOO_MANY_PIXELS = "The picture has more than 40 megapixels."
TOO_FEW_PIXELS = REASONS["too_small"].message
NOT_A_PICTURE = "The file has the name of a picture, but there is no picture in it."
ANIMATED = "The picture is animated; an ECG page is a single picture."
CUT_SHORT = "The file is cut short: part of the picture is missing."
DAMAGED = "The file is damaged and cannot be opened as a picture."
TOO_SLOW = "The page is too large to be drawn."


def named_format(data: bytes, filename: str) -> PictureFormat:
    """The kind of file on which its name and its first bytes agree.

    Raises
    ------
    Refused
        If the type is not supported, the file is empty or too large, or its content is not what its name says.
    """
    extension = PurePosixPath(filename).suffix.lower()
    if extension not in BY_EXTENSION:
        raise Refused("unsupported", WRONG_TYPE)
    if not data:
        raise Refused("unreadable_file", EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused("too_large", TOO_MANY_BYTES)
    found = format_of(data)
    if found is None:
        raise Refused("unreadable_file", NOT_A_PICTURE)
    if found != BY_EXTENSION[extension]:
        kind, right = found.names[-1], found.extensions[0]
        raise Refused("unsupported", f"The name ends in {extension}, but this is a {kind} file: name it {right}.")
    return found


def check_size(width_px: int, height_px: int) -> None:
    """Refuse a picture, known so far only by its header, that is too large to decode or too small to read."""
    if width_px * height_px > MAX_PIXELS:
        raise Refused("too_large", TOO_MANY_PIXELS)
    if max(width_px, height_px) < MIN_LONG_SIDE_PX or min(width_px, height_px) < MIN_SHORT_SIDE_PX:
        raise Refused("too_small")


def check_page(page: int, pages: int) -> None:
    """Refuse a document with too many pages, and a page that it does not have."""
    if pages > MAX_PAGES:
        raise Refused("too_many_pages")
    if not 1 <= page <= pages:
        has = "1 page" if pages == 1 else f"{pages} pages"
        raise Refused("no_such_page", f"The file has {has}; there is no page {page}.")
