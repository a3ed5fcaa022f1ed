"""How long a national round takes, beside bare numpy on the same file: `python -m tests.bench`."""
