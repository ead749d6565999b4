"""Things around and instead of plates: patches of real street frames, and written signs."""
import glob
import pathlib

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .glyphs import font_files

WORDS = ("HONDA", "YAMAHA", "TAXI", "CAFE", "TOYOTA", "Vinamilk", "SHOP", "38.38.38.38", "1900 6868", "Grab", "Bia", "KIA", "FORD",
         "0908 123 456", "BUS", "STOP", "CONG TY TNHH", "Express", "SUZUKI", "Sirius", "WAVE", "Vision", "EXCITER 150", "P/S", "50cc", "SALE 50%")


def boxes_of(path):
    """Vehicle boxes (x, y, w, h in pixels) of one frame; classes 0 car and 2 motorcycle."""
    image = cv2.imread(str(path))
    h, w = image.shape[:2]
    label = path.parents[1] / "labels" / (path.stem + ".txt")
    rows = [line.split() for line in label.read_text().splitlines()] if label.exists() else []
    boxes = []
    for row in rows:
        if row[0] in ("0", "2"):
            cx, cy, bw, bh = (float(v) for v in row[1:5])
            boxes.append((int(row[0]), (cx - bw / 2) * w, (cy - bh / 2) * h, bw * w, bh * h))
    return image, boxes


def patches(frames, seed, count, size=(96, 48)):
    """Real street texture: random windows of frames, float32 RGB."""
    rng = np.random.default_rng(seed)
    paths = sorted(glob.glob(str(pathlib.Path(frames) / "images" / "*.jpg")))
    paths = [paths[i] for i in rng.permutation(len(paths))[:max(1, count // 12)]]
    out = []
    for path in paths:
        image = cv2.imread(path)[..., ::-1]
        h, w = image.shape[:2]
        for _ in range(12):
            cw = int(min(w, rng.uniform(16, 200)))
            ch = int(min(h, max(8, cw * rng.uniform(.3, .9))))
            x, y = int(rng.integers(0, w - cw + 1)), int(rng.integers(0, h - ch + 1))
            out.append(cv2.resize(image[y:y + ch, x:x + cw], size, interpolation=cv2.INTER_AREA))
    return out[:count]


def signs(seed, count, size=(160, 64)):
    """Writing that is no plate: brands, telephone numbers, words, in free fonts."""
    rng = np.random.default_rng(seed)
    files = font_files()
    out = []
    for _ in range(count):
        back, fore = rng.integers(0, 256, 3), rng.integers(0, 256, 3)
        image = Image.new("RGB", size, tuple(int(v) for v in back))
        if files:
            font = ImageFont.truetype(files[rng.integers(len(files))], int(rng.integers(14, 52)))
            draw = ImageDraw.Draw(image)
            for y in range(int(rng.integers(-8, 12)), size[1], int(rng.integers(26, 60))):
                draw.text((int(rng.integers(-10, 20)), y), WORDS[rng.integers(len(WORDS))], tuple(int(v) for v in fore), font)
        out.append(np.asarray(image))
    return out
