import numpy as np
import pytest

from ecgweb.inference.calibration import decide, diagnosis_probabilities, finding_probabilities, worth_of
from ecgweb.inference.diagnosis import doubted_diagnoses
from ecgweb.inference.manifest import DecisionRule, DiagnosisCalibration, FindingClass, HeldOutFigures, Worth

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


def test_the_worth_of_an_answer_is_that_of_its_band():
    table = (Worth("mi", 0.5, 0.7, 20, 0.6, 0.4, 0.8), Worth("mi", 0.7, 1.01, 30, 0.9, 0.7, 1.0))
    assert worth_of("mi", 0.7, table) is table[1]
    assert worth_of("mi", 1.0, table) is table[1]
    assert worth_of("normal", 0.7, table) is None
