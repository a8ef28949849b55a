"""Measure the video side: speed, best frames against looking at every frame, and boundaries.

    python scripts/benchmarks/benchmark_video.py DATA [--work DIR] [--only speed|frames|spans]
        [--peers PYTHON]

DATA holds the folder ``videos``. Degraded clips with known truth are made from its moving content.
``--peers`` names the Python of an environment with PySceneDetect and Katna; what is not installed
there is said so. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from judgement.facts import digest_of_code
from video_truth import Truth, degraded_clips, hd_clip

from evidence_qc.examine.picture import examine_picture
from evidence_qc.examine.video import ExaminedVideo, examine_video
from evidence_qc.examine.video_choice import FrameCandidate, repeat_ratio
from evidence_qc.focus import FocusModel
from evidence_qc.measures.movement import frame_statistics
from evidence_qc.measures.predicted_mos import predicted_mos
from evidence_qc.media.photo.planes import planes_from_luma
from evidence_qc.media.video.ffmpeg import ffmpeg_path
from evidence_qc.media.video.frames import FrameReader, Steps
from evidence_qc.media.video.probe import probe_video
from evidence_qc.model import FileFacts, FrameSample, Media
from evidence_qc.profiles import load_profile
from evidence_qc.rules.judge import Judge

REAL = (
    "1724.mp4", "5115335471.mp4", "HyZMiWeJyMw_000072_000082.mp4", "book.mkv", "box.mp4",
    "with-gps.mov", "ftyp3gp5.mp4", "small-shaky-5.avi", "videoplayback2.mp4",
    "issue-134-rotate.mp4",
)  # fmt: skip
COUNT = 3


def examined(path: Path, focus: FocusModel) -> ExaminedVideo:
    return examine_video(
        str(path), measure=lambda planes: examine_picture(planes, focus).measurements,
        predicted_mos=predicted_mos,
    )  # fmt: skip


def every_frame(path: Path, focus: FocusModel, work: Path) -> list[FrameCandidate]:
    """Every frame at full resolution, measured; kept in ``work`` while no measure changes."""
    kept = work / f"{path.name}.{focus.version}-{digest_of_code()}.frames"
    if not kept.exists():
        probe, _ = probe_video(str(path))
        assert probe is not None
        rows = []
        with FrameReader(str(path), probe, Steps()) as frames:
            for frame in frames:
                planes = planes_from_luma(frame.pixels)
                picture = examine_picture(planes, focus).measurements
                tiny = frame_statistics(frame.time_s, planes.working).tiny
                rows.append((round(frame.time_s, 3), picture, tiny))
        kept.write_bytes(pickle.dumps(rows))
    return [
        FrameCandidate(FrameSample(time_s, round(predicted_mos(picture), 1), picture), tiny)
        for time_s, picture, tiny in pickle.loads(kept.read_bytes())
    ]


def mean_score(frames: Sequence[FrameCandidate]) -> float:
    return sum(c.sample.score for c in frames) / max(1, len(frames))


def exhaustive_best(frames: list[FrameCandidate], alike: float, count: int) -> list[FrameCandidate]:
    """The best frames none of which repeat each other more than ``alike``: branch and bound."""
    order = sorted(frames, key=lambda c: -c.sample.score)
    best: list[FrameCandidate] = []

    def search(start: int, chosen: list[FrameCandidate], points: float) -> None:
        nonlocal best
        if len(chosen) == count:
            if points > sum(c.sample.score for c in best):
                best = list(chosen)
            return
        for index in range(start, len(order)):
            left = count - len(chosen)
            bound = points + sum(c.sample.score for c in order[index : index + left])
            if best and bound <= sum(c.sample.score for c in best) + 1e-9:
                return
            candidate = order[index]
            if all(repeat_ratio(candidate, other) <= alike + 1e-9 for other in chosen):
                search(index + 1, [*chosen, candidate], points + candidate.sample.score)

    search(0, [], 0.0)
    return best


def nearest(frames: list[FrameCandidate], time_s: float) -> FrameCandidate:
    return min(frames, key=lambda c: abs(c.sample.time_s - time_s))


def row_of_frames(
    path: Path, focus: FocusModel, truth: Truth | None, peers: str | None, work: Path
) -> None:
    everything = every_frame(path, focus, work)
    facts = examined(path, focus).video
    assert facts is not None
    chosen = [nearest(everything, best.time_s) for best in facts.best_frames]
    pairs = [repeat_ratio(a, b) for i, a in enumerate(chosen) for b in chosen[i + 1 :]]
    ideal = exhaustive_best(everything, max(pairs, default=1.0), len(chosen))
    share = 100 * mean_score(chosen) / max(1e-9, mean_score(ideal))
    bad = sum(truth.is_bad(c.sample.time_s) for c in chosen) if truth else None
    cells = [
        path.name, len(everything), len(facts.samples),
        " ".join(f"{c.sample.time_s:.2f}" for c in chosen),
        f"{mean_score(chosen):.1f}", f"{mean_score(ideal):.1f}", f"{share:.1f} %",
        f"{max(pairs, default=0):.2f}", "–" if bad is None else bad,
    ]  # fmt: skip
    for name, times in peer_picks(path, peers).items():
        picks = [nearest(everything, t) for t in times]
        worst = max(
            (repeat_ratio(a, b) for i, a in enumerate(picks) for b in picks[i + 1 :]), default=0.0
        )
        spoiled = sum(truth.is_bad(t) for t in times) if truth else "–"
        cells.append(f"{name}: {mean_score(picks):.1f}, alike {worst:.2f}, bad {spoiled}")
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def peer_picks(path: Path, python: str | None) -> dict[str, list[float]]:
    """Times that other tools pick, asked in their own environment."""
    if python is None:
        return {}
    script = Path(__file__).with_name("video_peers.py")
    done = subprocess.run(
        [python, str(script), str(path), str(COUNT)], capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return dict(json.loads(lines[-1])) if lines else {}


def frames_table(
    data: Path, clips: list[tuple[Path, Truth]], focus: FocusModel, peers: str | None, work: Path
) -> None:
    print(
        "\n| clip | frames | measured | chosen at s | mean score | exhaustive | share | most "
        "alike | from a spoiled part | peers |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    for name in REAL:
        if (data / "videos" / name).exists():
            row_of_frames(data / "videos" / name, focus, None, peers, work)
    for path, truth in clips:
        row_of_frames(path, focus, truth, peers, work)


def spans_table(clips: list[tuple[Path, Truth]], focus: FocusModel) -> None:
    """Where a spoiled part is said to begin and end, against where it does."""
    judge = Judge.for_profile(load_profile("generic"))
    print(
        "\n| clip | part | truth s | found s | by | start off s | end off s |\n"
        "|---|---|---|---|---|---|---|"
    )
    for path, truth in clips:
        seen = examined(path, focus)
        report = judge.file(
            FileFacts(
                path=path.name, media=Media.VIDEO, width_px=seen.width_px,
                height_px=seen.height_px, video=seen.video, damage=seen.damage,
            )
        )  # fmt: skip
        for part in truth.parts:
            spans = [
                (finding.rule, span)
                for finding in report.findings
                if finding.rule in part.rules
                for span in finding.spans_s or ()
            ]
            near = min(
                spans,
                key=lambda s: abs(s[1][0] - part.start_s) + abs(s[1][1] - part.end_s),
                default=None,
            )
            cells = [path.name, part.kind, f"{part.start_s:.2f}–{part.end_s:.2f}"]
            if near is None:
                cells += ["not found", "", "", ""]
            else:
                rule, (start, end) = near
                cells += [
                    f"{start:.2f}–{end:.2f}", rule,
                    f"{start - part.start_s:+.2f}", f"{end - part.end_s:+.2f}",
                ]  # fmt: skip
            print("| " + " | ".join(cells) + " |", flush=True)


def timed(arguments: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and peak memory (MB) of the largest process in the tree."""
    before = time.perf_counter()
    done = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(done.pid, 0)
    return time.perf_counter() - before, usage.ru_maxrss / 1024


def speed_table(work: Path, repeats: int) -> None:
    print(
        "\n| clip | ffmpeg -f null s | scan s | ratio | peak of a process MB | sum MB |\n"
        "|---|---|---|---|---|---|"
    )
    for seconds, size in ((60, "1920x1080"), (240, "1920x1080"), (60, "3840x2160")):
        path = hd_clip(work, seconds, size)
        decode, scan, peak = [], [], 0.0
        for _ in range(repeats):
            decode.append(timed([ffmpeg_path(), "-nostdin", "-i", str(path), "-f", "null", "-"])[0])
            took, _ = timed([sys.executable, "-m", "evidence_qc", "scan", str(path), "--no-cache",
                             "--format", "json"])  # fmt: skip
            scan.append(took)
        peak = tree_memory_mb([sys.executable, "-m", "evidence_qc", "scan", str(path),
                               "--no-cache", "--format", "json"])  # fmt: skip
        ratio = min(scan) / min(decode)
        print(f"| {path.name} | {min(decode):.2f} | {min(scan):.2f} | {ratio:.2f} | "
              f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} | {peak:.0f} |",
              flush=True)  # fmt: skip


def tree_memory_mb(arguments: Sequence[str]) -> float:
    """Highest sum of resident memory of a process and its children (Linux; 0 elsewhere)."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(resident_mb(pid) for pid in family(process.pid)))
        time.sleep(0.02)
    return peak


def family(pid: int) -> list[int]:
    """A process and all that its threads have started."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for item in (task / "children").read_text().split():
                found += family(int(item))
    except OSError:
        pass
    return found


def resident_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6
    except (OSError, IndexError):
        return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, help="where made clips are kept between runs")
    parser.add_argument("--only", choices=["speed", "frames", "spans"])
    parser.add_argument("--peers", help="Python of an environment with other tools")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if options.only in {None, "speed"}:
            speed_table(work, options.repeats)
        if options.only in {None, "frames", "spans"}:
            focus = FocusModel()
            clips = degraded_clips(options.data, work)
            if options.only in {None, "spans"}:
                spans_table(clips, focus)
            if options.only in {None, "frames"}:
                frames_table(options.data, clips, focus, options.peers, work)


if __name__ == "__main__":
    main()
