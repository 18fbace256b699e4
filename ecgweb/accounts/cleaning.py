"""Forgetting what is over: sessions, links, codes and accounts that were never confirmed."""

from __future__ import annotations

from ecgweb.accounts import password_reset, registration, sessions


def forget_expired() -> None:
    """Delete what no longer serves anybody; the caller commits."""
    sessions.forget_expired()
    password_reset.forget_expired()
    registration.forget_unconfirmed()
