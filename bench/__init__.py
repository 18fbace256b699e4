"""Speed, measured against named baselines: `make bench`."""
