"""What is asked: the model of a questionnaire, its loader, its wording, and one folder per edition."""

from questionnaires.catalogue import Edition, edition, find, folders, load
from questionnaires.model import Group, Item, Questionnaire
from questionnaires.problems import Problem, QuestionnaireError
from questionnaires.wording import Wording

__all__ = ["Edition", "Group", "Item", "Problem", "Questionnaire", "QuestionnaireError", "Wording", "edition", "find", "folders", "load"]
