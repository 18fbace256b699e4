"""A stand-in for the shipped network: real manifest classes and calibration, logits chosen by the test."""

import numpy as np

from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.manifest import parse_manifest

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


class FakeModels:
    """Answers every recording with the same four probabilities and counts how often it was loaded."""

    def __init__(self, folder, probabilities=(0.05, 0.03, 0.9, 0.02)):
        self._logits = {
            "diagnosis": np.log(np.tile(probabilities, (2, 1))),
            "findings": np.tile([3.0, -3.0], (2, 1)),
        }
        self._manifest = manifest(folder)
        self.loaded = 0

    def diagnosis(self):
        self.loaded += 1
        return DiagnosisModel(self._manifest, lambda _views: self._logits)
