"""Is it an ECG at all? Checks on what was read that any heart passes and few other drawings do."""

from __future__ import annotations

import numpy as np

from ecgweb.ecg.page.leads import Voltages
from ecgweb.ecg.refusal import Refused

_LEAST_LEADS = 8


def check(placed: Voltages, disagreement: float) -> None:
    """Refuse a reading that is no twelve-lead ECG.

    Raises
    ------
    Refused
        "leads_missing" if too few leads were seen, "not_an_ecg" if the limb leads do not belong to one heart.
    """
    seen = np.isfinite(placed).mean(axis=1) > 0.05
    if seen.sum() < _LEAST_LEADS:
        raise Refused("leads_missing")
    if disagreement > 0.6:
        raise Refused("not_an_ecg")
