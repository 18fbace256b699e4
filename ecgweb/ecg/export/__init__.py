"""From a recording to files that other programs read: one module a format."""
