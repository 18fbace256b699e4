"""The whole main journey, as a newcomer walks it: real gunicorn, real networks, real mails, a real browser."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.server import serving
from ecgweb.ecg.paper import Style, draw_page
from ecgweb.learning.examples import recording

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journey")]

PASSWORD = "Correct-Horse-7"
ANSWER_S = 4  # an answer always comes within four seconds; a busy test machine gets more
SLACK = 5


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site as `make run` serves it."""
    with serving(tmp_path_factory.mktemp("site")) as server:
        yield server.address


@pytest.fixture(params=["phone", "desktop"])
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A newcomer's browser; anything its console says fails the test."""
    width_px = {"phone": 390, "desktop": 1440}[request.param]
    context = chromium.new_context(viewport={"width": width_px, "height": 900})
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    context.close()
    assert said == []


@pytest.fixture(scope="module")
def ecg_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page drawn from the recording of a real patient with an old inferior infarction."""
    path = tmp_path_factory.mktemp("pages") / "ecg.jpg"
    Image.fromarray(draw_page(recording("imi_old"), Style(), pixels_per_mm=6).image).save(path, quality=90)
    return path


def sign_up(page: Page, site: str, role: str) -> str:
    """Register, follow the mailed link, and return the address."""
    email = f"{uuid.uuid4().hex[:8]}@example.org"
    page.goto(f"{site}/register")
    page.get_by_label("Username").fill("Sam Lee")
    page.get_by_label("Email").fill(email)
    page.get_by_text(role).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Confirm password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.goto(f"{site}/dev/mailbox/")
    page.get_by_role("listitem").filter(has_text=email).get_by_role("link").click()
    page.locator("main a[href*='/activate/']").first.click()
    page.get_by_role("button", name="Confirm my email").click()
    return email


def log_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/upload")


def analyse(page: Page, picture: Path) -> None:
    """Choose a picture, confirm it, wait for the stages and open the full result through the message box."""
    page.set_input_files("input[type=file]", picture)
    page.get_by_role("button", name="Confirm and analyse").click()
    page.get_by_role("button", name="Show result").click(timeout=ANSWER_S * SLACK * 1000)
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("Medical diagnosis")
    expect(box).to_contain_text("For research and education only. Not a medical device.")
    box.get_by_role("link", name="See the full result").click()
    page.wait_for_url(re.compile(r"/analyses/[\w-]+$"))


@pytest.mark.parametrize(("role", "learns"), [("Medical student", True), ("Healthcare professional", False)])
def test_a_newcomer_signs_up_uploads_reads_the_result_and_deletes_it(
    site: str, context: BrowserContext, ecg_page: Path, role: str, learns: bool
) -> None:
    page = context.new_page()
    log_in(page, site, sign_up(page, site, role))
    assert page.get_by_role("main").get_by_role("link", name="Explanation").count() == int(learns)
    analyse(page, ecg_page)
    result = page.get_by_role("main")
    for words in ("All four probabilities", "History of myocardial infarction", "Heart rate", "What was read off"):
        expect(result).to_contain_text(words)
    assert page.locator("main svg polyline, main svg path").count() > 12
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing here yet")


def test_a_student_reads_the_explanation_and_a_professional_is_told_why_not(site: str, context: BrowserContext) -> None:
    student = context.new_page()
    log_in(student, site, sign_up(student, site, "Medical student"))
    student.goto(f"{site}/explanation")
    expect(student.get_by_role("main")).to_contain_text("Myocardial infarction")
    context.clear_cookies()
    log_in(student, site, sign_up(student, site, "Healthcare professional"))
    answer = context.request.get(f"{site}/explanation")
    assert answer.status == 403
    assert "students" in answer.text()


def test_the_whole_journey_works_without_javascript(site: str, chromium: Browser, ecg_page: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, site, sign_up(page, site, "Medical student"))
    page.set_input_files("input[type=file]", ecg_page)
    page.get_by_role("main").locator("form button[type=submit]").filter(visible=True).first.click()
    page.wait_for_url(re.compile(r"/analyses/[\w-]+$"))
    expect(page.get_by_role("main")).to_contain_text("All four probabilities", timeout=ANSWER_S * SLACK * 1000)
    context.close()


def test_a_picture_of_something_else_is_refused_in_words(site: str, context: BrowserContext, tmp_path: Path) -> None:
    grey = io.BytesIO()
    Image.new("RGB", (1200, 800), "grey").save(grey, "PNG")
    (tmp_path / "grey.png").write_bytes(grey.getvalue())
    page = context.new_page()
    log_in(page, site, sign_up(page, site, "Healthcare professional"))
    analyse(page, tmp_path / "grey.png")
    expect(page.get_by_role("main")).to_contain_text("Medical diagnosis not available for the ECG image")


def test_a_forgotten_password_is_replaced_by_code(site: str, context: BrowserContext) -> None:
    page = context.new_page()
    email = sign_up(page, site, "Medical student")
    page.goto(f"{site}/forgot-password")
    page.get_by_label("Email").fill(email)
    page.get_by_role("main").locator("form button[type=submit]").click()
    page.wait_for_url("**/reset-password")
    mailbox = context.new_page()
    mailbox.goto(f"{site}/dev/mailbox/")
    mail = mailbox.get_by_role("listitem").filter(has_text=email)
    mail.get_by_role("link", name="Your code for a new password").click()
    # On a line of its own: an address made by chance may have eight figures, too.
    code = re.search(r"^\s*(\d{6,8})\s*$", mailbox.get_by_role("main").inner_text(), re.MULTILINE)
    assert code is not None
    page.get_by_label("Code").fill(code[1])
    page.get_by_label("New password", exact=True).fill("Another-Horse-8")
    page.get_by_label("Confirm password").fill("Another-Horse-8")
    page.get_by_role("main").locator("form button[type=submit]").click()
    page.wait_for_url("**/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill("Another-Horse-8")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/upload")
