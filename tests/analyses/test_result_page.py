"""What the result page says, by outcome."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from ecgweb.analyses.outcome import CALL, NOT_AVAILABLE
from ecgweb.inference.attribution import Span
from ecgweb.inference.consistency import Contradiction
from ecgweb.inference.diagnosis import Finding
from ecgweb.inference.familiarity import WORDS, Familiarity
from ecgweb.inference.undecided import unfamiliar
from ecgweb.inference.worth import Accuracy
from tests.analyses.conftest import given, refused, withheld

NOTICE = "For research and education only. Not a medical device."


def test_a_diagnosis_comes_with_its_confidence_and_what_that_was_worth_in_testing(show):
    page = show(given("abnormal", 0.85))
    assert page.heading() == "Abnormal heartbeat"
    assert "The model is 85 % sure of this diagnosis." in page.text
    assert "About 18 of 20 such answers were right in testing" in page.text
    assert "36 of 40 answers" in page.text
    assert "95 % interval 77 % to 96 %" in page.text


def test_a_confidence_never_tested_is_said_to_be_untested(show):
    fields = given("abnormal")
    untested = {
        **fields,
        "diagnosis": type(fields["diagnosis"])("abnormal", "Abnormal heartbeat", 0.9, ("abnormal",), None),
    }
    assert "Too few such answers were seen in testing" in show(untested).text


def test_all_four_probabilities_are_shown_the_likeliest_first(show):
    text = show(given("history_mi", 0.7)).text
    places = [
        text.index(f"{name} {share}")
        for name, share in (("History of myocardial infarction", "70 %"), ("Normal", "10 %"))
    ]
    assert places == sorted(places)


def test_an_infarction_says_before_anything_else_whom_to_call(show):
    page = show(given("mi"))
    alert = next(part for part in page.all("div") if part.get("role") == "alert")
    assert CALL in "".join(alert.itertext())
    assert page.text.index(CALL) < page.text.rindex("Myocardial infarction")
    assert page.html.index('role="alert"') < page.html.index("<h1")


@pytest.mark.parametrize("code", ["normal", "abnormal", "history_mi"])
def test_other_diagnoses_raise_no_alarm(show, code):
    assert CALL not in show(given(code)).text


def test_an_infarction_that_cannot_be_ruled_out_says_whom_to_call_too(show):
    page = show(withheld("history_mi", "mi"))
    assert page.heading() == NOT_AVAILABLE
    assert CALL in page.text


@pytest.mark.parametrize(
    ("code", "probability", "alarm"),
    [("abnormal", 0.6, True), ("abnormal", 0.4, False), ("history_mi", 0.6, False)],
)
def test_likely_signs_of_an_infarction_raise_the_alarm_unless_it_is_known_to_be_old(show, code, probability, alarm):
    signs = Finding("MI", "Myocardial infarction (any)", probability, True)
    assert (CALL in show({**given(code), "findings": (signs,)}).text) is alarm


def test_a_withheld_diagnosis_keeps_reason_findings_and_measurements(show):
    page = show(withheld("abnormal", "normal"))
    assert page.heading() == NOT_AVAILABLE
    assert "undecided" in page.text
    assert "Atrial fibrillation" in page.text
    assert "113" in page.text


@pytest.mark.parametrize("code", ["not_an_ecg", "unreadable_grid", "leads_missing", "too_blurred"])
def test_a_refusal_says_why_and_what_to_do(show, code):
    page = show(refused(code))
    reason = refused(code)["reason"]
    assert page.heading() == NOT_AVAILABLE
    assert reason.message in page.text
    assert reason.advice in page.text
    assert "emergency number" in page.text


def test_findings_are_sorted_by_how_likely_they_are_and_listed_in_full(show):
    text = show(given("abnormal")).text
    assert text.index("Likely") < text.index("Atrial fibrillation") < text.index("Possible")
    assert "All 3 findings" in text
    assert "Premature ventricular contraction" in text


def test_what_was_not_measured_is_said_not_to_be(show):
    text = show(given("normal")).text
    assert "Heart rate 113 bpm" in text
    assert re.search(r"Not measured: [^.]*PR interval", text)


def test_the_read_trace_lies_over_the_picture_and_is_redrawn_on_paper(show):
    html = show(given("normal")).html
    assert 'viewBox="0 0 640 480"' in html
    assert html.count('class="overlay-trace"') == 24
    assert 'class="ecg-trace"' in html


def test_every_result_explains_the_condition_and_its_precautions(show):
    page = show(given("history_mi"))
    assert "What this is: History of myocardial infarction" in page.text
    assert "Precautions" in page.text


@pytest.mark.parametrize("fields", [given("normal"), withheld("normal", "mi"), refused("not_an_ecg")])
def test_every_result_says_what_it_is_not_and_which_model_answered(show, fields):
    text = show(fields).text
    assert NOTICE in text
    assert "Model: diagnosis 0.1.0" in text


def explained(code: str) -> dict[str, Any]:
    """The fields of a contract whose answer is explained, contradicted and weighed."""
    fields = given(code)
    reasons = tuple(Span(code, lead, 0.48, 0.56, 0.2) for lead in ("I", "III"))
    doubt = Contradiction(
        "normal_qrs", "“Normal” was answered, but the QRS complex lasts 162 ms.", "From 120 ms on ..."
    )
    weighed = replace(
        fields["diagnosis"],
        not_ruled_out=(code, "mi"),
        coverage=0.9,
        accuracy=Accuracy(code, positives=200, hits=150, negatives=600, false_alarms=30),
    )
    return {**fields, "diagnosis": weighed, "reasons": reasons, "consistency": (doubt,)}


def test_what_speaks_for_an_answer_is_shaded_on_both_drawings_and_said_in_words(show):
    page = show(explained("normal"))
    assert "Mostly I and III" in page.text
    assert page.html.count('class="why why-0"') == 1
    assert page.html.count('class="why-line"') == 2
    assert page.html.count("ecg-mark-span why why-0") == 2
    assert page.html.count('name="why"') == 2


def test_what_contradicts_the_answer_is_said_before_the_picture(show):
    page = show(explained("normal"))
    assert "the answer and the measurements do not agree" in page.text
    assert page.text.index("lasts 162 ms") < page.text.index("What was read off your picture")


def test_what_an_answer_is_worth_depends_on_how_common_it_is(show):
    page = show(explained("normal"))
    assert "Not ruled out: Normal, Myocardial infarction" in page.text
    assert "150 of 200 pages" in page.text
    assert "25 % (as in testing)" in page.text
    assert page.text.index("10 %", page.text.index("People with it")) < page.text.index("25 % (as in testing)")


@pytest.mark.parametrize(("remain", "stands"), [(("abnormal", "normal"), True), (("abnormal", "mi"), False)])
def test_what_remains_does_not_belie_the_warning_of_an_infarction(show, remain, stands):
    fields = explained("abnormal")
    signs = Finding("MI", "Myocardial infarction (any)", 0.8, True)
    page = show({**fields, "diagnosis": replace(fields["diagnosis"], not_ruled_out=remain), "findings": (signs,)})
    assert CALL in page.text
    assert ("This does not rule out an infarction here" in page.text) is stands


def test_an_analysis_of_an_earlier_version_says_less_and_is_still_shown(show):
    text = show(given("normal")).text
    assert "How far to trust the answer" not in text
    assert "Shade what speaks for" not in text


def test_an_input_unlike_those_tested_gets_no_diagnosis_and_says_in_which_way(show):
    fields = withheld("normal", "mi")
    odd = Familiarity(0.1, False, "leads", WORDS["leads"])
    text = show({**fields, "familiarity": odd, "reason": unfamiliar(WORDS["leads"])}).text
    assert "electrodes may have been swapped" in text


def test_a_finding_that_is_not_explained_yet_is_explained_when_asked_for(show, service, browse):
    asked = []

    def explain(_recording, code, sha256):
        asked.append((code, sha256))
        return (Span(code, "II", 0.5, 0.6, 0.4),)

    service.explain = explain
    page = show(explained("normal"))
    assert "Shade another finding: Atrial fibrillation, First-degree AV block." in page.text
    address = next(link.get("href") for link in page.all("a") if "why=AFIB" in link.get("href", ""))
    shaded = browse.get(address.split("#")[0])
    assert asked == [("AFIB", "0" * 64)]
    assert "Mostly II" in shaded.text
    chosen = [
        option.get("value")
        for option in shaded.all("input")
        if option.get("name") == "why" and "checked" in option.attrib
    ]
    assert chosen == ["AFIB"]


def test_nothing_is_worked_out_for_a_finding_that_was_not_reported(show, service, browse):
    service.explain = None
    page = show(explained("normal"))
    assert page.response.status_code == 200
    assert browse.get(f"{page.response.request.path}?why=PVC").response.status_code == 200


def test_an_infarction_told_of_an_unfamiliar_input_says_that_it_is_so(show):
    odd = Familiarity(0.01, False, "scale", WORDS["scale"])
    page = show({**given("mi"), "familiarity": odd})
    assert page.heading() == "Myocardial infarction"
    assert "unlike anything the model was tested on" in page.text
    assert CALL in page.text
