"""Which frames other tools pick: run by ``benchmark_video.py`` in an environment that has them.

    python video_peers.py CLIP COUNT

Prints one JSON object: tool → times in seconds. A tool that is missing or fails is left out and
named on stderr.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path


def pyscenedetect(clip: str, count: int) -> list[float]:
    """Scenes by the adaptive detector, images of them as its own ``save-images`` spaces them."""
    from scenedetect import AdaptiveDetector, detect, open_video

    scenes = detect(clip, AdaptiveDetector())
    if scenes:
        spans = [(a.get_seconds(), b.get_seconds()) for a, b in scenes]
    else:
        video = open_video(clip)
        spans = [(0.0, video.duration.get_seconds())]
    longest = sorted(spans, key=lambda s: s[0] - s[1])[:count]
    if len(longest) >= count:
        return sorted((a + b) / 2 for a, b in longest)
    start, end = longest[0]
    return [start + (end - start) * (i + 0.5) / count for i in range(count)]


def katna(clip: str, count: int) -> list[float]:
    """Katna's key frames; it gives pictures, so each is looked up in the clip."""
    import cv2
    import numpy as np
    from Katna.video import Video
    from Katna.writer import KeyFrameDiskWriter

    with tempfile.TemporaryDirectory() as folder:
        writer = KeyFrameDiskWriter(location=folder)
        Video().extract_video_keyframes(no_of_frames=count, file_path=clip, writer=writer)
        picked = [cv2.imread(str(path)) for path in sorted(Path(folder).iterdir())]
    wanted = [cv2.resize(p, (96, 96)).astype(np.float32) for p in picked if p is not None]
    best = [(float("inf"), 0.0)] * len(wanted)
    capture = cv2.VideoCapture(clip)
    while True:
        time_ms = capture.get(cv2.CAP_PROP_POS_MSEC)
        read, frame = capture.read()
        if not read:
            break
        small = cv2.resize(frame, (96, 96)).astype(np.float32)
        for index, target in enumerate(wanted):
            distance = float(np.abs(small - target).mean())
            if distance < best[index][0]:
                best[index] = (distance, time_ms / 1000)
    return sorted(time for _, time in best)


def main() -> None:
    clip, count = sys.argv[1], int(sys.argv[2])
    found = {}
    for name, pick in (("PySceneDetect", pyscenedetect), ("Katna", katna)):
        try:
            found[name] = [round(time, 3) for time in pick(clip, count)]
        except Exception as error:
            text = re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")
            print(f"{name}: {text}", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
