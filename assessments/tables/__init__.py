"""Inside a table of answers: its columns, the design behind its rows, and its two shapes, long and wide."""
