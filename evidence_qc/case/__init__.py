"""What a dispute is about: claims, what shows them, which photos go where, and the words for it."""

from evidence_qc.case.case_file import find_case_file, read_case_file
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.summary import summarise

__all__ = ["CaseOptions", "find_case_file", "load_case", "read_case_file", "summarise"]
