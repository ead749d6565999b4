"""The detector's network: NanoDet-g (CSP backbone, PAN neck, one head a stride) for our six classes."""

import torch
import torch.nn.functional as F
from torch import nn

CLASSES = ("car", "motorcycle", "bus", "truck", "bicycle", "person")
STRIDES = (8, 16, 32)
FOLD = 4  # pixels of a row that the exported first convolution sees as one
BINS = 11  # a side of a box is an expectation over 0…10 strides
PIXEL_ZERO, PIXEL_STEP = 114, 57.0  # one zero and step for all channels: a uint8 pixel is then its own INT8 code
COCO_MEAN, COCO_STD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)  # what NanoDet-g was trained with (RGB)


class Act(nn.Module):
    """Leaky rectifier whose slope can be lowered to 0, which INT8 kernels fuse for nothing."""

    slope = 0.1

    def forward(self, x):
        return F.leaky_relu(x, self.slope) if self.slope else F.relu(x)


def conv(i, o, k=3, s=1):
    return nn.Sequential(nn.Conv2d(i, o, k, s, k // 2), Act())


class Stage(nn.Module):
    """A cross-stage-partial block: `pairs` of convolutions, each pair seen by the next as both its halves."""

    def __init__(self, c, stride, pairs):
        super().__init__()
        self.first = conv(c, c, 3, stride)
        self.pairs = nn.ModuleList(
            [nn.ModuleList([conv(c, c // 2), conv(c // 2, c // 2)]) for _ in range(pairs)]
        )
        self.last = conv(c, c)

    def forward(self, x):
        x = kept = self.first(x)
        for one, two in self.pairs:
            half = one(x)
            x = torch.cat((two(half), half), 1)
        return torch.cat((self.last(x), kept), 1)


class Net(nn.Module):
    """Pixels (RGB, (value − 114) / 57) → per stride a map of class logits and side distributions."""

    def __init__(self, classes=len(CLASSES)):
        super().__init__()
        self.classes = classes
        self.stem = conv(3, 32, 3, 2)
        self.s4, self.s8 = Stage(32, 1, 1), Stage(64, 2, 2)
        self.s16, self.s32 = Stage(128, 2, 2), Stage(256, 2, 3)
        self.down = nn.ModuleList([nn.Conv2d(128, 128, 2, 2) for _ in range(2)])
        self.lateral = nn.ModuleList([nn.Conv2d(c, 128, 1) for c in (128, 256, 512)])
        self.heads = nn.ModuleList(
            [nn.Sequential(conv(128, 128), nn.Conv2d(128, classes + 4 * BINS, 1)) for _ in STRIDES]
        )

    def forward(self, x):
        x = self.s4(F.max_pool2d(self.stem(x), 3, 2, 1))
        c8 = self.s8(x)
        c16 = self.s16(c8)
        c32 = self.s32(c16)
        p8, p16, p32 = (lat(c) for lat, c in zip(self.lateral, (c8, c16, c32)))
        p16 = p16 + F.interpolate(p32, scale_factor=2.0, mode="nearest")
        p8 = p8 + F.interpolate(p16, scale_factor=2.0, mode="nearest")
        p16 = p16 + self.down[0](p8)
        p32 = p32 + self.down[1](p16)
        return [head(p) for head, p in zip(self.heads, (p8, p16, p32))]


def centres(height, width, device=None):
    """Grid points of all strides as (x, y, stride) in input pixels, in the order of `flatten`."""
    out = []
    for s in STRIDES:
        y, x = torch.meshgrid(torch.arange(height // s), torch.arange(width // s), indexing="ij")
        p = torch.stack(((x + 0.5) * s, (y + 0.5) * s, torch.full_like(x, s, dtype=torch.float)), -1)
        out.append(p.reshape(-1, 3))
    return torch.cat(out).to(device)


def flatten(maps):
    """Maps of the strides → one [batch, points, channels]."""
    return torch.cat([m.flatten(2) for m in maps], 2).transpose(1, 2)


def decode(sides, points):
    """Side distributions [.., points, 44] → boxes x1 y1 x2 y2 in input pixels."""
    p = sides.unflatten(-1, (4, BINS)).softmax(-1)
    d = (p * torch.arange(BINS, device=p.device, dtype=p.dtype)).sum(-1) * points[:, 2:3]
    return torch.cat((points[:, :2] - d[..., :2], points[:, :2] + d[..., 2:]), -1)
