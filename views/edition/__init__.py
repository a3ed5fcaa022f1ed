"""What the page of an edition is made of: one file a tab."""
