"""Who was assessed, when, and how they compare: from files to scorecards and comparisons."""

from assessments.institutions import Institution, read_institutions
from assessments.reading import from_table, read_responses
from assessments.results.assess import Scorecard, Scorecards, assess
from assessments.results.compare import Comparison, compare
from assessments.results.outputs import save
from assessments.tables.problems import DataError, Mistake
from assessments.version import __version__

__all__ = [
    "Comparison",
    "DataError",
    "Institution",
    "Mistake",
    "Scorecard",
    "Scorecards",
    "__version__",
    "assess",
    "compare",
    "from_table",
    "read_institutions",
    "read_responses",
    "save",
]
