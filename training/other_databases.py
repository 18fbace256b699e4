"""Hospitals and devices the diagnosis network has never seen, and what of it they allow to be measured.

LUDB scales each lead by itself, so that nothing that hangs on voltage or axis (infarction, hypertrophy, ST) can be
asked: rhythm and bundle branch blocks can. The recordings of CinC 2017 have one lead only, which is asked as lead I.
"""

from __future__ import annotations

import csv
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.manifest import Manifest
from ecgweb.inference.preparation import SAMPLES, on_network_axis
from training.beats.rhythm import RHYTHMS, load_cinc2017
from training.evaluate import logits_of
from training.ludb import load_ludb
from training.scores import auroc, bootstrap

TYPICAL_RANGE_MV = 1.3  # of a lead of PTB-XL from its lowest to its highest point, the median of folds 1 to 8
LEAST_POSITIVES = 4
MOST_HAND_HELD = 1200
IN_LUDB = {
    "AFIB": ("Rhythms", "atrial fibrillation"),
    "SBRAD": ("Rhythms", "sinus bradycardia"),
    "STACH": ("Rhythms", "sinus tachycardia"),
    "SARRH": ("Rhythms", "sinus arrhythmia"),
    "IRBBB": ("Conduction abnormalities", "incomplete right bundle branch block"),
    "CRBBB": ("Conduction abnormalities", "complete right bundle branch block"),
    "CLBBB": ("Conduction abnormalities", "complete left bundle branch block"),
    "1AVB": ("Conduction abnormalities", "i degree av block"),
    "PVC": ("Extrasystolies", "ventricular extrasystole"),
    "PAC": ("Extrasystolies", "atrial extrasystole"),
    "PACE": ("Cardiac pacing", ""),
}

Signals = NDArray[np.float32]


def other_database_figures(model: keras.Model, manifest: Manifest, packs: Path) -> dict[str, dict[str, str]]:
    """AUROC of each finding that another database allows to ask for, beside the same on PTB-XL's fold 10."""
    codes = [finding.code for finding in manifest.findings]
    at_home = {finding.code: finding.test.auroc for finding in manifest.findings}
    ludb = logits_of(model, ludb_signals(packs))["findings"]
    labels = ludb_labels(packs)
    hand_held, fibrillating = hand_held_signals(packs)
    one_lead = logits_of(model, hand_held)["findings"][:, codes.index("AFIB")]
    return {
        f"LUDB, {len(ludb)} records, voltages not as they were": {
            code: _figure(truth, ludb[:, codes.index(code)], at_home[code])
            for code, truth in labels.items()
            if code in codes and truth.sum() >= LEAST_POSITIVES
        },
        f"CinC 2017, first 10 s of {len(hand_held)} hand-held recordings, as lead I": {
            "AFIB": _figure(fibrillating, one_lead, at_home["AFIB"])
        },
    }


def ludb_signals(packs: Path) -> Signals:
    """All records at 100 Hz, each lead as large as a lead commonly is, shape (n, 12, 1000)."""
    signals = np.array([on_network_axis(record.recording()) for record in load_ludb(packs)])
    size = np.ptp(signals, axis=2, keepdims=True)
    return (TYPICAL_RANGE_MV * signals / np.maximum(size, 1e-6)).astype(np.float32)


def ludb_labels(packs: Path) -> dict[str, NDArray[np.bool_]]:
    """Which records bear which finding, by its PTB-XL code, in the order of the records."""
    with (packs / "ludb/diagnoses.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["ID"].strip(): row for row in csv.DictReader(file)}
    with (packs / "ludb/records.csv").open(newline="", encoding="utf-8") as file:
        order = [row["record"] for row in csv.DictReader(file)]
    return {
        code: np.array([statement_begins(rows[name][column], words) for name in order])
        for code, (column, words) in IN_LUDB.items()
    }


def hand_held_signals(packs: Path) -> tuple[Signals, NDArray[np.bool_]]:
    """Ten seconds of recordings that are not noise, as lead I alone, and which of them fibrillate."""
    recordings = load_cinc2017(packs)
    usable = np.flatnonzero([signal.size >= SAMPLES for signal in recordings.signals_mv])
    usable = usable[recordings.classes[usable] != RHYTHMS.index("NOISE")]
    chosen = np.sort(np.random.default_rng(0).permutation(usable)[:MOST_HAND_HELD])
    signals = np.full((len(chosen), len(LEADS), SAMPLES), np.nan, np.float32)
    for row, index in enumerate(chosen):
        signals[row, LEADS.index("I")] = recordings.signals_mv[index][:SAMPLES]
    return signals, recordings.classes[chosen] == RHYTHMS.index("AFIB")


def statement_begins(statements: str, words: str) -> bool:
    """Whether one of the statements, a line each, is or begins with these words."""
    return any(line.strip().lower().startswith(words) for line in statements.splitlines() if line.strip())


def _figure(truth: NDArray[np.bool_], score: NDArray[np.floating], at_home: float | None) -> str:
    area = bootstrap(lambda rows: auroc(truth[rows], score[rows]), len(truth), rounds=300)
    beside = f"; fold 10: {at_home:.3f}" if at_home else ""
    return f"{area}, {int(truth.sum())} positives{beside}"
