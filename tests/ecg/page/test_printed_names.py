"""What printed names of leads say of the layout."""

from dataclasses import replace

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.choice import LIMBS_DISAGREE, NAMES_DISAGREE, choose
from ecgweb.ecg.page.help import NO_HELP
from ecgweb.ecg.page.labels import Places, evidence, places_of, printed_lead
from ecgweb.ecg.page.layout import BY_ROW, CABRERA, Arrangement, arrangements
from ecgweb.ecg.page.lettering import CELL, CLASSES, STRIP_WIDTH, PrintedName
from ecgweb.ecg.page.read import follow_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused

ROW_MM, EXTENT_MM = 30.0, 250.0


def places(arrangement, strips=(), right_mm=3.0, below_mm=-6.0, wrong=0):
    """Names where an arrangement has them, the first `wrong` of them another lead's."""
    names = [
        (arrangement.lead(row, column), row, column * EXTENT_MM / arrangement.columns)
        for row in range(arrangement.rows)
        for column in range(arrangement.columns)
    ]
    names = [("V3" if lead != "V3" else "I", *at) if n < wrong else (lead, *at) for n, (lead, *at) in enumerate(names)]
    names += [(lead, arrangement.rows + row, 0.0) for row, lead in enumerate(strips)]
    rows = np.arange(arrangement.rows + arrangement.strips)
    below = np.array([ROW_MM * (row - rows) + below_mm for _, row, _ in names])
    right = np.array([at + right_mm for _, _, at in names])
    return Places(tuple(PrintedName(lead, 0, 0, 0.9) for lead, _, _ in names), right, below, EXTENT_MM)


def heart(rng, order=LEADS):
    """Twelve rows of one second, the limb leads as Einthoven has them."""
    one, two = rng.normal(size=(2, 1000))
    limb = dict(zip(LEADS[:6], (one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2), strict=True))
    chest = {name: rng.normal(size=1000) for name in LEADS[6:]}
    return {**limb, **chest}


def drawn(arrangement, strips=()):
    leads, columns = heart(np.random.default_rng(0)), arrangement.columns
    edges = np.linspace(0, 1000, columns + 1).astype(int)
    rows = [
        np.concatenate([leads[arrangement.lead(row, c)][edges[c] : edges[c + 1]] for c in range(columns)])
        for row in range(arrangement.rows)
    ]
    return np.stack(rows + [leads[name] for name in strips])


@pytest.mark.parametrize("below_mm", [-9.0, -4.0, 0.0, 7.0])
@pytest.mark.parametrize("right_mm", [-6.0, 4.0, 10.0])
def test_names_agree_with_the_arrangement_they_stand_in_wherever_they_stand(below_mm, right_mm):
    own = Arrangement(4, 3, 0, BY_ROW)
    found = {one: evidence(places(own, (), right_mm, below_mm), one) for one in arrangements(4)}
    assert found[own].agreement == 1.0 and found[own].confirms
    assert not any(said.confirms for one, said in found.items() if one != own)


def test_no_names_say_nothing():
    said = evidence(None, Arrangement(3, 4, 1))
    assert (said.agreement, said.weight, said.doubt, said.confirms) == (1.0, 0.0, 0.0, False)


def test_strips_are_called_as_printed():
    own = Arrangement(3, 4, 2)
    assert [name for name, _ in evidence(places(own, ("V1", "II")), own).strips] == ["V1", "II"]


def test_one_misread_name_does_not_matter():
    own = Arrangement(6, 2, 0)
    assert evidence(places(own, wrong=1), own).confirms
    assert not evidence(places(own, wrong=7), own).confirms


def test_four_rows_of_three_leads_are_known_by_their_names_alone():
    own = Arrangement(4, 3, 0, BY_ROW)
    choice = choose(drawn(own), (), NO_HELP, places(own))
    assert (choice.arrangement, choice.names_from, choice.is_unclear) == (own, "printed", False)
    unnamed = choose(drawn(own), (), NO_HELP)
    assert unnamed.arrangement.columns == 4 and unnamed.names_from == "assumed"
    assert unnamed.is_unclear


def test_a_strip_of_a_limb_lead_tells_four_rows_of_three_apart():
    own = Arrangement(4, 3, 1, BY_ROW)
    choice = choose(drawn(own, ("II",)), (), NO_HELP)
    assert (choice.arrangement, choice.strips) == (own, ("II",))


def test_four_rows_of_four_leads_are_not_taken_for_three():
    own = Arrangement(3, 4, 1)
    for given in (None, places(own, ("II",))):
        choice = choose(drawn(own, ("II",)), (), NO_HELP, given)
        assert (choice.arrangement, choice.strips, choice.doubts) == (own, ("II",), ())


def test_cabreras_order_is_believed_where_its_names_are_printed():
    own = Arrangement(6, 2, 0, CABRERA)
    signs = np.where([name.startswith("-") for name in own.order[:6]], -1, 1)
    leads = heart(np.random.default_rng(1))
    rows = np.stack([sign * leads[name.lstrip("-")] for sign, name in zip(signs, own.order[:6], strict=True)])
    choice = choose(rows, (), NO_HELP, places(own))
    assert (choice.arrangement, choice.names_from) == (own, "printed")
    assert choice.misfit < choose(rows, (), NO_HELP).misfit


def test_names_and_traces_that_contradict_each_other_are_doubted():
    own = Arrangement(6, 2, 0)
    noise = np.random.default_rng(2).normal(size=(6, 1000))
    assert LIMBS_DISAGREE in choose(noise, (), NO_HELP, places(own)).doubts
    mixed = places(own, wrong=12)
    assert choose(drawn(own), (), NO_HELP, mixed).doubts == (NAMES_DISAGREE,)


class Printer:
    """A network that finds one name in the same cell of every strip."""

    def names(self, strips):
        answer = np.zeros((len(strips), strips.shape[1] // CELL, STRIP_WIDTH // CELL, len(CLASSES)), np.float32)
        answer[..., -1] = 1.0
        answer[:, 10, 5] = np.eye(len(CLASSES))[CLASSES.index("V2")]
        return answer

    def lines(self, lines):
        raise NotImplementedError


def test_names_are_placed_in_millimetres_from_the_first_sample():
    page = follow_page(draw_page(synthetic_recording(), Style(grid="green")).image)
    found = places_of(page.rows, Printer().names)
    assert {name.lead for name in found.names} == {"V2"}
    assert found.extent_mm == pytest.approx(250, abs=1)
    nearest = found.right_mm[np.abs(found.right_mm).argmin()]
    assert nearest == pytest.approx(5.5 * CELL / 4 - 9, abs=1)


def test_a_page_whose_order_nothing_tells_is_refused():
    page = draw_page(synthetic_recording(), Style(layout="4x3", grid="green", lead_names=False))
    with pytest.raises(Refused) as refused:
        read_page(page.image)
    assert refused.value.reason.code in ("layout_unclear", "not_an_ecg")


def test_a_strip_shows_the_lead_whose_name_stands_where_it_begins():
    def strip(*names):
        right, probabilities = np.array([at for _, at, _ in names]), [sure for _, _, sure in names]
        found = tuple(PrintedName(lead, 0, 0, sure) for (lead, _, _), sure in zip(names, probabilities, strict=True))
        return Places(found, right, np.full((len(names), 1), -6.0), EXTENT_MM)

    assert printed_lead(strip(("V1", 4.0, 0.95), ("II", 90.0, 0.99))) == "V1"
    assert printed_lead(strip(("V1", 4.0, 0.95), ("V4", 6.0, 0.9))) is None
    assert printed_lead(strip(("V1", 4.0, 0.6))) is None
    assert printed_lead(strip(("other", 4.0, 0.99))) is None
    assert printed_lead(None) is None


def test_it_is_said_that_no_names_were_read():
    reading = read_page(draw_page(synthetic_recording(), replace(Style(), grid="green")).image)
    assert reading.layout.names_from == "assumed"
