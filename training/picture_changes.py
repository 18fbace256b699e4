"""What happens to a picture on its way from the paper to an upload: phones, chats, screens, copiers, each alone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from ecgweb.ecg.homography import homography

Picture = NDArray[np.uint8]
Change = Callable[[Picture], Picture]

WOOD, DARK_TABLE = (150, 105, 65), (45, 40, 38)


def squeezed(picture: Picture) -> Picture:
    """Saved as a JPEG of quality 30."""
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=30)
    return np.asarray(Image.open(out).convert("RGB"))


def smaller(width_px: int) -> Change:
    """Reduced to that width, as messengers do."""

    def change(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        size = (width_px, round(height * width_px / width))
        return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))

    return change


def blurred(picture: Picture) -> Picture:
    """Out of focus by a thousandth of its width."""
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(picture.shape[1] / 1000)))


def noisy(picture: Picture) -> Picture:
    """Grained, as in poor light."""
    noise = np.random.default_rng(1).normal(0, 12, picture.shape)
    return _bytes(picture + noise)


def turned(degrees: float, around: tuple[int, int, int] = (255, 255, 255)) -> Change:
    """Turned by so many degrees, all of it still in view."""

    def change(picture: Picture) -> Picture:
        image = Image.fromarray(picture)
        return np.asarray(image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=around))

    return change


def askew(around: tuple[int, int, int], grain: float = 0.0) -> Change:
    """Photographed from one side, on a table of that colour, grained along its length."""

    def change(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        seen = np.array([[0.10, 0.10], [0.93, 0.06], [0.97, 0.95], [0.05, 0.90]]) * (width, height)
        return _laid(picture, seen, _table((height, width), around, grain))

    return change


def shaded(picture: Picture) -> Picture:
    """Lit from the left, with the shadow of a hand or phone across a corner."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width] / np.array([height, width]).reshape(2, 1, 1)
    shadow = 1 - 0.45 / (1 + np.exp(-(x + y - 1.45) * 40))
    return _bytes(picture * ((1.0 - 0.45 * x) * shadow)[..., None])


def warm(picture: Picture) -> Picture:
    """Under a light bulb."""
    return _bytes(picture * np.array([1.0, 0.86, 0.62]))


def pale(picture: Picture) -> Picture:
    """With a third of its contrast left."""
    return _bytes(110 + 0.35 * picture.astype(np.float64))


def grey(picture: Picture) -> Picture:
    """Without colour."""
    return np.asarray(Image.fromarray(picture).convert("L").convert("RGB"))


def copied(picture: Picture) -> Picture:
    """Copied in black and white, grey turned into dots."""
    return np.asarray(Image.fromarray(picture).convert("1").convert("RGB"))


def cropped(picture: Picture) -> Picture:
    """Cut close: 3 % off every side."""
    height, width = picture.shape[:2]
    down, across = round(0.03 * height), round(0.03 * width)
    return picture[down:-down, across:-across]


def from_a_screen(picture: Picture) -> Picture:
    """Photographed off a screen: its rows and columns beat against the camera's, and the black is not black."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width]
    waves = 1 + 0.10 * np.sin(2 * np.pi * (x / 9.3 + y / 61)) + 0.08 * np.sin(2 * np.pi * (y / 7.1 - x / 83))
    bluish = (30 + 0.85 * picture) * np.array([0.94, 0.98, 1.0])
    return _bytes(ndimage.gaussian_filter(bluish, (0.5, 0.5, 0)) * waves[..., None])


def screenshot(background: int) -> Change:
    """Held upright on a phone's screen: the picture across its middle, status bar and buttons above and below."""

    def change(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        screen = Image.new("RGB", (width, round(width * 19.5 / 9)), (background,) * 3)
        pen, ink = ImageDraw.Draw(screen), (255 - background,) * 3
        unit = width / 40
        for text, x, y in (
            ("09:41", 2, 1),
            ("5G  82%", 33, 1),
            ("IMG-2231.jpg", 13, 4),
            ("Reply", 4, 83),
            ("Forward", 30, 83),
        ):
            pen.text((x * unit, y * unit), text, fill=ink, font_size=1.6 * unit)
        screen.paste(Image.fromarray(picture), (0, (screen.height - height) // 2))
        return np.asarray(screen)

    return change


def boxed(brightness: int) -> Change:
    """With bars of that brightness above and below, as in a film."""

    def change(picture: Picture) -> Picture:
        bar = np.full((picture.shape[0] // 5, *picture.shape[1:]), brightness, np.uint8)
        return np.concatenate([bar, picture, bar])

    return change


def curled(picture: Picture) -> Picture:
    """Bent like a page that was rolled up, by a fiftieth of its height."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float64)
    bent = y + 0.02 * height * np.cos(np.pi * (2 * x / width - 1)) - 0.01 * height
    layers = [
        ndimage.map_coordinates(layer.astype(np.float32), [bent, x], order=1, mode="nearest")
        for layer in np.moveaxis(picture, 2, 0)
    ]
    return _bytes(np.stack(layers, axis=2))


def by_phone(picture: Picture) -> Picture:
    """Everything at once, mildly: askew on wood, shaded, under a bulb, grained, saved as a small JPEG."""
    change = askew(WOOD, grain=0.1)(picture)
    return squeezed(noisy(warm(shaded(change))))


CHANGES: dict[str, Change] = {
    "JPEG 30": squeezed,
    "800 px wide": smaller(800),
    "640 px wide": smaller(640),
    "blur": blurred,
    "noise": noisy,
    "turned 3°": turned(3),
    "turned 8°, dark": turned(-8, DARK_TABLE),
    "askew on wood": askew(WOOD, grain=0.15),
    "askew on dark": askew(DARK_TABLE),
    "askew on white": askew((235, 233, 230)),
    "shade": shaded,
    "warm light": warm,
    "pale": pale,
    "grey": grey,
    "copy": copied,
    "cropped": cropped,
    "screen photo": from_a_screen,
    "screenshot, black": screenshot(0),
    "screenshot, white": screenshot(255),
    "boxed, black": boxed(0),
    "boxed, white": boxed(255),
    "curled": curled,
    "by phone": by_phone,
}


def _laid(picture: Picture, corners_px: NDArray[np.float64], table: Picture) -> Picture:
    height, width = picture.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    back = homography(corners_px, own).ravel()[:8]
    size = (table.shape[1], table.shape[0])
    lying, covers = (
        Image.fromarray(layer).transform(size, Image.Transform.PERSPECTIVE, tuple(back), Image.Resampling.BICUBIC)
        for layer in (picture, np.full((height, width), 255, np.uint8))
    )
    whole = Image.fromarray(table)
    whole.paste(lying, mask=covers)
    return np.asarray(whole)


def _table(size_px: tuple[int, int], colour: tuple[int, int, int], grain: float) -> Picture:
    waves = np.random.default_rng(2).normal(size=size_px)
    waves = ndimage.gaussian_filter(waves, (1.5, size_px[1] / 12))
    waves *= grain / max(waves.std(), 1e-9)
    return _bytes(np.array(colour) * np.clip(1 + waves, 0.4, 1.6)[..., None])


def _bytes(values: NDArray[np.floating]) -> Picture:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)
