"""The beat image classifier: a picture of one heartbeat in, one of eight kinds out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.refusal import Refused
from ecgweb.inference.network_file import Network, NetworkManifest, load_network, read_manifest

MANIFEST = "beat_image.json"
KINDS = ("N", "L", "R", "A", "V", "!", "E", "/")
LABELS = {
    "N": "Normal beat",
    "L": "Left bundle branch block",
    "R": "Right bundle branch block",
    "A": "Premature atrial contraction",
    "V": "Premature ventricular contraction",
    "!": "Ventricular fibrillation",
    "E": "Ventricular escape beat",
    "/": "Paced beat",
}
ROWS, COLUMNS = 64, 96
BASELINE_ROW = 26
LINE_SHARE = 0.4  # of the way from paper to the darkest ink: a line is darker, a grid is not
FEWEST_COLUMNS = 12


@dataclass(frozen=True)
class BeatAnswer:
    """What one beat shows.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    label : str
    probability : float
    probabilities : dict of str to float
    untested : bool
        Whether no patient was left to test this kind on: its probability is worth less than it says.
    """

    kind: str
    label: str
    probability: float
    probabilities: dict[str, float]
    untested: bool


class BeatImageClassifier:
    """A small convolutional network on the drawn line, scaled to a common size.

    Parameters
    ----------
    manifest : NetworkManifest
        Its setting `untested` lists the kinds that were never tested between patients.
    network : Network
    """

    def __init__(self, manifest: NetworkManifest, network: Network) -> None:
        self.manifest = manifest
        self._network = network

    @classmethod
    def load(cls, manifest_path: Path) -> BeatImageClassifier:
        """Load the network that a manifest describes; raises `ManifestError` when it is not that file."""
        manifest = read_manifest(manifest_path)
        return cls(manifest, load_network(manifest.files["classifier"]))

    def warm_up(self) -> None:
        """Run once on an empty picture."""
        self._network({"picture": np.zeros((1, ROWS, COLUMNS, 1), np.float32)})

    def classify_line(self, grey: NDArray[np.uint8]) -> BeatAnswer:
        """Name the beat whose line a picture shows.

        Parameters
        ----------
        grey : ndarray, shape (height, width), uint8
            One dark line on light paper, or the reverse, and nothing else.

        Raises
        ------
        Refused
            `not_an_ecg` if no line can be found.
        """
        picture = prepared_picture(grey)
        if picture is None:
            raise Refused("not_an_ecg")
        given = self._network({"picture": picture[None, ..., None]})["kind"][0]
        probabilities = {kind: float(p) for kind, p in zip(KINDS, given, strict=True)}
        kind = max(probabilities, key=lambda name: probabilities[name])
        untested = kind in self.manifest.settings["untested"]
        return BeatAnswer(kind, LABELS[kind], probabilities[kind], probabilities, untested)


def prepared_picture(grey: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """The line alone, scaled so that it is 96 pixels wide, its usual height at row 26 of 64.

    Parameters
    ----------
    grey : ndarray, shape (height, width), uint8
        A dark line on light paper; a light line on dark paper is turned round.

    Returns
    -------
    ndarray, shape (64, 96), float32, or None
        1 where the line is, 0 elsewhere; None where no line runs through the picture.
    """
    if np.median(grey) < 128:
        grey = 255 - grey
    paper, ink = float(np.median(grey)), float(np.percentile(grey, 0.1))
    if paper - ink < 30:
        return None
    line = np.clip((paper - grey) / (paper - ink), 0, 1)
    line[line < LINE_SHARE / 2] = 0
    columns = np.flatnonzero((line >= LINE_SHARE).any(axis=0))
    if columns.size < max(FEWEST_COLUMNS, 0.1 * grey.shape[1]):
        return None
    line = line[:, columns[0] : columns[-1] + 1]
    scale = COLUMNS / line.shape[1]
    size = (COLUMNS, max(1, round(line.shape[0] * scale)))
    small = np.asarray(Image.fromarray((255 * line).astype(np.uint8)).resize(size, Image.Resampling.BOX), np.float32)
    return _placed(small / max(float(small.max()), 1.0))


def _placed(line: NDArray[np.float32]) -> NDArray[np.float32]:
    """The line with its usual height at one row, cut off above and below."""
    rows = np.arange(line.shape[0])[:, None]
    weight = line.sum(axis=0)
    centre = (line * rows).sum(axis=0)[weight > 0] / weight[weight > 0]
    shift = BASELINE_ROW - round(float(np.median(centre)))
    placed = np.zeros((ROWS, COLUMNS), np.float32)
    first, last = max(0, -shift), min(line.shape[0], ROWS - shift)
    if last > first:
        placed[first + shift : last + shift] = line[first:last]
    return placed
