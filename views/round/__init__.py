"""Parts of the page of one round."""
