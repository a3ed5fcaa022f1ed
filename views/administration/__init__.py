"""Parts of the page of administration."""
