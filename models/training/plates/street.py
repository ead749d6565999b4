"""Training pictures of the locator: rendered plates on vehicles of real frames, and real photographs with boxes."""
import pathlib

import cv2
import numpy as np
import torch

from .draw import draw_plate
from .glyphs import alphabets
from .grammar import choose
from .scenery import boxes_of, signs

SIDE, STRIDE, PLATES = 192, 8, 4
PAD = 114
# drawing costs as much as learning on a CPU: a share of each batch comes from the last pictures, in another light
KEPT = 2500
ON_MOTORCYCLES = ("moto",) * 7 + ("random_moto", "foreign_moto")
ON_CARS = ("car_long",) * 6 + ("car_short",) * 5 + ("army_long", "temp_short", "foreign_long", "random_long")


def letterbox(image, quads=()):
    """Scaled to fit SIDE×SIDE at the top left; the quads with it."""
    h, w = image.shape[:2]
    f = SIDE / max(h, w)
    out = np.full((SIDE, SIDE, 3), PAD, np.uint8)
    nh, nw = max(1, round(h * f)), max(1, round(w * f))
    out[:nh, :nw] = cv2.resize(image, (nw, nh), interpolation=cv2.INTER_AREA if f < .8 else cv2.INTER_LINEAR)
    return out, [np.asarray(q, np.float32) * (nw / w, nh / h) for q in quads]


def vehicle_crops(frames, seed, count, holdout=False, smallest=44):
    """Vehicles cut from real frames with a margin: (kind 0 car / 2 motorcycle, RGB image, box within it). Every tenth frame is held out."""
    rng = np.random.default_rng(seed)
    paths = [p for i, p in enumerate(sorted((pathlib.Path(frames) / "images").glob("*.jpg"))) if (i % 10 == 0) == holdout]
    out = []
    for i in rng.permutation(len(paths)):
        image, boxes = boxes_of(paths[i])
        # motorcycles are small in these frames and few are large: they may be blurred more
        for kind, x, y, w, h in [b for b in boxes if min(b[3], b[4]) >= (smallest if b[0] == 0 else .6 * smallest)][:6]:
            m = rng.uniform(0, .15, 4)
            x0, y0 = max(0, int(x - m[0] * w)), max(0, int(y - m[1] * h))
            x1, y1 = int(x + w + m[2] * w), int(y + h + m[3] * h)
            crop = image[y0:y1, x0:x1, ::-1]
            out.append((kind, np.ascontiguousarray(crop), (x - x0, y - y0, w, h)))
            if len(out) >= count:
                return out
    return out


def paste(rng, image, plate, cx, cy, width):
    """Puts a plate with its middle at (cx, cy); returns its corners TL, TR, BR, BL in pixels."""
    src = plate["image"]
    h, w = src.shape[:2]
    f = width / w
    angle, shear = rng.normal(0, .07), rng.normal(0, .09)
    c, s = np.cos(angle), np.sin(angle)
    box = np.array([(-.5, -.5), (.5, -.5), (.5, .5), (-.5, .5)]) * (w * f * rng.uniform(.75, 1), h * f)
    quad = box @ np.array([[1, shear], [0, 1]]) @ np.array([[c, s], [-s, c]]) + rng.normal(0, .02 * width, (4, 2)) + (cx, cy)
    quad = quad.astype(np.float32)
    matrix = cv2.getPerspectiveTransform(np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32), quad)
    if f < .75:
        src = cv2.GaussianBlur(src, (0, 0), .42 / f)
    tone = np.float32(rng.uniform(.3, 1.12)) * rng.normal(1, .04, 3).astype(np.float32)
    x0, y0 = np.floor(quad.min(0)).astype(int) - 2
    x1, y1 = np.ceil(quad.max(0)).astype(int) + 3
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(image.shape[1], x1), min(image.shape[0], y1)
    if x1 - x0 < 3 or y1 - y0 < 3:
        return quad
    patch = np.ascontiguousarray(image[y0:y1, x0:x1]).astype(np.float32)
    move = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
    cv2.warpPerspective(src * tone, move @ matrix, (x1 - x0, y1 - y0), dst=patch, borderMode=cv2.BORDER_TRANSPARENT)
    if rng.random() < .6:
        patch = cv2.GaussianBlur(patch, (0, 0), rng.uniform(.3, .3 + width / 60))
    image[y0:y1, x0:x1] = patch.clip(0, 255)
    return quad


def dressed(rng, crop, bank, written):
    """A real vehicle with none, one or two rendered plates, and other writing; quads, and where a real plate may be (no blame there)."""
    kind, image, (bx, by, bw, bh) = crop
    h, w = image.shape[:2]
    f = float(np.clip(max(h, w) * rng.uniform(1, 2.2), 120, 420)) / max(h, w)
    image = cv2.resize(image, (max(8, int(w * f)), max(8, int(h * f))), interpolation=cv2.INTER_LINEAR)
    bx, by, bw, bh = bx * f, by * f, bw * f, bh * f
    quads = []
    if rng.random() < .35:
        distract(rng, image, written)
    for _ in range(int(rng.choice(3, p=(.1, .84, .06)))):
        name = choose(rng, ON_MOTORCYCLES if kind == 2 else ON_CARS)
        wide = bw * (rng.uniform(.14, .45) if kind == 2 else rng.uniform(.22, .55) if "long" in name else rng.uniform(.14, .4))
        wide = max(wide, max(image.shape[:2]) * rng.uniform(1, 1.3) * (26 if "long" in name else 15) / SIDE)
        cx, cy = bx + bw * rng.normal(.5, .13), by + bh * (rng.uniform(.45, .9) if kind == 2 else rng.uniform(.5, .95))
        if any(abs(q.mean(0) - (cx, cy)).max() < wide for q in quads):
            continue
        plate = draw_plate(rng, bank, line_px=float(np.clip(wide * .3, 12, 40)), kind=name)
        quads.append(paste(rng, image, plate, cx, cy, wide))
    maybe = np.array([bx + .15 * bw, by + .4 * bh, bx + .85 * bw, by + bh])
    return image, quads, maybe


def distract(rng, image, written):
    """Writing or a bright plain rectangle that is no plate."""
    h, w = image.shape[:2]
    cw = int(w * rng.uniform(.1, .4))
    ch = max(3, int(cw * rng.uniform(.2, .7)))
    cw = max(4, cw)
    if ch >= h or cw >= w:
        return
    x, y = int(rng.integers(0, w - cw)), int(rng.integers(0, h - ch))
    if rng.random() < .6:
        image[y:y + ch, x:x + cw] = cv2.resize(written[int(rng.integers(len(written)))], (cw, ch), interpolation=cv2.INTER_AREA)
    else:
        cv2.rectangle(image, (x, y), (x + cw, y + ch), tuple(int(v) for v in rng.integers(150, 256) - rng.integers(0, 30, 3)), -1)


def scenes(folder, names):
    """Photographs with plates: (RGB image at half size, quads, which of them are the plate's corners and not only its box)."""
    written = [line.split("\t") for line in pathlib.Path(__file__).with_name("scenes-corners.tsv").read_text().splitlines()]
    drawn = {(name, int(i)): np.array(corners, float).reshape(4, 2) for name, i, *corners in written}
    out = []
    for name in names:
        image = cv2.imread(str(pathlib.Path(folder) / "images" / name))
        h, w = image.shape[:2]
        rows = np.loadtxt(pathlib.Path(folder) / "labels" / (pathlib.Path(name).stem + ".txt"), ndmin=2)[:, 1:5] * (w, h, w, h)
        quads = [np.array([(x - a / 2, y - b / 2), (x + a / 2, y - b / 2), (x + a / 2, y + b / 2), (x - a / 2, y + b / 2)]) / 2 for x, y, a, b in rows]
        known = [(name, i) in drawn for i in range(len(quads))]
        quads = [drawn[name, i] * (w / 2, h / 2) if known[i] else q for i, q in enumerate(quads)]
        out.append((np.ascontiguousarray(cv2.resize(image, (w // 2, h // 2), interpolation=cv2.INTER_AREA)[..., ::-1]), quads, known))
    return out


def window(rng, scene):
    """A part of a photograph around one of its plates, its plates, and whether all their corners are known and in the picture."""
    image, quads, known = scene
    h, w = image.shape[:2]
    q = quads[int(rng.integers(len(quads)))]
    pw = q[1, 0] - q[0, 0]
    side = pw / rng.uniform(.12, .6)
    cx, cy = q.mean(0) + rng.uniform(-.35, .35, 2) * (side - pw)
    cw, ch = side * rng.uniform(.7, 1.2), side * rng.uniform(.7, 1.3)
    x0, y0, x1, y1 = int(max(0, cx - cw / 2)), int(max(0, cy - ch / 2)), int(min(w, cx + cw / 2)), int(min(h, cy + ch / 2))
    crop = image[y0:y1, x0:x1]
    inside = [np.clip(p - (x0, y0), 0, (x1 - x0, y1 - y0)) for p in quads]
    shown = [i for i, (p, full) in enumerate(zip(inside, quads)) if (p[2] - p[0]).min() > 4 and np.prod(p[2] - p[0]) > .6 * np.prod(full[2] - full[0])]
    exact = all(known[i] and np.array_equal(inside[i], quads[i] - (x0, y0)) for i in shown)
    return np.ascontiguousarray(crop), [inside[i] for i in shown], exact


def finish(rng, image):
    """The camera's light, blur, noise and compression, on the letterboxed picture."""
    out = image.astype(np.float32) * np.float32(rng.uniform(.35, 1.25)) * rng.normal(1, .05, 3).astype(np.float32) + np.float32(rng.uniform(-20, 20))
    if rng.random() < .3:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(.4, 1.6))
    if rng.random() < .4:
        out += rng.normal(0, rng.uniform(1, 9), out.shape).astype(np.float32)
    out = out.clip(0, 255).astype(np.uint8)
    if rng.random() < .5:
        out = cv2.imdecode(cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(25, 90))])[1], cv2.IMREAD_COLOR)
    return out


def pack(image, quads, maybe, exact):
    """Fixed-size row: image, corners (PLATES×8, -1 where none), the rectangle that is not blamed, whether corners are exact."""
    boxed, quads = letterbox(image, quads)
    f = SIDE / max(image.shape[:2])
    corners = np.full((PLATES, 8), -1, np.float32)
    for i, q in enumerate(quads[:PLATES]):
        corners[i] = q.reshape(-1)
    zone = np.zeros(4, np.float32) if maybe is None else (maybe * f).astype(np.float32)
    return boxed, corners, zone, np.float32(exact)


class Street(torch.utils.data.IterableDataset):
    """Endless batches for the locator."""

    def __init__(self, frames, photos, names, seed, batch, vehicles=800, again=.6):
        self.frames, self.photos, self.names, self.seed, self.batch = frames, photos, names, seed, batch
        self.vehicles, self.again = vehicles, again

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng((self.seed, info.id if info else 0))
        bank = alphabets(int(rng.integers(1 << 30)), 40)
        written = signs(int(rng.integers(1 << 30)), 150)
        crops = vehicle_crops(self.frames, int(rng.integers(1 << 30)), self.vehicles)
        photos = scenes(self.photos, self.names)
        kept = []
        while True:
            fresh = [row(rng, crops, photos, bank, written) for _ in range(self.batch - (int(self.batch * self.again) if len(kept) >= self.batch else 0))]
            old = [relit(rng, kept[int(i)]) for i in rng.integers(0, len(kept), self.batch - len(fresh))] if kept else []
            # newer rows push older ones out
            kept = (kept + fresh)[-KEPT:]
            yield [torch.from_numpy(np.stack(c)) for c in zip(*(fresh + old))]


def relit(rng, kept):
    gain = np.clip(np.arange(256) * rng.uniform(.7, 1.25) + rng.uniform(-15, 15), 0, 255).astype(np.uint8)
    return (cv2.LUT(kept[0], gain), *kept[1:])


def row(rng, crops, photos, bank, written):
    """One training row; mirrored half the time (corners keep their order TL, TR, BR, BL)."""
    real = photos and rng.random() < .22
    if real:
        (image, quads, exact), maybe = window(rng, photos[int(rng.integers(len(photos)))]), None
    else:
        (image, quads, maybe), exact = dressed(rng, crops[int(rng.integers(len(crops)))], bank, written), True
    if rng.random() < .5:
        w = image.shape[1]
        image = np.ascontiguousarray(image[:, ::-1])
        quads = [np.stack([(w - q[j][0], q[j][1]) for j in (1, 0, 3, 2)]) for q in quads]
        maybe = None if maybe is None else np.array([w - maybe[2], maybe[1], w - maybe[0], maybe[3]])
    boxed, corners, zone, exact = pack(image, quads, maybe, exact)
    return finish(rng, boxed), corners, zone, exact
