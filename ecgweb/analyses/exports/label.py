"""What a person types to be printed on a report, made fit to print: it is neither kept nor logged."""

from __future__ import annotations

import re
import unicodedata

from ecgweb.analyses.exports.sheet import printable

MOST_LETTERS = 60
TOO_LONG = f"What is printed at the top may have at most {MOST_LETTERS} letters."
# A number that follows Arabic words in a line that began in Latin ones belongs behind them, not before them.
_NUMBER_AFTER_ARABIC = re.compile(r"([\u0600-\u06ff])(\s*[0-9])")
_LEFT_TO_RIGHT_MARK = "\u200e"


class NotPrintable(ValueError):
    """The words say why, for the person who typed them."""


def printable_label(typed: str) -> str:
    """The label in one line, without signs that cannot be seen.

    Raises
    ------
    NotPrintable
        If it is too long, or in a script that the report's font does not have.
    """
    words = unicodedata.normalize("NFC", " ".join(typed.split()))
    words = "".join(letter for letter in words if unicodedata.category(letter)[0] != "C" or letter == "\u200c")
    if len(words) > MOST_LETTERS:
        raise NotPrintable(TOO_LONG)
    unknown = dict.fromkeys(letter for letter in words if ord(letter) not in printable())
    if unknown:
        raise NotPrintable(f"These letters cannot be printed: {' '.join(list(unknown)[:10])}")
    if _begins_from_the_left(words):
        words = _NUMBER_AFTER_ARABIC.sub(rf"\1{_LEFT_TO_RIGHT_MARK}\2", words)
    return words


def _begins_from_the_left(words: str) -> bool:
    directions = (unicodedata.bidirectional(letter) for letter in words)
    return next((direction == "L" for direction in directions if direction in ("L", "R", "AL")), True)
