"""Bundles against their bars: a mixed case, 35 loose photos, every profile, 300 photos.

    python scripts/benchmarks/benchmark_bundle.py [DATA] [--only case|loose|profiles|plan]
        [--cases 20] [--profile NAME]

``DATA`` is a folder of labelled photos and clips (README, "Accuracy"): ``photos.csv``, ``photos/``,
``cameras/``, ``videos/``; without it the cases are made of procedural pictures alone, and the mixed
case has no HEIC with a place in it. Prints one line a bar and exits 1 when one is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bundle_cases import (
    facts_of,
    make_mixed,
    material,
    photo_pool,
    random_case,
    test_clip,
    with_time,
)
from photographic import jpeg, scene
from PIL import Image

from evidence_qc.bundle.build import build_bundle as build
from evidence_qc.bundle.tools import default_tools
from evidence_qc.bundle.types import BundleOptions, BundleResult
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import Profile, ProfileRef
from evidence_qc.plan.plan import make_plan
from evidence_qc.profiles import load_profile, profile_names
from evidence_qc.rules.judge import Judge
from evidence_qc.stages.bundle import build_bundle
from evidence_qc.stages.scan import scan

PRIVATE = ("GPS", "Serial", "Owner", "Artist", "Author", "Creator", "Byline", "Contact")
misses: list[str] = []


def bar(name: str, held: bool, figure: object = "") -> None:
    said = f": {figure}" if figure != "" else ""
    print(f"{'ok  ' if held else 'MISS'}  {name}{said}", flush=True)
    if not held:
        misses.append(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--only", choices=["case", "loose", "profiles", "plan"])
    parser.add_argument("--cases", type=int, default=20, help="random cases per profile")
    parser.add_argument("--profile", action="append", help="only these profiles; default: all")
    parser.add_argument("--work", type=Path, help="folder to keep; default: a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("EVIDENCE_QC_CACHE", str(work / "cache"))
        for name, check in (
            ("plan", plan_of_300),
            ("case", lambda: mixed_case(work / "case", options.data)),
            ("loose", lambda: loose_photos(work / "loose", options.data)),
            ("profiles", lambda: every_profile(work / "profiles", options.cases, options.profile)),
        ):
            if options.only in {None, name}:
                check()
    sys.exit(bool(misses))


# The case of the design: 3 claims, one title in Cyrillic, 13 good and 4 bad photos, a HEIC with
# a place, 2 clips.


def mixed_case(work: Path, data: Path | None) -> None:
    shutil.rmtree(work, ignore_errors=True)
    source = work / "in"
    rejected = make_mixed(source, data)
    said = CaseOptions(item="Toy set, blue", reason="damaged", ask="Half of the price")
    first = build_bundle([source], work / "one", case_options=said)
    start, cpu = time.perf_counter(), time.process_time()
    build_bundle([source], work / "two", case_options=said)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    figure = f"{wall:.1f} s ({cpu:.1f} s of one processor)"
    bar("mixed case, warm cache, under 20 s", wall < 20, figure)
    tiles = [t for slot in first.plan.slots for t in slot.tiles]
    used = {Path(t.path).name for t in tiles}
    displayed = {number for t in tiles for number in t.claims}
    submitted = sorted(p.name for p in (work / "one/submit").iterdir())
    bar("at most 3 photos and 1 video", len(submitted) <= 5, " ".join(submitted))
    bar("all claims are shown", displayed == {1, 2, 3}, f"{sorted(displayed)}")
    bar("no rejected photo is used", not used & rejected, f"{len(used)} tiles")
    bar("originals are byte-identical", originals_match(source, work / "one/originals"))
    bar("two runs give the same bytes", digests(work / "one") == digests(work / "two"))
    if shutil.which("sha256sum"):
        command = ["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"]
        bar("sha256sum -c", subprocess.run(command, cwd=work / "one", check=False).returncode == 0)
    private_fields(work / "one/submit")
    victim = work / "two/submit/1.jpg"
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    bar("verify: untouched", verify_bundle(work / "one").intact)
    command = [sys.executable, "-m", "evidence_qc", "verify", str(work / "two")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    bar("verify: one changed byte", ended.returncode == 6 and "submit/1.jpg" in ended.stdout)
    print(first.statement)


def private_fields(submit: Path) -> None:
    if not shutil.which("exiftool"):
        print("--    no exiftool here: the metadata of the submitted files was not read")
        return
    command = ["exiftool", "-j", "-G", "-a", "-ee", str(submit)]
    files = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    found = {
        f"{Path(file['SourceFile']).name} {key}"
        for file in files
        for key in file
        if any(word.lower() in key.lower() for word in PRIVATE)
        and not key.endswith((":CreatorTool", ":ProfileCreator"))
    }
    bar("no GPS, serial or owner in what is submitted", not found, ", ".join(sorted(found)))


def originals_match(source: Path, copies: Path) -> bool:
    return digests(source) == digests(copies)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def loose_photos(work: Path, data: Path | None) -> None:
    """35 loose photos and 3 clips, no folders, no options, no terminal."""
    shutil.rmtree(work, ignore_errors=True)
    source = work / "in"
    source.mkdir(parents=True)
    good, bad, clips = material(data)
    contents = (good + bad + [jpeg(scene(1600, 1200, 90 + n), 88) for n in range(35)])[:35]
    moment = datetime(2026, 11, 1, 12)
    rng = random.Random(7)
    for number, content in enumerate(contents):
        moment += timedelta(seconds=rng.choice([4, 6, 9, 200]))
        (source / f"IMG_{1000 + number}.jpg").write_bytes(with_time(content, moment))
    for number, clip in enumerate(clips):
        shutil.copy(clip, source / f"VID_{number}{clip.suffix}")
    result = build_bundle([source], work / "out")
    tiles = [len(slot.tiles) for slot in result.plan.slots]
    bar("35 loose photos: up to 3 photos of at most 2 tiles", tiles and max(tiles) <= 2, tiles)
    bar("35 loose photos: a clip is chosen", bool(result.plan.video) or not clips)
    print(result.statement, *result.weak_points, sep="\n")


# Every profile with random cases: sizes, shapes, formats and numbers of photos that phones write.


def every_profile(work: Path, cases: int, names: list[str] | None) -> None:
    work.mkdir(parents=True, exist_ok=True)
    pool = photo_pool(work / "pool")
    clip = test_clip(work / "clip.mp4")
    # Scanned once: each case is made of copies.
    seen = scan([*pool, clip])
    facts = {Path(file.facts.path): file.facts for file in seen.files}
    for name in names or profile_names():
        profile = load_profile(name)
        rng = random.Random(name)
        faults: list[str] = []
        weak = 0
        for number in range(cases):
            copies = random_case(work / "in", pool, clip, rng)
            copied = [replace(facts[of], path=str(path)) for path, of in sorted(copies.items())]
            judge = Judge.for_profile(profile)
            report = replace(
                seen,
                profile=ProfileRef(profile.name, profile.sha256),
                files=tuple(judge.file(each) for each in copied),
                findings=(),
            )
            said = CaseOptions(item="Lamp", reason="damaged", ask="Refund")
            case = load_case([str(work / "in")], copied, options=said)
            result = build(
                report,
                case,
                profile,
                work / "out",
                tools=default_tools(report),
                options=BundleOptions(force=True),
            )
            faults += [f"case {number}: {fault}" for fault in outside(profile, result)]
            weak += any("reduced" in w or "compressed" in w for w in result.weak_points)
        bar(f"{name}: {cases} random cases within limits", not faults, f"{weak} compressed visibly")
        for fault in faults[:5]:
            print("      ", fault)


def outside(profile: Profile, result: BundleResult) -> list[str]:
    """What breaks the profile in a written bundle."""
    submit = result.path / "submit"
    photos = sorted(p for p in submit.iterdir() if p.suffix == ".jpg")
    videos = sorted(p for p in submit.iterdir() if p.suffix == ".mp4")
    faults = []
    if profile.photos_max.value is not None and len(photos) > profile.photos_max.value:
        faults.append(f"{len(photos)} photos")
    if profile.videos_max.value is not None and len(videos) > profile.videos_max.value:
        faults.append(f"{len(videos)} videos")
    for path in photos:
        with Image.open(path) as image:
            width, height = image.size
            faults += [f"{path.name} is {image.format}"] if image.format != "JPEG" else []
            faults += [f"{path.name} is {image.mode}"] if image.mode != "RGB" else []
        for limit, value, unit in (
            (profile.photo_bytes_max.value, path.stat().st_size, "bytes"),
            (profile.photo_pixels_max.value, width * height, "pixels"),
            (profile.photo_long_side_max_px.value, max(width, height), "px"),
        ):
            if limit is not None and value > limit:
                faults.append(f"{path.name}: {value} {unit} > {limit}")
    for path in videos:
        if profile.video_bytes_max.value and path.stat().st_size > profile.video_bytes_max.value:
            faults.append(f"{path.name}: {path.stat().st_size} bytes")
    total = sum(path.stat().st_size for path in photos + videos)
    if profile.total_bytes_max.value is not None and total > profile.total_bytes_max.value:
        faults.append(f"{total} bytes together")
    return faults


def plan_of_300() -> None:
    """300 photos in one case, in folders and loose."""
    rng = random.Random(1)
    loose = [facts_of(f"p/IMG_{n}.jpg", n, rng) for n in range(300)]
    folders = [facts_of(f"p/c{n % 7}/{n}.jpg", n, rng) for n in range(300)]
    for name, files in (("in folders", folders), ("loose", loose)):
        start = time.perf_counter()
        make_plan(load_case(["p"], files), files, load_profile("aliexpress"))
        seconds = time.perf_counter() - start
        bar(f"300 photos {name}: plan under 2 s", seconds < 2, f"{seconds:.2f} s")


if __name__ == "__main__":
    main()
