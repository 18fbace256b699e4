"""Learning to find and to tell apart heartbeats and rhythms, from single-lead databases."""
