"""The Morlet continuous wavelet transform: how strong each frequency is at each moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OMEGA_0 = 6.0  # oscillations under the envelope; from 5 on the wavelet's mean is zero for all that matters


def frequencies_hz(lowest_hz: float, highest_hz: float, count: int) -> NDArray[np.float64]:
    """`count` frequencies, evenly spaced on a logarithmic axis, rising."""
    return np.geomspace(lowest_hz, highest_hz, count)


def morlet_cwt(
    signal: NDArray[np.floating], sampling_rate_hz: float, frequencies: NDArray[np.floating]
) -> NDArray[np.complex64]:
    """Continuous wavelet transform with the analytic Morlet wavelet.

    Parameters
    ----------
    signal : ndarray, shape (samples,) or (batch, samples)
        Without gaps. Take its mean off first: the ends are padded with zeros.
    sampling_rate_hz : float
    frequencies : ndarray, shape (frequencies,)
        Centre frequencies in hertz, above zero and below half the sampling rate.

    Returns
    -------
    ndarray, shape (frequencies, samples) or (batch, frequencies, samples), complex64
        Scaled so that a sine of amplitude A has the magnitude A at its own frequency.

    Raises
    ------
    ValueError
        If a frequency lies outside 0 to half the sampling rate, or the signal is empty.

    Notes
    -----
    Computed in the frequency domain after Torrence and Compo, "A Practical Guide to Wavelet Analysis", Bulletin of
    the American Meteorological Society 79 (1998), with their centre frequency (equation in table 1) but normalised by
    amplitude instead of energy, so that magnitudes are in the unit of the signal.
    """
    if signal.shape[-1] == 0:
        raise ValueError("the signal is empty")
    if frequencies.min() <= 0 or frequencies.max() >= sampling_rate_hz / 2:
        raise ValueError("frequencies lie between 0 and half the sampling rate")
    samples = signal.shape[-1]
    length = 1 << int(np.ceil(np.log2(samples + sampling_rate_hz / frequencies.min())))
    spectrum = np.fft.fft(np.asarray(signal, np.float32), n=length, axis=-1)[..., None, :]
    filters = _wavelet_spectra(frequencies, length, sampling_rate_hz)
    return np.fft.ifft(spectrum * filters, axis=-1)[..., :samples].astype(np.complex64)


def _wavelet_spectra(frequencies: NDArray[np.floating], length: int, sampling_rate_hz: float) -> NDArray[np.float32]:
    """The wavelet of each frequency as a filter on positive frequencies, shape (frequencies, length), 2 at its peak."""
    omega = 2 * np.pi * np.fft.fftfreq(length, 1 / sampling_rate_hz)
    scale_s = (OMEGA_0 + np.sqrt(2 + OMEGA_0**2)) / (4 * np.pi * frequencies)
    phase = scale_s[:, None] * omega
    centre = scale_s * 2 * np.pi * frequencies - OMEGA_0
    height = 2 * np.exp(0.5 * centre**2)  # the filter's peak lies just below the centre frequency
    return np.where(omega > 0, height[:, None] * np.exp(-0.5 * (phase - OMEGA_0) ** 2), 0).astype(np.float32)


def scalogram(
    signal: NDArray[np.floating], sampling_rate_hz: float, frequencies: NDArray[np.floating], columns: int
) -> NDArray[np.float32]:
    """Magnitude of the transform, averaged over time into `columns` columns.

    Parameters
    ----------
    signal : ndarray, shape (samples,) or (batch, samples)
        At least `columns` samples.
    sampling_rate_hz : float
    frequencies : ndarray, shape (frequencies,)
        In hertz.
    columns : int
        Width of the result.

    Returns
    -------
    ndarray, shape (frequencies, columns) or (batch, frequencies, columns), float32
        In the unit of the signal; row k belongs to `frequencies[k]`.
    """
    magnitude = np.abs(morlet_cwt(signal, sampling_rate_hz, frequencies))
    edges = np.linspace(0, signal.shape[-1], columns + 1).astype(int)
    sums = np.add.reduceat(magnitude, edges[:-1], axis=-1)
    return (sums / np.diff(edges)).astype(np.float32)
