"""Files that show the same, gathered into groups to be looked at side by side."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_qc.model import FileReport
from evidence_qc.rules.base import About
from evidence_qc.rules.registry import rules_about


def duplicate_groups(files: Sequence[FileReport]) -> tuple[tuple[int, ...], ...]:
    """Numbers of the files of each group, the one that is kept first; in order of the report.

    A file is in a group with every file that a duplicate finding of it names. The kept one is
    the one that has no such finding itself.
    """
    number_of = {file.facts.path: number for number, file in enumerate(files)}
    parent = list(range(len(files)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    repeat = rules_about(About.REPEAT)
    repeats = set()
    for number, file in enumerate(files):
        for finding in file.findings:
            if finding.rule in repeat:
                repeats.add(number)
                for path in finding.related:
                    if path in number_of:
                        parent[root(number)] = root(number_of[path])
    groups: dict[int, list[int]] = {}
    for number in range(len(files)):
        groups.setdefault(root(number), []).append(number)
    return tuple(
        tuple(sorted(group, key=lambda number: (number in repeats, number)))
        for group in groups.values()
        if len(group) > 1
    )
