"""The words for a withheld diagnosis."""

from ecgweb.inference.manifest import DiagnosisClass
from ecgweb.inference.undecided import undecided_between

DIAGNOSES = (DiagnosisClass("normal", "Normal"), DiagnosisClass("abnormal", "Abnormal heartbeat"))


def test_two_candidates_are_both_named():
    assert "between Normal and Abnormal heartbeat" in undecided_between(("normal", "abnormal"), DIAGNOSES).message


def test_a_single_unlikely_candidate_is_named_as_such():
    assert "not likely enough" in undecided_between(("normal",), DIAGNOSES).message
