"""People: accounts, signing in, the first start, the demonstration."""
