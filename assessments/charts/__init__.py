"""Figures without a browser: each takes a Comparison and gives a plotly figure that says what it found."""

from assessments.charts.beside import beside
from assessments.charts.ranking import ranking
from assessments.charts.scorecard import scorecard

__all__ = ["beside", "ranking", "scorecard"]
