"""What a dispute is about: claims, what shows them, which photos go where, and the words for it."""

from evidence_qc.case.ask import Question, complete, questions
from evidence_qc.case.case_file import find_case_file, read_case_file
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.plan import PlanOptions, make_plan
from evidence_qc.case.statement import Statement, write_statement
from evidence_qc.case.summary import summarise
from evidence_qc.case.tiles import Numbering
from evidence_qc.case.weak import weak_points

__all__ = [
    "CaseOptions",
    "Numbering",
    "PlanOptions",
    "Question",
    "Statement",
    "complete",
    "find_case_file",
    "load_case",
    "make_plan",
    "questions",
    "read_case_file",
    "summarise",
    "weak_points",
    "write_statement",
]
