"""Who takes part: institutions and their lineage, people, and the one table of who may do what."""
