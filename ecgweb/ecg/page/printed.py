"""All that is read of what is printed on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.labels import Places, places_of
from ecgweb.ecg.page.lettering import Strips
from ecgweb.ecg.page.printed_text import NOTHING_PRINTED, Lines, PrintedScale, printed_scale
from ecgweb.ecg.page.windows import InkedRows


class PrintNetworks(Protocol):
    """A `NameNetwork` and a `LineNetwork`."""

    def names(self, strips: Strips) -> NDArray[np.float32]: ...

    def lines(self, lines: Lines) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Printed:
    """The names of leads and where they stand, and what lines of text say of scale and rate."""

    names: Places | None = None
    scale: PrintedScale = NOTHING_PRINTED


def read_print(rows: InkedRows, networks: PrintNetworks | None) -> Printed:
    """What is printed beside, above and below the rows; nothing without networks."""
    if networks is None:
        return Printed()
    return Printed(places_of(rows, networks.names), printed_scale(rows, networks.lines))
