"""A short hand for Blender's material nodes."""

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
