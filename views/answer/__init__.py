"""Parts of the page on which an institution answers."""
