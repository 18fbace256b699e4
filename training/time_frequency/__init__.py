"""The scalogram classifier: windows of labelled recordings -> Morlet scalograms -> a small CNN -> `models/`."""
