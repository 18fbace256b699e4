"""What is unlike anything tested."""

import numpy as np

from ecgweb.inference.familiarity import KINDS, WORDS, familiarity_of
from ecgweb.inference.manifest import FamiliarityRule

RULE = FamiliarityRule(cut=0.3, false_alarms=0.02)


def test_a_familiar_input_has_nothing_said_against_it():
    one = familiarity_of(np.array([4.0, 0.0, 0.0, 0.0]), RULE)
    assert one.familiar
    assert one.message is None


def test_an_unfamiliar_one_is_told_in_which_way_it_is_so():
    one = familiarity_of(np.array([0.0, 3.0, 1.0, 0.0]), RULE)
    assert not one.familiar
    assert one.kind == KINDS[1] == "leads"
    assert one.message == WORDS["leads"]


def test_the_cut_decides_and_not_the_likeliest_kind():
    assert familiarity_of(np.log([0.35, 0.65, 1e-9, 1e-9]), RULE).familiar
