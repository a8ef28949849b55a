"""The sets: the jacket on the floor, the parcel on the landing and on the table; their light."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ..goods import clutter, unboxed
from ..goods.meshes import Mesh, Strands, box
from . import materials, scene, textures, used

NAVY = (0.0085, 0.0115, 0.0225)


def painted(work: Path) -> dict[str, Path]:
    """Paint the textures once into the work folder."""
    makers = {
        "oak": lambda: textures.boards(4096, 2.4, (184, 166, 142), (116, 98, 78), seed=3),
        "walnut": lambda: textures.boards(4096, 1.5, (148, 106, 74), (84, 54, 36), (0.31, 3.0), 8),
        "kraft": lambda: textures.cardboard(2048),
        "label": lambda: textures.parcel_label(1500),
        "ruler": textures.ruler,
        "brand": textures.brand,
        "printed": lambda: textures.printed_cardboard(2048),
        "tag": textures.hang_tag,
        "slip": textures.slip,
        "fragile": textures.fragile_tape,
    }
    out = {name: work / f"{name}.png" for name in makers}
    for name, path in out.items():
        if not path.exists():
            Image.fromarray(makers[name]()).save(path)
    return out


def sheet(
    name: str, size: tuple[float, float], at, material: str, up="z", shift=(0.0, 0.0)
) -> Mesh:
    """A flat rectangle centred at ``at``; UV in metres from its corner plus ``shift``."""
    x, y = size[0] / 2, size[1] / 2
    corners = np.array([[-x, -y], [x, -y], [x, y], [-x, y]])
    flat = np.zeros((4, 3))
    flat[:, [0, 1] if up == "z" else [0, 2]] = corners
    uv = corners + np.array([x, y]) + np.array(shift)
    return Mesh(name, flat + np.array(at), np.array([[0, 1, 2, 3]]), uv, material, {}, smooth=False)


def common_materials(paint: dict[str, Path]) -> dict:
    m = materials
    return {
        "nylon": m.nylon("nylon", NAVY),
        "soiled": m.nylon("soiled", NAVY, soiled=True),
        "lining": m.nylon("lining", (0.010, 0.012, 0.018), 0.55),
        "thread": m.plain("thread", (0.012, 0.016, 0.034), 0.7),
        "yarn": m.plain("yarn", (0.16, 0.19, 0.28), 0.8),
        "fluff": m.fluff(),
        "lint": m.plain("lint", (0.42, 0.41, 0.40), 0.9),
        "hair": m.plain("hair", (0.035, 0.022, 0.014), 0.45),
        "quill": m.plain("quill", (0.80, 0.76, 0.66), 0.4),
        "down": m.down(),
        "metal": m.plain("metal", (0.62, 0.60, 0.56), 0.28, Metallic=1.0),
        "rusty": m.rusty(),
        "rib": m.rib(),
        "zip": m.zip_tape(),
        "wall": m.wall(),
        "skirting": m.plain("skirting", (0.80, 0.79, 0.76), 0.35),
        "oak": m.wood("oak", paint["oak"], 2.4, 0.22),
        "walnut": m.wood("walnut", paint["walnut"], 1.5, 0.34),
        "ruler": m.picture("ruler", paint["ruler"], 0.34, Metallic=0.8),
        "brand": m.picture("brand", paint["brand"], 0.8, 0.0003),
        "kraft": used.board("kraft", paint["kraft"]),
        "printed": used.board("printed", paint["printed"]),
        "inside": m.picture("inside", paint["kraft"], 0.8, 0.0006),
        "cut": used.cut_edge(),
        "terrazzo": used.terrazzo(),
        "label": m.picture("label", paint["label"], 0.45, 0.0002),
        "tape": used.tape(),
        "fragile": m.picture("fragile", paint["fragile"], 0.20, 0.0006, Coat_Weight=0.6),
        "film": m.clear_film(),
        "polybag": m.polybag(),
        "tag": m.picture("tag", paint["tag"], 0.6, 0.0001),
        "receipt": m.picture("receipt", paint["slip"], 0.55, 0.0001),
        "black": m.plain("black", (0.012, 0.012, 0.013), 0.45),
        "white plastic": m.plain("white plastic", (0.62, 0.62, 0.60), 0.35),
        "blue plastic": m.plain("blue plastic", (0.012, 0.05, 0.26), 0.28),
        "orange": m.plain("orange", (0.55, 0.12, 0.015), 0.33),
        "steel": m.plain("steel", (0.55, 0.55, 0.56), 0.26, Metallic=1.0),
        "ceramic": m.glazed(),
        "coffee": m.plain("coffee", (0.012, 0.006, 0.003), 0.06),
        "roll": m.plain("roll", (0.26, 0.13, 0.045), 0.22, Coat_Weight=0.5),
    }


def scatter(things: tuple[Sequence[Mesh], Sequence[Strands]], made: dict) -> None:
    for mesh in things[0]:
        scene.add_mesh(mesh, made)
    for strands in things[1]:
        scene.add_strands(strands, made)


def floor(made: dict) -> None:
    """Greyed oak boards, a white wall with its skirting board behind the collar; things about."""
    scatter(clutter.on_floor(), made)
    scatter(([clutter.turned(m, 24, (0.66, 0.66, 0)) for m in unboxed.emptied()], []), made)
    scene.add_mesh(sheet("floor", (6, 6), (0, 0, 0), "oak", shift=(0.3, 0.9)), made)
    scene.add_mesh(sheet("wall", (6, 3), (0, 0.92, 1.5), "wall", up="y"), made)
    scene.add_mesh(box("skirting", (6, 0.016, 0.09), (0, 0.91, 0.045), "skirting"), made)


def table(made: dict) -> None:
    """A walnut table top near a pale wall, with things on it."""
    scatter(clutter.on_table(), made)
    scene.add_mesh(sheet("table", (3.0, 1.5), (0, 0, 0), "walnut", shift=(0.2, 0.1)), made)
    scene.add_mesh(sheet("wall", (6, 3), (0, 0.80, 1.0), "wall", up="y"), made)


def landing(made: dict) -> None:
    """The landing before the flat's door, where the parcel was left: terrazzo, swept last week."""
    scatter(([], clutter.crumbs(1500, 0.9, 8)), made)
    scene.add_mesh(sheet("floor", (6, 6), (0, 0, 0), "terrazzo", shift=(0.2, 0.1)), made)


def ruler_at(centre, angle_deg: float, made: dict, length=0.214) -> None:
    """The ruler lying at ``centre`` with its scale along ``angle_deg``."""
    a = np.radians(angle_deg)
    x, y = np.array([np.cos(a), np.sin(a), 0]), np.array([-np.sin(a), np.cos(a), 0])
    half = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    top = np.array([np.array(centre) + i * x * length / 2 + j * y * 0.015 for i, j in half])
    points = np.vstack([top - [0, 0, 0.0022], top])
    quads = np.array([[4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]])
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]] * 2, float)
    scene.add_mesh(Mesh("ruler", points, quads, uv, "ruler", {}, smooth=False), made)


def evening(power=1.0) -> None:
    """Night: one warm lamp to the right, and what pale walls give back of it.

    A single small lamp is what makes nylon look like nylon: every crinkle has its own glint.
    """
    scene.room_light(0.15 * power, (1.0, 0.92, 0.80), (0.60, 0.50, 0.40), (0.5, -0.3, 0.8))
    scene.area_light(
        (1.05, -0.55, 2.05), (0.1, 0.0, 0.0), (0.24, 0.24), 62 * power, (1.0, 0.88, 0.72)
    )


def studio(power=1.0) -> None:
    """A wide window and pale walls all around, as a seller's picture has."""
    scene.room_light(0.34 * power, side=(-0.8, 0.1, 0.75))
    scene.area_light((-1.9, 0.5, 1.7), (0, 0, 0.2), (1.1, 1.5), 72 * power, (0.88, 0.95, 1.0))


def dusk(power=1.0) -> None:
    """After sunset: what is left of the sky through the window, no lamp."""
    scene.room_light(0.03 * power, (0.6, 0.75, 1.0), (0.25, 0.28, 0.35), (-0.8, 0.2, 0.6))
    scene.area_light((-1.9, 0.5, 1.7), (0, 0, 0.2), (1.1, 1.5), 5 * power, (0.62, 0.78, 1.0))


def landing_light(power=1.0) -> None:
    """The window of a stairwell, low to the left, and a warm lamp far up."""
    scene.room_light(0.14 * power, (0.92, 0.95, 1.0), (0.30, 0.28, 0.26), (-0.6, 0.2, 0.7))
    scene.area_light((-1.35, -0.62, 0.95), (0, 0, 0.1), (0.34, 0.62), 70 * power, (0.90, 0.96, 1.0))
    scene.area_light((0.5, 1.1, 2.4), (0, 0, 0), (0.16, 0.16), 22 * power, (1.0, 0.83, 0.62))


def flash(eye, target, power=1.0) -> None:
    """The phone's own light, 12 mm beside the lens, in a dim room."""
    scene.room_light(0.05, (1.0, 0.75, 0.5), (0.4, 0.3, 0.2), (0, 0, 1))
    scene.area_light((eye[0] + 0.012, eye[1], eye[2] + 0.004), target, (0.004, 0.004), 0.5 * power)
