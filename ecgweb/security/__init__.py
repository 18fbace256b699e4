"""Who may see what, how often, and what browsers are told."""
