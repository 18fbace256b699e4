"""Real recordings to look at; every mark was placed on the signal it belongs to, in seconds from its start."""

from __future__ import annotations

from itertools import pairwise

from ecgweb.ecg.paper import Mark
from ecgweb.ecg.waves import r_peaks
from ecgweb.learning import examples
from ecgweb.learning.figures import Panel, Trace

MM_PER_S = 25


def _rr_marks(name: str, lead: str, end_s: float, in_mm: bool = False) -> tuple[Mark, ...]:
    """Every second RR interval shaded and labelled with its length, from R peaks found in the recording."""
    peaks_s = [float(peak_s) for peak_s in r_peaks(examples.recording(name)) if peak_s < end_s]
    every_second = list(pairwise(peaks_s))[::2]
    return tuple(
        Mark(a, b, f"{(b - a) * MM_PER_S:.0f} mm" if in_mm else f"{b - a:.2f} s", lead) for a, b in every_second
    )


DIAGNOSES = {
    "normal": Trace(
        title="Normal sinus rhythm",
        caption=(
            "One normal beat after the other: P wave, narrow QRS complex, upright T wave. The distance from P to QRS "
            "stays the same."
        ),
        recording="sinus",
        panels=(Panel(("II",), 22),),
        start_s=2.6,
        end_s=5.2,
        marks=(
            Mark(3.73, 3.85, "P", "II"),
            Mark(3.93, 4.01, "QRS", "II"),
            Mark(4.08, 4.29, "T", "II"),
        ),
    ),
    "normal-page": Trace(
        title="A normal 12-lead ECG",
        caption=(
            "A whole page: four columns of 2.5 s with three leads each, and lead II for 10 s below. Walk through it: "
            "69 beats a minute, regular, a P wave before each QRS complex, QRS narrow, R growing from V1 to V4, ST on "
            "the baseline, T upright in II and V2 to V6."
        ),
        recording="sinus",
    ),
    "anterior-infarction": Trace(
        title="Acute anterior myocardial infarction",
        caption=(
            "No R waves from V2 to V5 (QS complexes: the front wall no longer takes part) and an ST segment "
            "that starts "
            "high and runs up into the T wave. Recorded in the acute stage. Gain 5 mm/mV, as the S waves are deep."
        ),
        recording="stemi_anterior",
        panels=(Panel(("V2", "V4", "V5"), 27, 5),),
        start_s=1.1,
        end_s=3.9,
        marks=(
            Mark(2.0, 2.085, "QS", "V2"),
            Mark(2.0, 2.085, "QS", "V4"),
            Mark(2.085, 2.3, "ST up", "V4"),
            Mark(2.0, 2.085, "QS", "V5"),
            Mark(2.085, 2.3, "ST up", "V5"),
        ),
    ),
    "inferior-infarction": Trace(
        title="Acute inferior myocardial infarction",
        caption=(
            "ST elevation in III and aVF, the leads that look at the lower wall, and the mirror image in aVL, which "
            "looks from the opposite side: ST depression. Recorded in the acute stage."
        ),
        recording="stemi_inferior",
        panels=(Panel(("III", "aVF", "aVL"), 20),),
        start_s=0.3,
        end_s=3.0,
        marks=(
            Mark(1.77, 1.93, "ST up", "III"),
            Mark(1.77, 1.93, "ST up", "aVF"),
            Mark(1.77, 1.93, "ST down", "aVL"),
        ),
    ),
    "old-inferior-infarction": Trace(
        title="Old inferior myocardial infarction",
        caption=(
            "III and aVF begin with a wide, deep Q wave (about 70 ms): the scar of the lower wall. The ST segment is "
            "back on the baseline and T is flat. PTB-XL lists the stage as II to III."
        ),
        recording="imi_old",
        panels=(Panel(("III", "aVF"), 21),),
        start_s=0.7,
        end_s=3.4,
        marks=(
            Mark(1.13, 1.2, "Q", "III"),
            Mark(1.22, 1.45, "ST flat", "III"),
            Mark(1.13, 1.2, "Q", "aVF"),
        ),
    ),
}

RHYTHMS = {
    "regular": Trace(
        title="Rate and rhythm from RR intervals",
        caption=(
            "The same RR distance again and again: regular. 22 mm are 0.88 s, and 1500 / 22 gives 68 beats a minute. "
            "Every second interval is shaded."
        ),
        recording="sinus",
        panels=(Panel(("II",), 22),),
        end_s=6.0,
        marks=_rr_marks("sinus", "II", 6.0, in_mm=True),
    ),
    "atrial-fibrillation": Trace(
        title="Atrial fibrillation",
        caption=(
            "No two RR intervals alike (every second one is shaded, its length written in it) and no P waves: between "
            "the beats the baseline only trembles."
        ),
        recording="afib",
        panels=(Panel(("II", "V1"), 20),),
        end_s=6.5,
        marks=_rr_marks("afib", "II", 6.5),
    ),
    "atrial-flutter": Trace(
        title="Atrial flutter, two flutter waves for each beat",
        caption=(
            "A sawtooth without a pause: one flutter wave every 0.23 s (260 a minute). Every second one is followed by "
            "a QRS complex (130 a minute)."
        ),
        recording="aflt",
        panels=(Panel(("II",), 20),),
        end_s=3.6,
        marks=(
            Mark(1.31, 1.54, "F", "II"),
            Mark(1.77, 2.0, "F", "II"),
            Mark(2.24, 2.46, "F", "II"),
        ),
    ),
    "premature-ventricular-contraction": Trace(
        title="Premature ventricular contraction",
        caption=(
            "The shaded beat comes early, has no P wave in front, is wide and of another shape; its T wave points the "
            "other way. Then a pause until the next normal beat."
        ),
        recording="pvc",
        panels=(Panel(("II", "V1"), 22),),
        start_s=3.3,
        end_s=6.6,
        marks=(
            Mark(4.87, 5.03, "early, wide", "II"),
            Mark(5.03, 5.3, "T down", "II"),
            Mark(5.3, 5.98, "pause", "II"),
            Mark(4.87, 5.03, "early, wide", "V1"),
        ),
    ),
    "premature-atrial-contraction": Trace(
        title="Premature atrial contraction",
        caption=(
            "An early P wave rides on the end of the T wave before it. The QRS complex after it looks like all the "
            "others: the impulse took the normal road through the ventricles."
        ),
        recording="pac",
        panels=(Panel(("II",), 22),),
        start_s=0.9,
        end_s=4.0,
        marks=(Mark(1.66, 1.79, "early P", "II"), Mark(1.82, 1.88, "QRS", "II")),
    ),
    "wolff-parkinson-white": Trace(
        title="Wolff-Parkinson-White pattern",
        caption=(
            "The QRS complex starts with a slow upstroke, the delta wave, right after the P wave: part of the "
            "ventricle "
            "is activated early through an extra bundle."
        ),
        recording="wpw",
        panels=(Panel(("II",), 26),),
        start_s=0.5,
        end_s=3.1,
        marks=(
            Mark(0.8, 0.85, "delta", "II"),
            Mark(1.58, 1.63, "delta", "II"),
            Mark(2.35, 2.4, "delta", "II"),
        ),
    ),
    "ventricular-tachycardia": Trace(
        title="Ventricular tachycardia",
        caption="Wide complexes of one shape in quick, regular order, about 240 a minute. One lead, not named.",
        recording="vt",
        panels=(Panel(("II",), 32, named=False),),
        end_s=6.0,
    ),
    "ventricular-fibrillation": Trace(
        title="Ventricular fibrillation",
        caption=(
            "No P, no QRS, no T: waves of changing height and distance. No blood is pumped. One lead, not named in the "
            "source."
        ),
        recording="vf",
        panels=(Panel(("II",), 44, named=False),),
        end_s=6.0,
    ),
}

CONDUCTION = {
    "first-degree-av-block": Trace(
        title="First-degree AV block",
        caption="From the beginning of P to the beginning of QRS more than one large square (0.20 s), in every beat.",
        recording="1avb",
        panels=(Panel(("II",), 22),),
        start_s=1.9,
        end_s=4.6,
        marks=(Mark(2.79, 3.015, "PR 0.22 s", "II"), Mark(3.65, 3.88, "PR 0.23 s", "II")),
    ),
    "second-degree-av-block": Trace(
        title="Second-degree AV block, type 1 (Wenckebach)",
        caption=(
            "The distance from P (measured here at its peak) to R grows from beat to beat, 0.25, 0.33, 0.38 s, until "
            "one P wave is followed by nothing. Then it starts anew."
        ),
        recording="2avb",
        panels=(Panel(("II",), 22),),
        start_s=4.0,
        end_s=9.2,
        marks=(
            Mark(4.32, 4.57, "0.25 s", "II"),
            Mark(5.33, 5.66, "0.33 s", "II"),
            Mark(6.36, 6.74, "0.38 s", "II"),
            Mark(7.34, 7.47, "P, no QRS", "II"),
            Mark(8.48, 8.73, "0.25 s", "II"),
        ),
    ),
    "third-degree-av-block": Trace(
        title="Third-degree AV block",
        caption=(
            "P waves (shaded) at 100 a minute and QRS complexes at 40 a minute run independently of each other. Some P "
            "waves are hidden in a QRS complex. Gain 20 mm/mV, as the waves are small."
        ),
        recording="3avb",
        panels=(Panel(("II",), 24, 20),),
        end_s=6.0,
        marks=tuple(
            Mark(at_s - 0.06, at_s + 0.06, "P", "II") for at_s in (0.41, 1.0, 1.59, 2.19, 3.37, 3.97, 4.57, 5.16)
        ),
    ),
    "left-bundle-branch-block": Trace(
        title="Left bundle branch block",
        caption=(
            "V6 shows a wide, notched R wave without a Q wave; V1 a wide, deep S wave. ST and T point away from "
            "the QRS "
            "complex in both."
        ),
        recording="clbbb",
        panels=(Panel(("V6",), 20), Panel(("V1",), 58)),
        start_s=1.4,
        end_s=4.1,
        marks=(
            Mark(2.59, 2.72, "0.13 s", "V6"),
            Mark(2.59, 2.72, "deep S", "V1"),
            Mark(2.74, 3.0, "T up", "V1"),
        ),
    ),
    "right-bundle-branch-block": Trace(
        title="Right bundle branch block",
        caption=(
            "V1 has two peaks: a small r and a second, taller R' from the late right ventricle; T is inverted. "
            "V6 shows "
            "the same late forces as a broad S wave."
        ),
        recording="crbbb",
        panels=(Panel(("V1", "V6"), 23),),
        start_s=1.1,
        end_s=3.7,
        marks=(
            Mark(2.33, 2.355, "r", "V1"),
            Mark(2.38, 2.45, "R'", "V1"),
            Mark(2.52, 2.72, "T down", "V1"),
            Mark(2.39, 2.48, "broad S", "V6"),
        ),
    ),
    "left-ventricular-hypertrophy": Trace(
        title="Left ventricular hypertrophy with ST-T changes",
        caption=(
            "S in V1 (2.3 mV) plus R in V5 (2.6 mV) is 4.9 mV, above the limit of 3.5 mV. ST slopes down and T is "
            "inverted in V5. Gain 5 mm/mV, so 1 mm is 0.2 mV."
        ),
        recording="lvh_strain",
        panels=(Panel(("V1", "V5"), 31, 5),),
        start_s=0.9,
        end_s=3.4,
        marks=(
            Mark(1.235, 1.285, "S 2.3 mV", "V1"),
            Mark(1.215, 1.265, "R 2.6 mV", "V5"),
            Mark(1.28, 1.64, "ST-T down", "V5"),
        ),
    ),
}

AXIS = {
    "axis": Trace(
        title="Leads I and aVF of a normal ECG",
        caption=(
            "Both complexes point up more than down, so the axis lies between 0 and +90 degrees. aVF is taller than I: "
            "the axis is nearer to +90 than to 0."
        ),
        recording="sinus",
        panels=(Panel(("I", "aVF"), 20),),
        start_s=2.6,
        end_s=5.2,
        marks=(Mark(3.93, 4.01, "up", "I"), Mark(3.93, 4.01, "up", "aVF")),
    ),
    "r-progression": Trace(
        title="R wave progression in the chest leads",
        caption="R grows from V1 to V4, S shrinks from V2 on. In V3 both are equal: the transition.",
        recording="sinus",
        panels=(Panel(("V1", "V2", "V3"), 21), Panel(("V4", "V5", "V6"), 21)),
        start_s=3.6,
        end_s=5.0,
        side_by_side=True,
    ),
}

REAL = DIAGNOSES | RHYTHMS | CONDUCTION | AXIS
