"""Reviewers judge, each alone, then agree, ask back, and sign off."""
