"""What the networks that read print are worth: names of leads and layouts on fold 10 as drawn pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from ecgweb.ecg.page.choice import choose
from ecgweb.ecg.page.help import NO_HELP
from ecgweb.ecg.page.labels import Places, cells, evidence_at
from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.printed import PrintNetworks, read_print
from ecgweb.ecg.page.read import FollowedPage, follow_page
from ecgweb.ecg.page.retrace import followed_rows
from ecgweb.ecg.page.scale import find_scale
from ecgweb.ecg.page.upright import USUAL_LOOKS
from ecgweb.ecg.paper.plan import lead_grid
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.refusal import Refused
from training.rendered_pages import KnownPage, known_pages

KINDS = ("clean", "worn", "photographed")
"""All drawn in the looks that are kept out of training."""


def score(packs: Path, networks: PrintNetworks | None, pages: int) -> dict[str, Any]:
    """By kind of page: names read right, wrongly and not at all, and layouts found with the print and without."""
    found = {}
    for kind in KINDS:
        counts: Counter[str] = Counter()
        for page in known_pages(packs, kind, pages):
            counts += score_page(page, networks)
        found[kind] = dict(sorted(counts.items()))
        print(kind, found[kind], flush=True)
    return found


def score_page(page: KnownPage, networks: PrintNetworks | None) -> Counter[str]:
    """Counts of names and of layouts on one page; a page whose rows were not all found counts as not followed."""
    true = true_arrangement(page.style)
    followed = _followed(page)
    if followed is None or followed.rows.baselines_px.shape[1] != true.rows + true.strips:
        return Counter({"pages": 1})
    printed = read_print(followed.rows, networks)
    counts = Counter({"pages": 1, "followed": 1})
    if printed.names and page.style.lead_names:
        counts += name_counts(printed.names, true, page.style.shown_rhythm_leads)
    for given, names in (("without_print", None), ("with_print", printed.names)):
        counts[f"layout_{_layout(followed, names, true, page.style.shown_rhythm_leads)}_{given}"] += 1
    for what, said, drawn in (
        ("speed", printed.scale.speed_mm_s, page.style.speed_mm_s),
        ("gain", printed.scale.gain_mm_mv, page.style.gain_mm_mv),
    ):
        if page.style.footer:
            counts[f"{what}_{'unread' if said is None else 'right' if said == drawn else 'wrong'}"] += 1
    return counts


def true_arrangement(style: Style) -> Arrangement:
    """The arrangement that a page was drawn in."""
    grid = lead_grid(style)
    down = tuple(grid[row][column] for column in range(style.columns) for row in range(style.lead_rows))
    return Arrangement(style.lead_rows, style.columns, style.rhythm_count, down)


def name_counts(places: Places, arrangement: Arrangement, strips: tuple[str, ...]) -> Counter[str]:
    """Of all names that stand beside leads and strips, how many were read right, wrongly and not at all."""
    drop_mm = evidence_at(places, arrangement)
    found, strays = cells(places, arrangement, drop_mm)
    counts: Counter[str] = Counter({"names_invented": len(strays)})
    expected = {
        (row, column): arrangement.lead(row, column)
        for row in range(arrangement.rows)
        for column in range(arrangement.columns)
    }
    expected |= {(arrangement.rows + row, 0): name for row, name in enumerate(strips)}
    for place, lead in expected.items():
        names = sorted(found.get(place, []), key=lambda name: -name.probability)
        right = bool(names) and names[0].lead.lstrip("-") == lead.lstrip("-")
        counts["names_right" if right else "names_wrong" if names else "names_unread"] += 1
    return counts


def _followed(page: KnownPage) -> FollowedPage | None:
    for look in USUAL_LOOKS:
        try:
            return follow_page(page.worn.picture, look)
        except Refused:
            continue
    return None


def _layout(page: FollowedPage, names: Places | None, true: Arrangement, strips: tuple[str, ...]) -> str:
    """Whether rows, columns, order and strips come out as they were drawn: "right", "wrong" or "unclear"."""
    rows = followed_rows(page.rows, page.pen_px, page.bars)
    try:
        scale = find_scale(page.grid_pixels_per_mm, page.pulse, rows.extent_px)
        choice = choose(rows.voltages(scale), rows.bars, NO_HELP, names)
    except Refused:
        return "unclear"
    if choice.is_unclear:
        return "unclear"
    return "right" if (choice.arrangement, choice.strips) == (true, strips) else "wrong"
