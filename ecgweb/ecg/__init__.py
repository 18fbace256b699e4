"""The ECG itself: recordings, paper, pages and waves. Knows no web framework, no database and no network library."""
