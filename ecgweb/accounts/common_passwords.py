"""Passwords that people guess first, refused without asking anybody.

Nearly all of them that pass the four kinds are one well-known word, spelled with a capital letter or digits
for letters, with a few numbers and signs around it. Those are found by rule; walks over the keyboard and the
like stand in `common_passwords.txt` beside this module.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("common_passwords.txt")
MAX_DECORATION = 8  # numbers and signs around the word, as in "2024!" or "_12345!"

_SPELLINGS = (
    str.maketrans("@43105$7+!|", "aaeiossttii"),
    str.maketrans("@43105$7+!|", "aaelossttll"),
)


def is_common(password: str) -> bool:
    """True if the password is a well-known one or a well-known word in disguise."""
    folded = password.casefold()
    words, whole = _known()
    return folded in whole or any(core in words for core in _cores(folded))


def _cores(folded: str) -> set[str]:
    """What remains of a password after taking numbers and signs from its ends and reading digits as letters."""
    before = _decoration(folded)
    after = _decoration(folded[::-1])
    return {
        folded[start : len(folded) - end].translate(spelling)
        for start in range(before + 1)
        for end in range(after + 1)
        if start + end <= MAX_DECORATION
        for spelling in _SPELLINGS
    }


def _decoration(text: str) -> int:
    """How many characters at the beginning are no letters."""
    return next((index for index, character in enumerate(text) if character.isalpha()), len(text))


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """The words and the whole passwords of the list."""
    sections: dict[str, set[str]] = {"[words]": set(), "[whole]": set()}
    current = sections["[words]"]
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line in sections:
            current = sections[line]
        elif not line.startswith("# "):
            current.update(line.casefold().split())
    return frozenset(sections["[words]"]), frozenset(sections["[whole]"])
