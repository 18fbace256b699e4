import numpy as np
import pytest

from ecgweb.ecg.beats.lead import RATE_HZ
from ecgweb.ecg.paper import synthetic_recording
from training.beats.databases import Record
from training.beats.made_premature import made_premature


@pytest.fixture(scope="module")
def record():
    seconds, rate_bpm = 400.0, 75.0
    lead = synthetic_recording(rate_bpm, seconds, RATE_HZ, first_beat_s=0.4).lead("II")
    times_s = np.arange(0.4, seconds - 0.2, 60 / rate_bpm)
    return Record("made", lead, RATE_HZ, times_s, ("N",) * times_s.size, ("",) * times_s.size)


def steep(lead):
    """Finds the beats of a noiseless lead: wherever it is tall, for every fourth sample."""
    tall = (lead > 0.6).astype(np.float32)
    padded = np.pad(tall, (0, -tall.size % 4))
    return padded.reshape(-1, 4).max(axis=1)


def test_beats_that_are_marked_premature_come_early_and_the_others_do_not(record):
    made = made_premature([record], steep, 6, seed=1)
    early = np.exp(made.context[:, 48 + 3].astype(float) / 2)  # RR interval as a share of those nearby
    assert (made.symbols == "A").sum() > 30
    assert (made.symbols == "N").sum() > 100
    first_of_a_run = (made.symbols == "A") & (np.roll(made.symbols, 1) == "N")
    assert np.median(early[first_of_a_run]) < 0.9
    assert np.median(early[made.symbols == "N"]) == pytest.approx(1, abs=0.1)


def test_every_beat_keeps_its_mark(record):
    made = made_premature([record], steep, 4, seed=2)
    assert np.mean(made.symbols == " ") < 0.03


def test_a_record_in_fibrillation_makes_none(record):
    rng = np.random.default_rng(0)
    uneven = np.cumsum(rng.uniform(0.4, 1.2, record.times_s.size))
    uneven = uneven[uneven < 395]
    other = Record("af", record.signal_mv, RATE_HZ, uneven, ("N",) * uneven.size, ("",) * uneven.size)
    assert made_premature([other], steep, 4, seed=1).symbols.size == 0
