"""Evidence on the screen: lists, forms, and the route from which files are handed out."""
