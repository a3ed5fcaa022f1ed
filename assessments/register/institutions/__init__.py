"""Institutions: names, facts, lineage by a stated rule, and lists that come in and go out."""
