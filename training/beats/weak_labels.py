"""Beats whose kind follows from what is known of the whole recording: many more people than MIT-BIH has.

A recording of normal rhythm bears normal beats; in atrial fibrillation a beat of the usual shape is conducted, however
early it comes; in a recording said to bear atrial premature beats the early ones of usual shape are those. Where the
rhythm is regular but for some beats, early ones are premature: atrial if of usual shape, ventricular if of an odd one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder, beat_samples
from ecgweb.ecg.beats.features import OF_EACH_BEAT, QRS_LIKENESS, REACH, describe
from ecgweb.ecg.beats.lead import at_common_rate, levelled, scaled
from ecgweb.ecg.recording import LEADS
from ecgweb.inference.rhythm import RHYTHMS
from training.beats.beat_set import UNMARKED, BeatSet, together
from training.beats.rhythm import RATE_HZ, Recordings
from training.packs import PtbXl

USUAL_SHAPE = 0.85
ODD_SHAPE = 0.6
EARLY = 0.85  # of the usual RR interval
TIMELY = 0.93
GROUPS = 40  # recordings are pooled, so that short ones weigh no more than long ones
FEWEST_BEATS = 5
WITHOUT_ECTOPIC_BEATS = ("PAC", "PVC", "SVARR", "BIGU", "TRIGU", "PSVT", "SVTAC", "AFIB", "AFLT", "PACE")

Rule = Mapping[str, str]
"""What `usual` beats, `early` ones of usual shape and `odd` ones are marked as; what is not named stays unmarked."""

NORMAL: Rule = {"usual": "N", "early": "N"}
PREMATURE: Rule = {"usual": "N", "early": "A", "odd and early": "V"}
REGULAR = 0.05  # of the RR interval from beat to beat, as a median


def from_cinc2017(recordings: Recordings, chosen: Iterable[int], find: BeatFinder) -> BeatSet:
    """Recordings of hand-held devices: normal, in atrial fibrillation, or regular but for some beats."""
    rules = {RHYTHMS.index("SR"): NORMAL, RHYTHMS.index("AFIB"): NORMAL, RHYTHMS.index("OTHER"): PREMATURE}
    sets = []
    for index in chosen:
        rule = rules.get(int(recordings.classes[index]))
        if rule:
            sets.append(_marked(recordings.signals_mv[index], find, rule, f"cinc{index % GROUPS}"))
    return together([part for part in sets if part is not None])


def from_ptbxl(ptbxl: PtbXl, chosen: Iterable[int], find: BeatFinder) -> BeatSet:
    """Lead II of twelve-lead recordings whose statements leave no doubt about their beats."""
    sets = []
    for index in chosen:
        rule = rule_of(ptbxl.rows[index])
        if rule:
            lead_mv = ptbxl.signal_mv(index)[LEADS.index("II")]
            sets.append(_marked(lead_mv, find, rule, f"ptbxl{index % GROUPS}"))
    return together([part for part in sets if part is not None])


def rule_of(statements: Mapping[str, str]) -> Rule | None:
    """How the beats of a PTB-XL recording may be marked by its statements; None where they may be of several kinds."""

    def said(code: str) -> bool:
        return statements.get(code) == "1"

    ectopic = {code for code in WITHOUT_ECTOPIC_BEATS if said(code)}
    if not ectopic:
        for code, symbol in (("CLBBB", "L"), ("CRBBB", "R")):
            if said(code):
                return {"usual": symbol}
        return NORMAL if said("NORM") and said("SR") else None
    if ectopic == {"AFIB"}:
        return NORMAL
    if ectopic == {"PACE"}:
        return {"usual": "/", "early": "/"}
    if ectopic == {"PAC"}:
        return {"usual": "N", "early": "A"}
    if ectopic == {"PVC"}:
        return {"usual": "N", "odd": "V"}
    return None


def _marked(signal_mv: NDArray, find: BeatFinder, rule: Rule, group: str) -> BeatSet | None:
    level = levelled(at_common_rate(signal_mv, RATE_HZ))
    beats = beat_samples(level, find(scaled(level)))
    if beats.size < FEWEST_BEATS:
        return None
    rr = np.diff(beats)
    if rule is PREMATURE and np.median(np.abs(np.diff(rr))) > REGULAR * np.median(rr):
        return None
    described = describe(level, beats)
    own = described.context[:, REACH * OF_EACH_BEAT :]
    likeness, share = own[:, QRS_LIKENESS], np.exp(own[:, 0] / 2)
    symbols = np.full(beats.size, UNMARKED)
    for kind, members in (
        ("usual", (likeness >= USUAL_SHAPE) & (share >= TIMELY)),
        ("early", (likeness >= USUAL_SHAPE) & (share < EARLY)),
        ("odd", likeness < ODD_SHAPE),
        ("odd and early", (likeness < ODD_SHAPE) & (share < EARLY)),
    ):
        if kind in rule:
            symbols[members] = rule[kind]
    symbols[[0, -1]] = UNMARKED  # neighbours unknown
    names = np.full(beats.size, group, dtype="U8")
    context, waves = described.context.astype(np.float16), described.waves.astype(np.float16)
    return BeatSet(context, waves, symbols, names, np.zeros(beats.size, np.int64))
