"""What a round comes to: frozen, scored, made anew beside the old, published for good."""
