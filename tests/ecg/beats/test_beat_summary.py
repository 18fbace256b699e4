import pytest

from ecgweb.ecg.beats.summary import Beat, summarise


def row(kinds, interval_s=0.8):
    return [Beat(interval_s * index, kind, "S" if kind == "A" else kind, 1.0) for index, kind in enumerate(kinds)]


def test_counts_every_kind():
    assert summarise(row("NNVNA")).counts == {"A": 1, "N": 3, "V": 1}


def test_burden_is_the_share_of_all_beats_in_percent():
    assert summarise(row("NNNV")).ventricular.burden_percent == 25.0


def test_two_in_a_row_are_a_couplet_and_three_a_run():
    found = summarise(row("NVVNVVVNV")).ventricular
    assert (found.isolated, found.couplets, [run.beats for run in found.runs]) == (1, 1, [3])


def test_a_run_has_a_rate():
    run = summarise(row("NVVVVN", interval_s=0.5)).ventricular.runs[0]
    assert run.rate_bpm == pytest.approx(120)


def test_every_second_beat_ventricular_is_bigeminy():
    found = summarise(row("NNNVNVNVNN")).ventricular.bigeminy
    assert [(episode.start_s, episode.beats) for episode in found] == [(pytest.approx(1.6), 7)]


def test_two_pairs_are_not_yet_bigeminy():
    assert summarise(row("NNVNVNN")).ventricular.bigeminy == ()


def test_atrial_beats_are_counted_apart_from_ventricular_ones():
    found = summarise(row("NANVN"))
    assert (found.supraventricular.beats, found.ventricular.beats) == (1, 1)


def test_two_seconds_without_a_beat_are_a_pause():
    beats = [Beat(time_s, "N", "N", 1.0) for time_s in (0.0, 1.0, 3.1, 4.0)]
    assert [(pause.start_s, pause.end_s) for pause in summarise(beats).pauses] == [(1.0, 3.1)]


def test_no_beats_sum_up_to_nothing():
    assert summarise([]).beats == 0
