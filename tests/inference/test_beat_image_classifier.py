import numpy as np
import pytest

from ecgweb.ecg.refusal import Refused
from ecgweb.inference.beat_image import COLUMNS, KINDS, ROWS, BeatImageClassifier, prepared_picture
from ecgweb.inference.network_file import NetworkManifest

MANIFEST = NetworkManifest("beat_image", "0", "0" * 64, {}, {"untested": ["!", "E"]}, {}, {})


def picture(height=128, width=192, paper=255, ink=110, thickness=1):
    grey = np.full((height, width), paper, np.uint8)
    columns = np.arange(width // 8, width - width // 8)
    rows = height // 2 - height // 4 * np.exp(-0.5 * ((columns - width / 2) / (width / 40)) ** 2)
    for extra in range(thickness):
        grey[rows.astype(int) + extra, columns] = ink
    return grey


def says(kind):
    return lambda inputs: {"kind": np.where(np.array(KINDS) == kind, 0.8, 0.2 / 7)[None]}


def test_a_line_is_scaled_to_the_width_of_the_input():
    line = prepared_picture(picture())
    assert line.shape == (ROWS, COLUMNS)
    assert line[:, [0, -1]].any()


def test_size_and_colours_of_the_picture_do_not_matter():
    small, large = prepared_picture(picture()), prepared_picture(picture(512, 768, thickness=4))
    assert np.corrcoef(small.ravel(), large.ravel())[0, 1] > 0.6


def test_a_light_line_on_dark_paper_is_turned_round():
    light, dark = picture(), picture(paper=0, ink=145)
    assert np.allclose(prepared_picture(light), prepared_picture(dark), atol=0.1)


def test_an_empty_picture_is_no_ecg():
    with pytest.raises(Refused):
        BeatImageClassifier(MANIFEST, says("N")).classify_line(np.full((128, 192), 255, np.uint8))


def test_the_likeliest_kind_is_named():
    answer = BeatImageClassifier(MANIFEST, says("L")).classify_line(picture())
    assert (answer.kind, answer.label, answer.untested) == ("L", "Left bundle branch block", False)
    assert sum(answer.probabilities.values()) == pytest.approx(1)


def test_a_kind_without_a_test_between_patients_is_marked():
    assert BeatImageClassifier(MANIFEST, says("E")).classify_line(picture()).untested
