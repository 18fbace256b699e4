"""What usernames, addresses and passwords must look like, and the words that say so.

The browser gets the same rules and words from the forms as attributes (static/js/validate.js).
"""

from __future__ import annotations

import re
import unicodedata

from ecgweb.accounts.common_passwords import is_common
from ecgweb.accounts.models import MAX_EMAIL_LENGTH

MIN_USERNAME_LENGTH = 3
MAX_USERNAME_LENGTH = 20
MIN_PASSWORD_LENGTH = 8
MAX_PASSWORD_LENGTH = 128
MIN_NAME_PART_LENGTH = 4  # shorter parts of a name occur in any password by chance

USERNAME_REQUIRED = "Username is required"
USERNAME_SHORT = f"Username must be at least {MIN_USERNAME_LENGTH} characters long"
USERNAME_LONG = f"Username must be at most {MAX_USERNAME_LENGTH} characters long"
USERNAME_UNPRINTABLE = "Username must consist of letters, numbers and signs that can be seen"
EMAIL_REQUIRED = "Email is required"
EMAIL_INVALID = "Please enter a valid email"
ROLE_REQUIRED = "Choose what describes you"
PASSWORD_REQUIRED = "Password is required"  # noqa: S105 - words for people
PASSWORD_KINDS = (
    f"Password must contain at least {MIN_PASSWORD_LENGTH} characters, one uppercase letter, "
    "one lowercase letter, one number, and one special character"
)
PASSWORD_LONG = f"Password must be at most {MAX_PASSWORD_LENGTH} characters long"
PASSWORD_COMMON = "This password is easy to guess, many people use it. Choose another one"  # noqa: S105
PASSWORD_PERSONAL = "Password must not contain your username or parts of your email"  # noqa: S105
CONFIRM_REQUIRED = "Confirm password is required"
CONFIRM_DIFFERS = "Confirm password must match the password"

_LOCAL = r"[A-Za-z0-9.!#$%&'*+\/=?^_`\{\|\}~\-]{1,64}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
# The pattern of HTML's own email field, and a domain of two parts at least. The browser uses the same text.
EMAIL_PATTERN = rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}"


def is_email(address: str) -> bool:
    """True if mail can be sent to an address of this form."""
    return len(address) <= MAX_EMAIL_LENGTH and re.fullmatch(EMAIL_PATTERN, address) is not None


def has_four_kinds(password: str) -> bool:
    """True if the password is long enough and has upper and lower case, a number and a special character."""
    kinds = {unicodedata.category(character) for character in password}
    return len(password) >= MIN_PASSWORD_LENGTH and {"Lu", "Ll", "Nd"} <= kinds and any(map(_is_special, kinds))


def _is_special(category: str) -> bool:
    """Punctuation, symbols and spaces; accents and vowel signs belong to their letters."""
    return category[0] in "PS" or category == "Zs"


def is_personal(password: str, *names: str) -> bool:
    """True if the password contains a name of its owner: username, email or a part of them."""
    folded = password.casefold()
    return any(part in folded for name in names for part in _name_parts(name))


def _name_parts(name: str) -> set[str]:
    local = name.casefold().partition("@")[0]
    parts = {*re.split(r"[\W_\d]+", local), re.sub(r"\s+", "", local), local}
    return {part for part in parts if len(part) >= MIN_NAME_PART_LENGTH}


def password_problem(password: str, *names: str) -> str | None:
    """What is wrong with a new password, in words; None if it can be used.

    Parameters
    ----------
    password : str
        The new password.
    names : str
        Username and email of its owner, which it must not contain.
    """
    if not password:
        return PASSWORD_REQUIRED
    if len(password) > MAX_PASSWORD_LENGTH:
        return PASSWORD_LONG
    if not has_four_kinds(password):
        return PASSWORD_KINDS
    if is_personal(password, *names):
        return PASSWORD_PERSONAL
    return PASSWORD_COMMON if is_common(password) else None
