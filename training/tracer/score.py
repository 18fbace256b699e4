"""What the network is worth: fold 10 as drawn pages, read with it and by the edges of the ink alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.printed import PrintNetworks
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.page.windows import TraceNetwork
from ecgweb.ecg.refusal import Refused
from training.reading_scores import snr_db
from training.rendered_pages import KnownPage, known_pages

KINDS = ("clean", "worn", "photographed")
"""All drawn in the looks that are kept out of training."""

Pair = tuple[float, float]


def compare(
    packs: Path,
    network: TraceNetwork,
    pages: int,
    kinds: tuple[str, ...] = KINDS,
    print_networks: PrintNetworks | None = None,
) -> dict[str, Any]:
    """Median SNR in decibel by kind of page and by layout, over the pages that both readers read.

    Both read print with `print_networks`.
    """
    without = partial(read_page, print_networks=print_networks)
    with_it = partial(without, trace_network=network)
    scores: dict[str, list[Pair]] = defaultdict(list)
    refused = {kind: [0, 0] for kind in kinds}
    for kind in kinds:
        for page in known_pages(packs, kind, pages):
            pair = _scored(page, with_it), _scored(page, without)
            for reader, score in enumerate(pair):
                refused[kind][reader] += score is None
            if pair[0] is not None and pair[1] is not None:
                scores[kind].append((pair[0], pair[1]))
                scores[f"{kind}, {page.style.layout}"].append((pair[0], pair[1]))
        print(f"{kind}: {_summary(scores[kind])}, refused {refused[kind]}", flush=True)
    return {
        "kinds": {kind: {**_summary(scores[kind]), "refused": refused[kind]} for kind in kinds},
        "layouts": {name: _summary(pairs) for name, pairs in sorted(scores.items()) if name not in kinds},
    }


def _scored(page: KnownPage, read: Callable[[NDArray[np.uint8]], PageReading]) -> float | None:
    try:
        return snr_db(page.drawing.recording, read(page.worn.picture).recording)
    except Refused:
        return None


def _summary(pairs: list[Pair]) -> dict[str, float]:
    network, edges = np.array(pairs).reshape(-1, 2).T
    return {
        "pages": len(pairs),
        "network_db": float(np.median(network)),
        "edges_db": float(np.median(edges)),
        "better_share": float(np.mean(network > edges)),
    }
