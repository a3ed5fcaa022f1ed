"""Signing in and out, the first start and choosing a password: plain pages that need no script, and that set the cookie of a session."""
