"""Every picture's light: which set, which lamp, where the phone is. Renders to ``WORK/light``."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..goods import parcel, unboxed
from ..goods.garment import Jacket, jacket
from . import scene, stage
from .scene import Camera

Spots = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Shot:
    """One render: ``view`` places the camera from the set's spots; ``marks`` are projected."""

    name: str
    set: str
    view: Callable[[Spots], Camera]
    size: tuple[int, int] = (1600, 1200)
    samples: int = 10
    light: str = "evening"
    power: float = 1.0
    marks: tuple[str, ...] = ()
    ruler: Callable[[Spots], tuple] | None = None
    depth: bool = False


def near(spot: str, away, roll=0.0, focus=None, shift=(0.0, 0.0, 0.0), **lens):
    """A camera ``away`` from a spot, looking at it (moved by ``shift``)."""

    def view(spots: Spots) -> Camera:
        at = np.array(spots[spot], float)
        return Camera(tuple(at + away), tuple(at + np.array(shift)), roll, focus, **lens)

    return view


def fixed(eye, target, roll=0.0, **more):
    return lambda spots: Camera(eye, target, roll, **more)


ALL = ("hole", "seam", "stain", "snap 2")
SHOTS = (
    Shot(
        "hole",
        "jacket",
        near("hole", (-0.02, -0.075, 0.150), 6.0),
        (1760, 1320),
        samples=20,
        marks=("hole",),
        depth=True,
    ),
    Shot(
        "over",
        "jacket",
        fixed((0.012, -0.16, 0.98), (0.0, -0.045, 0.03), 2.0),
        marks=ALL,
    ),
    Shot("seam", "jacket", near("seam", (0.015, -0.085, 0.165), -5.0), samples=20, marks=("seam",)),
    Shot("stain", "jacket", near("stain", (0.03, -0.11, 0.235), 4.0), samples=20, marks=("stain",)),
    Shot(
        "buttons",
        "jacket",
        near(
            "snap 2", (0.030, -0.070, 0.098), -14.0, focus=0.1245, shift=(0, 0.010, 0), f_number=3.5
        ),
        samples=20,
        marks=("snap 2",),
    ),
    Shot(
        "angle",
        "jacket",
        fixed((0.17, -0.78, 0.70), (0.02, -0.06, 0.02), -1.5),
        marks=ALL,
    ),
    Shot(
        "seam_wide",
        "jacket",
        near("seam", (-0.03, -0.22, 0.36), 8.0, shift=(0.03, 0.01, 0)),
        marks=("seam",),
    ),
    Shot(
        "hole_ruler",
        "jacket",
        near("hole", (0.0, -0.12, 0.26), -4.0, shift=(-0.01, -0.01, 0)),
        marks=("hole",),
        ruler=lambda s: (s["hole"] + np.array([-0.022, -0.050, 0.012]), -24.0),
    ),
    Shot(
        "seam_dusk",
        "jacket",
        near("seam", (0.06, -0.18, 0.30), -9.0, shift=(0.02, 0, 0)),
        light="dusk",
        marks=("seam",),
    ),
    Shot(
        "hole_behind",
        "jacket",
        near("hole", (-0.052, -0.155, 0.092), 3.0, 0.80, (0.010, 0.026, 0.010)),
        samples=20,
        marks=("hole",),
    ),
    Shot(
        "parcel",
        "landing",
        fixed((0.150, -0.275, 0.455), (0.022, -0.030, 0.075), -8.0),
        samples=8,
        light="landing",
        marks=("corner", "label"),
    ),
    Shot(
        "corner",
        "landing",
        near("corner", (0.09, -0.17, 0.21), 11.0, shift=(-0.040, 0.025, -0.01)),
        samples=8,
        light="landing",
        marks=("corner",),
    ),
    Shot(
        "label",
        "landing",
        near("label", (0.045, 0.004, 0.185), 3.0),
        samples=5,
        light="landing",
        marks=("label",),
    ),
    Shot(
        "label_flash",
        "landing",
        near("label", (0.014, -0.001, 0.205), -4.0, f_number=2.7, lens_mm=8.4),
        (1200, 1600),
        samples=6,
        light="flash",
        marks=("label",),
    ),
    Shot(
        "open",
        "open",
        fixed((0.02, -0.36, 0.66), (0.01, -0.01, 0.10), 2.0),
        (1440, 1080),
        marks=("middle", "corner"),
        depth=True,
    ),
    Shot(
        "listing",
        "clean",
        fixed((0.0, -0.10, 1.35), (0.0, -0.03, 0.03), 0.0),
        (720, 880),
        light="studio",
    ),
)


def _build(kind: str, made: dict, work: Path) -> Spots:
    if kind in ("jacket", "clean"):
        coat = _coat(work, kind == "jacket")
        stage.scatter((coat.meshes, coat.strands), made)
        if kind == "jacket":
            stage.floor(made)
        else:
            scene.add_mesh(stage.sheet("paper", (6, 6), (0, 0, 0), "skirting"), made)
        return dict(coat.spots)
    meshes, spots = unboxed.opened() if kind == "open" else parcel.closed()
    for mesh in meshes:
        scene.add_mesh(mesh, made)
    (stage.table if kind == "open" else stage.landing)(made)
    return spots


def _coat(work: Path, damaged: bool) -> Jacket:
    """The sewn jacket; it takes half a minute, so it is kept in the work folder."""
    import pickle

    path = work / f"jacket-{'damaged' if damaged else 'clean'}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    coat = jacket(damaged)
    path.write_bytes(pickle.dumps(coat))
    return coat


def _light(shot: Shot, camera: Camera) -> None:
    if shot.light == "flash":
        stage.flash(camera.eye, camera.target, shot.power)
    else:
        {
            "evening": stage.evening,
            "studio": stage.studio,
            "dusk": stage.dusk,
            "landing": stage.landing_light,
        }[shot.light](shot.power)


def render_all(work: Path, only, scale: float, samples: int | None, threads: int) -> None:
    """Render what is missing (or named) and store light as float16 with its marks beside it.

    Where a clip is made of it, how far things are is stored too.

    Shots of one set stand together in the table, so that a set is built once.
    """
    paint = stage.painted(work)
    out = work / ("light" if scale == 1 else "preview")
    out.mkdir(exist_ok=True)
    built, made, spots = None, {}, {}
    for shot in SHOTS:
        target = out / f"{shot.name}.npy"
        if (only and shot.name not in only) or (target.exists() and not only):
            continue
        began = time.time()
        if built != shot.set:
            scene.reset(threads)
            made = stage.common_materials(paint)
            spots, built = _build(shot.set, made, work), shot.set
        scene.clear_view()
        camera = shot.view(spots)
        if shot.ruler:
            stage.ruler_at(*shot.ruler(spots), made)
        scene.set_camera(camera)
        _light(shot, camera)
        size = (int(shot.size[0] * scale), int(shot.size[1] * scale))
        light = scene.render(size, samples or shot.samples, out / f"{shot.name}.exr")
        marks = {name: scene.project(spots[name]) for name in shot.marks}
        np.save(target, light.astype(np.float16))
        if shot.depth:
            np.savez_compressed(out / f"{shot.name}-depth.npz", scene.depth((288, 216)))
        facts = {
            "marks": marks,
            "blur": {name: scene.defocus(spots[name], camera, size) for name in shot.marks},
            "seconds": round(time.time() - began, 1),
            "size_px": size,
            "full_px": shot.size,
        }
        target.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n")
        print(f"{shot.name}: {facts['seconds']} s", flush=True)
