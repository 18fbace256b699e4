"""The form in which a person helps the reader: from what was sent to `ReadingHelp`, and from that to what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from werkzeug.datastructures import MultiDict

from ecgweb.analyses.models import Analysis
from ecgweb.ecg.page.help import ReadingHelp, help_from_json, lead_rows
from ecgweb.ecg.page.help_checks import GAINS_MM_MV, LAYOUTS, LEAD_NAMES, MOST_IGNORED, SPEEDS_MM_S, BadHelp

CORNERS = ("Top left", "Top right", "Bottom right", "Bottom left")
TURNS = {"": "Find it", "0": "Not at all", "1": "Right", "2": "Upside down", "3": "Left"}
USUAL_LAYOUT = "3x4+1"
_HOW = {
    "found": "found: {}",
    "grid": "found: {}, by the grid",
    "pulse": "found: {}, by the calibration pulse",
    "assumed": "assumed: {}",
}
_COORDINATES = [f"corner_{corner}_{axis}" for corner in range(len(CORNERS)) for axis in "xy"]

Form = MultiDict[str, str]
Choice = tuple[str, str, bool]


@dataclass(frozen=True)
class HelpForm:
    """What the form shows; choices are (value, words, chosen)."""

    corners: list[tuple[str, str, str, str, str]]
    turns: list[Choice]
    layouts: list[Choice]
    speeds: list[Choice]
    gains: list[Choice]
    uses_leads: bool
    leads_layout: str
    lead_rows: list[list[tuple[str, list[Choice]]]]
    usual_leads: dict[str, tuple[tuple[str, ...], ...]]
    ignored: list[tuple[str, str]]
    most_ignored: int
    was_set: list[str]
    message: str | None
    error: str | None


def can_be_helped(analysis: Analysis) -> bool:
    """Whether help with the reading is of use: for pages of twelve leads, read or not, that are not too small."""
    contract = analysis.contract or {}
    reason = (contract.get("reason") or {}).get("code")
    return not analysis.signal_key and contract.get("kind") in (None, "page") and reason != "too_small"


def help_of(form: Form) -> ReadingHelp:
    """What a person set.

    Raises
    ------
    BadHelp
        With a sentence for that person.
    """
    layout, names = form.get("layout") or None, None
    if form.get("use_leads"):
        layout = layout or form.get("leads_layout") or None
        if layout != form.get("leads_layout"):
            raise BadHelp(f"The leads named are those of layout {form.get('leads_layout')}: name those of {layout}.")
        names = form.getlist("lead")
    given = {
        "corners_px": _corners(form),
        "quarter_turns": _number(form["turn"], "The turn") if form.get("turn") else None,
        "layout": layout,
        "lead_names": names,
        "speed_mm_s": _number(form["speed"], "The paper speed") if form.get("speed") else None,
        "gain_mm_mv": _number(form["gain"], "The gain") if form.get("gain") else None,
        "ignored_px": [_numbers(box.split(","), "Every region to ignore") for box in form.getlist("ignored")],
    }
    return help_from_json(given)


def help_form(
    set_before: dict[str, Any] | None,
    contract: dict[str, Any] | None,
    sent: Form | None = None,
    error: str | None = None,
) -> HelpForm:
    """The form, filled with what was sent or else was set before, beside what the reader found.

    Parameters
    ----------
    set_before : dict, optional
        `Analysis.help`.
    contract : dict, optional
        The analysis as it is shown.
    sent : MultiDict, optional
        A form that was turned down, with the `error` that says why.
    """
    form = form_of(help_from_json((set_before or {}).get("set", {}))) if sent is None else sent
    found = (contract or {}).get("layout") or {}
    used = (contract or {}).get("help") or {}
    layout = form.get("leads_layout") or form.get("layout") or found.get("name") or USUAL_LAYOUT
    layout = layout if layout in LAYOUTS else USUAL_LAYOUT
    return HelpForm(
        corners=_corner_fields(form),
        turns=_choices(TURNS.items(), form.get("turn")),
        layouts=_with_found(((name, name) for name in LAYOUTS), form.get("layout"), found, used, "layout", "name"),
        speeds=_scale_choices(SPEEDS_MM_S, "mm/s", form.get("speed"), found, used, "speed_mm_s"),
        gains=_scale_choices(GAINS_MM_MV, "mm/mV", form.get("gain"), found, used, "gain_mm_mv"),
        uses_leads=bool(form.get("use_leads")),
        leads_layout=layout,
        lead_rows=_lead_fields(layout, form.getlist("lead"), found),
        usual_leads={name: lead_rows(name) for name in LAYOUTS},
        ignored=[(box, _region_words(box)) for box in form.getlist("ignored")],
        most_ignored=MOST_IGNORED,
        was_set=was_set(help_from_json(used)),
        message=(set_before or {}).get("message"),
        error=error,
    )


def form_of(help: ReadingHelp) -> Form:
    """The form that `help_of` reads as this help."""
    form: Form = MultiDict()
    for name, value in zip(_COORDINATES, (part for point in help.corners_px or () for part in point), strict=False):
        form[name] = f"{value:g}"
    form["turn"] = "" if help.quarter_turns is None else str(help.quarter_turns)
    form["layout"] = help.layout or ""
    form["speed"], form["gain"] = (f"{value:g}" if value else "" for value in (help.speed_mm_s, help.gain_mm_mv))
    if help.lead_names:
        form["use_leads"], form["leads_layout"] = "yes", help.layout or ""
        form.setlist("lead", list(help.lead_names))
    form.setlist("ignored", [",".join(f"{part:g}" for part in box) for box in help.ignored_px])
    return form


def was_set(help: ReadingHelp) -> list[str]:
    """What a person set, each in a few words."""
    regions = len(help.ignored_px)
    said = (
        (help.corners_px, "the corners of the page"),
        (help.quarter_turns is not None, f"turned {TURNS[str(help.quarter_turns or 0)].lower()}"),
        (help.layout, f"layout {help.layout}"),
        (help.lead_names, "the names of the leads"),
        (help.speed_mm_s, f"{help.speed_mm_s or 0:g} mm/s"),
        (help.gain_mm_mv, f"{help.gain_mm_mv or 0:g} mm/mV"),
        (regions, f"{regions} {'region' if regions == 1 else 'regions'} to ignore"),
    )
    return [words for value, words in said if value]


def _corners(form: Form) -> list[list[float]] | None:
    texts = [(form.get(name) or "").strip() for name in _COORDINATES]
    if not any(texts):
        return None
    if not all(texts):
        raise BadHelp("Give all four corners of the page, each from the left and from the top, or none.")
    numbers = _numbers(texts, "Every corner")
    return [list(point) for point in list(pairwise(numbers))[::2]]


def _numbers(texts: Iterable[str], what: str) -> list[float]:
    return [_number(text, what) for text in texts]


def _number(text: str, what: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise BadHelp(f"{what} needs numbers; “{text.strip()[:20]}” is none.") from None


def _corner_fields(form: Form) -> list[tuple[str, str, str, str, str]]:
    """Words, then name and value of both coordinates."""
    pairs = zip(_COORDINATES[::2], _COORDINATES[1::2], strict=True)
    return [(words, x, form.get(x) or "", y, form.get(y) or "") for words, (x, y) in zip(CORNERS, pairs, strict=True)]


def _choices(options: Iterable[tuple[str, str]], chosen: str | None) -> list[Choice]:
    return [(value, words, value == (chosen or "")) for value, words in options]


def _with_found(
    options: Iterable[tuple[str, str]],
    chosen: str | None,
    found: dict[str, Any],
    used: dict[str, Any],
    set_as: str,
    name: str,
    unit: str = "",
) -> list[Choice]:
    """The options after the one that leaves it to the reader, which says what it found and how."""
    value, how = found.get(name), found.get(f"{set_as.split('_')[0]}_from", "found")
    words = "Find it"
    if value and set_as not in used:
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        words += f" ({_HOW.get(how, _HOW['found']).format(f'{shown}{unit}')})"
    return _choices([("", words), *options], chosen)


def _scale_choices(
    values: Sequence[float], unit: str, chosen: str | None, found: dict[str, Any], used: dict[str, Any], name: str
) -> list[Choice]:
    options = [(f"{value:g}", f"{value:g} {unit}") for value in values]
    return _with_found(options, chosen, found, used, name, name, f" {unit}")


def _lead_fields(layout: str, sent: list[str], found: dict[str, Any]) -> list[list[tuple[str, list[Choice]]]]:
    """For every place its description and its choice of leads, as sent, or found, or usual."""
    usual = lead_rows(layout)
    names = [name for row in usual for name in row]
    known = sent or (found.get("lead_names") or [] if found.get("name") == layout else [])
    chosen = iter(known if len(known) == len(names) else names)
    return [
        [(_place(usual, row, column), _choices(_LEADS, next(chosen))) for column in range(len(usual[row]))]
        for row in range(len(usual))
    ]


_LEADS = [(name, name) for name in LEAD_NAMES]


def _place(usual: tuple[tuple[str, ...], ...], row: int, column: int) -> str:
    if len(usual[row]) == 1 and len(usual[0]) > 1:
        return f"Row {row + 1}, rhythm strip"
    return f"Row {row + 1}" if len(usual[row]) == 1 else f"Row {row + 1}, column {column + 1}"


def _region_words(box: str) -> str:
    parts = [part.strip()[:12] for part in box.split(",")]
    return f"from {parts[0]} to {parts[2]} across, {parts[1]} to {parts[3]} down" if len(parts) == 4 else box[:60]
