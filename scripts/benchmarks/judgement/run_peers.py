"""Run inside an environment with ``cleanvision`` and ``capturetrust``: photos in, answers out.

Both tools at their default settings, except that capturetrust's least size is lifted, because the
labelled photos are thumbnails.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def cleanvision(photos: list[str]) -> dict[str, object]:
    from cleanvision import Imagelab

    lab = Imagelab(filepaths=photos)
    lab.find_issues(issue_types={"blurry": {}, "dark": {}, "light": {}}, n_jobs=1, verbose=False)
    table = lab.issues.loc[photos]
    blurry, dark, light = (1 - table[f"{kind}_score"] for kind in ("blurry", "dark", "light"))
    says = {kind: table[f"is_{kind}_issue"].tolist() for kind in ("blurry", "dark", "light")}
    return {
        "tool": "cleanvision",
        "blur": blurry.tolist(),
        "dark": dark.tolist(),
        "bright": light.tolist(),
        "says_dark": says["dark"],
        "says_bright": says["light"],
        "rejects": [any(each) for each in zip(*says.values(), strict=True)],
        "score": table[["blurry_score", "dark_score", "light_score"]].min(axis=1).tolist(),
    }


def capturetrust(photos: list[str]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        for index, photo in enumerate(photos):
            (Path(folder) / f"{index:06d}.jpg").write_bytes(Path(photo).read_bytes())
        answered = Path(folder) / "answers.json"
        command = Path(sys.executable).with_name("capturetrust")
        options = ["--min-width", "1", "--min-height", "1", "--json-output", str(answered)]
        command_line = [str(command), "batch", folder, *options]
        subprocess.run(command_line, check=False, stdout=subprocess.DEVNULL)
        results = json.loads(answered.read_text())["results"]
    reports = [each["report"] for each in sorted(results, key=lambda each: Path(each["file"]).name)]
    metrics = [report["metrics"] for report in reports]
    light = [metric["average_brightness"] for metric in metrics]
    return {
        "tool": "capturetrust",
        "blur": [-metric["blur_score"] for metric in metrics],
        "dark": [-value for value in light],
        "bright": light,
        "says_dark": [metric["brightness_label"] in {"dark", "low", "too dark"} or any(
            "dark" in issue.lower() for issue in report["issues"]
        ) for metric, report in zip(metrics, reports, strict=True)],
        "says_bright": [
            any("bright" in issue.lower() or "expos" in issue.lower() for issue in report["issues"])
            for report in reports
        ],
        "rejects": [not report["is_acceptable"] for report in reports],
        "score": [report["score"] for report in reports],
    }  # fmt: skip


if __name__ == "__main__":
    listed = json.loads(Path(sys.argv[1]).read_text())
    Path(sys.argv[2]).write_text(json.dumps([cleanvision(listed), capturetrust(listed)]))
