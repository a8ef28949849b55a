"""What stands for a spilled report is as good as the report."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from evidence_qc.model import FileFacts, FileReport, Finding, Media, Severity, Verdict
from evidence_qc.runtime.spill import SpillBuffer


def report(number: int = 1) -> FileReport:
    """One of many."""
    return FileReport(
        FileFacts(f"{number}.jpg", Media.PHOTO, sha256=str(number)),
        Verdict.BORDERLINE,
        float(number),
        (Finding("too-dark", Severity.WARN, f"It is dark {number}."),),
    )


def test_the_first_are_kept_as_they_are() -> None:
    """A small set is never put aside."""
    spill = SpillBuffer(at_hand=1)
    first, second = report(1), report(2)

    assert spill.put(first) is first
    assert spill.put(second) is not second


def test_a_stand_in_is_equal_and_says_the_same() -> None:
    """Every field, in any order, and as often as anyone asks."""
    spill = SpillBuffer(at_hand=0)
    made = [report(number) for number in range(50)]
    kept = [spill.put(each) for each in made]

    assert kept == made
    assert made == kept
    assert set(kept) == set(made)
    assert [each.facts.path for each in reversed(kept)] == [f"{n}.jpg" for n in range(49, -1, -1)]
    assert kept[7].findings == made[7].findings
    assert kept[7].verdict is Verdict.BORDERLINE
    assert repr(made[3].facts) in repr(kept[3])
    assert isinstance(kept[0], FileReport)


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))]
)
def test_a_copy_is_a_report_of_its_own(copied) -> None:  # type: ignore[no-untyped-def]
    """It outlives the buffer."""
    assert copied(SpillBuffer(at_hand=0).put(report(3))) == report(3)


def test_a_changed_one_takes_its_place() -> None:
    """Put aside where the old one was, else not."""
    spill = SpillBuffer(at_hand=1)
    near, far = spill.put(report(1)), spill.put(report(2))
    changed = replace(report(1), score=9.0)

    assert spill.put_instead(near, changed) is changed
    assert spill.put_instead(far, changed) is not changed
    assert spill.put_instead(far, changed) == changed
    assert replace(far, score=5.0).score == 5.0
    assert replace(far, score=5.0).facts == far.facts


def test_threads_read_what_they_asked_for() -> None:
    """No thread sees the report of another."""
    spill = SpillBuffer(at_hand=0)
    kept = [spill.put(report(number)) for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        names = list(pool.map(lambda n: kept[n % 40].facts.path, range(2000)))

    assert names == [f"{n % 40}.jpg" for n in range(2000)]


def test_a_full_disk_costs_memory_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report stays at hand."""

    class Full:
        def seek(self, *_: int) -> None:
            raise OSError("No space left on device")

    spill = SpillBuffer(at_hand=0)
    monkeypatch.setattr(spill, "_file", Full())
    made = report()

    assert spill.put(made) is made
