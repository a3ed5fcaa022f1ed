"""Parts of the page on which returns are reviewed."""
