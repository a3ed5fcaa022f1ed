"""From responses to results: scorecards, comparisons, roll-ups, and their files."""
