"""The signal network: one letterboxed head of 48×48 pixels to the state of its lamps."""

import torch
import torch.nn.functional as F
from torch import nn

STATES = ("red", "amber", "green", "dark", "arrow_left", "arrow_right", "arrow_straight", "unknown")
RED, AMBER, GREEN, DARK, LEFT, RIGHT, STRAIGHT, UNKNOWN = range(len(STATES))
SIZE = 48
PAD = 114


def block(i, o, stride):
    return nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU())


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.two = nn.Sequential(block(width, width, 1), nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return F.relu(x + self.two(x))


DESIGNS = {
    "plain": lambda: (block(3, 24, 2), block(24, 48, 1), block(48, 64, 2), block(64, 64, 1), block(64, 96, 2)),
    "residual": lambda: (block(3, 24, 2), block(24, 40, 1), block(40, 64, 2), Residual(64), block(64, 96, 2), Residual(96)),
    "broad": lambda: (block(3, 32, 2), block(32, 48, 1), block(48, 80, 2), Residual(80), block(80, 96, 2), Residual(96), Residual(96)),
}


class Net(nn.Module):
    """RGB pixels 0–255 [n, 3, 48, 48] → logits of the states; position is kept to the end, as lamps need it."""

    def __init__(self, design="plain"):
        super().__init__()
        self.body = nn.Sequential(*DESIGNS[design]())
        self.drop = nn.Dropout(0.2)
        self.wide = nn.Linear(96 * 9 + 96, 96)
        self.last = nn.Linear(96, len(STATES))

    def forward(self, pixels):
        x = self.body((pixels - PAD) / 64)
        most, mean = F.max_pool2d(x, 2).flatten(1), F.avg_pool2d(x, 6).flatten(1)
        return self.last(F.relu(self.wide(self.drop(torch.cat((most, mean), 1)))))



def load(checkpoint):
    """The network of a checkpoint of `signals.train`, ready to judge."""
    saved = torch.load(checkpoint, map_location="cpu")
    net = Net(saved.get("design", "plain"))
    net.load_state_dict(saved["net"])
    return net.eval()
