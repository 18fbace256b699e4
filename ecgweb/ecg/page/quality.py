"""How well a page could be read, in one word and lead by lead."""

from __future__ import annotations

import numpy as np

from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.leads import Voltages
from ecgweb.ecg.page.reading import Quality
from ecgweb.ecg.recording import LEADS


def rate_quality(
    placed: Voltages, arrangement: Arrangement, misfit: float, strips: tuple[str, ...], doubts: tuple[str, ...] = ()
) -> Quality:
    """Share of every lead's own stretch that was seen, and a verdict on the whole.

    `misfit` says how badly the arrangement fits the page: 0 is perfect, 1 is hopeless. With `doubts`
    about its names no page is read well.
    """
    shown = {name: 1.0 if name in strips else 1.0 / arrangement.columns for name in LEADS}
    seen = np.isfinite(placed).mean(axis=1)
    shares = {name: float(min(1.0, seen[index] / shown[name])) for index, name in enumerate(LEADS)}
    weakest, usual = min(shares.values()), float(np.mean(list(shares.values())))
    if weakest > 0.9 and misfit < 0.25 and not doubts:
        verdict = "good"
    elif usual > 0.85 and weakest > 0.4 and misfit < 0.5:
        verdict = "fair"
    else:
        verdict = "poor"
    return Quality(verdict, shares, doubts)
