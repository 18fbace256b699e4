"""The report of one analysis: one sheet with the trace, what was measured and found, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ecgweb.analyses import figures
from ecgweb.analyses.answer_page import AnswerPage
from ecgweb.analyses.exports.sheet import HEIGHT_MM, INK, MARGIN_MM, MUTED, RGB, WIDTH_MM, Sheet
from ecgweb.analyses.exports.trace import draw_trace
from ecgweb.analyses.outcome import Emergency, Outcome
from ecgweb.analyses.result_page import ResultPage
from ecgweb.ecg.paper.plan import Box
from ecgweb.ecg.recording import Recording
from ecgweb.templating import NOTICE

TONES: dict[str, RGB] = {"good": (16, 104, 62), "caution": (146, 84, 0), "danger": (176, 0, 38), "info": (34, 66, 120)}
COLUMN_GAP_MM = 7.0
COLUMNS = 4
COLUMNS_TOP_MM, FOOT_TOP_MM = 148.0, 199.5
SIDE_MM, LABEL_POINTS = 62.0, 11.0
ADVICE = "An ECG is judged by a trained person together with symptoms and history."
OUT_OF_ROOM = "and {} more"
DOUBT = "Look again, the answer and the measurements do not agree:"
MOST_DOUBTS = 2
VALUE_SHARE = 0.7  # of a column: the values of measurements end here, their ranges at its edge
ERRORS = "± 95 % error; small: usual range (QTc: men / women)."


@dataclass(frozen=True)
class Report:
    """What the report of an analysis says; `label` is printed as it is given and kept nowhere."""

    outcome: Outcome
    page: ResultPage
    recording: Recording
    analysed_at: datetime
    label: str = ""


def report_pdf(report: Report) -> bytes:
    """Write a report as a PDF file of one page."""
    sheet = Sheet("ECG report")
    top = _head(sheet, report)
    layout = report.page.layout or {}
    box = Box(MARGIN_MM, top + 1.5, WIDTH_MM - MARGIN_MM, COLUMNS_TOP_MM - 6.5)
    scale = draw_trace(sheet, report.recording, layout, box)
    caption = (
        f"The traces as they were read off the page, redrawn at {scale}. Gaps: not read. {report.page.layout_words}"
    )
    sheet.write(caption, MARGIN_MM, COLUMNS_TOP_MM - 5.5, WIDTH_MM - 2 * MARGIN_MM, 6.5, colour=MUTED)
    for number, column in enumerate((_measurements, _findings, _probabilities, _quality)):
        column(_Column(sheet, number), report.page)
    _foot(sheet, report.page)
    return sheet.content()


def percent(share: float) -> str:
    """A share in words, never as more certain than it is."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def _head(sheet: Sheet, report: Report) -> float:
    width = WIDTH_MM - 2 * MARGIN_MM
    sheet.write("ECG report", MARGIN_MM, 8.0, SIDE_MM, 9.0, bold=True, colour=MUTED)
    analysed = f"Analysed on {report.analysed_at:%d %B %Y, %H:%M} UTC"
    sheet.write(analysed, MARGIN_MM, 8.0, width, 8.0, colour=MUTED, align="R")
    room = width - 2 * SIDE_MM
    size = LABEL_POINTS * min(1.0, room / max(room, sheet.width_of(report.label, LABEL_POINTS)))
    sheet.write(report.label, MARGIN_MM + SIDE_MM, 7.4, room, size, align="C")
    colour = TONES[report.outcome.tone]
    top = sheet.write(report.outcome.title, MARGIN_MM, 14.0, width, 15.0, bold=True, colour=colour)
    top = sheet.write(_confidence(report), MARGIN_MM, top + 0.5, width, 8.0)
    top = _why_and_doubts(sheet, report.page.answer, top, width)
    return _alarm(sheet, report.outcome.emergency, top + 1.5, width) if report.outcome.emergency else top


def _confidence(report: Report) -> str:
    outcome, worth = report.outcome, report.page.worth
    if outcome.confidence is None:
        return f"{outcome.text} {outcome.advice}"
    sure = f"The model is {percent(outcome.confidence)} sure of this diagnosis."
    if worth is None:
        return f"{sure} Too few such answers were seen in testing to say how often they are right."
    return (
        f"{sure} About {worth.of_twenty} of 20 such answers were right in testing: {worth.right} of {worth.answers} "
        f"({percent(worth.share)}; 95 % interval {percent(worth.low)} to {percent(worth.high)})."
    )


def _why_and_doubts(sheet: Sheet, answer: AnswerPage, top: float, width: float) -> float:
    """What speaks for the first answer, and what contradicts the answers."""
    for one in answer.explained[:1]:
        top = sheet.write(f"Where the model looked for “{one.label}”: {one.words}", MARGIN_MM, top, width, 8.0)
    if answer.unfamiliar:
        top = sheet.write(answer.unfamiliar, MARGIN_MM, top, width, 8.0, bold=True, colour=TONES["caution"])
    doubts = [one["message"] for one in answer.contradictions]
    if doubts:
        more = f" {OUT_OF_ROOM.format(len(doubts) - MOST_DOUBTS)}." if len(doubts) > MOST_DOUBTS else ""
        words = f"{DOUBT} {' '.join(doubts[:MOST_DOUBTS])}{more}"
        top = sheet.write(words, MARGIN_MM, top, width, 8.0, bold=True, colour=TONES["caution"])
    return top


def _alarm(sheet: Sheet, emergency: Emergency, top: float, width: float) -> float:
    red = TONES["danger"]
    end = sheet.write(emergency.title, MARGIN_MM + 4.0, top, width - 4.0, 9.0, bold=True, colour=red)
    end = sheet.write(emergency.text, MARGIN_MM + 4.0, end, width - 4.0, 8.0)
    sheet.fill(MARGIN_MM, top, 1.2, end - top, red)
    return end


class _Column:
    """One of the columns below the trace; `top` is where its next line goes."""

    def __init__(self, sheet: Sheet, number: int) -> None:
        self.sheet = sheet
        self.width = (WIDTH_MM - 2 * MARGIN_MM - (COLUMNS - 1) * COLUMN_GAP_MM) / COLUMNS
        self.left = MARGIN_MM + number * (self.width + COLUMN_GAP_MM)
        self.top = COLUMNS_TOP_MM

    @property
    def room(self) -> float:
        return FOOT_TOP_MM - 2.0 - self.top

    def heading(self, words: str) -> None:
        self.top = self.sheet.write(words, self.left, self.top, self.width, 9.0, bold=True) + 0.8

    def paragraph(self, words: str, size: float = 7.5, colour: RGB = INK) -> None:
        self.top = self.sheet.write(words, self.left, self.top, self.width, size, colour=colour)

    def measurement(self, figure: figures.Figure) -> None:
        """A name, its value with the error, and in small letters the usual range."""
        value = f"{figure.words} {figure.error_words}".strip()
        ranges = "".join(one.words.replace("up to ", "≤ ").replace(" to ", "–") for one in figure.ranges[:1])
        ranges += "".join(f" / {one.high:g}" for one in figure.ranges[1:])
        bold = figure.is_unusual
        self.sheet.write(ranges, self.left, self.top + 0.6, self.width, 6.2, colour=MUTED, align="R")
        self.sheet.write(value, self.left, self.top, VALUE_SHARE * self.width, 8.0, bold, align="R")
        self.top = self.sheet.write(figure.name, self.left, self.top, self.width, 8.0, bold)

    def line(self, name: str, value: str, bold: bool = False, note: str = "") -> None:
        """A name with its value at the end of the line, and a note in small letters below."""
        room = self.sheet.width_of(value, 8.0, bold) + 2.0
        end = self.sheet.write(name, self.left, self.top, self.width - room, 8.0, bold)
        self.sheet.write(value, self.left, self.top, self.width, 8.0, bold, align="R")
        self.top = self.sheet.write(note, self.left, end - 0.3, self.width, 6.2, colour=MUTED) + 0.4 if note else end


def _measurements(column: _Column, page: ResultPage) -> None:
    column.heading("Measurements")
    if page.measured is None:
        return
    for figure in page.measured.figures:
        column.measurement(figure)
    others = [formula.figure for formula in page.measured.formulas if formula.figure.name != "Fridericia"]
    qtc = ", ".join(f"{other.name} {other.words} {other.error_words}" for other in others)
    rhythm = [sentence.replace(":", " rhythm:", 1) for sentence in page.measured.rhythm[:1]]
    for sentence in (*rhythm, qtc and f"QTc by {qtc}", f"{ERRORS} {page.measured.about}"):
        column.paragraph(sentence, 5.8, MUTED)


def _findings(column: _Column, page: ResultPage) -> None:
    column.heading("Findings")
    found = page.likely + page.possible
    if not found:
        column.paragraph(f"None of the {len(page.findings)} findings that are looked for seems to be present.")
    for place, finding in enumerate(found):
        if column.room < 9.0 and place + 1 < len(found):
            column.paragraph(OUT_OF_ROOM.format(len(found) - place), colour=MUTED)
            break
        note = "" if finding.is_likely else "less likely than not"
        column.line(finding.label, percent(finding.probability), finding.is_likely, note)


def _probabilities(column: _Column, page: ResultPage) -> None:
    column.heading("All four probabilities")
    for label, share, given in page.probabilities:
        column.line(label, percent(share), given)
        column.sheet.bar(column.left, column.top + 0.3, column.width, share, TONES["info"] if given else MUTED)
        column.top += 3.2


def _quality(column: _Column, page: ResultPage) -> None:
    column.heading("How well the page was read")
    if page.quality:
        column.paragraph(page.quality[1])
        column.top += 1.0
    half = (column.width - 4.0) / 2
    rows = (len(page.leads) + 1) // 2
    for number, (lead, share) in enumerate(page.leads):
        left, top = column.left + (number // rows) * (half + 4.0), column.top + (number % rows) * 3.6
        column.sheet.write(lead, left, top, half, 7.0, bold=True)
        column.sheet.write(percent(share), left, top, half, 7.0, align="R")
    column.top += rows * 3.6 + 1.0
    column.paragraph("Share of each lead that could be read.", 6.2, MUTED)


def _foot(sheet: Sheet, page: ResultPage) -> None:
    sheet.rule(FOOT_TOP_MM)
    width = WIDTH_MM - 2 * MARGIN_MM
    top = sheet.write(f"{NOTICE} {ADVICE}", MARGIN_MM, FOOT_TOP_MM + 1.2, width, 7.5, bold=True)
    model = page.model
    if model:
        words = f"ECG Analyzer, model {model['name']} {model['version']} (sha256 {model['sha256'][:12]})"
        sheet.write(words, MARGIN_MM, min(top, HEIGHT_MM - 5.0), width, 6.5, colour=MUTED)
