"""The network: seven numbers for every cell of 16 px of a normalised luma plane."""

from __future__ import annotations

import torch
from torch import Tensor, nn

#: Order of the output channels.
OUTPUTS = ("log2_sigma", "log2_ratio", "ratio_cos", "ratio_sin", "logvar_sigma", "logvar_ratio",
           "logvar_direction")  # fmt: skip


def _conv(
    inside: int, outside: int, stride: int = 1, groups: int = 1, side: int = 3
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, side, stride, side // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class Separable(nn.Module):
    """A depthwise 3x3 and a pointwise convolution, with a shortcut where the shape stays."""

    def __init__(self, inside: int, outside: int, stride: int = 1) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _conv(inside, inside, stride, groups=inside), _conv(inside, outside, side=1)
        )
        self.same = stride == 1 and inside == outside

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.same else self.body(x)


class FocusNet(nn.Module):
    """Two convolutions and nine separable blocks.

    (N, 4, H/2, W/2) float32, the four phases of a plane of H x W px, multiples of 16, to
    (N, 7, H/16, W/16).
    """

    def __init__(self, widths: tuple[int, int, int, int] = (16, 24, 48, 96)) -> None:
        super().__init__()
        a, b, c, d = widths
        self.body = nn.Sequential(
            _conv(4, a),
            _conv(a, b, stride=2),
            Separable(b, b),
            Separable(b, c, stride=2),
            Separable(c, c),
            Separable(c, c),
            Separable(c, d, stride=2),
            Separable(d, d),
            Separable(d, d),
            Separable(d, d),
            Separable(d, d),
        )
        self.head = nn.Conv2d(d, len(OUTPUTS), 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


def loss(out: Tensor, label: Tensor, weight: Tensor) -> Tensor:
    """Gaussian negative log-likelihood, averaged over the cells that have a label."""
    logvar = out[:, 4:].clamp(-7.0, 4.0)
    error = (out[:, :4] - label) ** 2
    size = error[:, 0] * torch.exp(-logvar[:, 0]) + logvar[:, 0]
    ratio = error[:, 1] * torch.exp(-logvar[:, 1]) + logvar[:, 1]
    turn = (error[:, 2] + error[:, 3]) * torch.exp(-logvar[:, 2]) + 2 * logvar[:, 2]
    total = size + 0.5 * ratio + 0.5 * turn
    return (total * weight).sum() / weight.sum().clamp(min=1.0)
