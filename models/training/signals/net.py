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


class Net(nn.Module):
    """RGB pixels 0–255 [n, 3, 48, 48] → logits of the states; position is kept to the end, as lamps need it."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(block(3, 24, 2), block(24, 48, 1), block(48, 64, 2), block(64, 64, 1), block(64, 96, 2))
        self.drop = nn.Dropout(0.2)
        self.wide = nn.Linear(96 * 9 + 96, 96)
        self.last = nn.Linear(96, len(STATES))

    def forward(self, pixels):
        x = self.body((pixels - PAD) / 64)
        most, mean = F.max_pool2d(x, 2).flatten(1), F.avg_pool2d(x, 6).flatten(1)
        return self.last(F.relu(self.wide(self.drop(torch.cat((most, mean), 1)))))

