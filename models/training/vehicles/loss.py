"""Task-aligned assignment of points to objects, and the loss: classes, boxes, sides."""

import torch
import torch.nn.functional as F

from .labels import ANY
from .net import BINS, decode

TOP = 9  # points an object may take
REACH = BINS - 1.5  # strides that a side may measure


def pair_iou(a, b, generalised=False):
    """IoU (or its generalised form) of boxes that broadcast against each other."""
    lt, rb = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    both = (rb - lt).clamp(min=0).prod(-1)
    area = lambda t: (t[..., 2:] - t[..., :2]).clamp(min=0).prod(-1)
    union = area(a) + area(b) - both + 1e-6
    if not generalised:
        return both / union
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).prod(-1) + 1e-6
    return both / union - (hull - union) / hull


@torch.no_grad()
def assign(scores, boxes, points, objects, top_points=TOP):
    """(index of object or -1, quality) of each point."""
    n = len(points)
    if not len(objects):
        return torch.full((n,), -1), torch.zeros(n)
    cls, gt = objects[:, 0].long(), objects[:, 1:]
    p, s = points[None, :, :2], points[None, :, 2]
    sides = torch.cat((p - gt[:, None, :2], gt[:, None, 2:] - p), -1)
    small = (gt[:, 2:] - gt[:, :2]).min(1).values[:, None] < 2 * s  # thin boxes may hold no grid point
    inside = torch.where(small, sides.min(-1).values > -0.75 * s, sides.min(-1).values > 0)
    inside &= sides.max(-1).values < REACH * s
    iou = pair_iou(gt[:, None], boxes[None])
    metric = scores[:, cls].T.sqrt() * iou**4 * inside + 1e-9 * inside
    top, at = metric.topk(min(top_points, n), 1)
    chosen = torch.zeros_like(metric).scatter_(1, at, (top > 0).float()) * metric
    best, owner = chosen.max(0)
    owner = torch.where(best > 0, owner, -1)
    rows = owner.clamp(min=0)
    peak_metric = chosen.max(1).values.clamp(min=1e-9)
    peak_iou = (iou * (chosen > 0)).max(1).values
    quality = best / peak_metric[rows] * peak_iou[rows]
    return owner, torch.where(owner >= 0, quality.clamp(0.05, 1), 0)


def ignored_points(points, ignored, classes):
    """[points, classes] true where a negative may not be taught."""
    mask = torch.zeros(len(points), classes, dtype=torch.bool)
    if len(ignored):
        x, y = points[:, :1], points[:, 1:2]
        b = ignored[:, 1:]
        inside = (x > b[:, 0]) & (x < b[:, 2]) & (y > b[:, 1]) & (y < b[:, 3])
        for k in range(classes):
            mask[:, k] = inside[:, (ignored[:, 0] == ANY) | (ignored[:, 0] == k)].any(1)
    return mask


def loss(out, points, targets, classes, top_points=TOP):
    """Mean loss of a batch; `targets` are (objects, ignored) a picture."""
    logits, sides = out[..., :classes], out[..., classes:]
    boxes = decode(sides, points)
    total_cls, total_box, total_side, mass = 0.0, 0.0, 0.0, 0.0
    for n, (objects, ignored) in enumerate(targets):
        owner, quality = assign(logits[n].sigmoid(), boxes[n], points, objects, top_points)
        hit = owner >= 0
        wanted = torch.zeros_like(logits[n])
        weight = (~ignored_points(points, ignored, classes)).float()
        if hit.any():
            cls = objects[owner[hit], 0].long()
            wanted[hit.nonzero()[:, 0], cls] = quality[hit]
            weight[hit.nonzero()[:, 0], cls] = 1.0
            gt, q = objects[owner[hit], 1:], quality[hit]
            total_box = total_box + ((1 - pair_iou(boxes[n][hit], gt, True)) * q).sum()
            total_side = total_side + (_side_loss(sides[n][hit], points[hit], gt) * q).sum()
            mass += q.sum().item()
        gap = (wanted - logits[n].sigmoid()).abs().detach() ** 2
        total_cls = total_cls + (F.binary_cross_entropy_with_logits(logits[n], wanted, reduction="none") * gap * weight).sum()
    mass = max(mass, 1.0)
    return (total_cls + 2.0 * total_box + 0.25 * total_side) / mass


def _side_loss(sides, points, gt):
    """Cross entropy to the two bins about each side's length."""
    p, s = points[:, :2], points[:, 2:3]
    length = (torch.cat((p - gt[:, :2], gt[:, 2:] - p), 1) / s).clamp(0, BINS - 1.01)
    low = length.floor()
    share = length - low
    log = sides.unflatten(-1, (4, BINS)).log_softmax(-1)
    pick = lambda at: log.gather(-1, at.long()[..., None])[..., 0]
    return -(pick(low) * (1 - share) + pick(low + 1) * share).sum(1)
