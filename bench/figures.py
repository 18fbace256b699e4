"""Turning measured seconds into lines to read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def in_ms(seconds: Sequence[float], share: float) -> float:
    """A percentile of measured seconds in milliseconds; `share` 0.95 is the p95."""
    return 1000 * float(np.percentile(seconds, 100 * share))


def line(name: str, seconds: Sequence[float]) -> str:
    """One row of a table: name, p50, p95, slowest, count."""
    p50, p95, slowest = (in_ms(seconds, share) for share in (0.5, 0.95, 1.0))
    return f"{name:<46}{p50:>9.0f}{p95:>9.0f}{slowest:>9.0f}{len(seconds):>7}"


def heading(what: str) -> str:
    return f"{what:<46}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'n':>7}"


def resident_mb(pid: int | str = "self") -> float:
    """Memory that a process holds, in MB (Linux)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        kilobytes = next(entry.split()[1] for entry in status if entry.startswith("VmRSS"))
    return int(kilobytes) / 1024
