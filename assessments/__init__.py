"""Who was assessed, when, and how they compare: from files to scorecards and comparisons."""

from assessments.assess import Scorecard, Scorecards, assess
from assessments.compare import Comparison, compare
from assessments.institutions import Institution, read_institutions
from assessments.outputs import save
from assessments.problems import DataError, Mistake
from assessments.reading import from_table, read_responses
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
