"""Passwords as they are stored: a pre-hash, then bcrypt, with the algorithm and its cost in the text.

bcrypt reads only the first 72 bytes. An HMAC-SHA-256 of the password, keyed with the salt, comes first, so
that every letter of a long password counts, in any script, and Base64 keeps zero bytes out of bcrypt.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from functools import cache

import bcrypt
from flask import current_app

from ecgweb.accounts.bulkhead import hashing

SCHEME = "hmac-sha256-bcrypt"
SALT_LENGTH = 29  # "$2b$12$" and 22 letters of salt


def hash_password(password: str) -> str:
    """The text to store for a password, for example `hmac-sha256-bcrypt$2b$12$...`."""
    return _hash_at(password, current_app.config["BCRYPT_COST"])


def check_password(password: str, stored: str) -> bool:
    """True if the password is the one that was stored."""
    scheme, _, rest = stored.partition("$")
    if scheme != SCHEME:
        return False
    expected = f"${rest}".encode()
    return hmac.compare_digest(_bcrypt(password, expected[:SALT_LENGTH]), expected)


def check_nobody(password: str) -> None:
    """Take as long as `check_password` for an account that does not exist."""
    check_password(password, _hash_of_nobody(current_app.config["BCRYPT_COST"]))


def is_outdated(stored: str) -> bool:
    """True if new passwords are hashed differently today, so that this one should be hashed again."""
    return not stored.startswith(f"{SCHEME}$2b${current_app.config['BCRYPT_COST']:02d}$")


@cache
def _hash_of_nobody(cost: int) -> str:
    return _hash_at("nobody has this password", cost)


def _hash_at(password: str, cost: int) -> str:
    return SCHEME + _bcrypt(password, bcrypt.gensalt(cost)).decode()


def _bcrypt(password: str, salt: bytes) -> bytes:
    """Same letters, same hash: a keyboard may compose "e" and an accent in either of two ways."""
    composed = unicodedata.normalize("NFC", password).encode()
    digest = hmac.digest(salt, composed, hashlib.sha256)
    return hashing.run(bcrypt.hashpw, base64.b64encode(digest), salt)
