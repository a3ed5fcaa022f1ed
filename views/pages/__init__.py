"""One file, one page: widgets in, figures out."""
