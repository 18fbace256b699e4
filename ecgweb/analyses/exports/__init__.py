"""Results to take away: the digitised ECG for other programs, and a report of one page."""
