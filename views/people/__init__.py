"""People as administrators see them, and one's own account."""
