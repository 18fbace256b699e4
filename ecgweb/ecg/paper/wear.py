"""What happens to a page on its way into a file, with the way of every pixel from the drawing to the worn picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ecgweb.ecg.page.reading import LeadTrace
from ecgweb.ecg.paper import camera, copier, light, marks_of_use
from ecgweb.ecg.paper.warp import RGB, Fold, Warp, photograph
from ecgweb.ecg.paper.wear_settings import Wear

Picture = NDArray[np.uint8]

_DESKS: tuple[RGB, ...] = ((96, 74, 52), (150, 120, 88), (205, 205, 200), (60, 62, 66), (40, 60, 92), (178, 178, 184))


@dataclass(frozen=True)
class Worn:
    """A worn picture, uint8 (height, width, 3), and the way from the drawn page to it."""

    picture: Picture
    warp: Warp

    def traces(self, drawn: tuple[LeadTrace, ...]) -> tuple[LeadTrace, ...]:
        """Where the drawn traces run on the worn picture."""
        places = (self.warp.on_picture(trace.x_px, trace.y_px) for trace in drawn)
        return tuple(replace(trace, x_px=x, y_px=y) for trace, (x, y) in zip(drawn, places, strict=True))

    def mask(self, drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A grey picture of the drawn page's size (the ink of one row, say) as the worn picture shows it."""
        return np.asarray(self.warp.deliver(self.warp.carry(Image.fromarray(drawn), 0)))


def wear_page(image: Picture, wear: Wear, seed: int = 0) -> Worn:
    """Apply all of a `Wear` in the order in which it happens to a page: to the paper, in the light, in the machine.

    Parameters
    ----------
    image : ndarray, shape (h, w, 3), uint8
        The clean picture.
    wear : Wear
        What to do to it.
    seed : int
        Seed of corners, places and noise: the same seed wears the same way.

    Returns
    -------
    Worn
        The worn picture and where everything on it comes from.
    """
    rng = np.random.default_rng(seed)
    warp = _random_warp(image, wear, rng)
    image = _use(image, wear, warp.folds, rng)
    image = _lay_down(image, wear, warp, rng)
    image = _light_up(image, wear, rng)
    image = np.asarray(warp.deliver(Image.fromarray(image))) if warp.scale != 1.0 else image
    image = _copy(image, wear, rng)
    return Worn(_take(image, wear, rng), warp)


def wear_out(image: Picture, wear: Wear, seed: int = 0) -> Picture:
    """The worn picture alone, shape (h', w', 3)."""
    return wear_page(image, wear, seed).picture


def _random_warp(image: Picture, wear: Wear, rng: np.random.Generator) -> Warp:
    size = (image.shape[1], image.shape[0])
    pull = rng.uniform(0, wear.perspective, (4, 2))
    to_page, picture_size = photograph(size, wear.turn_deg, pull, wear.desk)
    return Warp(
        size,
        picture_size,
        to_page,
        lens=wear.lens,
        curl_px=wear.curl * size[0],
        curl_turns=float(rng.uniform(0.3, 1.2)),
        curl_phase=float(rng.uniform(0, 2 * np.pi)),
        folds=tuple(_random_fold(size, rng) for _ in range(wear.folds)),
        scale=wear.scale,
    )


def _random_fold(size: tuple[int, int], rng: np.random.Generator) -> Fold:
    """A fold across or along the page, hardly askew."""
    angle = (0.0 if rng.random() < 0.6 else np.pi / 2) + float(rng.normal(0, 0.03))
    across = (float(np.cos(angle)), float(np.sin(angle)))
    offset = abs(across[0]) * size[0] * rng.uniform(0.15, 0.85) + abs(across[1]) * size[1] * rng.uniform(0.15, 0.85)
    return Fold(
        across, float(offset), float(rng.uniform(-0.004, 0.004)) * size[0], float(rng.uniform(0.03, 0.12)) * size[0]
    )


def _use(image: Picture, wear: Wear, folds: tuple[Fold, ...], rng: np.random.Generator) -> Picture:
    """What happens to the paper."""
    image = marks_of_use.show_through(image, wear.show_through) if wear.show_through else image
    image = marks_of_use.highlight(image, wear.highlighter, rng) if wear.highlighter else image
    image = marks_of_use.write_notes(image, wear.notes, rng) if wear.notes else image
    image = marks_of_use.stain(image, wear.stains, rng) if wear.stains else image
    return marks_of_use.crease(image, folds, rng) if folds else image


def _lay_down(image: Picture, wear: Wear, warp: Warp, rng: np.random.Generator) -> Picture:
    """The page on a desk, or on paper of its own colour, as the camera or the scanner sees it."""
    if warp.is_flat:
        return image
    if wear.desk <= 0:
        return np.asarray(warp.carry(Image.fromarray(image), _paper_colour(image)))
    page = warp.carry(Image.fromarray(image), _paper_colour(image))
    grain = Image.new("RGB", (page.width // 4 + 1, page.height // 4 + 1), _DESKS[rng.integers(len(_DESKS))])
    desk = Image.fromarray(camera.add_noise(np.asarray(grain), 5.0, rng)).resize(page.size, Image.Resampling.BILINEAR)
    desk.paste(page, (0, 0), _outline(warp))
    return np.asarray(desk)


def _outline(warp: Warp) -> Image.Image:
    """The page's own area on the picture, before it is delivered."""
    width, height = warp.page_size
    along = np.linspace(0, 1, 40)
    x = np.concatenate([along, np.ones(40), along[::-1], np.zeros(40)]) * (width - 1)
    y = np.concatenate([np.zeros(40), along, np.ones(40), along[::-1]]) * (height - 1)
    mask = Image.new("L", warp.picture_size, 0)
    outline = np.stack(replace(warp, scale=1.0).on_picture(x, y), axis=1)
    ImageDraw.Draw(mask).polygon(outline.ravel().tolist(), fill=255)
    return mask


def _light_up(image: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    image = light.tint(image, wear.tint, rng) if wear.tint else image
    image = light.shade(image, wear.light, wear.shadow, rng) if wear.light or wear.shadow else image
    image = light.flicker(image, wear.flicker, rng) if wear.flicker else image
    return light.glare(image, wear.glare, rng) if wear.glare else image


def _copy(image: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """What a scanner, a copier or a fax machine does."""
    image = copier.fade(image, wear.fade) if wear.fade else image
    image = copier.streak(image, wear.streaks, rng) if wear.streaks else image
    image = copier.dust(image, wear.dust, rng) if wear.dust else image
    if wear.copied == "copy":
        image = copier.black_and_white(image, wear.leaning)
    elif wear.copied == "fax":
        image = copier.fax(image, wear.leaning)
    return copier.drop_out(image, wear.dropouts, rng) if wear.dropouts else image


def _take(image: Picture, wear: Wear, rng: np.random.Generator) -> Picture:
    """What the camera and the file do."""
    image = camera.moire(image, wear.moire, rng) if wear.moire else image
    image = camera.blur(image, wear.blur_px) if wear.blur_px else image
    image = camera.shake(image, wear.shake_px, rng) if wear.shake_px else image
    image = camera.add_noise(image, wear.noise, rng) if wear.noise else image
    return camera.compress(image, wear.jpeg_quality) if wear.jpeg_quality else image


def _paper_colour(image: Picture) -> RGB:
    red, green, blue = np.median(image[::8, ::8], axis=(0, 1)).astype(int).tolist()
    return red, green, blue
