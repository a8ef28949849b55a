"""Train the network on labelled crops and write it as ONNX."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed
from torch.nn.functional import pixel_shuffle, pixel_unshuffle

from evidence_qc.focus.plane import network_input

from .crops import Crops
from .network import FocusNet, loss

BATCH, RATE = 128, 4e-3
#: Contrast floors that a crop is read with, grey levels: the network must not learn how faint a
#: difference may be and still count.
FLOORS_DN = (2.0, 20.0)


def fit(
    crops: Crops, *, epochs: int, stop: int, seed: int, workers: int, kept: Path
) -> FocusNet:  # fmt: skip
    """Train with AdamW and a one-cycle rate; prints a line now and then.

    ``workers`` processes of one thread share every batch and average their gradients once a step:
    on a busy machine that is several times as quick as threads that wait for each other in every
    layer.  The weights are written to ``kept`` after each epoch.  Training stops after ``stop``
    epochs of a cycle laid out for ``epochs``.
    """
    fork = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="focus-") as folder:
        same = (workers, crops, epochs, stop, seed, kept, folder)
        jobs = [fork.Process(target=_train, args=(rank, *same)) for rank in range(workers)]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
    if any(job.exitcode for job in jobs):
        raise SystemExit("A training process failed; its error is above.")
    net = FocusNet()
    net.load_state_dict(torch.load(kept))
    return net.eval()


def _train(
    rank: int, world: int, crops: Crops, epochs: int, stop: int, seed: int, kept: Path,
    folder: str,
) -> None:  # fmt: skip
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=f"file://{folder}/meet", rank=rank, world_size=world
    )
    torch.manual_seed(seed)
    net = FocusNet().to(memory_format=torch.channels_last)
    label, weight = torch.from_numpy(crops.label), torch.from_numpy(crops.weight)
    steps = len(label) // BATCH
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=steps * epochs, pct_start=0.15
    )
    order = torch.Generator().manual_seed(seed)
    floors = np.random.default_rng((seed, rank))
    begin = time.monotonic()
    for epoch in range(stop):
        net.train()
        total = 0.0
        shuffled = torch.randperm(len(label), generator=order)
        for step in range(steps):
            pick = shuffled[step * BATCH : (step + 1) * BATCH][rank::world]
            turn = int(torch.randint(8, (1,), generator=order))
            x = torch.from_numpy(normalised(floors, crops.luma[pick.numpy()]))
            x, y, w = turned(x, label[pick], weight[pick].float(), turn)
            optimiser.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16):
                out = net(x.contiguous(memory_format=torch.channels_last))
            value = loss(out.float(), y, w)
            value.backward()
            _average(net, world)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += float(value.detach())
            if rank == 0 and step % 100 == 99:
                done = f"epoch {epoch + 1}/{epochs} step {step + 1}/{steps}"
                print(f"{done} loss {total / (step + 1):.4f} {time.monotonic() - begin:.0f} s",
                      flush=True)  # fmt: skip
        if rank == 0:
            torch.save(net.state_dict(), kept)


def _average(net: FocusNet, world: int) -> None:
    """Give every process the mean of all gradients."""
    gradients = [p.grad for p in net.parameters() if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients]) / world
    distributed.all_reduce(flat)
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(mean.view_as(gradient))


def normalised(rng: np.random.Generator, luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Crops (N, 128, 128) as the network reads them, each with its own floor: (N, 4, 64, 64)."""
    floors = np.exp(rng.uniform(*np.log(FLOORS_DN), len(luma)))
    read = [network_input(p, floor_dn=float(f))[0] for p, f in zip(luma, floors, strict=True)]
    return np.stack(read)


def turned(x: Tensor, label: Tensor, weight: Tensor, turn: int) -> tuple[Tensor, Tensor, Tensor]:
    """One of the eight mirrorings and quarter turns of a batch; directions turn along."""
    plane = pixel_shuffle(x, 2)
    sign_cos, sign_sin = 1.0, 1.0
    if turn & 1:
        plane, label, weight = plane.flip(-1), label.flip(-1), weight.flip(-1)
        sign_sin = -sign_sin
    if turn & 2:
        plane, label, weight = plane.flip(-2), label.flip(-2), weight.flip(-2)
        sign_sin = -sign_sin
    if turn & 4:  # swapping rows and columns maps direction t to 90 - t, so cos 2t to -cos 2t
        plane, label, weight = plane.mT, label.mT, weight.mT
        sign_cos = -sign_cos
    label = label * torch.tensor([1.0, 1.0, sign_cos, sign_sin])[:, None, None]
    return pixel_unshuffle(plane, 2), label, weight


def export(net: FocusNet, path: Path) -> None:
    """Write the network as ONNX with free height and width, its batch norms folded in."""
    net = net.to(memory_format=torch.contiguous_format).eval()
    torch.onnx.export(
        net, (torch.zeros(1, 4, 64, 64),), str(path), dynamo=False, opset_version=13,
        input_names=["phases"], output_names=["cells"],
        dynamic_axes={"phases": {2: "h", 3: "w"}, "cells": {2: "rows", 3: "columns"}},
    )  # fmt: skip
