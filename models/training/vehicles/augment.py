"""Makes one training picture: crop at a random scale and shape, mosaic, and what cameras and nights do to it."""

import cv2
import numpy as np

from .labels import ANY
from .markings import paint
from .net import PIXEL_ZERO

ZOOMS = (0.9, 2.2), (2.2, 4.5), (0.7, 1.0)  # whole frames, vehicles that fill the picture, far ones
MARKED = 0.3  # share of pictures with painted road markings
VIEW = 416  # px: the product's input, at which zoom 1 shows a whole frame; training windows may be smaller


def warp(frame, size, rng, zoom):
    """A size×size window of the frame, its objects and ignored regions in window pixels."""
    _, image, objects, ignored = frame
    h, w = image.shape[:2]
    widen = rng.uniform(1.0, 1.9) if w == h else rng.uniform(0.9, 1.35)  # square frames are squeezed 16:9
    scale = min(1, 2 * size / VIEW) * VIEW / max(h, w) * np.exp(rng.uniform(np.log(zoom[0]), np.log(zoom[1])))
    sx, sy = scale * widen**0.5, scale / widen**0.5
    if rng.random() < 0.7 and len(objects):
        b = objects[rng.integers(len(objects)), 1:]
        cx, cy = (b[0] + b[2]) / 2 * sx, (b[1] + b[3]) / 2 * sy
        ox, oy = cx - rng.uniform(0.1, 0.9) * size, cy - rng.uniform(0.1, 0.9) * size
    else:
        ox, oy = rng.uniform(0, 1) * (w * sx - size), rng.uniform(0, 1) * (h * sy - size)
    ox = np.clip(ox, *sorted((0, w * sx - size)))
    oy = np.clip(oy, *sorted((0, h * sy - size)))
    way = cv2.INTER_AREA if scale < 0.6 else (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[rng.integers(2)]
    if way == cv2.INTER_AREA:
        image = cv2.resize(image, None, fx=sx, fy=sy, interpolation=way)
        matrix = np.float32([[1, 0, -ox], [0, 1, -oy]])
        way = cv2.INTER_LINEAR
    else:
        matrix = np.float32([[sx, 0, -ox], [0, sy, -oy]])
    out = cv2.warpAffine(image, matrix, (size, size), flags=way, borderValue=(PIXEL_ZERO,) * 3)
    objects, ignored = (_moved(rows, (sx, sy, sx, sy), (ox, oy, ox, oy)) for rows in (objects, ignored))
    return out, *_clipped(objects, ignored, size)


def _moved(rows, scale, offset):
    rows = rows.copy()
    rows[:, 1:] = rows[:, 1:] * np.float32(scale) - np.float32(offset)
    return rows


def _clipped(objects, ignored, size):
    """What is left of boxes in the window; objects hardly seen become ignored regions."""
    inner = objects.copy()
    inner[:, 1:] = inner[:, 1:].clip(0, size)
    area = (objects[:, 3:] - objects[:, 1:3]).prod(1)
    side = (inner[:, 3:] - inner[:, 1:3])
    seen = side.prod(1) / np.maximum(area, 1e-6)
    good = (seen > 0.3) & (side.min(1) >= 4) & (side.max(1) >= 8)
    doubtful = inner[~good & (seen > 0)]
    doubtful[:, 0] = ANY
    ignored = np.concatenate((ignored, doubtful))
    ignored[:, 1:] = ignored[:, 1:].clip(0, size)
    ignored = ignored[(ignored[:, 3:] - ignored[:, 1:3]).min(1) > 1]
    return inner[good], ignored


def mosaic(frames, size, rng):
    """Four windows in one picture."""
    half = size // 2
    out, objects, ignored = np.empty((size, size, 3), np.uint8), [], []
    for n in range(4):
        tile, o, i = warp(frames[rng.integers(len(frames))], half, rng, (1.0, 2.4))
        x, y = (n % 2) * half, (n // 2) * half
        out[y:y + half, x:x + half] = tile
        for rows, into in ((o, objects), (i, ignored)):
            into.append(_moved(rows, (1,) * 4, (-x, -y, -x, -y)))
    return out, np.concatenate(objects), np.concatenate(ignored)


def flip(image, objects, ignored):
    size = image.shape[1]
    for rows in (objects, ignored):
        rows[:, [1, 3]] = size - rows[:, [3, 1]]
    return image[:, ::-1], objects, ignored


def weather(image, rng):
    """Light, colour, blur, noise and compression."""
    x = image.astype(np.float32)
    if rng.random() < 0.7:
        x = 255 * (x / 255) ** np.exp(rng.uniform(-0.6, 0.6)) * rng.uniform(0.6, 1.3)
        x = (x - 128) * rng.uniform(0.7, 1.25) + 128
    if rng.random() < 0.6:
        grey = x.mean(2, keepdims=True)
        x = grey + (x - grey) * rng.choice((0, rng.uniform(0.3, 1.6)), p=(0.1, 0.9))
        x *= rng.uniform(0.85, 1.15, 3)
    if rng.random() < 0.15:  # a night of one lamp's colour
        x = x * rng.uniform(0.25, 0.6) * rng.uniform(0.7, 1.2, 3)
    if rng.random() < 0.12:  # haze, rain on the glass
        a = rng.uniform(0.2, 0.5)
        x = x * (1 - a) + 255 * a * rng.uniform(0.5, 0.9)
    if rng.random() < 0.25:
        x = _blurred(x, rng)
    if rng.random() < 0.3:
        x += rng.normal(0, rng.uniform(2, 12), x.shape)
    x = np.clip(x, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        code = cv2.imencode(".jpg", x, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))])[1]
        x = cv2.imdecode(code, cv2.IMREAD_COLOR)
    return x


def _blurred(x, rng):
    if rng.random() < 0.5:
        return cv2.GaussianBlur(x, (0, 0), rng.uniform(0.4, 1.6))
    n, angle = int(rng.integers(3, 10)), rng.uniform(0, np.pi)
    kernel = np.zeros((n, n), np.float32)
    c, d = (n - 1) / 2, np.array((np.cos(angle), np.sin(angle))) * (n - 1) / 2
    cv2.line(kernel, tuple(np.round(c - d).astype(int).tolist()), tuple(np.round(c + d).astype(int).tolist()), 1)
    return cv2.filter2D(x, -1, kernel / kernel.sum())


def sample(frames, size, seed):
    """One picture with its objects and ignored regions, the same for the same seed."""
    rng = np.random.default_rng(seed)
    if rng.random() < 0.3:
        made = mosaic(frames, size, rng)
    else:
        zoom = ZOOMS[rng.choice(len(ZOOMS), p=(0.5, 0.25, 0.25))]
        made = warp(frames[rng.integers(len(frames))], size, rng, zoom)
    if rng.random() < 0.5:
        made = flip(*made)
    image, objects, ignored = made
    if rng.random() < MARKED:
        image = paint(image, objects, ignored, rng)
    return np.ascontiguousarray(weather(image, rng)[:, :, ::-1]), objects, ignored
