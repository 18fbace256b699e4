"""The network that reads printed names of leads: drawn scenes, learning, and what it is worth."""
