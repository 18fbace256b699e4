"""The shipped networks that read print."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.lettering import CELL, CLASSES, STRIP_WIDTH
from ecgweb.ecg.page.printed_text import CLASSES as LETTER_CLASSES
from ecgweb.ecg.page.printed_text import LINE_HEIGHT, STEP
from ecgweb.ecg.page.strip import read_strip
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.inference.lettering import MANIFEST, PrintReader
from ecgweb.inference.manifest import ManifestError
from ecgweb.inference.registry import load_print_reader

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="module")
def print_reader():
    return load_print_reader(MODELS)


def test_nothing_is_read_on_blank_paper(print_reader):
    names = print_reader.names(np.zeros((2, 12 * CELL, STRIP_WIDTH), np.uint8))
    assert names.shape == (2, 12, STRIP_WIDTH // CELL, len(CLASSES))
    assert (names[..., -1] > 0.5).all()
    letters = print_reader.lines(np.zeros((1, LINE_HEIGHT, 90 * STEP), np.uint8))
    assert letters.shape == (1, 90, LETTER_CLASSES)
    assert (letters.argmax(axis=-1) == LETTER_CLASSES - 1).all()


@pytest.mark.parametrize(
    ("layout", "order"),
    [("4x3", "standard"), ("4x3+1", "standard"), ("3x4+1", "standard"), ("6x2", "cabrera"), ("12x1", "standard")],
)
def test_a_page_is_laid_out_as_its_names_say(print_reader, layout, order):
    style = Style(layout=layout, order=order, grid="green", row_height_mm=20.0 if layout == "12x1" else 30.0)
    read = read_page(draw_page(synthetic_recording(), style).image, print_networks=print_reader).layout
    assert (read.name, read.names_from) == (layout, "printed")
    assert read.rhythm_leads == style.shown_rhythm_leads


def test_speed_and_gain_are_taken_from_the_footer(print_reader):
    style = Style(grid="green", pulse="none", gain_mm_mv=5.0)
    read = read_page(draw_page(synthetic_recording(), style).image, print_networks=print_reader).layout
    assert (read.gain_mm_mv, read.gain_from) == (5.0, "printed")
    unread = read_page(draw_page(synthetic_recording(), style).image).layout
    assert (unread.gain_mm_mv, unread.gain_from) == (10.0, "assumed")


def test_a_strip_is_called_as_it_is_printed(print_reader):
    style = Style(layout="1x1", rhythm_leads=("V5",), grid="green", row_height_mm=40.0)
    image = draw_page(synthetic_recording(), style).image
    layout = read_strip(image, sure=True, print_networks=print_reader).layout
    assert (layout.rhythm_leads, layout.names_from) == (("V5",), "printed")


def test_a_folder_without_them_has_none_and_another_file_is_not_taken_for_them(tmp_path):
    assert load_print_reader(tmp_path) is None
    shutil.copy(MODELS / MANIFEST, tmp_path)
    for entry in json.loads((MODELS / MANIFEST).read_text(encoding="utf-8"))["files"].values():
        (tmp_path / entry["file"]).write_bytes(b"another network")
    with pytest.raises(ManifestError):
        PrintReader.load(tmp_path / MANIFEST)
