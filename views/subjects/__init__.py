"""Parts of the page on which an institution keeps its list of laws, processes, risks or posts."""
