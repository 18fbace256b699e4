"""How often each thing may be tried, per account, per address and in all.

Windows last 15 minutes at most, and a browser that has logged in before is counted apart, so that a stranger
who guesses cannot keep the owner out.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from flask import request

from ecgweb.security.limits import Limit, count, forgive

QUARTER = timedelta(minutes=15)

LOG_IN_PER_DEVICE = Limit("log in, known device", 20, QUARTER)
LOG_IN_PER_ACCOUNT = Limit("log in, account", 20, QUARTER)
LOG_IN_PER_ADDRESS = Limit("log in, address", 100, QUARTER)
LOG_IN_IN_ALL = Limit("log in, all", 3000, timedelta(minutes=5))

REGISTER_PER_EMAIL = Limit("register, email", 5, QUARTER)
REGISTER_PER_ADDRESS = Limit("register, address", 100, QUARTER)  # a class may sit behind one address
REGISTER_IN_ALL = Limit("register, all", 1000, QUARTER)

RESEND_PER_EMAIL = Limit("resend, email", 5, QUARTER)
RESEND_PER_ADDRESS = Limit("resend, address", 30, QUARTER)

FORGOT_PER_EMAIL = Limit("forgot, email", 10, QUARTER)
FORGOT_PER_ADDRESS = Limit("forgot, address", 60, QUARTER)
FORGOT_IN_ALL = Limit("forgot, all", 1000, QUARTER)

RESET_PER_EMAIL = Limit("reset, email", 20, QUARTER)
RESET_PER_ADDRESS = Limit("reset, address", 60, QUARTER)
RESET_IN_ALL = Limit("reset, all", 1000, QUARTER)

OWN_PASSWORD = Limit("own password", 10, QUARTER)

Guard = tuple[Limit, object]


def client_network() -> str:
    """The address that asks; of IPv6 the /64, which is what one household or phone has."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def for_log_in(email_key: str, known_device: str | None) -> list[Guard]:
    """What a log-in counts against."""
    if known_device:
        return [(LOG_IN_PER_DEVICE, known_device)]
    return [(LOG_IN_PER_ACCOUNT, email_key), (LOG_IN_PER_ADDRESS, client_network()), (LOG_IN_IN_ALL, "")]


def for_registration(email_key: str) -> list[Guard]:
    return [(REGISTER_PER_EMAIL, email_key), (REGISTER_PER_ADDRESS, client_network()), (REGISTER_IN_ALL, "")]


def for_resending(email_key: str) -> list[Guard]:
    return [(RESEND_PER_EMAIL, email_key), (RESEND_PER_ADDRESS, client_network())]


def for_forgotten(email_key: str) -> list[Guard]:
    return [(FORGOT_PER_EMAIL, email_key), (FORGOT_PER_ADDRESS, client_network()), (FORGOT_IN_ALL, "")]


def for_reset(email_key: str) -> list[Guard]:
    return [(RESET_PER_EMAIL, email_key), (RESET_PER_ADDRESS, client_network()), (RESET_IN_ALL, "")]


def count_all(guards: list[Guard]) -> None:
    """Count one try against each; TooManyRequests if one is exhausted."""
    for limit, who in guards:
        count(limit, who)


def forgive_all(guards: list[Guard]) -> None:
    """Take the try back, it was no guess; the caller commits."""
    for limit, who in guards:
        forgive(limit, who)
