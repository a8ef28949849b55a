"""Blender materials: nylon, down, rust, cardboard, tape, wood; nodes only, no files but ours."""

from __future__ import annotations

from pathlib import Path

import bpy


class Nodes:
    """A short hand for one material's node tree."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]

    def add(self, kind: str, **values):
        node = self.tree.nodes.new(kind)
        for key, value in values.items():
            setattr(node, key, value)
        return node

    def link(self, source, target) -> None:
        self.tree.links.new(source, target)

    def set(self, **values) -> None:
        for key, value in values.items():
            self.shader.inputs[key.replace("_", " ")].default_value = value

    def into(self, name: str, source) -> None:
        self.link(source, self.shader.inputs[name])

    def math(self, operation: str, a, b=None, clamp=False):
        node = self.add("ShaderNodeMath", operation=operation, use_clamp=clamp)
        for slot, value in enumerate((a, b)):
            if value is None:
                continue
            if isinstance(value, int | float):
                node.inputs[slot].default_value = value
            else:
                self.link(value, node.inputs[slot])
        return node.outputs[0]

    def noise(self, scale: float, detail=3.0, rough=0.55, where=None, stretch=None):
        node = self.add("ShaderNodeTexNoise")
        node.inputs["Scale"].default_value = scale
        node.inputs["Detail"].default_value = detail
        node.inputs["Roughness"].default_value = rough
        source = where or self.add("ShaderNodeTexCoord").outputs["Object"]
        if stretch:
            mapping = self.add("ShaderNodeMapping")
            mapping.inputs["Scale"].default_value = stretch
            self.link(source, mapping.inputs["Vector"])
            source = mapping.outputs[0]
        self.link(source, node.inputs["Vector"])
        return node.outputs[0]

    def uv(self):
        node = self.add("ShaderNodeSeparateXYZ")
        self.link(self.add("ShaderNodeTexCoord").outputs["UV"], node.inputs[0])
        return node.outputs[0], node.outputs[1]

    def attribute(self, name: str):
        return self.add("ShaderNodeAttribute", attribute_name=name).outputs["Fac"]

    def ramp(self, source, stops):
        node = self.add("ShaderNodeValToRGB")
        ramp = node.color_ramp
        while len(ramp.elements) < len(stops):
            ramp.elements.new(0.5)
        for element, (at, colour) in zip(ramp.elements, stops, strict=True):
            element.position = at
            element.color = (*colour, 1) if isinstance(colour, tuple) else (colour,) * 3 + (1,)
        self.link(source, node.inputs[0])
        return node.outputs[0]

    def mix(self, share, a, b):
        node = self.add("ShaderNodeMix", data_type="RGBA")
        for slot, value in ((0, share), (6, a), (7, b)):
            if hasattr(value, "is_output"):
                self.link(value, node.inputs[slot])
            elif isinstance(value, tuple):
                node.inputs[slot].default_value = (*value, 1)
            else:
                node.inputs[slot].default_value = value
        return node.outputs[2]

    def bump(self, height, distance: float, strength=1.0, under=None):
        node = self.add("ShaderNodeBump")
        node.inputs["Distance"].default_value = distance
        node.inputs["Strength"].default_value = strength
        self.link(height, node.inputs["Height"])
        if under is not None:
            self.link(under, node.inputs["Normal"])
        return node.outputs[0]

    def image(self, path: Path):
        node = self.add("ShaderNodeTexImage")
        node.image = bpy.data.images.load(str(path))
        node.interpolation = "Cubic"
        return node.outputs["Color"]


def _weave(n: Nodes, pitch: float, ripstop: float | None):
    u, v = n.uv()
    turn = 6.28318 / pitch
    a = n.math("SINE", n.math("MULTIPLY", u, turn))
    b = n.math("SINE", n.math("MULTIPLY", v, turn))
    height = n.math("MULTIPLY", a, b)
    if ripstop:
        for axis in (u, v):
            wave = n.math("COSINE", n.math("MULTIPLY", axis, 6.28318 / ripstop))
            height = n.math(
                "ADD", height, n.math("MULTIPLY", n.math("GREATER_THAN", wave, 0.985), 1.2)
            )
    return height


def nylon(name: str, colour, rough=0.40, soiled=False) -> bpy.types.Material:
    """Calendered down-proof nylon; ``soiled`` adds dried mud (``stain``) and rust (``rust``)."""
    n = Nodes(name)
    mottle = n.noise(14, 2)
    base = n.mix(n.math("MULTIPLY", mottle, 0.5), colour, tuple(c * 1.45 + 0.002 for c in colour))
    sheen = n.math("ADD", n.math("MULTIPLY", mottle, 0.10), rough)
    crease = n.bump(n.noise(150, 2, 0.6, stretch=(1, 0.45, 1)), 0.0007, 0.9)
    broad = n.bump(n.noise(38, 1), 0.0016, 0.6, crease)
    cloth = n.bump(_weave(n, 0.00056, 0.0062), 0.000028, 1.0, broad)
    if soiled:
        base, sheen, cloth = _soil(n, base, sheen, cloth)
    n.into("Base Color", base)
    n.into("Roughness", sheen)
    n.into("Normal", cloth)
    n.set(Sheen_Weight=0.25, Sheen_Roughness=0.4, IOR=1.5)
    return n.material


def _soil(n: Nodes, base, sheen, cloth):
    fray = n.math("MULTIPLY", n.math("SUBTRACT", n.noise(48, 6, 0.70), 0.5), 1.1)
    edge = n.math("ADD", n.attribute("stain"), fray)
    mask = n.ramp(edge, [(0.40, 0.0), (0.47, 0.85), (0.53, 0.45), (0.85, 0.78)])
    grit = n.noise(420, 4, 0.7)
    worn = n.ramp(grit, [(0.30, 0.35), (0.62, 1.0)])
    wet = n.math(
        "MULTIPLY",
        n.math("MULTIPLY", mask, worn),
        n.math("GREATER_THAN", n.attribute("stain"), 0.02),
    )
    mud = n.mix(grit, (0.085, 0.055, 0.030), (0.22, 0.155, 0.095))
    shown = n.mix(n.math("MULTIPLY", wet, 0.9), base, mud)
    rust_edge = n.math("ADD", n.attribute("rust"), n.math("SUBTRACT", n.noise(260, 5, 0.7), 0.5))
    rust = n.math(
        "MULTIPLY",
        n.ramp(rust_edge, [(0.30, 0.0), (0.75, 1.0)]),
        n.math("GREATER_THAN", n.attribute("rust"), 0.01),
    )
    shown = n.mix(n.math("MULTIPLY", rust, 0.75), shown, (0.19, 0.062, 0.014))
    matte = n.math("ADD", n.math("MULTIPLY", wet, 0.4), sheen)
    return shown, matte, n.bump(n.math("MULTIPLY", grit, wet), 0.0005, 0.8, cloth)


def plain(name, colour, rough=0.6, **values) -> bpy.types.Material:
    n = Nodes(name)
    n.set(Base_Color=(*colour, 1), Roughness=rough, **values)
    return n.material


def rusty() -> bpy.types.Material:
    """Nickel gone to rust: bright patches between brown, pitted scale."""
    n = Nodes("rusty")
    where = n.add("ShaderNodeTexCoord").outputs["Object"]
    patch = n.ramp(n.noise(210, 6, 0.66, where), [(0.41, 0.0), (0.52, 1.0)])
    scale = n.noise(1500, 5, 0.7, where)
    rust = n.mix(scale, (0.055, 0.017, 0.006), (0.36, 0.125, 0.028))
    n.into("Base Color", n.mix(patch, (0.50, 0.48, 0.44), rust))
    n.into("Metallic", n.math("SUBTRACT", 1.0, patch))
    n.into("Roughness", n.math("ADD", n.math("MULTIPLY", patch, 0.52), 0.30))
    pits = n.bump(n.math("MULTIPLY", scale, patch), 0.00045, 1.0)
    n.into("Normal", n.bump(n.noise(900, 3, 0.6, where), 0.00006, 0.8, pits))
    return n.material


def down() -> bpy.types.Material:
    n = Nodes("down")
    n.into("Base Color", n.mix(n.noise(240, 4), (0.62, 0.60, 0.55), (0.88, 0.87, 0.84)))
    n.set(Roughness=0.9, Sheen_Weight=0.5)
    n.into("Normal", n.bump(n.noise(1400, 4, 0.7), 0.0009, 1.0))
    return n.material


def wood(name: str, path: Path, metres: float, rough: float) -> bpy.types.Material:
    """Varnished boards painted by ``textures.boards``; UV are metres."""
    n = Nodes(name)
    mapping = n.add("ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = (1 / metres,) * 3
    n.link(n.add("ShaderNodeTexCoord").outputs["UV"], mapping.inputs["Vector"])
    node = n.add("ShaderNodeTexImage")
    node.image = bpy.data.images.load(str(path))
    node.interpolation = "Cubic"
    n.link(mapping.outputs[0], node.inputs["Vector"])
    n.into("Base Color", node.outputs["Color"])
    grey = n.add("ShaderNodeRGBToBW")
    n.link(node.outputs["Color"], grey.inputs[0])
    n.into("Normal", n.bump(grey.outputs[0], 0.0006, 0.5))
    smear = n.noise(6, 5)
    n.into("Roughness", n.math("ADD", n.math("MULTIPLY", smear, 0.16), rough - 0.08))
    return n.material


def picture(name: str, path: Path, rough: float, bump=0.0, **values) -> bpy.types.Material:
    """A printed or painted surface over the whole UV square."""
    n = Nodes(name)
    n.into("Base Color", n.image(path))
    n.set(Roughness=rough, **values)
    if bump:
        n.into("Normal", n.bump(n.noise(70, 5, 0.6), bump, 1.0))
    return n.material


def tape() -> bpy.types.Material:
    """Clear packing tape: mostly the board below, a glossy film on top, small ripples."""
    n = Nodes("tape")
    n.set(Base_Color=(0.55, 0.40, 0.22, 1), Roughness=0.10, Alpha=0.34, Coat_Weight=0.6)
    ripple = n.bump(n.noise(32, 3, 0.5, stretch=(1, 0.3, 1)), 0.0016, 0.7)
    n.into("Normal", n.bump(n.noise(260, 2), 0.00012, 0.6, ripple))
    return n.material


def clear_film() -> bpy.types.Material:
    """A shiny clear film over the label, crinkled: a flash glints in every crinkle."""
    n = Nodes("film")
    n.set(
        Base_Color=(0.9, 0.9, 0.9, 1),
        Roughness=0.16,
        Alpha=0.10,
        Coat_Weight=1.0,
        Coat_Roughness=0.29,
        Coat_IOR=3.0,
    )
    n.into("Normal", n.bump(n.noise(42, 3), 0.0034, 0.8))
    return n.material


def rib() -> bpy.types.Material:
    """Knitted cuff: ribs run round the UV's second axis."""
    n = Nodes("rib")
    u, _ = n.uv()
    wave = n.math("SINE", n.math("MULTIPLY", u, 6.28318 / 0.0028))
    n.set(Base_Color=(0.012, 0.016, 0.032, 1), Roughness=0.85, Sheen_Weight=0.6)
    n.into("Normal", n.bump(wave, 0.0009, 1.0))
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
