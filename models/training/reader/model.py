"""The reader's network: a small convolutional trunk and ten slots that look at it, one a character in reading order."""
import torch
from torch import nn

from .data import CLASSES, COLOURS, GRID_H, GRID_W, SLOTS


def conv(a, b, stride=1, size=3):
    return nn.Sequential(nn.Conv2d(a, b, size, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, c, depth):
        super().__init__()
        self.body = nn.Sequential(*[conv(c, c) for _ in range(depth)])

    def forward(self, x):
        return x + self.body(x)


class Look(nn.Module):
    """One decoder step: slots exchange what they know, then look at the picture, then think."""

    def __init__(self, c, heads):
        super().__init__()
        self.heads, self.scale = heads, (c // heads) ** -.5
        self.own_qkv, self.own_out = nn.Linear(c, 3 * c), nn.Linear(c, c)
        self.q, self.kv, self.out = nn.Linear(c, c), nn.Linear(c, 2 * c), nn.Linear(c, c)
        self.think = nn.Sequential(nn.Linear(c, 2 * c), nn.ReLU(inplace=True), nn.Linear(2 * c, c))
        self.norms = nn.ModuleList(nn.LayerNorm(c) for _ in range(3))

    def split(self, x):
        b, n, c = x.shape
        return x.view(b, n, self.heads, c // self.heads).transpose(1, 2)

    def attend(self, q, k, v):
        """(values, log of the attention averaged over heads' logits)"""
        logits = self.split(q) @ self.split(k).transpose(2, 3) * self.scale
        out = (logits.softmax(-1) @ self.split(v)).transpose(1, 2)
        return out.reshape(q.shape), logits[:, 0]

    def forward(self, slots, cells, places):
        x = self.norms[0](slots)
        slots = slots + self.own_out(self.attend(*self.own_qkv(x).chunk(3, -1))[0])
        k, v = self.kv(cells + places).chunk(2, -1)
        seen, logits = self.attend(self.q(self.norms[1](slots)), k, v)
        slots = slots + self.out(seen)
        return slots + self.think(self.norms[2](slots)), logits


def standardised(x):
    """Each picture with mean 0 and spread 1, so that night, haze and head-lamps need not be learnt one by one."""
    return (x - x.mean((1, 2, 3), keepdim=True)) / (x.std((1, 2, 3), keepdim=True) + .05)


class Reader(nn.Module):
    def __init__(self, widths=(48, 96), depths=(1, 2, 2), steps=2):
        super().__init__()
        b, c = widths
        # one wide stride-4 step first: maps at half size would cost more time (memory traffic) than all else
        self.trunk = nn.Sequential(conv(3, b, 4, size=6), Residual(b, depths[0]), conv(b, c, 2), *[Residual(c, depth) for depth in depths[1:]])
        self.places = nn.Parameter(torch.randn(GRID_W * GRID_H, c) * .02)
        self.slots = nn.Parameter(torch.randn(SLOTS, c) * .5)
        self.looks = nn.ModuleList(Look(c, 4) for _ in range(steps))
        self.norm = nn.LayerNorm(c)
        self.char, self.cell = nn.Linear(c, len(CLASSES)), nn.Linear(c, len(CLASSES))
        self.second = nn.Linear(c, 1)
        self.no_second = nn.Linear(c, 1)
        self.colour = nn.Sequential(nn.Linear(c + 3, 48), nn.ReLU(inplace=True), nn.Linear(48, len(COLOURS)))
        self.sure = nn.Sequential(nn.Linear(SLOTS * c, 64), nn.ReLU(inplace=True), nn.Linear(64, 1))

    def forward(self, image):
        """`image`: uint8 or float NHWC RGB 0..255. Returns raw scores by name."""
        x = image.permute(0, 3, 1, 2).to(self.places.dtype) / 127.5 - 1
        cells = self.trunk(standardised(x)).flatten(2).transpose(1, 2)
        slots = self.slots.unsqueeze(0).expand(cells.shape[0], -1, -1)
        logits = []
        for look in self.looks:
            slots, seen = look(slots, cells, self.places)
            logits.append(seen)
        slots = self.norm(slots)
        broad = torch.cat([cells.mean(1), x.mean((2, 3))], 1)
        # the second line may begin at slots 1..9; place 0 says that there is none
        second = torch.cat([self.no_second(slots.mean(1)), self.second(slots[:, 1:]).squeeze(-1)], 1)
        return {"chars": self.char(slots), "second": second, "colour": self.colour(broad), "sure": self.sure(slots.flatten(1)),
                "looks": logits, "cells": self.cell(cells) if self.training else None}
