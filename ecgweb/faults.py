"""Faults of ours in the log: what failed and where, but never the values, which may be a person's."""

from __future__ import annotations

import traceback
from logging import Logger


def log(logger: Logger, doing: str, error: BaseException) -> None:
    """Log an unexpected error by its type and the lines it passed through.

    The words of the error stay out: a database quotes the row that it refused, addresses included.
    """
    lines = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", doing, type(error).__name__, lines)
