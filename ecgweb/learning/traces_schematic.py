"""Schematic beats, drawn from Gaussian waves whose beginning and end are known."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import sqrt

from ecgweb.ecg.paper import Mark, synthetic_recording
from ecgweb.ecg.paper.synthetic import NORMAL_BEAT, Wave
from ecgweb.ecg.recording import Recording
from ecgweb.learning.figures import Panel, Trace

RATE_BPM = 72.0
RR_S = 60.0 / RATE_BPM
R_PEAK_S = 0.6
EDGE = 2.5  # a Gaussian wave is taken to begin and end this many widths from its centre
BEAT = tuple(replace(wave, centre_s=-0.185) if wave.name == "P" else wave for wave in NORMAL_BEAT)
WAVES = {wave.name: wave for wave in BEAT}
LONG_T = replace(WAVES["T"], centre_s=0.40)
LONG_QT_BEAT = tuple(LONG_T if wave.name == "T" else wave for wave in BEAT)


def _begins_s(wave: Wave) -> float:
    stretch = sqrt(RR_S) if wave.moves_with_rr else 1.0
    return R_PEAK_S + (wave.centre_s - EDGE * wave.width_s) * stretch


def _ends_s(wave: Wave) -> float:
    stretch = sqrt(RR_S) if wave.moves_with_rr else 1.0
    return R_PEAK_S + (wave.centre_s + EDGE * wave.width_s) * stretch


P_ON, P_OFF = _begins_s(WAVES["P"]), _ends_s(WAVES["P"])
QRS_ON, QRS_OFF = _begins_s(WAVES["Q"]), _ends_s(WAVES["S"])
T_ON, T_OFF = _begins_s(WAVES["T"]), _ends_s(WAVES["T"])
QT_MS = round(1000 * (T_OFF - QRS_ON))
LONG_QT_MS = round(1000 * (_ends_s(LONG_T) - QRS_ON))


def _beat(waves: tuple[Wave, ...] = BEAT) -> Recording:
    return synthetic_recording(RATE_BPM, 2.4, 500, waves, R_PEAK_S)


def _one_beat(title: str, caption: str, *marks: Mark) -> Trace:
    return Trace(title, caption, _beat, (Panel(("II",), 30, named=False),), 0.2, 1.8, marks)


SCHEMATIC = {
    "waves": _one_beat(
        "The waves of one beat",
        "P: the atria are activated. QRS: the ventricles. T: the ventricles recover.",
        Mark(P_ON, P_OFF, "P", "II"),
        Mark(QRS_ON, QRS_OFF, "QRS", "II"),
        Mark(T_ON, T_OFF, "T", "II"),
    ),
    "intervals": _one_beat(
        "PR interval and QT interval",
        "PR: from the beginning of P to the beginning of QRS. QT: from the beginning of QRS to the end of T.",
        Mark(P_ON, QRS_ON, "PR", "II"),
        Mark(QRS_ON, T_OFF, "QT", "II"),
    ),
    "segments": _one_beat(
        "PR segment and ST segment",
        "Segments lie between waves: PR from the end of P to QRS, ST from the end of QRS (J point) to T.",
        Mark(P_OFF, QRS_ON, "PR seg.", "II"),
        Mark(QRS_OFF, QRS_OFF, "J", "II"),
        Mark(QRS_OFF + 0.005, T_ON + 0.04, "ST", "II"),
    ),
    "qt-normal": Trace(
        "Normal QT interval at 72 beats a minute",
        f"QT {QT_MS} ms. T ends before the middle between two R peaks.",
        _beat,
        (Panel(("II",), 30, named=False),),
        0.2,
        1.8,
        (Mark(QRS_ON, T_OFF, f"QT {QT_MS} ms", "II"),),
    ),
    "qt-long": Trace(
        "Long QT interval at 72 beats a minute",
        f"QT {LONG_QT_MS} ms. T ends beyond the middle between two R peaks.",
        partial(_beat, LONG_QT_BEAT),
        (Panel(("II",), 30, named=False),),
        0.2,
        1.8,
        (Mark(QRS_ON, _ends_s(LONG_T), f"QT {LONG_QT_MS} ms", "II"),),
    ),
}
