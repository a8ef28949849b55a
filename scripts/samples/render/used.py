"""Blender materials of used things: board, tape, and a floor that people have walked on."""

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
    paper = n.mix(0.30, n.image(path), (0.33, 0.275, 0.215))
    base = n.mix(n.ramp(broad, [(0.36, 0.0), (0.66, 0.35)]), paper, (0.255, 0.190, 0.125))
    u, _ = n.uv()
    flute = n.math("SINE", n.math("MULTIPLY", u, 6.28318 * 0.5 / 0.0072))
    line = n.math("MULTIPLY", n.math("ADD", flute, 1.0), n.math("MULTIPLY", broad, 0.02))
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
    relief = n.bump(flute, 0.00003, 1.0, relief)
    n.into(
        "Normal",
        n.bump(n.math("MULTIPLY", torn, n.math("ADD", flute, fibre)), 0.0010, -0.9, relief),
    )
    return n.material


def cut_edge() -> bpy.types.Material:
    """The cut edge of corrugated board: two liners, the flute between them, dark hollows."""
    n = Nodes("cut")
    u, v = n.uv()
    wave = n.math("SINE", n.math("MULTIPLY", u, 6.28318 / 0.0072))
    off = n.math("SUBTRACT", v, n.math("ADD", n.math("MULTIPLY", wave, 0.36), 0.5))
    flute = n.ramp(n.math("ABSOLUTE", off), [(0.08, 1.0), (0.16, 0.0)])
    rim = n.ramp(n.math("ABSOLUTE", n.math("SUBTRACT", v, 0.5)), [(0.38, 0.0), (0.42, 1.0)])
    board = n.math("MAXIMUM", flute, rim)
    pale = n.mix(n.noise(700, 4, 0.7), (0.22, 0.16, 0.105), (0.47, 0.38, 0.27))
    n.into("Base Color", n.mix(board, (0.035, 0.024, 0.016), pale))
    n.set(Roughness=0.9)
    return n.material


def _chips(n: Nodes, scale: float, share: float):
    """Stone chips of one size: where they are (0 or 1) and a random tone for each."""
    where = n.add("ShaderNodeTexCoord").outputs["Object"]
    bent = n.add("ShaderNodeVectorMath", operation="MULTIPLY_ADD")
    wobble = n.add("ShaderNodeTexNoise")
    wobble.inputs["Scale"].default_value = scale * 2.2
    n.link(where, wobble.inputs["Vector"])
    n.link(wobble.outputs["Color"], bent.inputs[0])
    bent.inputs[1].default_value = (0.35 / scale,) * 3
    n.link(where, bent.inputs[2])
    edge = n.add("ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE")
    cell = n.add("ShaderNodeTexVoronoi", feature="F1")
    for node in (edge, cell):
        node.inputs["Scale"].default_value = scale
        n.link(bent.outputs[0], node.inputs["Vector"])
    split = n.add("ShaderNodeSeparateColor")
    n.link(cell.outputs["Color"], split.inputs[0])
    inside = n.math("GREATER_THAN", edge.outputs["Distance"], 0.07)
    chosen = n.math("GREATER_THAN", split.outputs[0], 1 - share)
    return n.math("MULTIPLY", inside, chosen), split.outputs[1]


def terrazzo() -> bpy.types.Material:
    """Ground cement with stone chips, polished once, walked on for fifty years."""
    n = Nodes("terrazzo")
    base = n.mix(n.noise(90, 5, 0.7), (0.27, 0.26, 0.24), (0.40, 0.385, 0.355))
    tones = [
        (0.0, (0.055, 0.052, 0.050)),
        (0.22, (0.17, 0.155, 0.14)),
        (0.42, (0.34, 0.25, 0.18)),
        (0.60, (0.50, 0.48, 0.44)),
        (0.80, (0.66, 0.65, 0.61)),
    ]
    for scale, share in ((520, 0.40), (230, 0.30), (120, 0.20)):
        mask, tone = _chips(n, scale, share)
        ramp = n.ramp(tone, tones)
        stone = n.mix(n.math("MULTIPLY", n.noise(500, 4, 0.7), 0.35), ramp, (0.30, 0.28, 0.26))
        base = n.mix(mask, base, stone)
    grime = n.math("MULTIPLY", n.noise(4.5, 6, 0.7), n.noise(60, 6, 0.75))
    dirt = n.ramp(grime, [(0.20, 0.0), (0.38, 0.62)])
    base = n.mix(dirt, base, (0.125, 0.112, 0.096))
    dust = n.ramp(n.noise(850, 3, 0.75), [(0.60, 0.0), (0.74, 0.55)])
    base = n.mix(dust, base, (0.42, 0.40, 0.37))
    for way in ((1, 0.025, 1), (0.03, 1, 1)):
        line = n.math("MULTIPLY", n.noise(120, 3, 0.6, stretch=way), n.noise(9, 3))
        base = n.mix(n.ramp(line, [(0.345, 0.0), (0.38, 0.35)]), base, (0.45, 0.44, 0.42))
    n.into("Base Color", base)
    rough = n.math("ADD", n.math("MULTIPLY", n.noise(13, 5, 0.7), 0.35), 0.16)
    n.into("Roughness", n.math("ADD", rough, n.math("MULTIPLY", dirt, 0.35)))
    n.into("Normal", n.bump(n.noise(55, 5, 0.6), 0.00035, 0.8))
    return n.material


def tape() -> bpy.types.Material:
    """Brown packing tape: the board shows through, milky where air is under it; it wrinkles."""
    n = Nodes("tape")
    milky = n.ramp(
        n.math("MULTIPLY", n.noise(40, 5, 0.7), n.noise(11, 3)), [(0.26, 0.0), (0.34, 1.0)]
    )
    n.into("Base Color", n.mix(milky, (0.30, 0.175, 0.075), (0.45, 0.35, 0.22)))
    n.set(Roughness=0.14, Alpha=0.62)
    fold = n.math("ABSOLUTE", n.math("SUBTRACT", n.noise(34, 3, 0.6, stretch=(1, 0.22, 1)), 0.5))
    fold = n.bump(n.ramp(fold, [(0.0, 1.0), (0.05, 0.3), (0.2, 0.0)]), 0.0004, 0.8)
    ripple = n.bump(n.noise(32, 3, 0.5, stretch=(1, 0.3, 1)), 0.0010, 0.8, fold)
    n.into("Normal", n.bump(n.noise(260, 2), 0.00012, 0.6, ripple))
    return n.material
