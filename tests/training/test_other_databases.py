import numpy as np
import pytest

pytest.importorskip("keras")

from training.other_databases import hand_held_signals, ludb_labels, ludb_signals, statement_begins
from training.packs import packs_folder


def test_a_statement_counts_only_from_its_beginning():
    assert statement_begins("Incomplete right bundle branch block\n", "incomplete right bundle branch block")
    assert not statement_begins("Incomplete right bundle branch block", "complete right bundle branch block")
    assert statement_begins("Sinus arrhythmia\nVentricular extrasystole, type: couplet", "ventricular extrasystole")


def test_no_statement_is_no_finding():
    assert not statement_begins("", "")
    assert statement_begins("Unipolar ventricular pacing", "")


@pytest.mark.packs
def test_every_record_of_ludb_has_its_signal_and_its_labels():
    packs = packs_folder()
    signals, labels = ludb_signals(packs), ludb_labels(packs)
    assert signals.shape == (150, 12, 1000)
    np.testing.assert_allclose(np.ptp(signals, axis=2), 1.3, atol=0.01)
    assert {name: int(found.sum()) for name, found in labels.items() if name in ("AFIB", "CRBBB", "IRBBB")} == {
        "AFIB": 12,
        "CRBBB": 4,
        "IRBBB": 20,
    }


@pytest.mark.packs
def test_a_hand_held_recording_is_lead_i_alone():
    signals, fibrillating = hand_held_signals(packs_folder())
    assert len(signals) == len(fibrillating)
    assert np.isfinite(signals[:, 0]).all()
    assert np.isnan(signals[:, 1:]).all()
