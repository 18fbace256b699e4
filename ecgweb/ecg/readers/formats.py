"""The kinds of picture file that are taken. Whatever names them, on pages or in rules, reads this table."""

from __future__ import annotations

from dataclasses import dataclass

Signature = tuple[tuple[int, bytes], ...]
"""First bytes of a file: what stands at which place, all of it."""


@dataclass(frozen=True)
class PictureFormat:
    """One kind of file.

    Parameters
    ----------
    code : str
        As the decoder calls it.
    names : tuple of str
        As people call it.
    extensions : tuple of str
        Endings of file names, the usual one first.
    media_types : tuple of str
        For the file dialog of browsers.
    signatures : tuple of Signature
        Any of which a file begins with.
    has_pages : bool
        Whether a file may hold several pages.
    """

    code: str
    names: tuple[str, ...]
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]
    signatures: tuple[Signature, ...]
    has_pages: bool = False

    def begins(self, data: bytes) -> bool:
        """Whether the first bytes are those of this kind."""
        return any(all(data[at : at + len(mark)] == mark for at, mark in signature) for signature in self.signatures)


_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1")

FORMATS = {
    one.code: one
    for one in (
        PictureFormat("JPEG", ("JPG", "JPEG"), (".jpg", ".jpeg"), ("image/jpeg",), (((0, b"\xff\xd8\xff"),),)),
        PictureFormat("PNG", ("PNG",), (".png",), ("image/png",), (((0, b"\x89PNG\r\n\x1a\n"),),)),
        PictureFormat("WEBP", ("WebP",), (".webp",), ("image/webp",), (((0, b"RIFF"), (8, b"WEBP")),)),
        PictureFormat(
            "HEIF",
            ("HEIC",),
            (".heic", ".heif"),
            ("image/heic", "image/heif"),
            tuple(((4, b"ftyp"), (8, brand)) for brand in _HEIF_BRANDS),
        ),
        PictureFormat(
            "TIFF",
            ("TIFF",),
            (".tif", ".tiff"),
            ("image/tiff",),
            (((0, b"II*\x00"),), ((0, b"MM\x00*"),)),
            has_pages=True,
        ),
        PictureFormat("PDF", ("PDF",), (".pdf",), ("application/pdf",), (((0, b"%PDF-"),),), has_pages=True),
    )
}
BY_EXTENSION = {extension: one for one in FORMATS.values() for extension in one.extensions}


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


NAMES = _listed(tuple(name for one in FORMATS.values() for name in one.names))
"""For example "JPG, JPEG or PNG"."""


def format_of(data: bytes) -> PictureFormat | None:
    """The kind that the first bytes tell, None if it is none of ours."""
    return next((one for one in FORMATS.values() if one.begins(data)), None)
