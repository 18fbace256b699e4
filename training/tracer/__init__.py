"""The network that follows the traces: windows with their truth, learning, and what it is worth."""
