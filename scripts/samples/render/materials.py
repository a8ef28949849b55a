"""Blender materials: nylon, down, rust, cardboard, tape, wood; nodes only, no files but ours."""

from __future__ import annotations

from pathlib import Path

import bpy

from .nodes import Nodes


def _ripstop(n: Nodes, pitch: float):
    """Thicker threads, crossing every ``pitch`` metres."""
    height = None
    for axis in n.uv():
        wave = n.math("COSINE", n.math("MULTIPLY", axis, 6.28318 / pitch))
        line = n.math("GREATER_THAN", wave, 0.975)
        height = line if height is None else n.math("ADD", height, line)
    return height


def _threads(n: Nodes):
    """Warp and weft, each thread a little thicker or paler than the next, about 0.5."""
    cloth = n.add("ShaderNodeTexCoord").outputs["UV"]
    weft, warp = (
        n.noise(3000, 2, 0.6, cloth, way) for way in ((0.035, 1.0, 1.0), (1.0, 0.035, 1.0))
    )
    return n.math("MULTIPLY", n.math("ADD", weft, warp), 0.5)


def nylon(name: str, colour, rough=0.55, soiled=False) -> bpy.types.Material:
    """Calendered down-proof nylon; ``soiled`` adds dried mud (``stain``) and rust (``rust``).

    Its threads are about as fine as a phone resolves; what shows is their grain, a faint ripstop
    square, and a bloom of fine dust that lies unevenly.
    """
    n = Nodes(name)
    mottle = n.noise(14, 2)
    base = n.mix(n.math("MULTIPLY", mottle, 0.5), colour, tuple(c * 1.45 + 0.002 for c in colour))
    grain = n.noise(2600, 3, 0.75)
    base = n.mix(n.ramp(grain, [(0.34, 0.0), (0.70, 0.55)]), base, tuple(c * 2.1 for c in colour))
    threads, squares = _threads(n), _ripstop(n, 0.0054)
    base = n.mix(n.ramp(threads, [(0.36, 0.0), (0.64, 0.85)]), base, tuple(c * 2.0 for c in colour))
    base = n.mix(n.math("MULTIPLY", squares, 0.45), base, tuple(c * 2.4 for c in colour))
    dust = n.math("MULTIPLY", n.noise(9, 5, 0.7), n.noise(900, 4, 0.8))
    base = n.mix(n.ramp(dust, [(0.29, 0.0), (0.52, 0.30)]), base, (0.20, 0.19, 0.18))
    sheen = n.math("ADD", n.math("MULTIPLY", mottle, 0.14), rough - 0.03)
    # Thin cloth that has been in a bag is crinkled all over, like paper: ridges, not waves.
    fold = n.math("ABSOLUTE", n.math("SUBTRACT", n.noise(75, 3, 0.55), 0.5))
    crinkle = n.bump(n.ramp(fold, [(0.0, 1.0), (0.10, 0.45), (0.30, 0.0)]), 0.0011, 0.24)
    crease = n.bump(n.noise(330, 4, 0.66), 0.00034, 0.42, crinkle)
    cloth = n.bump(squares, 0.00010, 1.0, crease)
    cloth = n.bump(threads, 0.00005, 1.0, n.bump(n.noise(1900, 3, 0.7), 0.00005, 0.9, cloth))
    if soiled:
        base, sheen, cloth = _soil(n, base, sheen, cloth)
    n.into("Base Color", base)
    n.into("Roughness", sheen)
    n.into("Normal", cloth)
    n.set(Sheen_Weight=0.10, Sheen_Roughness=0.5, IOR=1.45, Specular_IOR_Level=0.40)
    return n.material


def _soil(n: Nodes, base, sheen, cloth):
    fray = n.math("MULTIPLY", n.math("SUBTRACT", n.noise(48, 6, 0.70), 0.5), 0.8)
    edge = n.math("ADD", n.attribute("stain"), fray)
    # Dried mud is thin at its rim, where it sits between the threads, and crumbles off folds.
    grit = n.noise(420, 5, 0.75)
    grain = n.math("MULTIPLY", n.math("SUBTRACT", n.noise(900, 4, 0.8), 0.5), 0.7)
    thick = n.math("ADD", edge, n.math("ADD", grain, n.math("MULTIPLY", grit, 0.30)))
    mask = n.ramp(thick, [(0.44, 0.0), (0.52, 0.62), (0.66, 0.34), (0.84, 0.55), (1.0, 0.9)])
    worn = n.ramp(n.noise(160, 4, 0.7), [(0.32, 0.35), (0.58, 1.0)])
    wet = n.math(
        "MULTIPLY",
        n.math("MULTIPLY", mask, worn),
        n.math("GREATER_THAN", n.attribute("stain"), 0.02),
    )
    crumb = n.ramp(n.noise(700, 4, 0.8), [(0.40, 0.0), (0.60, 1.0)])
    mud = n.mix(crumb, (0.070, 0.054, 0.040), (0.175, 0.142, 0.108))
    mud = n.mix(n.ramp(grit, [(0.52, 0.0), (0.62, 0.8)]), mud, (0.23, 0.19, 0.148))
    displayed = n.mix(n.math("MULTIPLY", wet, 0.9), base, mud)
    fray = n.math("MULTIPLY", n.math("SUBTRACT", n.noise(260, 7, 0.8), 0.5), 3.0)
    rust_edge = n.math("ADD", n.attribute("rust"), fray)
    rust = n.math(
        "MULTIPLY",
        n.ramp(rust_edge, [(0.42, 0.0), (0.62, 0.55), (1.1, 1.0)]),
        n.ramp(n.attribute("rust"), [(0.0, 0.0), (0.25, 1.0)]),
    )
    displayed = n.mix(n.math("MULTIPLY", rust, 0.80), displayed, (0.150, 0.052, 0.013))
    matte = n.math("ADD", n.math("MULTIPLY", wet, 0.4), sheen)
    return displayed, matte, n.bump(n.math("MULTIPLY", grit, wet), 0.0005, 0.8, cloth)


def plain(name, colour, rough=0.6, **values) -> bpy.types.Material:
    n = Nodes(name)
    n.set(Base_Color=(*colour, 1), Roughness=rough, **values)
    return n.material


def rusty() -> bpy.types.Material:
    """Gunmetal gone to rust: dull metal between brown scale, bright where it is fresh."""
    n = Nodes("rusty")
    where = n.add("ShaderNodeTexCoord").outputs["Object"]
    patch = n.ramp(n.noise(300, 9, 0.78, where), [(0.46, 0.0), (0.54, 0.75), (0.63, 1.0)])
    scale = n.noise(2300, 6, 0.75, where)
    tone = n.noise(520, 5, 0.7, where)
    old = n.mix(scale, (0.045, 0.016, 0.007), (0.17, 0.055, 0.016))
    rust = n.mix(n.ramp(tone, [(0.48, 0.0), (0.68, 1.0)]), old, (0.24, 0.085, 0.020))
    dull = n.mix(n.noise(140, 4, 0.6, where), (0.13, 0.13, 0.13), (0.27, 0.27, 0.265))
    n.into("Base Color", n.mix(patch, dull, rust))
    n.into("Metallic", n.math("SUBTRACT", 1.0, patch))
    n.into("Roughness", n.math("ADD", n.math("MULTIPLY", patch, 0.48), 0.42))
    pits = n.bump(n.math("MULTIPLY", scale, patch), 0.00028, 1.0)
    n.into("Normal", n.bump(n.noise(1200, 4, 0.7, where), 0.00004, 0.9, pits))
    return n.material


def down() -> bpy.types.Material:
    n = Nodes("down")
    n.into("Base Color", n.mix(n.noise(240, 4), (0.62, 0.60, 0.55), (0.88, 0.87, 0.84)))
    n.set(Roughness=0.9, Sheen_Weight=0.5)
    n.into("Normal", n.bump(n.noise(1400, 4, 0.7), 0.0009, 1.0))
    return n.material


def fluff() -> bpy.types.Material:
    """Fibres of down: white, and as much light goes through as comes back."""
    n = Nodes("fluff")
    back, through = n.add("ShaderNodeBsdfDiffuse"), n.add("ShaderNodeBsdfTranslucent")
    mixed = n.add("ShaderNodeMixShader")
    mixed.inputs[0].default_value = 0.5
    for slot, node in enumerate((back, through), 1):
        node.inputs["Color"].default_value = (0.80, 0.79, 0.76, 1)
        n.link(node.outputs[0], mixed.inputs[slot])
    n.link(mixed.outputs[0], n.tree.nodes["Material Output"].inputs["Surface"])
    return n.material


def wood(name: str, path: Path, metres: float, rough: float) -> bpy.types.Material:
    """Varnished boards painted by ``textures.boards``; UV are metres.

    Pores, scratches and dust are finer than the painting and come from the shader.
    """
    n = Nodes(name)
    mapping = n.add("ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = (1 / metres,) * 3
    n.link(n.add("ShaderNodeTexCoord").outputs["UV"], mapping.inputs["Vector"])
    node = n.add("ShaderNodeTexImage")
    node.image = bpy.data.images.load(str(path))
    node.interpolation = "Cubic"
    n.link(mapping.outputs[0], node.inputs["Vector"])
    fibre = n.noise(1100, 4, 0.7, stretch=(0.035, 1, 1))
    pores = n.ramp(n.noise(620, 3, 0.6, stretch=(0.06, 1, 1)), [(0.60, 0.0), (0.66, 1.0)])
    base = n.mix(n.math("MULTIPLY", fibre, 0.30), node.outputs["Color"], (0.10, 0.055, 0.028))
    base = n.mix(n.math("MULTIPLY", pores, 0.42), base, (0.045, 0.024, 0.013))
    dust = n.ramp(n.noise(1500, 2, 0.5), [(0.735, 0.0), (0.76, 1.0)])
    base = n.mix(n.math("MULTIPLY", dust, 0.35), base, (0.50, 0.47, 0.42))
    n.into("Base Color", base)
    worn = [
        n.ramp(n.noise(24, 2, 0.5, stretch=way), [(0.4975, 0.0), (0.5, 1.0), (0.5025, 0.0)])
        for way in ((1, 0.09, 1), (0.12, 1, 1))
    ]
    scratch = n.math(
        "MULTIPLY", n.math("MAXIMUM", *worn), n.ramp(n.noise(5, 3), [(0.5, 0.0), (0.62, 1.0)])
    )
    grey = n.add("ShaderNodeRGBToBW")
    n.link(node.outputs["Color"], grey.inputs[0])
    relief = n.bump(grey.outputs[0], 0.0005, 0.5)
    relief = n.bump(pores, 0.00012, -0.8, relief)
    n.into("Normal", n.bump(scratch, 0.0002, -0.7, relief))
    smear = n.math("MULTIPLY", n.noise(6, 6, 0.65), 0.26)
    smear = n.math("ADD", smear, n.math("MULTIPLY", scratch, 0.25))
    n.into("Roughness", n.math("ADD", smear, rough - 0.12))
    return n.material


def picture(name: str, path: Path, rough: float, bump=0.0, **values) -> bpy.types.Material:
    """A printed or painted surface over the whole UV square."""
    n = Nodes(name)
    worn = n.math("MULTIPLY", n.attribute("worn"), n.noise(240, 5, 0.7))
    worn = n.ramp(worn, [(0.30, 0.0), (0.52, 0.6)])
    n.into("Base Color", n.mix(worn, n.image(path), (0.58, 0.50, 0.38)))
    n.set(Roughness=rough, **values)
    if bump:
        n.into("Normal", n.bump(n.noise(70, 5, 0.6), bump, 1.0))
    return n.material


def polybag() -> bpy.types.Material:
    """Thin clear plastic: nearly nothing, but for its glints and its milky creases."""
    n = Nodes("polybag")
    n.set(Base_Color=(0.75, 0.77, 0.80, 1), Roughness=0.12, Alpha=0.20, Coat_Weight=0.8)
    n.into("Normal", n.bump(n.noise(90, 3, 0.6), 0.0012, 0.8))
    return n.material


def glazed() -> bpy.types.Material:
    """Speckled stoneware."""
    n = Nodes("ceramic")
    specks = n.ramp(n.noise(900, 2, 0.5), [(0.66, 0.0), (0.70, 1.0)])
    n.into("Base Color", n.mix(specks, (0.50, 0.52, 0.47), (0.12, 0.08, 0.05)))
    n.set(Roughness=0.22)
    return n.material


def clear_film() -> bpy.types.Material:
    """Clear tape over the label, crinkled: a flash glints in every crinkle.

    Light meets two or three surfaces of plastic and air on its way to the paper, 4 % each seen
    from above and all of it at a grazing angle (Schlick's formula); the rest goes through.
    """
    n = Nodes("film")
    crinkle = n.bump(n.noise(42, 2), 0.0022, 0.8)
    facing = n.add("ShaderNodeLayerWeight").outputs["Facing"]
    mirrored = n.math("ADD", n.math("MULTIPLY", n.math("POWER", facing, 5.0), 0.9), 0.1)
    gloss = n.add("ShaderNodeBsdfAnisotropic")
    gloss.inputs["Roughness"].default_value = 0.29
    n.link(crinkle, gloss.inputs["Normal"])
    through = n.add("ShaderNodeBsdfTransparent")
    through.inputs["Color"].default_value = (0.97, 0.97, 0.96, 1)
    mixed = n.add("ShaderNodeMixShader")
    for slot, source in enumerate((mirrored, through.outputs[0], gloss.outputs[0])):
        n.link(source, mixed.inputs[slot])
    n.link(mixed.outputs[0], n.tree.nodes["Material Output"].inputs["Surface"])
    return n.material


def rib() -> bpy.types.Material:
    """Knitted cuff: ribs run round the UV's second axis."""
    n = Nodes("rib")
    u, _ = n.uv()
    wave = n.math("SINE", n.math("MULTIPLY", u, 6.28318 / 0.0028))
    n.set(Base_Color=(0.012, 0.016, 0.032, 1), Roughness=0.9, Sheen_Weight=0.2)
    n.into("Normal", n.bump(wave, 0.0006, 0.6))
    return n.material


def zip_tape() -> bpy.types.Material:
    n = Nodes("zip")
    _, v = n.uv()
    teeth = n.math("SINE", n.math("MULTIPLY", v, 6.28318 / 0.0022))
    n.set(Base_Color=(0.010, 0.011, 0.014, 1), Roughness=0.45)
    n.into("Normal", n.bump(teeth, 0.0006, 1.0))
    return n.material


def wall() -> bpy.types.Material:
    n = Nodes("wall")
    n.set(Base_Color=(0.66, 0.63, 0.57, 1), Roughness=0.9)
    n.into("Normal", n.bump(n.noise(320, 4, 0.6), 0.0007, 0.8))
    return n.material
