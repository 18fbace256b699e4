"""Reading a picture again with what its owner set by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ecgweb.analyses import jobs, rereading, trace_file, upkeep
from ecgweb.analyses import service as analyses
from ecgweb.analyses.models import Analysis, State
from ecgweb.audit import AuditEvent
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.readers.image import open_image
from ecgweb.extensions import now
from ecgweb.security.access import Role
from tests.analyses.conftest import LAYOUT, given, reading, refused, withheld
from tests.browse import Browser
from tests.ecg.readers.pictures import saved, striped

EXPECTED = ((10.0, 10.0), (600.0, 10.0), (600.0, 400.0), (10.0, 400.0))
CORNERS = {
    f"corner_{n}_{axis}": f"{value:g}"
    for n, point in enumerate(EXPECTED)
    for axis, value in zip("xy", point, strict=True)
}


@pytest.fixture
def kept(session, upload):
    """The row of an upload that was refused."""

    def keep(service, fields=None):
        service.fields = fields or refused("unreadable_grid")
        upload()
        return session.scalar(select(Analysis))

    return keep


@pytest.fixture
def helped(browse, session):
    """Send help for an analysis; its row afterwards."""

    def send(analysis, status=303, **form):
        page = browse.post("analyses.help_reading", form, public_id=analysis.public_id, status=status)
        session.refresh(analysis)
        return browse.follow(page) if status == 303 else page

    return send


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PROFESSIONAL])
def test_a_refused_picture_is_read_with_help(browse, make_user, service, kept, helped, role):
    browse.post("accounts.log_out")
    browse.log_in(make_user(role=role))
    analysis = kept(service)
    service.fields = given("normal")
    page = helped(analysis, layout="6x2", speed="50", gain="5", turn="1", **CORNERS)
    assert page.heading() == "Normal"
    assert "You set: the corners of the page, turned right, layout 6x2, 50 mm/s, 5 mm/mV." in page.text
    asked = service.helps[-1]
    assert asked == ReadingHelp(EXPECTED, 1, "6x2", speed_mm_s=50.0, gain_mm_mv=5.0)


def test_help_is_offered_first_of_all_where_a_picture_was_refused(browse, service, kept):
    analysis = kept(service)
    page = browse.get("analyses.show", public_id=analysis.public_id)
    titles = [heading.text for heading in page.all("h2")]
    assert titles.index("Help the reader") < titles.index("Your picture")
    (form,) = [element for element in page.all("details") if "help-details" in (element.get("class") or "")]
    assert form.get("open") is not None
    assert any(link.get("href") == "#help" for link in page.all("a"))


def test_on_a_result_it_is_filled_with_what_was_found(browse, service, kept):
    layout = replace(LAYOUT, speed_from="grid")
    analysis = kept(service, {**given("normal"), "layout": layout})
    page = browse.get("analyses.show", public_id=analysis.public_id)
    options = [option.text for option in page.all("option")]
    assert {"Find it (found: 3x4+1)", "Find it (found: 25 mm/s, by the grid)", "Find it (assumed: 10 mm/mV)"} <= set(
        options
    )
    leads = [element for element in page.all("select") if element.get("name") == "lead"]
    assert len(leads) == 13
    assert [element.get("aria-label") for element in leads][3] == "Row 1, column 4"


def test_what_was_set_is_kept_and_shown_in_the_form(browse, service, kept, helped):
    analysis = kept(service)
    page = helped(analysis, gain="20", ignored="5,6,70,80", **CORNERS)
    fields = {field.get("name"): field.get("value") for field in page.all("input")}
    assert fields["corner_2_x"] == "600"
    assert fields["ignored"] == "5,6,70,80"
    chosen = [option.get("value") for option in page.all("option") if option.get("selected") is not None]
    assert "20" in chosen
    assert analysis.help["set"] == {
        "corners_px": [list(point) for point in EXPECTED],
        "gain_mm_mv": 20.0,
        "ignored_px": [[5.0, 6.0, 70.0, 80.0]],
    }


def test_that_a_page_lies_upright_can_be_said_too(service, kept, helped):
    page = helped(kept(service, given("normal")), turn="0")
    assert service.helps[-1] == ReadingHelp(quarter_turns=0)
    assert "You set: turned not at all." in page.text


def test_leads_are_named_place_by_place(service, kept, helped):
    names = ["I", "aVR", "V4", "V1", "II", "aVL", "V5", "V2", "III", "aVF", "V6", "V3", "V1"]
    helped(kept(service), use_leads="yes", leads_layout="3x4+1", lead=names)
    assert service.helps[-1].lead_names == tuple(names)
    assert service.helps[-1].layout == "3x4+1"


def test_names_that_nobody_asked_to_use_are_left_alone(service, kept, helped):
    helped(kept(service), leads_layout="3x4+1", lead=["I"] * 13, gain="5")
    assert service.helps[-1] == ReadingHelp(gain_mm_mv=5.0)


def test_starting_over_takes_all_help_back(browse, service, kept, helped):
    analysis = kept(service, given("normal"))
    helped(analysis, gain="5")
    page = helped(analysis)
    assert not service.helps[-1]
    assert "You set:" not in page.text
    assert "The page was read again without help." in page.text
    assert analysis.help["set"] == {}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"gain": "7"}, "The gain in mm/mV is one of 10, 5, 20, 2.5."),
        ({"speed": "fast"}, "The paper speed needs numbers; “fast” is none."),
        ({"layout": "2x2"}, "The layout is one of 3x4"),
        ({"turn": "9"}, "The page can be turned by 0, 1, 2 or 3 quarter turns."),
        ({"corner_0_x": "5"}, "Give all four corners of the page"),
        ({**CORNERS, "corner_2_x": "99999"}, "A corner of the page lies outside the picture."),
        ({**CORNERS, "corner_2_x": "20", "corner_2_y": "20"}, "no corner may point inwards"),
        ({"ignored": "1,2,3"}, "ignored_px is a list of lists of 4 numbers."),
        ({"ignored": "1,2,3,x"}, "Every region to ignore needs numbers"),
        ({"use_leads": "yes", "leads_layout": "3x4", "layout": "6x2"}, "The leads named are those of layout 3x4"),
        ({"use_leads": "yes", "leads_layout": "3x4", "lead": ["I", "I"]}, "Lead I is named twice."),
    ],
)
def test_bad_values_are_turned_down_in_words_and_what_was_typed_stays(service, kept, helped, form, words):
    analysis = kept(service)
    page = helped(analysis, status=400, **form)
    assert words in page.text
    assert "This help was not taken" in page.text
    assert analysis.state == State.DONE
    assert analysis.help is None
    if "corner_2_x" in form:
        assert form["corner_2_x"] in {field.get("value") for field in page.all("input")}


def test_a_result_stands_when_help_leads_nowhere(service, kept, helped):
    analysis = kept(service, given("mi"))
    traces = analysis.trace_key
    service.fields = refused("not_an_ecg")
    page = helped(analysis, layout="12x1")
    assert page.heading() == "Myocardial infarction"
    assert "With what you set the page could not be read: No 12-lead ECG could be made out" in page.text
    assert analysis.contract["help"] is None
    assert analysis.trace_key == traces
    assert analysis.help["set"] == {"layout": "12x1"}


def test_a_refusal_gives_way_to_the_next_one(service, kept, helped):
    analysis = kept(service)
    service.fields = refused("leads_missing")
    page = helped(analysis, layout="12x1")
    assert "Too few leads could be read" in page.text
    assert "The page could not be read with what you set either." in page.text


def test_a_withheld_diagnosis_takes_the_place_of_a_given_one(service, kept, helped):
    analysis = kept(service, given("mi"))
    service.fields = withheld("mi", "history_mi")
    helped(analysis, gain="5")
    assert analysis.contract["diagnosis"]["code"] is None


def test_a_fault_of_ours_leaves_the_result_from_before(service, kept, helped):
    analysis = kept(service, given("normal"))
    service.fault = RuntimeError("broken")
    page = helped(analysis, gain="5")
    assert page.heading() == "Normal"
    assert "The last reading was not completed." in page.text


def test_a_process_that_died_leaves_the_result_from_before(browse, session, service, kept, helped):
    analysis = kept(service, given("normal"))
    helped(analysis, gain="5")
    analysis.state, analysis.touched_at = State.RUNNING, now() - timedelta(minutes=5)
    analysis.help = {"set": {"gain_mm_mv": 10.0}, "message": rereading.NOT_COMPLETED}
    session.commit()
    upkeep.tidy()
    page = browse.get("analyses.show", public_id=analysis.public_id)
    assert page.heading() == "Normal"
    assert "The last reading was not completed." in page.text


def test_the_files_of_the_reading_before_are_deleted(storage, service, kept, helped):
    analysis = kept(service, given("normal"))
    helped(analysis, gain="5")
    assert sorted(storage.keys()) == sorted(analysis.keys)


def test_the_text_is_covered_as_the_new_reading_asks(storage, session, upload, service, helped):
    service.fields = refused("not_an_ecg")
    upload(cover_text="yes")
    analysis = session.scalar(select(Analysis))
    assert analysis.text_covered is False
    before = open_image(storage.get(analysis.image_key), "kept.jpg").rgb
    service.fields = given("normal")
    helped(analysis, gain="5")
    assert analysis.text_covered is True
    after = open_image(storage.get(analysis.image_key), "kept.jpg").rgb
    assert (before[:100] != after[:100]).any()


def test_a_form_that_was_turned_down_can_be_opened_anew(browse, service, kept):
    analysis = kept(service)
    page = browse.get("analyses.help_form_of", public_id=analysis.public_id, status=303)
    assert page.location.endswith(f"{analysis.public_id}#help")


def test_somebody_elses_picture_cannot_be_read_again(app, make_user, service, kept):
    analysis = kept(service)
    stranger = Browser(app)
    stranger.log_in(make_user())
    stranger.post("analyses.help_reading", {"gain": "5"}, public_id=analysis.public_id, status=404)
    stranger.get("analyses.help_form_of", public_id=analysis.public_id, status=404)
    assert analysis.help is None


def test_help_needs_a_form_of_this_session(browse, service, kept):
    analysis = kept(service)
    answer = browse.client.post(f"/analyses/{analysis.public_id}/help", data={"gain": "5"})
    assert answer.status_code == 400
    assert analysis.help is None


def test_reading_again_has_a_limit_of_its_own(monkeypatch, service, kept, helped):
    monkeypatch.setattr(rereading, "READINGS", rereading.limits.Limit("readings", 1, timedelta(hours=1)))
    analysis = kept(service)
    helped(analysis, gain="5")
    page = helped(analysis, status=429, gain="10")
    assert "Please wait" in page.text
    assert page.response.headers["Retry-After"]
    assert analysis.help["set"] == {"gain_mm_mv": 5.0}


def test_a_full_queue_loses_nothing(app, service, kept, helped):
    analysis = kept(service, given("normal"))
    queue = jobs.of(app)
    places = [queue.reserve() for _ in range(jobs.MOST_AT_ONCE)]
    page = helped(analysis, status=503, gain="5")
    for _ in places:
        queue.release()
    assert "try again in about 10 seconds" in page.text
    assert analysis.state == State.DONE


def test_reading_again_is_recorded_without_what_was_set(session, service, kept, helped):
    helped(kept(service), gain="5")
    events = session.execute(select(AuditEvent.event, AuditEvent.subject).order_by(AuditEvent.id)).all()
    assert ("read again", None) in [tuple(event) for event in events]


def test_help_for_a_large_upload_is_kept_in_pixels_of_the_smaller_picture(service, person):
    help = ReadingHelp(corners_px=((0, 0), (8000, 0), (8000, 1000), (0, 1000)), ignored_px=((100, 200, 300, 400),))
    analysis = analyses.submit(person.id, saved(striped(8000, 1000)), "large.jpg", analyses.Wish(help=help))
    analyses.wait(analysis, 10)
    assert analysis.width_px == 4000
    assert service.helps[-1].corners_px[2] == (4000, 500)
    assert service.helps[-1].ignored_px == ((50, 100, 150, 200),)


def test_traces_of_a_page_on_its_side_are_kept_without_needless_points():
    upright = reading()
    turned = [replace(trace, x_px=-trace.y_px, y_px=trace.x_px) for trace in upright.traces]
    first, other = (
        trace_file.unpack(trace_file.pack(one)) for one in (upright, replace(upright, traces=tuple(turned)))
    )
    assert [len(trace.points_px) for trace in other.traces] == [len(trace.points_px) for trace in first.traces]
