"""One file for each kind of file that holds a table."""
