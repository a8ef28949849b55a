"""What is wrong with the jacket: the tear, the open seam, the stains, and the down that shows."""

from __future__ import annotations

import cv2
import numpy as np

from ..noise import resample, smooth_noise
from .cloth import normals
from .meshes import Mesh, Strands, curly, grid_mesh, sample
from .wrinkles import bent, ridged

SEAM_BOX = (0.4 - 0.0045, 0.4 + 0.0045, 0.32, 0.64)
"""The seam come apart: (v0, v1, u0, u1) on the viewer's left panel, about 80 mm long."""

TEAR_AT = (0.55, 0.46)
"""The hole: (v, u) on the wearer's left sleeve, in the middle of a baffle."""


def open_seam(grid: np.ndarray, alive: np.ndarray):
    """Pull the two edges of the slit apart and show the filling between them."""
    v0, v1, u0, u1 = SEAM_BOX
    h, w = grid.shape[:2]
    v, u = np.meshgrid(np.linspace(0, 1, h), np.linspace(0, 1, w), indexing="ij")
    middle, half = (u0 + u1) / 2, (u1 - u0) / 2
    mouth = np.clip(1 - ((u - middle) / half) ** 2, 0, 1)
    far = (v - (v0 + v1) / 2) * 0.60
    ragged = 1 + 0.25 * smooth_noise((h, w), (4, 22), 5) + 0.10 * smooth_noise((h, w), (30, 90), 6)
    away = np.sign(far) * 0.0058 * mouth * np.exp(-np.abs(far) / 0.020) * ragged
    shift = sample(grid, np.full(w, (v0 + v1) / 2), np.linspace(0, 1, w))
    out = _slackened(grid, np.sqrt(mouth) * np.exp(-((far / 0.060) ** 2)))
    out[..., 1] -= away.astype(np.float32)
    # The baffles have lost their filling: they sink towards the seam and the raw edge turns in.
    sink = mouth * np.exp(-np.abs(far) / 0.045)
    out[..., 2] -= (sink * np.clip(out[..., 2] - 0.050, 0, 0.05) * 0.85).astype(np.float32)
    lip = mouth * np.exp(-np.abs(far) / 0.004)
    out[..., 2] -= (0.006 * lip).astype(np.float32)
    at = shift[int(middle * (w - 1))].copy()
    at[2] = 0.050
    # Filling: a lumpy mound under the slit.
    b, a = np.meshgrid(np.linspace(1, -1, 90), np.linspace(-1, 1, 160), indexing="ij")
    line = sample(grid, np.full(160, v0 - 0.03), np.linspace(u0 - 0.03, u1 + 0.03, 160))
    x = np.broadcast_to(line[:, 0], a.shape)
    y = at[1] + b * 0.030
    lumps = 0.0034 * smooth_noise(a.shape, (4, 10), 8) + 0.0004 * smooth_noise(a.shape, (14, 30), 9)
    z = 0.047 - 0.008 * b**2 - 0.016 * a**4 + lumps
    mound = np.stack([x, y, z], -1).astype(np.float32)
    fill = grid_mesh("seam filling", mound, "down")
    fuzz = down_fuzz("seam fuzz", mound[16:-16, 12:-12], 14000, 0.0075, 31)
    rng = np.random.default_rng(40)
    tufts = [
        part
        for k, dx in enumerate(np.linspace(-0.030, 0.030, 13))
        for part in cluster(
            f"seam tuft {k}",
            at + np.array([dx + rng.normal(0, 0.002), rng.normal(-0.0015, 0.002), 0.004]),
            (0.4 * rng.standard_normal(), rng.normal(-0.7, 0.5), 1.0),
            rng.uniform(0.008, 0.020) * (1 - 0.5 * abs(dx) / 0.03),
            40 + 2 * k,
        )
    ]
    # Some has worked its way out over the lower edge.
    for k, u in enumerate((0.40, 0.435, 0.49, 0.515, 0.575)):
        root = sample(out, v1 + 0.002, u) + np.array([0, 0.002, 0.001])
        size = rng.uniform(0.008, 0.017)
        tufts += cluster(f"seam wisp {k}", root, (rng.normal(0, 0.5), -1.0, 0.7), size, 80 + 2 * k)
    edge = out[[int(v0 * (h - 1)) - 1, int(v1 * (h - 1)) + 2]][:, int(u0 * w) : int(u1 * w)]
    threads = loose_threads("seam threads", edge.reshape(-1, 3), 44, 0.018, 33)
    return out, [fill], [fuzz, *tufts, threads], at


def _slackened(grid: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Cloth that nothing pulls any more, where ``share`` is 1: soft folds instead of ripples.

    The ripples are the coarse grid's own, which buckles where the cut sets it free.
    """
    soft = cv2.GaussianBlur(np.asarray(grid, np.float32), (0, 0), 7.0)
    folds = bent(ridged(grid.shape[:2], (22, 24), 51), 16, 52)
    folds = folds + 0.30 * bent(ridged(grid.shape[:2], (64, 72), 54), 7, 55)
    soft = soft + normals(soft) * (0.0007 * folds)[..., None]
    return grid + (soft - grid) * np.clip(1.6 * share, 0, 1)[..., None]


def tear(grid: np.ndarray):
    """Rip an L-shaped hole of about 28 mm into a sleeve, with curled, frayed edges."""
    fine = resample(grid, (2 * grid.shape[0] - 1, 2 * grid.shape[1] - 1), cubic=True)
    h, w = fine.shape[:2]
    step = 0.59 / h  # metres between two rows
    row, col = int(TEAR_AT[0] * (h - 1)), int(TEAR_AT[1] * (w - 1))
    far = np.linalg.norm(fine - fine[row, col], axis=2)
    fine = _slackened(fine, 0.55 * np.exp(-((far / 0.050) ** 2))).astype(np.float32)
    under = cv2.GaussianBlur(fine, (0, 0), 9.0)  # the filling knows nothing of small wrinkles
    up = normals(under)
    at, n = fine[row, col], up[row, col]
    right = fine[row, col + 16] - fine[row, col - 16]
    right /= np.linalg.norm(right)
    down = np.cross(right, n)
    rel = fine - at
    a, b = rel @ right, rel @ down
    rag = 0.0010 * smooth_noise((h, w), (h // 24, w // 24), 3)
    rag += 0.0004 * smooth_noise((h, w), (h // 8, w // 8), 4)
    one = np.hypot((a + 0.003) / 0.0150, (b - 0.001) / 0.0072) - 1
    two = np.hypot((a - 0.006 + 0.35 * b) / 0.0052, (b - 0.008) / 0.0125) - 1
    inside = np.minimum(one * 0.0072, two * 0.0052) + rag
    near = np.linalg.norm(rel, axis=2) < 0.05
    _, parts = cv2.connectedComponents(((inside < 0) & near).astype(np.uint8))
    alive = parts != parts[row, col]
    d = cv2.distanceTransform(alive.astype(np.uint8), cv2.DIST_L2, 5) * step
    wave = 1 + 0.7 * smooth_noise((h, w), (h // 37, w // 37), 12)
    lift = np.clip(0.0036 * wave * np.exp(-d / 0.0035), -0.001, 0.006) * near
    # The torn baffle has gone flat around the hole.
    slump = 0.006 * np.exp(-((np.linalg.norm(rel, axis=2) / 0.024) ** 2))
    out = fine + up * (lift - slump)[..., None]
    # Filling: what lies under the cloth, following it, and swelling into the hole.
    reach = round(0.0265 / step)
    margin = round(0.0025 / step)
    patch = (under - up * slump[..., None])[row - reach : row + reach, col - reach : col + reach]
    turned = up[row - reach : row + reach, col - reach : col + reach]
    flat = inside[row - reach : row + reach, col - reach : col + reach]
    lumps = 0.0012 * smooth_noise(flat.shape, (8, 8), 18) + 0.0005 * smooth_noise(
        flat.shape, (24, 24), 19
    )
    height = (
        -0.0065
        + 0.0055 * np.clip(0.5 - flat / 0.006, 0, 1)
        + lumps * np.clip(1 - flat / 0.008, 0, 1)
        - 0.012 * np.clip(flat / 0.016 - 0.25, 0, 1)
    )
    mound = (patch + turned * height[..., None]).astype(np.float32)
    fill = grid_mesh("hole filling", mound, "down")
    fuzz = down_fuzz("hole fuzz", mound[margin:-margin, margin:-margin], 9000, 0.0062, 11)
    tufts = []
    for k, (p, q, size) in enumerate(
        [
            (-0.011, 0.000, 0.007),
            (-0.006, 0.003, 0.008),
            (0.002, 0.003, 0.011),
            (0.006, 0.011, 0.013),
        ]
    ):
        root = at + right * p + down * q - n * 0.001
        tufts += cluster(f"hole tuft {k}", root, n + 0.5 * down, size, 60 + 2 * k)
    rim = out[(d > 0) & (d < 0.0013) & near]
    threads = loose_threads("hole threads", rim, 130, 0.006, 21)
    return (
        out.astype(np.float32),
        alive,
        [fill],
        [fuzz, *tufts, threads, *feather(at, right, down, n)],
        at,
    )


def down_fuzz(name: str, surface: np.ndarray, count: int, length: float, seed: int) -> Strands:
    """Short curls all over a mound."""
    rng = np.random.default_rng(seed)
    v, u = rng.random((2, count))
    roots, up = sample(surface, v, u), sample(normals(surface), v, u)
    heading = up * 0.7 + rng.standard_normal((count, 3)) * 0.6
    size = length * rng.uniform(0.4, 1.2, count)
    return Strands(name, curly(roots, heading, size, 8, 0.5, seed), np.full(count, 4.5e-5), "fluff")


def cluster(name: str, root, heading, size: float, seed: int) -> list[Strands]:
    """One cluster of down: soft barbs from one point, each a plume of finer barbules."""
    rng = np.random.default_rng(seed)
    barbs, plumes = 64, 120
    way = np.asarray(heading) / np.linalg.norm(heading) + rng.standard_normal((barbs, 3)) * 0.85
    roots = np.asarray(root) + rng.standard_normal((barbs, 3)) * 0.0008
    lines = curly(roots, way, size * rng.uniform(0.4, 1.1, barbs), 14, 0.34, seed)
    t = rng.uniform(0.10, 0.999, (barbs, plumes)) * 13
    k, part = t.astype(int), (t % 1)[..., None]
    here, after = (np.take_along_axis(lines, (k + n)[..., None], axis=1) for n in (0, 1))
    along = (after - here) / np.linalg.norm(after - here, axis=2, keepdims=True)
    out = along * 0.6 + rng.standard_normal(along.shape) * 0.8
    length = 0.0022 * rng.uniform(0.4, 1.2, barbs * plumes)
    hairs = curly(
        (here + (after - here) * part).reshape(-1, 3), out.reshape(-1, 3), length, 5, 0.25, seed + 1
    )
    return [
        Strands(name, lines, np.full(barbs, 2.2e-5), "fluff"),
        Strands(f"{name} plumes", hairs, np.full(len(hairs), 1.3e-5), "fluff"),
    ]


def loose_threads(name: str, rim: np.ndarray, count: int, length: float, seed: int) -> Strands:
    """Frayed yarn from the edge of a tear, (N, 3) rim points."""
    rng = np.random.default_rng(seed)
    roots = rim[rng.integers(0, len(rim), count)]
    heading = np.array([0.0, 0.0, 0.5]) + rng.standard_normal((count, 3)) * 0.8
    size = length * rng.uniform(0.3, 1.3, count)
    return Strands(name, curly(roots, heading, size, 10, 0.4, seed), np.full(count, 9e-5), "yarn")


def feather(at, right, down, n) -> list[Strands]:
    """A small feather half out of the hole: a quill with barbs."""
    rng = np.random.default_rng(80)
    root, size = at + n * 0.001 + right * 0.004 + down * 0.008, 0.024
    way = down * 0.9 + right * 0.35 + n * 0.5
    way /= np.linalg.norm(way)
    side = np.cross(n, way)
    side /= np.linalg.norm(side)
    t = np.linspace(0, 1, 24)
    bow = 0.12 * size * np.sin(np.pi * t)
    quill = root + way * (t * size)[:, None] + side * bow[:, None] + n * (0.05 * size * t)[:, None]
    where = rng.uniform(0.12, 1.0, 700)
    hand = np.where(rng.random(700) < 0.5, 1.0, -1.0)
    roots = np.stack([np.interp(where, t, quill[:, c]) for c in range(3)], -1)
    width = size * 0.26 * np.sin(np.pi * np.clip(where * 0.93 + 0.06, 0, 1)) ** 0.6
    heading = way * 0.9 + side * hand[:, None] * 0.8 + rng.standard_normal((700, 3)) * 0.07
    barbs = curly(roots, heading, width + 0.0015, 7, 0.05, 90)
    return [
        Strands("quill", quill[None].astype(np.float32), np.array([1.3e-4]), "quill"),
        Strands("barbs", barbs, np.full(700, 4.5e-5), "fluff"),
    ]


def stain_mask(grid: np.ndarray, side: int, spots: dict[str, np.ndarray]) -> np.ndarray:
    """How far inside a spill each point is, float32 0..1; the shader frays the border."""
    if side < 0:
        return np.zeros(grid.shape[:2], np.float32)
    places = [
        (0.52, 0.42, 0.029),
        (0.56, 0.56, 0.018),
        (0.48, 0.58, 0.010),
        (0.62, 0.38, 0.012),
        (0.60, 0.50, 0.007),
        (0.45, 0.47, 0.006),
        (0.64, 0.57, 0.007),
    ]
    rng = np.random.default_rng(78)
    splash = np.column_stack(
        [
            rng.normal(0.545, 0.075, 130),
            rng.normal(0.50, 0.105, 130),
            np.clip(0.0013 * rng.pareto(2.2, 130) + 0.0009, 0, 0.0048),
        ]
    )
    mask = np.zeros(grid.shape[:2], np.float32)
    for v, u, radius in [*places, *splash[(splash[:, :2] > 0.05).all(1)]]:
        at = sample(grid, v, u)
        if "stain" not in spots:
            spots["stain"] = at
        far = np.linalg.norm((grid - at) * np.array([1, 1, 0.6]), axis=2)
        mask = np.maximum(mask, np.clip(1.0 - far / (2 * radius), 0, 1))
    h, w = mask.shape
    ragged = 0.16 * smooth_noise((h, w), (24, 18), 77) + 0.10 * smooth_noise((h, w), (60, 44), 78)
    return np.where(mask > 0.1, np.clip(mask + ragged, 0, 1), 0).astype(np.float32)


def rust_run(grid: np.ndarray, snap: np.ndarray, seed: int) -> np.ndarray:
    """How much rust a snap has bled into the cloth, float32 0..1: round it, and a run below it."""
    x, y, z = np.moveaxis(grid - snap, -1, 0)
    wander = 0.0022 * smooth_noise(grid.shape[:2], (60, 3), 90 + seed)
    rim = np.clip(1.12 - np.hypot(np.hypot(x, y), z) / 0.0115, 0, 1)
    below = np.clip(-y - 0.004, 0, None)
    long = 0.016 + 0.008 * (seed % 3)
    side = np.abs(x + wander + 0.002 * (seed % 2))
    run = np.clip(0.80 - below / long, 0, 1) * np.clip(1.3 - side / 0.0042, 0, 1) * (below > 0)
    return np.clip(np.maximum(rim, run), 0, 1).astype(np.float32)


__all__ = ["SEAM_BOX", "TEAR_AT", "Mesh", "open_seam", "rust_run", "stain_mask", "tear"]
