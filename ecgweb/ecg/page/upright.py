"""A page at working size and set upright, and the several ways to look for ink on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.ink import Darkness, Mask, coloured_darkness, darkness, ink_threshold, with_pale_strokes
from ecgweb.ecg.page.inked_grid import without_grid_lines
from ecgweb.ecg.page.pose import Pose, TurnedOver, find_pose
from ecgweb.ecg.page.surroundings import without_surroundings
from ecgweb.ecg.refusal import Refused

Picture = NDArray[np.uint8]

_LARGEST_WIDTH_PX = 2400
_SMALLEST_WIDTH_PX = 600
_SMALL_WIDTH_PX = 1000
_FAINTEST = 20


@dataclass(frozen=True)
class Look:
    """A way to tell ink from paper and grid.

    Parameters
    ----------
    faint : bool
        Colour is held against a pixel, pale upright strokes are followed, and broken pieces joined.
    share : float
        Least darkness of ink, as a share of the one that suits most pages: less where the trace is paler than the
        writing, more where the grid is nearly as dark as the trace.
    coloured : bool
        The trace is drawn in a bright colour.
    """

    faint: bool = False
    share: float = 1.0
    coloured: bool = False


PLAIN = Look()
USUAL_LOOKS = (PLAIN, Look(faint=True))
OTHER_LOOKS = (Look(coloured=True), Look(share=0.7), Look(share=1.3), Look(faint=True, share=0.7), Look(share=0.4))


@dataclass(frozen=True)
class Upright:
    """A page set upright: how it lies in its picture, what is dark on it, and from which darkness on that is ink."""

    pose: Pose | TurnedOver | None
    dark: Darkness
    ink: Mask
    threshold: int

    def turned_over(self, picture_px: tuple[int, int]) -> Upright:
        """The same of the picture turned upside down, as `TurnedOver` takes its size."""
        trace, grid, ink = _over(self.dark.trace), _over(self.dark.grid), _over(self.ink)
        pose = self.pose and TurnedOver(self.pose, (ink.shape[1], ink.shape[0]), picture_px)
        return Upright(pose, Darkness(trace, grid), ink, self.threshold)


class WorkingPage:
    """A picture at working size, to be looked at in one way after another.

    Raises
    ------
    Refused
        "too_small".
    """

    def __init__(self, image_rgb: Picture) -> None:
        if image_rgb.shape[1] < _SMALLEST_WIDTH_PX:
            raise Refused("too_small")
        page, self.shrink = _working_copy(image_rgb)
        self._page = without_surroundings(page)
        # Plain dictionaries: a cache around a method would hold a page's pixels until garbage is collected.
        self._dark: dict[Look, Darkness] = {}
        self._set_upright: dict[Look, tuple[Pose | None, Darkness, int]] = {}

    def turned_over(self) -> TurnedPage:
        """The picture upside down."""
        return TurnedPage(self)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self._page.shape[1], self._page.shape[0]

    def looked_at(self, look: Look) -> Upright:
        """The page set upright as it is seen in this way; raises `Refused` "not_an_ecg" if there is nothing to see."""
        # Where ink is sought among what is paler the page lies as it did before; elsewhere its grid may have passed
        # for ink.
        way = replace(look, share=max(1.0, look.share))
        if way not in self._set_upright:
            self._set_upright[way] = self._find_upright(way)
        pose, dark, usual = self._set_upright[way]
        threshold = min(255, max(_FAINTEST, round(look.share * usual)))
        ink = without_grid_lines(dark.trace >= threshold)
        return Upright(pose, dark, with_pale_strokes(ink, dark.trace, threshold) if look.faint else ink, threshold)

    def _find_upright(self, look: Look) -> tuple[Pose | None, Darkness, int]:
        kind = replace(look, share=1.0)
        if kind not in self._dark:
            dark = coloured_darkness(self._page) if look.coloured else darkness(self._page, look.faint)
            if dark is None:
                raise Refused("not_an_ecg")
            self._dark[kind] = dark
        dark = self._dark[kind]
        usual = ink_threshold(dark.trace)
        pose = find_pose(dark.trace >= min(255, look.share * usual), dark.grid)
        if pose is None:
            return None, dark, usual
        # Of the grid only the run of its lines is asked for, over many pixels.
        grid = pose.upright(dark.grid, Image.Resampling.BILINEAR)
        return pose, Darkness(pose.upright(dark.trace), grid), usual


class TurnedPage:
    """A working page upside down: nothing of it has to be sought again."""

    def __init__(self, page: WorkingPage) -> None:
        self._page = page
        self.shrink = page.shrink

    def looked_at(self, look: Look) -> Upright:
        return self._page.looked_at(look).turned_over(self._page.size_px)


def _over(image: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(image[::-1, ::-1])


def _working_copy(image_rgb: Picture) -> tuple[Picture, float]:
    """The picture at a size worth working on, and the ratio of that size to its own."""
    height, width = image_rgb.shape[:2]
    if _SMALL_WIDTH_PX <= width <= _LARGEST_WIDTH_PX:
        return image_rgb, 1.0
    ratio = _LARGEST_WIDTH_PX / width if width > _LARGEST_WIDTH_PX else 2.0
    size = (round(width * ratio), round(height * ratio))
    method = Image.Resampling.BOX if ratio < 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(image_rgb).resize(size, method)), ratio
