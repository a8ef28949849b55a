"""Blender materials of used things: board, tape, shoes and a wall that people have passed."""

from __future__ import annotations

from pathlib import Path

import bpy

from .nodes import Nodes


def board(name: str, path: Path) -> bpy.types.Material:
    """Used corrugated board: flutes that show through, grime, scuffs, fibre where it is torn.

    Attributes: ``worn`` at rubbed edges and creases, ``torn`` where the liner came off. UV are half
    metres.
    """
    n = Nodes(name)
    broad = n.noise(5, 4, 0.6)
    base = n.mix(n.ramp(broad, [(0.36, 0.0), (0.66, 0.42)]), n.image(path), (0.255, 0.178, 0.108))
    u, _ = n.uv()
    flute = n.math("SINE", n.math("MULTIPLY", u, 6.28318 * 0.5 / 0.0072))
    line = n.math("MULTIPLY", n.math("ADD", flute, 1.0), n.math("MULTIPLY", broad, 0.13))
    base = n.mix(line, base, (0.20, 0.13, 0.075))
    fibre = n.noise(900, 4, 0.75, stretch=(1, 0.22, 1))
    base = n.mix(n.ramp(fibre, [(0.40, 0.0), (0.66, 0.38)]), base, (0.16, 0.105, 0.060))
    dirt = n.math("MULTIPLY", n.noise(16, 6, 0.72), n.noise(130, 5, 0.75))
    base = n.mix(n.ramp(dirt, [(0.25, 0.0), (0.42, 0.55)]), base, (0.085, 0.062, 0.043))
    for way, tone, share in (
        ((1, 0.05, 1), (0.52, 0.42, 0.30), 0.55),
        ((0.06, 1, 0.5), (0.10, 0.072, 0.05), 0.6),
    ):
        rub = n.math("MULTIPLY", n.noise(70, 4, 0.7, stretch=way), n.noise(7, 3))
        base = n.mix(n.ramp(rub, [(0.315, 0.0), (0.40, share)]), base, tone)
    worn = n.math("MULTIPLY", n.attribute("worn"), n.noise(240, 5, 0.7))
    base = n.mix(n.ramp(worn, [(0.27, 0.0), (0.50, 0.8)]), base, (0.50, 0.42, 0.31))
    torn = n.math("ADD", n.attribute("torn"), n.math("MULTIPLY", n.noise(95, 7, 0.75), 0.9))
    torn = n.ramp(torn, [(0.93, 0.0), (0.98, 1.0)])
    ribs = n.mix(n.ramp(flute, [(0.30, 0.0), (0.9, 1.0)]), (0.21, 0.14, 0.085), (0.53, 0.43, 0.31))
    base = n.mix(
        torn, base, n.mix(n.ramp(fibre, [(0.35, 0.0), (0.7, 0.6)]), ribs, (0.62, 0.53, 0.40))
    )
    n.into("Base Color", base)
    n.set(Roughness=0.78, Specular_IOR_Level=0.35)
    relief = n.bump(n.noise(70, 5, 0.6), 0.0007, 1.0)
    relief = n.bump(flute, 0.00010, 1.0, relief)
    n.into(
        "Normal",
        n.bump(n.math("MULTIPLY", torn, n.math("ADD", flute, fibre)), 0.0010, -0.9, relief),
    )
    return n.material


def canvas(name: str, colour) -> bpy.types.Material:
    """Dusty woven cotton."""
    n = Nodes(name)
    dust = n.ramp(
        n.math("MULTIPLY", n.noise(20, 4, 0.7), n.noise(600, 4, 0.8)), [(0.2, 0.0), (0.4, 0.5)]
    )
    n.into("Base Color", n.mix(dust, colour, (0.17, 0.16, 0.14)))
    n.set(Roughness=0.95, Sheen_Weight=0.4, Specular_IOR_Level=0.2)
    n.into("Normal", n.bump(n.noise(1100, 3, 0.7), 0.0004, 1.0))
    return n.material


def scuffed(name: str, colour) -> bpy.types.Material:
    """Off-white rubber with the street on it."""
    n = Nodes(name)
    dirt = n.math("MULTIPLY", n.noise(30, 6, 0.75), n.noise(240, 4, 0.7))
    n.into(
        "Base Color", n.mix(n.ramp(dirt, [(0.20, 0.0), (0.44, 0.7)]), colour, (0.16, 0.135, 0.105))
    )
    n.set(Roughness=0.7)
    n.into("Normal", n.bump(n.noise(300, 4), 0.0003, 0.7))
    return n.material


def lived_wall() -> bpy.types.Material:
    """A rolled wall that bags and shoes have brushed: grey smears low down, uneven paint."""
    n = Nodes("hall wall")
    smear = n.math("MULTIPLY", n.noise(7, 5, 0.7, stretch=(0.35, 1, 1.3)), n.noise(40, 5, 0.7))
    base = n.mix(
        n.ramp(n.noise(2.2, 3), [(0.3, 0.0), (0.7, 1.0)]), (0.60, 0.57, 0.50), (0.53, 0.50, 0.44)
    )
    base = n.mix(n.ramp(smear, [(0.30, 0.0), (0.50, 0.22)]), base, (0.26, 0.235, 0.20))
    n.into("Base Color", base)
    n.set(Roughness=0.85)
    n.into("Normal", n.bump(n.noise(260, 4, 0.65), 0.0012, 0.9))
    return n.material


def tape() -> bpy.types.Material:
    """Brown packing tape: the board shows through, milky where air is under it; it wrinkles."""
    n = Nodes("tape")
    milky = n.ramp(
        n.math("MULTIPLY", n.noise(40, 5, 0.7), n.noise(11, 3)), [(0.26, 0.0), (0.34, 1.0)]
    )
    n.into("Base Color", n.mix(milky, (0.30, 0.175, 0.075), (0.45, 0.35, 0.22)))
    n.set(Roughness=0.17, Alpha=0.72)
    fold = n.math("ABSOLUTE", n.math("SUBTRACT", n.noise(34, 3, 0.6, stretch=(1, 0.22, 1)), 0.5))
    fold = n.bump(n.ramp(fold, [(0.0, 1.0), (0.05, 0.3), (0.2, 0.0)]), 0.0014, 0.9)
    ripple = n.bump(n.noise(32, 3, 0.5, stretch=(1, 0.3, 1)), 0.0018, 0.8, fold)
    n.into("Normal", n.bump(n.noise(260, 2), 0.00012, 0.6, ripple))
    return n.material
