"""The two files of a picture: as it is shown, and as it stands in the list."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers.image import encode_jpeg
from ecgweb.storage import Storage

THUMBNAIL_LONG_SIDE_PX = 640
KEYS = ("image_key", "thumbnail_key")


def put(storage: Storage, rgb: NDArray[np.uint8]) -> dict[str, Any]:
    """Keep a picture and return what its row says of it: the keys of both files and the size in pixels."""
    height_px, width_px = rgb.shape[:2]
    return {
        "image_key": storage.put(encode_jpeg(rgb), "jpg"),
        "thumbnail_key": storage.put(encode_jpeg(rgb, THUMBNAIL_LONG_SIDE_PX), "jpg"),
        "width_px": width_px,
        "height_px": height_px,
    }
