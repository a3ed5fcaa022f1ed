"""Arinara, a country that does not exist: 24 institutions and made-up answers, for trying out and teaching.

**Everything here is synthetic.** Answers are drawn with a fixed seed from a made-up quality of each institution; nothing
may be concluded from them about any real body, and every name says that it is fictional.
"""

from assessments.demonstration.answers import answers
from assessments.demonstration.country import fits, institutions, quality
from assessments.demonstration.download import files
from assessments.demonstration.register import register_file, registered

__all__ = ["answers", "files", "fits", "institutions", "quality", "register_file", "registered"]
