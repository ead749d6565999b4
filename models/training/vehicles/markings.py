"""Paints zebra crossings, lane dashes and arrows where no vehicle stands: none of them is one."""

import cv2
import numpy as np

ARROW = np.array(((-0.1, 1), (-0.1, 0.45), (-0.35, 0.45), (0, 0), (0.35, 0.45), (0.1, 0.45), (0.1, 1))) + (0.5, 0)


def paint(image, objects, ignored, rng):
    """The picture with one set of worn markings on what looks like the ground of a random view; vehicles stay as they are."""
    size = image.shape[0]
    shapes = (_zebra, _dashes, _arrow)[rng.choice(3, p=(0.6, 0.2, 0.2))](rng)
    plane = _plane(size, rng)
    mask = np.zeros(image.shape[:2], np.float32)
    for shape in shapes:
        points = cv2.perspectiveTransform(np.float32(shape)[None], plane)[0]
        cv2.fillPoly(mask, [np.round(points * 8).astype(np.int32)], 1.0, cv2.LINE_AA, 3)
    worn = cv2.resize(rng.random((24, 24)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    mask *= np.clip((worn - rng.uniform(-0.6, 0.4)) * 4, 0, 1) * rng.uniform(0.4, 0.95)
    for x1, y1, x2, y2 in np.concatenate((objects, ignored))[:, 1:].astype(int):
        mask[max(0, y1):y2 + 1, max(0, x1):x2 + 1] = 0
    mask = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.3, 1.2))[:, :, None]
    light = np.clip(image.mean() * rng.uniform(1.1, 2.2) + rng.uniform(0, 60), 60, 255)
    paint_colour = light * np.float32(rng.choice(((1, 1, 1), (0.55, 0.85, 1)), p=(0.85, 0.15)))
    return (image * (1 - mask) + paint_colour * mask).astype(np.uint8)


def _plane(size, rng):
    """Homography of a unit square of road into the picture: narrower at the far edge, leaning to a side."""
    x, y = rng.uniform(-0.3, 0.8, 2) * size
    w, h = np.exp(rng.uniform(np.log(0.3), np.log(1.6))) * size, np.exp(rng.uniform(np.log(0.06), np.log(0.6))) * size
    narrow, lean = rng.uniform(0.5, 1) * w, rng.uniform(-0.5, 0.5) * w
    left = x + (w - narrow) / 2 + lean
    far_tilt, near_tilt = rng.uniform(-0.15, 0.15, 2) * h
    corners = np.float32(((left, y), (left + narrow, y + far_tilt), (x + w, y + h + near_tilt), (x, y + h)))
    return cv2.getPerspectiveTransform(np.float32(((0, 0), (1, 0), (1, 1), (0, 1))), corners)


def _zebra(rng):
    n, share = rng.integers(4, 14), rng.uniform(0.35, 0.65)
    return [((k / n, 0), ((k + share) / n, 0), ((k + share) / n, 1), (k / n, 1)) for k in range(n)]


def _dashes(rng):
    n, share, wide, lanes = rng.integers(2, 7), rng.uniform(0.3, 0.6), rng.uniform(0.01, 0.05), rng.integers(1, 4)
    return [((x - wide, k / n), (x + wide, k / n), (x + wide, (k + share) / n), (x - wide, (k + share) / n))
            for x in np.arange(1, lanes + 1) / (lanes + 1) for k in range(n)]


def _arrow(rng):
    way = 1 if rng.random() < 0.5 else -1
    return [ARROW * (0.3, way) + (x, 0 if way > 0 else 1) for x in np.arange(rng.integers(1, 4)) * 0.35]
