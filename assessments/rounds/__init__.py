"""An institution answers: rounds, returns, evidence, review, results, and the log of every change."""
