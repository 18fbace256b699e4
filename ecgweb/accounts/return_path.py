"""Where people go after log-in: back to a page of this site, never elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(target: str | None) -> str | None:
    """The target if it is a path of this site, else None.

    Browsers read a backslash as a slash and drop tabs and line breaks, so none of them may be there.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(character) <= 32 or ord(character) == 127 for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
