"""Codes are read as they are held: aslant, small, unevenly lit; nothing is ever made up."""

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence_qc.examine.photo import examine_array
from evidence_qc.focus import FocusModel
from evidence_qc.measures.content.bars import stretches
from evidence_qc.measures.content.codes import TEXT_MAX, read_codes
from evidence_qc.measures.planes import Planes
from evidence_qc.media.photo.decode import planes_from_rgb
from evidence_qc.model import Code, Subject

SIDE = (1024, 768)
NUMBERS = {
    "Code 128": ("Code128", "LP00123456789012"),
    "EAN-13": ("EAN13", "4006381333931"),
    "Code 39": ("Code39", "AB12345678"),
    "ITF": ("ITF", "12345678901231"),
}


def picture(
    text: str,
    kind: str = "Code128",
    *,
    angle_deg: float = 0.0,
    module_px: float = 3.0,
    high_px: int = 150,
    light: float = 0.0,
    blur_px: float = 0.6,
    size: tuple[int, int] = SIDE,
) -> np.ndarray:
    """A code on white paper on card, as a phone sees it: uint8 luma."""
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    drawn = drawn if drawn.ndim == 2 else drawn[..., 0]
    is_matrix = kind == "QRCode"
    high = round(drawn.shape[0] * module_px) if is_matrix else high_px
    wide = round(drawn.shape[1] * module_px)
    source = drawn if is_matrix else drawn[drawn.shape[0] // 2][None]
    code_luma = cv2.resize(source, (wide, high), interpolation=cv2.INTER_NEAREST)
    width, height = size
    luma = np.full((height, width), 105, np.uint8)
    left, top = (width - wide) // 2, (height - high) // 2
    luma[max(0, top - 60) : top + high + 60, max(0, left - 60) : left + wide + 60] = 225
    luma[top : top + high, left : left + wide] = np.where(code_luma < 128, 35, 225)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    seen = cv2.warpAffine(luma, turn, size, flags=cv2.INTER_LINEAR, borderValue=105).astype(float)
    seen *= np.linspace(1 - light, 1, width)
    seen = cv2.GaussianBlur(seen, (0, 0), blur_px)
    seen += np.random.default_rng(len(text)).normal(0, 3, seen.shape)
    return np.clip(seen, 0, 255).astype(np.uint8)


def codes(luma: np.ndarray) -> tuple[Code, ...]:
    planes = planes_from_rgb(luma)
    return read_codes(planes, stretches(planes.working))


@pytest.mark.parametrize("kind", NUMBERS)
def test_what_stands_on_parcels_and_goods_is_read(kind: str) -> None:
    """Exactly, with the name that the report gives."""
    name, text = NUMBERS[kind]
    (code,) = codes(picture(text, name))

    assert (code.format, code.text) == (kind, text)
    assert code.length_ratio == pytest.approx(_modules(text, name) * 3 / 1024, rel=0.08)


def _modules(text: str, kind: str) -> int:
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)).shape[1]


@pytest.mark.parametrize("angle_deg", [0, 8, 21, 45, 77, 90, 133, 180])
@pytest.mark.parametrize("light", [0.0, 0.5])
def test_a_number_is_read_however_the_label_lies(angle_deg: float, light: float) -> None:
    """People hold the phone as they hold it."""
    number = NUMBERS["Code 128"][1]

    assert [code.text for code in codes(picture(number, angle_deg=angle_deg, light=light))] == [
        number
    ]


def test_a_code_too_small_at_the_working_size_is_read_from_the_fine_picture() -> None:
    """A label across a third of a 12-MP photo has one and a half pixels a module at 1,024."""
    number = NUMBERS["Code 128"][1]
    luma = picture(number, module_px=4.5, high_px=300, angle_deg=25, size=(3000, 2250))
    small = cv2.resize(luma, SIDE, interpolation=cv2.INTER_AREA)
    coarse = Planes(small, small, SIDE[0] / 3000, 3000, 2250)

    assert [code.text for code in codes(luma)] == [number]
    assert [code.text for code in read_codes(coarse, stretches(small))] in ([], [number])


@settings(max_examples=12, deadline=None)
@given(
    st.text("0123456789ABCDEFGHJKLMN", min_size=6, max_size=20),
    st.floats(0, 180),
    st.floats(0.6, 3.0),
    st.integers(0, 2**31),
)
@example("00A500A00A1B", 98.0, 0.75, 30374568)  # one row of a scratched code passes the check
def test_what_cannot_be_read_is_not_read_otherwise(
    text: str, angle_deg: float, blur_px: float, seed: int
) -> None:
    """A blurred, scratched or cut number is missing; it never becomes another number."""
    luma = picture(text, angle_deg=angle_deg, blur_px=blur_px, module_px=2.6)
    random = np.random.default_rng(seed)
    for _ in range(int(random.integers(0, 12))):
        x, y = random.integers(200, 800), random.integers(150, 600)
        cv2.line(luma, (x, y), (x + 60, y + random.integers(-90, 90)), int(random.integers(255)), 4)

    assert {code.text for code in codes(luma)} <= {text}


def test_a_qr_code_is_a_code_but_no_label() -> None:
    """It stands on posters, boxes and goods; a bar code of that size makes a label."""
    model = FocusModel()
    matrix = picture("https://example.org/a", "QRCode", module_px=14)
    bars = picture(NUMBERS["Code 128"][1])

    facts = examine_array(matrix, model)
    assert [(code.format, code.text) for code in facts.codes] == [
        ("QR Code", "https://example.org/a")
    ]
    assert facts.shows is None
    facts = examine_array(bars, model)
    assert facts.shows is not None
    assert facts.shows.what is Subject.LABEL


def test_a_small_code_on_the_goods_is_read_and_makes_no_label() -> None:
    """A price tag's code in the corner of a photo of a coat."""
    luma = picture(NUMBERS["EAN-13"][1], "EAN13", module_px=5, high_px=260, size=(3000, 2250))

    facts = examine_array(luma, FocusModel())
    assert [code.text for code in facts.codes] == [NUMBERS["EAN-13"][1]]
    assert facts.shows is None


def test_a_long_text_is_cut_and_controls_are_no_text() -> None:
    """What a code holds is shown in a terminal and in a page."""
    (code,) = codes(picture("a\x1b[31m" + "b" * 300, "QRCode", module_px=8))

    assert len(code.text) == TEXT_MAX
    assert code.text.isprintable()


def test_noise_stripes_and_print_hold_no_code() -> None:
    """What looks like bars is handed over often; nothing may come back."""
    random = np.random.default_rng(3)
    page = np.full((768, 1024), 230, np.uint8)
    for row in range(20):
        text = "".join(random.choice(list("HILTNMEF10"), 44))
        cv2.putText(page, text, (20, 30 + 37 * row), cv2.FONT_HERSHEY_SIMPLEX, 1, 20, 2)
    pins = np.repeat(random.integers(0, 255, (1, 1024)), 768, axis=0).astype(np.uint8)
    for luma in (page, pins, random.integers(0, 255, (768, 1024)).astype(np.uint8)):
        assert codes(luma) == ()
