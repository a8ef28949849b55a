"""Painted defects that run along lines: cracks, struck glass, scratches, breaks, dead displays."""

from __future__ import annotations

import cv2
import numpy as np
from defect_tools import SOFT_RATIO, Defect, Plane, cloud, jagged, mix, stroke


def crack(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """A dark gap, jagged, with side branches; the edge away from the light is bright."""
    width, soft = defect.size * long_side, SOFT_RATIO * long_side
    main = jagged(points, rng, 0.09)
    paths = [(main, width)]
    for position in rng.choice(np.arange(8, len(main) - 8), 2, replace=False):
        step = main[position + 4] - main[position - 4]
        side = np.array([-step[1], step[0]]) * rng.choice([-1, 1])
        end = main[position] + (step + side) / (np.hypot(*step) + 1e-6) * width * rng.uniform(5, 9)
        branch = np.array([main[position], end], np.float32)
        paths.append((jagged(branch, rng, 0.1), width * 0.55))
    for path, thick in paths:
        gap = stroke(rgb.shape, path, thick, soft)
        edge = stroke(rgb.shape, path + thick * 0.6, thick * 0.8, soft) * (1 - gap)
        rgb = mix(rgb, rgb * 0.14, gap * 0.92)
        rgb = rgb + edge[..., None] * (0.25 * rgb + 14)
    return rgb


def glass(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """Struck glass: rays, broken rings near the blow, splinters that mirror differently."""
    radius, soft = defect.size * long_side / 2, SOFT_RATIO * long_side * 0.6
    turn = np.deg2rad(defect.turn_deg)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    fine = 0.0018 * long_side

    def at(angle: float, share: float) -> Plane:
        unit = np.array([np.cos(angle), np.sin(angle) * defect.squash]) * share * radius
        return np.asarray(points[0] + spin @ unit, np.float32)

    count = 17
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    ends = rng.uniform(0.45, 1.1, count)
    shares = (0.07, 0.16, 0.3, 0.55)
    knots = [[at(a + rng.normal(0, 0.05), s * rng.uniform(0.8, 1.25)) for s in shares]
             for a in angles]  # fmt: skip
    for i, ray in enumerate(knots):
        following = knots[(i + 1) % count]
        for k in range(len(shares) - 1):
            if rng.random() < 0.75 - 0.2 * k:
                corners = [ray[k], ray[k + 1], following[k + 1], following[k]]
                mask = np.zeros(rgb.shape[:2], np.uint8)
                cv2.fillPoly(mask, [np.array(corners, np.int32)], 255, cv2.LINE_AA)
                tone = rng.uniform(-0.25, 0.45)
                rgb = mix(rgb, rgb * (1 + tone) + 30 * max(0.0, tone), mask / np.float32(255))
    lines = [np.array([points[0], *[q for q, s in zip(ray, shares, strict=True) if s < e],
                       at(a, e)], np.float32)
             for a, e, ray in zip(angles, ends, knots, strict=True)]  # fmt: skip
    for k in range(3):
        for i in range(count):
            if rng.random() < 0.5 - 0.1 * k:
                lines.append(np.array([knots[i][k], knots[(i + 1) % count][k]], np.float32))
    patchy = np.clip(0.7 + 0.4 * cloud(rgb.shape, rng, radius / 5), 0.15, 1)
    for line in lines:
        path = jagged(line, rng, 0.02)
        wide = fine * rng.uniform(0.7, 1.7)
        rgb = mix(rgb, rgb * 0.3, 0.6 * stroke(rgb.shape, path + fine, wide, soft))
        rgb = mix(rgb, np.float32(225), 0.85 * patchy * stroke(rgb.shape, path, wide, soft))
    spot = stroke(rgb.shape, np.array([points[0], points[0] + 1], np.float32), radius / 9, soft)
    return mix(rgb, np.float32(205), spot * patchy * 0.7)


def scratch(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """A bundle of fine, broken, nearly parallel lines that are lighter than the surface."""
    soft = SOFT_RATIO * long_side
    step = points[-1] - points[0]
    normal = np.array([-step[1], step[0]]) / (np.hypot(*step) + 1e-6)
    breaks = np.clip(0.6 + 0.55 * cloud(rgb.shape, rng, 0.012 * long_side), 0, 1)
    for index in range(9):
        aside = normal * rng.normal(0, defect.size * long_side / 2.6)
        cut = np.sort(rng.uniform(0, 1, 2)) if index > 1 else np.array([0.0, 1.0])
        ends = [points[0] + step * cut[0] + aside, points[0] + step * max(cut[1], cut[0] + 0.25)]
        line = jagged(np.array([ends[0], ends[1] + aside * 0.7], np.float32), rng, 0.012)
        width = defect.size * long_side * (0.11 if index < 2 else rng.uniform(0.03, 0.08))
        mask = stroke(rgb.shape, line, width, soft) * breaks
        shade = stroke(rgb.shape, line + width * 0.7, width, soft) * breaks
        rgb = mix(rgb, rgb * 0.5, shade * 0.45)
        grey = rgb.mean(axis=2, keepdims=True)
        rgb = mix(rgb, 0.35 * rgb + 0.3 * grey + 105, mask * 0.9)
    return rgb


def gone(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """Broken off: the background shows; the break runs jagged along the polygon's first side."""
    corners = np.concatenate([jagged(points[:2], rng, 0.10), points[2:]])
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 255, cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), SOFT_RATIO * long_side * 1.3).astype(np.float32) / 255
    away = np.array(defect.shift) * long_side
    move = np.array([[1, 0, -away[0]], [0, 1, -away[1]]], np.float32)
    behind = cv2.warpAffine(rgb, move, rgb.shape[1::-1], borderMode=cv2.BORDER_REFLECT)
    out = mix(rgb, behind.astype(np.float32), soft)
    face = stroke(rgb.shape, corners[:33], defect.size * long_side, SOFT_RATIO * long_side)
    face *= 1 - soft * 0.4
    return mix(out, np.array(defect.colour, np.float32), face * 0.85)


def dead_lines(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """A broken display: lines from edge to edge within its four corners (from the upper left)."""
    colours = ((80, 255, 120), (250, 60, 220), (245, 245, 250), (60, 220, 255), (12, 12, 16))
    places = 0.5 + (rng.uniform(0, 1, 9) - 0.5) * defect.size
    for index, position in enumerate(np.sort(places)):
        wide = 0.05 if index == 4 else rng.uniform(0.004, 0.012)
        top = [points[0] + (points[1] - points[0]) * (position + k) for k in (0, wide)]
        end = [points[3] + (points[2] - points[3]) * (position + k) for k in (wide, 0)]
        mask = np.zeros(rgb.shape[:2], np.uint8)
        cv2.fillPoly(mask, [np.array([*top, *end], np.int32)], 255, cv2.LINE_AA)
        soft = cv2.GaussianBlur(mask, (0, 0), SOFT_RATIO * long_side).astype(np.float32) / 255
        colour = colours[4] if index == 4 else colours[index % 4]
        rgb = mix(rgb, np.array(colour, np.float32), soft * 0.9)
    return rgb
