"""Single-lead heartbeats: where they are, how they look beside their neighbours, and how they follow each other."""
