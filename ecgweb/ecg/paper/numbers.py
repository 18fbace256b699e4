"""Numbers and colours as SVG writes them."""

from __future__ import annotations

from ecgweb.ecg.paper.style import RGB


def mm(value: float) -> str:
    """Millimetres with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def rgb_hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
