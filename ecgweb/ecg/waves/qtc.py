"""The QT interval corrected for heart rate, by the four formulas in use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class QTc:
    """Corrected QT in milliseconds; the four differ most when the heart is fast or slow."""

    bazett: float
    fridericia: float
    framingham: float
    hodges: float


def corrected_qt(qt_ms: float, heart_rate_bpm: float) -> QTc:
    """Correct a QT interval for heart rate.

    Parameters
    ----------
    qt_ms : float
        Measured QT interval in milliseconds.
    heart_rate_bpm : float
        Heart rate in beats a minute, above zero.

    Returns
    -------
    QTc
        In milliseconds: Bazett (1920) QT / sqrt(RR), Fridericia (1920) QT / cbrt(RR), Framingham (Sagie 1992)
        QT + 154 (1 - RR), Hodges (1983) QT + 1.75 (rate - 60), with RR in seconds.

    Examples
    --------
    >>> corrected_qt(400, 60)
    QTc(bazett=400.0, fridericia=400.0, framingham=400.0, hodges=400.0)
    """
    if not heart_rate_bpm > 0:
        raise ValueError(f"the heart rate must be positive, not {heart_rate_bpm}")
    rr_s = 60.0 / heart_rate_bpm
    return QTc(
        bazett=qt_ms / rr_s**0.5,
        fridericia=qt_ms / rr_s ** (1 / 3),
        framingham=qt_ms + 154.0 * (1.0 - rr_s),
        hodges=qt_ms + 1.75 * (heart_rate_bpm - 60.0),
    )
