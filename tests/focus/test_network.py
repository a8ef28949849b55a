"""The network sees blur for what it is: its size, its direction, and what it cannot tell."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from evidence_qc.errors import MissingDependencyError
from evidence_qc.focus import FocusMap, FocusModel


def sigma(focus_map: FocusMap) -> float:
    return float(np.median(focus_map.sigma_px))


def test_more_blur_is_seen_as_more_blur(model: FocusModel, make: SimpleNamespace) -> None:
    """Sigma grows with the blur that was put in and stays within half an octave of it."""
    sharp = make.leaves()

    seen = [sigma(model.map(make.defocused(sharp, s))) for s in (1.0, 2.0, 4.0)]

    assert sigma(model.map(sharp)) < 0.7 < seen[0] < seen[1] < seen[2]
    assert np.allclose(np.log2(seen), [0, 1, 2], atol=0.5)


@pytest.mark.parametrize("angle", [0, 35, 90, 145])
def test_motion_has_a_direction(model: FocusModel, make: SimpleNamespace, angle: int) -> None:
    """A line kernel is seen as long and thin, along the line."""
    seen = model.map(make.moved(make.leaves(), 3.0, angle))
    turn = np.radians(2 * seen.angle_deg.astype(np.float64))
    direction = np.degrees(np.arctan2((seen.anisotropy * np.sin(turn)).mean(),
                                      (seen.anisotropy * np.cos(turn)).mean())) / 2  # fmt: skip

    assert np.median(seen.axis_ratio) > 2.5
    assert abs((direction - angle + 90) % 180 - 90) < 8


def test_a_disc_has_no_direction(model: FocusModel, make: SimpleNamespace) -> None:
    """Defocus is seen as round."""
    seen = model.map(make.defocused(make.leaves(), 3.0))

    assert np.median(seen.axis_ratio) < 1.6
    assert np.median(seen.anisotropy) < 0.5


@pytest.mark.parametrize("level", [0, 20, 128, 255])
def test_a_flat_picture_cannot_tell(model: FocusModel, make: SimpleNamespace, level: int) -> None:
    """A blank wall, clean or with the noise of a phone, has nothing to judge focus by."""
    blank = np.full((384, 512), level, np.uint8)

    assert model.map(blank).decidable.mean() < 0.05
    assert model.map(make.noisy(blank, 2.0)).decidable.mean() < 0.05


def test_darkness_and_noise_are_not_blur(model: FocusModel, make: SimpleNamespace) -> None:
    """A sharp picture stays sharp at a quarter of its light and under noise."""
    sharp = make.leaves()

    assert sigma(model.map(make.dimmed(sharp, 0.25))) < 0.8
    assert sigma(model.map(make.noisy(sharp, 6.0))) < 0.8


def test_half_the_light_changes_nothing(model: FocusModel, make: SimpleNamespace) -> None:
    """The size of a blur does not depend on exposure."""
    blurred = make.defocused(make.leaves(), 2.0)

    whole, half = model.map(blurred), model.map(make.dimmed(blurred, 0.5))

    assert abs(np.log2(sigma(half) / sigma(whole))) < 0.1


def test_the_size_of_the_file_does_not_matter(model: FocusModel, make: SimpleNamespace) -> None:
    """A photo and its half-size copy have the same blur in thousandths of the long side."""
    large = make.defocused(make.leaves(1440, 1920), 8.0)
    small = cv2.resize(large, (960, 720), interpolation=cv2.INTER_AREA)

    a, b = (float(np.median(model.map(x).blur_permille)) for x in (large, small))

    assert a == pytest.approx(8.0 / 1.92, rel=0.3)
    assert b == pytest.approx(a, rel=0.03)


def test_a_sharp_subject_is_found_before_a_blurred_ground(
    model: FocusModel, make: SimpleNamespace
) -> None:
    """The map is local: the left half stays sharp when the right is blurred."""
    picture = make.leaves()
    picture[:, 256:] = make.defocused(picture, 4.0)[:, 256:]

    seen = model.map(picture).sigma_px

    assert np.median(seen[:, :14]) < 0.8
    assert np.median(seen[:, 18:]) > 2.5


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (17, 3), (3, 2000), (16, 16), (33, 511)])
def test_any_shape_has_a_map(model: FocusModel, shape: tuple[int, int]) -> None:
    """The smallest and the longest pictures get a map of finite numbers in their ranges."""
    luma = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)

    seen = model.map(luma)

    assert seen.sigma_px.shape == seen.decidable.shape == (seen.rows, seen.columns)
    assert seen.rows == -(-seen.plane_height_px // 16)
    assert seen.columns == -(-seen.plane_width_px // 16)
    for values, low, high in (
        (seen.sigma_px, 0.1, 64), (seen.axis_ratio, 1, 64), (seen.angle_deg, 0, 180),
        (seen.log2_sigma_sd, 0.03, 7.4), (seen.log2_ratio_sd, 0.03, 7.4),
    ):  # fmt: skip
        assert values.dtype == np.float32
        assert ((values >= low) & (values <= high)).all()


def test_the_working_plane_is_never_larger_than_the_picture(model: FocusModel) -> None:
    """Small pictures are read as they are, large ones reduced to 672 px."""
    assert model.map(np.zeros((200, 300), np.uint8)).plane_width_px == 300
    assert model.map(np.zeros((3000, 4000), np.uint8)).plane_width_px == 672


@pytest.mark.parametrize(
    "bad", [np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4)), np.zeros((0, 4), np.uint8)]
)
def test_only_luma_is_read(model: FocusModel, bad: np.ndarray) -> None:
    """Colour, floats and nothing are refused with their shape in the message."""
    with pytest.raises(ValueError, match="H x W uint8"):
        model.map(bad)


def test_threads_share_one_model(model: FocusModel, make: SimpleNamespace) -> None:
    """Many threads get what one would."""
    pictures = [make.defocused(make.leaves(96 + 16 * i, 160), 1.0 + i) for i in range(6)]
    alone = [model.map(p).sigma_px for p in pictures]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda p: model.map(p).sigma_px, pictures * 4))

    for i, seen in enumerate(together):
        assert np.array_equal(seen, alone[i % 6])


def test_a_model_travels_to_other_processes(model: FocusModel, make: SimpleNamespace) -> None:
    """A pickled model is the same model."""
    luma = make.leaves(96, 128)
    twin = pickle.loads(pickle.dumps(model))

    assert twin.version == model.version
    assert np.array_equal(twin.map(luma).sigma_px, model.map(luma).sigma_px)


def test_the_weights_are_small() -> None:
    """The package carries at most 500 kB of weights and a card that describes them."""
    here = Path(__import__("evidence_qc.focus", fromlist=["x"]).__file__).parent

    assert (here / "focus.onnx").stat().st_size <= 500_000
    assert (here / "MODEL_CARD.md").exists()


def test_only_the_weights_that_shipped_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more in the package's own file is an error in a sentence, not another model."""
    shipped = FocusModel()._bytes()
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: shipped + b"\0")
    with pytest.raises(MissingDependencyError, match="not the one that was shipped"):
        FocusModel().map(np.zeros((64, 64), np.uint8))
