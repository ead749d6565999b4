"""The locator's network: where plates are (a heat map at stride 8) and the four corners seen from there; no NMS."""
import torch
from torch import nn
from torch.nn import functional as F

from .street import SIDE, STRIDE

REACH = 32.
KEEP = 4
DESIGNS = {"kept": {}, "narrow": {"widths": (16, 32, 56)}, "wide": {"widths": (32, 64, 104)}, "160 px": {"side": 160}, "stride 4": {"widths": (16, 32, 56), "stride": 4}}


def conv(a, b, stride=1, size=3):
    return nn.Sequential(nn.Conv2d(a, b, size, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True))


class Locator(nn.Module):
    def __init__(self, widths=(24, 48, 80), stride=STRIDE, side=SIDE):
        super().__init__()
        a, b, c = widths
        self.stride, self.side = stride, side
        self.near = nn.Sequential(conv(3, a, stride // 2, size=stride // 2 + 2), conv(a, a), conv(a, b, 2), conv(b, b))
        self.far = nn.Sequential(conv(b, c, 2), conv(c, c), conv(c, c), conv(c, b))
        self.join = nn.Sequential(conv(b, b))
        self.heat, self.corners = nn.Conv2d(b, 1, 1), nn.Conv2d(b, 8, 1)
        nn.init.constant_(self.heat.bias, -4.)
        nn.init.normal_(self.corners.weight, std=.01)
        with torch.no_grad():
            self.corners.bias.copy_(torch.tensor([-.5, -.3, .5, -.3, .5, .3, -.5, .3]))

    def forward(self, image):
        """`image` uint8 or float NHWC RGB. Returns heat (raw scores) and corners in pixels, both B×…×rows×columns of `stride`."""
        x = image.permute(0, 3, 1, 2).to(self.heat.weight.dtype) / 127.5 - 1
        near = self.near(x)
        seen = self.join(near + F.interpolate(self.far(near), scale_factor=2., mode="nearest"))
        return self.heat(seen), self.corners(seen) * REACH


def resized(image, side):
    """Pictures of SIDE pixels for a design that takes smaller ones."""
    if side == SIDE:
        return image
    x = F.interpolate(image.permute(0, 3, 1, 2).float(), (side, side), mode="bilinear", antialias=True, align_corners=False)
    return x.round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)


def cell_centres(device, grid, stride=STRIDE):
    steps = (torch.arange(grid, device=device) + .5) * stride
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    return torch.stack([x, y] * 4)


class Deployed(nn.Module):
    """The best KEEP peaks with their corners in input pixels."""

    def __init__(self, locator):
        super().__init__()
        self.locator = locator
        self.register_buffer("centres", cell_centres("cpu", locator.side // locator.stride, locator.stride))

    def forward(self, image):
        heat, corners = self.locator(image)
        score = heat.sigmoid()
        peak = F.max_pool2d(score, 3, 1, 1)
        score = torch.where(score >= peak, score, torch.zeros_like(score)).flatten(1)
        best, where = score.topk(KEEP, 1)
        placed = (corners + self.centres).flatten(2).transpose(1, 2)
        return torch.gather(placed, 1, where.unsqueeze(-1).expand(-1, -1, 8)), best
