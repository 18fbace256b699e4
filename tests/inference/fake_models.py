"""A stand-in for the shipped network: real manifest classes and calibration, logits chosen by the test."""

import numpy as np

from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.manifest import parse_manifest
from ecgweb.inference.registry import Networks

LABELS = {
    "normal": "Normal",
    "abnormal": "Abnormal heartbeat",
    "mi": "Myocardial infarction",
    "history_mi": "History of myocardial infarction",
}
TEST_FIGURES = dict.fromkeys(
    ("n", "positives", "auroc", "auroc_low", "auroc_high", "sensitivity", "specificity", "ppv"), 1
)


def manifest(folder):
    finding = {"superclass": False, "slope": 1.0, "offset": 0.0, "threshold": 0.5, "test": TEST_FIGURES}
    return parse_manifest(
        {
            "name": "diagnosis",
            "version": "0.0.1",
            "sha256": "0" * 64,
            "file": "diagnosis.keras",
            "input": {"sampling_rate_hz": 100, "samples": 1000, "leads": ["I"], "channels": 24},
            "diagnoses": [{"code": code, "label": label} for code, label in LABELS.items()],
            "diagnosis_calibration": {"temperature": 1.0, "bias": [0.0] * 4},
            "decision": {"set_cut": 0.3, "minimum_confidence": 0.6, "coverage": 0.9},
            "findings": [
                {"code": "AFIB", "label": "Atrial fibrillation", **finding},
                {"code": "PVC", "label": "Premature ventricular contraction", **finding},
            ],
            "worth": [{"diagnosis": "mi", "from": 0.5, "to": 1.0, "n": 40, "right": 0.9, "low": 0.77, "high": 0.96}],
            "figures": {},
            "training": {},
        },
        folder,
    )


class FakeNetworks:
    """Answers every recording with the same four probabilities and every beat with the same waves; counts loads."""

    def __init__(self, probabilities=(0.05, 0.03, 0.9, 0.02)):
        self._logits = {
            "diagnosis": np.log(np.tile(probabilities, (2, 1))),
            "findings": np.tile([3.0, -3.0], (2, 1)),
        }
        self.loaded = 0

    def _answer(self, views):
        return {name: np.repeat(logits[:1], len(views["trace"]), axis=0) for name, logits in self._logits.items()}

    def load(self, folder):
        self.loaded += 1
        return Networks(DiagnosisModel(manifest(folder), self._answer), one_beat)


def one_beat(beats):
    """A P wave of 100 ms, a PR of 160 ms, a QRS of 90 ms and a QT of 400 ms, at 250 samples a second."""
    waves = np.zeros((len(beats), 275, 4), np.float32)
    waves[:, 49:74, 1] = 1
    waves[:, 89:112, 2] = 1  # from 44 ms ahead of the R peak
    waves[:, 150:189, 3] = 1
    waves[..., 0] = 1 - waves.sum(axis=2)
    return waves
