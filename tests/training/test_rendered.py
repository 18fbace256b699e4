import numpy as np
import pytest

from bench.pages import EXAMPLES
from ecgweb.ecg.recording import Recording
from training import rendered


@pytest.fixture
def signals_mv():
    """Two recorded ECGs."""
    files = [EXAMPLES / name for name in ("norm.npz", "crbbb.npz")]
    return np.array([np.load(path)["signal_uv"] for path in files], np.float32) / 1000


@pytest.mark.slow
def test_a_clean_page_gives_back_what_it_shows(signals_mv, tmp_path):
    printed = rendered.load_printed(signals_mv[:1], "clean", tmp_path)
    assert printed.read.all()
    both = np.isfinite(printed.shown_mv[0]) & np.isfinite(printed.read_mv[0])
    assert both.sum() > 0.8 * np.isfinite(printed.shown_mv[0]).sum()
    assert np.corrcoef(printed.shown_mv[0][both], printed.read_mv[0][both])[0, 1] > 0.8


def test_a_broken_run_goes_on_where_it_stopped(signals_mv, tmp_path, monkeypatch):
    asked = []

    def page(signal_mv, regime, seed):
        asked.append(seed)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return Recording(signal_mv, 100.0), None, "unreadable_grid"

    monkeypatch.setattr(rendered, "KEPT_EVERY", 1)
    monkeypatch.setattr(rendered, "_page", page)
    with pytest.raises(KeyboardInterrupt):
        rendered.load_printed(signals_mv, "worn", tmp_path)
    printed = rendered.load_printed(signals_mv, "worn", tmp_path)
    assert asked == [(0, 0), (0, 1), (0, 1)]
    assert printed.refused.tolist() == ["unreadable_grid"] * 2
    assert not printed.read.any()
    np.testing.assert_array_equal(printed.shown_mv[1], signals_mv[1])
