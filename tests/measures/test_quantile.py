"""Quantiles are NumPy's."""

import numpy as np
import pytest

from evidence_qc.measures.quantile import quantile


@pytest.mark.parametrize("size", [1, 2, 3, 10, 997])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_it_is_what_numpy_says(size: int, share: float, dtype: type) -> None:
    values = np.random.default_rng(size).uniform(0, 255, size).astype(dtype)

    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)), rel=1e-6)


def test_the_values_stay_as_they_were_whatever_their_shape() -> None:
    values = np.random.default_rng(0).uniform(0, 255, (7, 5, 3))
    before = values.copy()

    assert quantile(values, 0.5) == float(np.median(values))
    assert (values == before).all()
