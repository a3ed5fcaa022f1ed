"""Where everything is kept: tables, the engine under them, and the only statements in SQL. Nothing else speaks SQL."""
