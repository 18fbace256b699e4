"""What an answer adds to an analysis, with a network whose logits are known."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.waves import Measurements
from ecgweb.inference.analysis import Analysis, Timing
from ecgweb.inference.answers import answer_fields, with_reasons
from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.familiarity import WORDS
from ecgweb.inference.manifest import FamiliarityRule
from ecgweb.inference.worth import Accuracy
from tests.inference.fake_models import manifest

MI, NORMAL = np.log([0.05, 0.03, 0.9, 0.02]), np.log([0.9, 0.05, 0.03, 0.02])
FAMILIAR, ODD = [5.0, 0.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.0]


def model(familiarity=FAMILIAR, answer=MI, weight=1.0):
    """Answers with a diagnosis and AFIB; "mi" and AFIB speak from the size of V2 at the given weight."""

    def network(views):
        size = weight * np.sum(views["trace"][:, :, 7] ** 2, axis=1) / 100
        rows = np.ones((len(size), 1))
        diagnosis = rows * answer
        diagnosis[:, 2] += size
        findings = rows * [-3.0 if answer is NORMAL else 3.0, -3.0]
        findings[:, 0] += size
        return {"diagnosis": diagnosis, "findings": findings, "familiarity": rows * familiarity}

    counts = Accuracy("mi", positives=50, hits=30, negatives=400, false_alarms=8)
    described = manifest(Path("models"))
    rule = replace(described.decision, class_cuts=(0.03, 0.3, 0.01, 0.3), class_coverage=0.9)
    more = {"decision": rule, "accuracy": (counts,), "familiarity": FamiliarityRule(0.1, 0.005)}
    return DiagnosisModel(replace(described, **more), network)


@pytest.fixture(scope="module")
def recording():
    return synthetic_recording()


def test_a_diagnosis_comes_with_what_is_not_ruled_out_and_what_it_is_worth(recording):
    diagnosis = answer_fields(recording, model(weight=0.0), Measurements())["diagnosis"].to_dict()
    assert diagnosis["code"] == "mi"
    assert diagnosis["prediction_set"] == {"codes": ["mi", "normal"], "coverage": 0.9}
    assert diagnosis["accuracy"]["sensitivity"]["value"] == 0.6
    assert diagnosis["accuracy"]["false_alarms"] == 8


def test_what_speaks_for_the_diagnosis_and_for_each_finding_is_found_in_the_lead_that_decides(recording):
    answered = Analysis("a.png", True, Timing(1, 1, 2), **answer_fields(recording, model(), Measurements()))
    reasons = with_reasons(answered, recording, model()).reasons
    assert {span.target for span in reasons} == {"mi", "AFIB"}
    assert {span.lead for span in reasons} == {"V2"}


def test_an_odd_input_gets_no_diagnosis(recording):
    fields = answer_fields(recording, model(ODD, answer=NORMAL, weight=0.0), Measurements())
    assert fields["diagnosis"].code is None
    assert fields["reason"].code == "unfamiliar"
    assert fields["reason"].message == WORDS["leads"]


def test_an_infarction_is_told_of_an_odd_input_too(recording):
    fields = answer_fields(recording, model(ODD), Measurements())
    assert fields["diagnosis"].code == "mi"
    assert fields["reason"] is None
    assert not fields["familiarity"].familiar


def test_even_beats_contradict_atrial_fibrillation(recording):
    measured = Measurements(rr_variation=0.01, regularity="regular")
    (one,) = answer_fields(recording, model(), measured)["consistency"]
    assert one.code == "AFIB_evenness"
