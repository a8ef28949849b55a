"""The Blender side: meshes and strands become objects, light falls in, a phone looks at it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Vector

from ..goods.meshes import Mesh, Strands


@dataclass(frozen=True, slots=True)
class Camera:
    """A phone at ``eye`` looking at ``target`` (metres), turned by ``roll_deg``.

    ``focus_m`` is measured from the lens; None focuses on the target. The sensor is 7.6 mm wide.
    """

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    roll_deg: float = 0.0
    focus_m: float | None = None
    lens_mm: float = 5.6
    f_number: float = 1.8


def reset(threads: int) -> bpy.types.Scene:
    """An empty scene with Cycles on the CPU."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.threads_mode = "FIXED"
    scene.render.threads = threads
    cycles = scene.cycles
    cycles.use_denoising = True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_prefilter = "ACCURATE"
    cycles.max_bounces = 4
    cycles.diffuse_bounces = 2
    cycles.glossy_bounces = 2
    cycles.transparent_max_bounces = 10
    cycles.sample_clamp_indirect = 4.0
    cycles.use_adaptive_sampling = True
    cycles.adaptive_threshold = 0.04
    cycles.adaptive_min_samples = 8
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.seed = 7
    scene.cycles_curves.shape = "RIBBONS"
    scene.render.use_persistent_data = True
    scene.view_settings.view_transform = "Raw"
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "16"
    return scene


def add_mesh(mesh: Mesh, materials: dict[str, bpy.types.Material]) -> bpy.types.Object:
    data = bpy.data.meshes.new(mesh.name)
    n, m = len(mesh.points), len(mesh.quads)
    data.vertices.add(n)
    data.vertices.foreach_set("co", np.asarray(mesh.points, np.float32).ravel())
    data.loops.add(m * 4)
    data.loops.foreach_set("vertex_index", np.asarray(mesh.quads, np.int32).ravel())
    data.polygons.add(m)
    data.polygons.foreach_set("loop_start", np.arange(0, m * 4, 4, dtype=np.int32))
    data.polygons.foreach_set("use_smooth", np.full(m, mesh.smooth))
    uv = data.uv_layers.new(name="UVMap")
    uv.data.foreach_set("uv", np.asarray(mesh.uv, np.float32)[mesh.quads.ravel()].ravel())
    for name, values in mesh.attributes.items():
        layer = data.attributes.new(name, "FLOAT", "POINT")
        layer.data.foreach_set("value", np.asarray(values, np.float32))
    data.update(calc_edges=True)
    data.materials.append(materials[mesh.material])
    thing = bpy.data.objects.new(mesh.name, data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def add_strands(strands: Strands, materials: dict[str, bpy.types.Material]) -> bpy.types.Object:
    data = bpy.data.hair_curves.new(strands.name)
    n, k = strands.points.shape[:2]
    data.add_curves([k] * n)
    points = np.asarray(strands.points, np.float32).reshape(-1, 3)
    data.position_data.foreach_set("vector", points.ravel())
    radius = data.attributes.get("radius") or data.attributes.new("radius", "FLOAT", "POINT")
    taper = np.linspace(1.0, 0.35, k)[None] * strands.radius[:, None]
    radius.data.foreach_set("value", taper.astype(np.float32).ravel())
    data.materials.append(materials[strands.material])
    thing = bpy.data.objects.new(strands.name, data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def area_light(eye, target, size, watts, colour=(1.0, 1.0, 1.0)) -> None:
    light = bpy.data.lights.new("area", "AREA")
    light.shape = "RECTANGLE"
    light.size, light.size_y = size
    light.energy = watts
    light.color = colour
    thing = bpy.data.objects.new("area", light)
    thing.location = eye
    thing.rotation_euler = (Vector(target) - Vector(eye)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(thing)


def room_light(
    strength: float, up=(0.9, 0.95, 1.0), low=(0.42, 0.36, 0.30), side=(1.0, 0, 0.2)
) -> None:
    """Light of the rest of the room: brighter to the window and the ceiling, warm below."""
    world = bpy.data.worlds.new("room")
    world.use_nodes = True
    tree = world.node_tree
    background = tree.nodes["Background"]
    coordinate = tree.nodes.new("ShaderNodeTexCoord")
    dot = tree.nodes.new("ShaderNodeVectorMath")
    dot.operation = "DOT_PRODUCT"
    dot.inputs[1].default_value = Vector(side).normalized()
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color = (*low, 1)
    ramp.color_ramp.elements[1].color = (*up, 1)
    half = tree.nodes.new("ShaderNodeMapRange")
    half.inputs[1].default_value = -1.0
    tree.links.new(coordinate.outputs["Generated"], dot.inputs[0])
    tree.links.new(dot.outputs["Value"], half.inputs[0])
    tree.links.new(half.outputs[0], ramp.inputs[0])
    tree.links.new(ramp.outputs[0], background.inputs[0])
    background.inputs[1].default_value = strength
    bpy.context.scene.world = world


def set_camera(camera: Camera) -> None:
    data = bpy.data.cameras.new("phone")
    data.sensor_fit = "AUTO"  # the long side of the picture is the long side of the sensor
    data.sensor_width = 7.6
    data.lens = camera.lens_mm
    data.clip_start = 0.005
    data.dof.use_dof = True
    data.dof.aperture_fstop = camera.f_number
    eye, target = Vector(camera.eye), Vector(camera.target)
    data.dof.focus_distance = camera.focus_m or (target - eye).length
    thing = bpy.data.objects.new("phone", data)
    thing.location = eye
    way = (target - eye).to_track_quat("-Z", "Y").to_matrix().to_4x4()
    roll = Matrix.Rotation(math.radians(camera.roll_deg), 4, "Z")
    thing.matrix_world = Matrix.Translation(eye) @ way @ roll
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def clear_view() -> None:
    """Take away cameras, lights and the ruler; the set stays."""
    for thing in list(bpy.data.objects):
        if thing.type in ("CAMERA", "LIGHT") or thing.name.startswith("ruler"):
            bpy.data.objects.remove(thing, do_unlink=True)


def project(point) -> tuple[float, float]:
    """Where a point lands in the picture: (x, y) as shares, y down."""
    from bpy_extras.object_utils import world_to_camera_view

    bpy.context.view_layer.update()
    seen = world_to_camera_view(bpy.context.scene, bpy.context.scene.camera, Vector(point))
    return float(seen.x), float(1 - seen.y)


def depth(size: tuple[int, int]) -> np.ndarray:
    """How far along the axis each picture point lies, metres, float32 (H, W)."""
    bpy.context.view_layer.update()
    scene, graph = bpy.context.scene, bpy.context.evaluated_depsgraph_get()
    matrix = scene.camera.matrix_world
    eye, turn, lens = matrix.translation, matrix.to_3x3(), scene.camera.data
    ahead = turn @ Vector((0, 0, -1))
    out = np.full((size[1], size[0]), 3.0, np.float32)
    for row in range(size[1]):
        for col in range(size[0]):
            x = ((col + 0.5) / size[0] - 0.5) * lens.sensor_width
            y = (0.5 - (row + 0.5) / size[1]) * lens.sensor_width * size[1] / size[0]
            way = (turn @ Vector((x, y, -lens.lens))).normalized()
            hit, position, *_ = scene.ray_cast(graph, eye, way)
            if hit:
                out[row, col] = (position - eye).dot(ahead)
    return out


def defocus(point, camera: Camera, size: tuple[int, int]) -> dict[str, float]:
    """The thin lens' blur at a point: disc diameter and deviation, px; ‰ of the long side."""
    eye, target = Vector(camera.eye), Vector(camera.target)
    axis = (target - eye).normalized()
    far = (Vector([float(k) for k in point]) - eye).dot(axis)
    focus = camera.focus_m or (target - eye).length
    lens = camera.lens_mm / 1000
    disc = lens / camera.f_number * lens / (focus - lens) * abs(far - focus) / far
    share = disc / 0.0076
    return {
        "disc_px": round(share * max(size), 3),
        "sigma_px": round(share * max(size) / 4, 3),
        "blur_permille": round(250 * share, 3),
    }


def render(size: tuple[int, int], samples: int, exr: Path) -> np.ndarray:
    """Render and return linear RGB float32 (H, W, 3); the EXR stays in the work folder."""
    scene = bpy.context.scene
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.cycles.samples = samples
    scene.render.filepath = str(exr)
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(str(exr))
    image.colorspace_settings.name = "Non-Color"
    flat = np.empty(size[0] * size[1] * 4, np.float32)
    image.pixels.foreach_get(flat)
    bpy.data.images.remove(image)
    return flat.reshape(size[1], size[0], 4)[::-1, :, :3].copy()
