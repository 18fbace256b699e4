import numpy as np
import pytest

from ecgweb.inference.calibration import (
    decide,
    diagnosis_probabilities,
    finding_probabilities,
    prediction_set,
    sure_state,
)
from ecgweb.inference.diagnosis import doubted_diagnoses
from ecgweb.inference.manifest import (
    DecisionRule,
    DiagnosisCalibration,
    FindingClass,
    HeldOutFigures,
    Platt,
    SureCuts,
)

RULE = DecisionRule(set_cut=0.2, minimum_confidence=0.5, coverage=0.9)
UNTESTED = HeldOutFigures(0, 0, None, None, None, None, None, None)


def test_a_high_temperature_makes_the_network_modest():
    logits = np.array([2.0, 0.0, 0.0, 0.0])
    sure = diagnosis_probabilities(logits, DiagnosisCalibration(1.0, (0.0,) * 4))
    modest = diagnosis_probabilities(logits, DiagnosisCalibration(4.0, (0.0,) * 4))
    assert sure.sum() == pytest.approx(1)
    assert modest[0] < sure[0]


def test_huge_logits_do_not_overflow():
    assert diagnosis_probabilities(np.array([1e4, 0, 0, 0]), DiagnosisCalibration(1.0, (0.0,) * 4))[0] == 1


def test_a_finding_is_calibrated_by_its_own_slope_and_offset():
    finding = FindingClass("AFIB", "Atrial fibrillation", False, 2.0, -1.0, 0.5, UNTESTED)
    assert finding_probabilities(np.array([0.5]), [finding])[0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("probabilities", "given", "candidates"),
    [
        ([0.9, 0.05, 0.03, 0.02], 0, (0,)),
        ([0.6, 0.25, 0.1, 0.05], None, (0, 1)),
        ([0.1, 0.1, 0.35, 0.45], None, (3, 2)),
        ([0.45, 0.19, 0.18, 0.18], None, (0,)),
    ],
)
def test_a_diagnosis_is_given_only_when_it_stands_alone_and_is_likely(probabilities, given, candidates):
    decision = decide(np.array(probabilities), RULE)
    assert decision.given == given
    assert decision.candidates == candidates


def test_a_doubted_diagnosis_is_never_alone():
    decision = decide(np.array([0.9, 0.02, 0.05, 0.03]), RULE, doubted=[0])
    assert decision.given is None
    assert decision.candidates == (0, 2)


@pytest.mark.parametrize(
    ("present", "doubted"),
    [({"NORM", "SR"}, set()), ({"PVC", "NORM"}, {"normal"}), ({"CD", "NORM"}, set()), ({"CD"}, {"normal"})],
)
def test_normal_is_doubted_when_the_findings_speak_against_it(present, doubted):
    assert doubted_diagnoses(present) == doubted


def sure(*offsets):
    return DiagnosisCalibration(1.0, (0.0,) * 4, tuple(Platt(1.0, offset) for offset in offsets))


def test_an_answer_that_was_too_sure_in_testing_is_made_less_sure_and_stays_the_likeliest():
    logits = np.log([[0.05, 0.03, 0.9, 0.02], [0.05, 0.9, 0.03, 0.02]])
    infarction, abnormal = diagnosis_probabilities(logits, sure(0, 0, -1.5, 0))
    assert infarction.argmax() == 2
    assert 0.6 < infarction[2] < 0.7
    assert infarction.sum() == pytest.approx(1)
    assert infarction[0] / infarction[1] == pytest.approx(5 / 3)
    assert abnormal[1] == pytest.approx(0.9)


def test_however_unsure_it_is_made_the_likeliest_answer_is_not_overtaken():
    given = diagnosis_probabilities(np.log([0.05, 0.4, 0.5, 0.05]), sure(0, 0, -9, 0))
    assert given[2] >= given[1]


def test_a_prediction_set_has_a_cut_for_each_class():
    rule = DecisionRule(0.3, 0.6, 0.8, class_cuts=(0.5, 0.2, 0.02, 0.2), class_coverage=0.9)
    assert prediction_set(np.array([0.6, 0.3, 0.05, 0.05]), rule) == (0, 1, 2)


@pytest.mark.parametrize(
    ("probability", "present", "state"),
    [(0.05, False, "absent"), (0.3, False, "undecided"), (0.45, True, "undecided"), (0.7, True, "present")],
)
def test_a_finding_is_present_absent_or_undecided(probability, present, state):
    assert sure_state(probability, present, SureCuts(0.2, 0.6, 0.9)) == state


def test_what_is_reported_is_never_called_surely_absent():
    assert sure_state(0.3, True, SureCuts(0.4, 0.2, 0.9)) == "present"
    assert sure_state(0.1, True, SureCuts(0.4, 0.2, 0.9)) == "undecided"
    assert sure_state(0.1, True, None) is None
