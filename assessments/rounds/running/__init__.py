"""Rounds from their opening to their publication: who takes part, by when, what stands in the way, who is late."""
