from bench.naive_tracer import darkest_pixels
from bench.reader_drawn import DrawnPage, table_line
from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from training.reading_scores import score_reading, snr_db

BARE = Style(layout="12x1", grid="grey", row_height_mm=40.0, lead_names=False, footer=False)


def test_the_naive_tracer_follows_a_bare_page_and_our_reader_follows_it_better():
    drawing = draw_page(synthetic_recording(), BARE, 6.0)
    reading = read_page(drawing.image)
    naive = snr_db(drawing.recording, darkest_pixels(drawing.image, reading))
    assert 3 < naive < snr_db(drawing.recording, reading.recording)


def test_a_refused_page_counts_as_nothing_recovered():
    score = score_reading(synthetic_recording(), synthetic_recording())
    read = DrawnPage("3x4", layout_right=True, scale_right=True, seconds=0.5, ours=score, naive=score)
    columns = table_line("clean", [read, DrawnPage("3x4", "not_an_ecg"), DrawnPage("3x4", "not_an_ecg")]).split()
    assert columns[1:4] == ["3", "33%", "100%"]
    assert "0.0" in columns[columns.index("|") + 1 : columns.index("|") + 5]
