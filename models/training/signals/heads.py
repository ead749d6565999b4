"""Heads cut from the street frames by their lamp boxes; frames of one scene fall on one side."""

from pathlib import Path

import cv2
import numpy as np

from .net import AMBER, GREEN, PAD, RED, SIZE

LAMPS = {1: GREEN, 3: RED, 5: AMBER}  # classes of the data set
SPLIT = Path(__file__).parents[1] / "vehicles" / "split.tsv"
PARTS = ("validation", "rest")
LOOSE = 0.45  # of a box kept on each side, so that training may crop loosely
LAST_PART = 0.15
SHINES, COLOURED = 35, 0.13  # least light of a lamp above all else, or least share of its colour
HELD_PHOTOS = 5  # every fifth hundred of photo numbers is held out
# Of the training side, what designs, thresholds and rules are chosen by: a stretch of the crossing, and every seventh hundred of photo numbers.
CHOOSES_BY = {"crossing": (0.5, 0.58), "photos": 7}


def side_of(name, roles, last_frame):
    """'train' or 'test': by camera for street frames, by number (neighbours together) for photos and the crossing."""
    role = roles.get(name)
    number = number_of(name)
    if role == "unlabelled":
        return "test" if number > last_frame * (1 - LAST_PART) else "train"
    if role is None:
        return "test" if number // 100 % HELD_PHOTOS == 0 else "train"
    return "test" if role.startswith("unseen") else "train" if role == "train" else None


def number_of(name):
    return int(name.split("_")[1 if name.startswith("frame") else 0])


def chooses(name, roles, last_frame):
    """Is it of the part of the training side that designs are chosen by?"""
    role = roles.get(name)
    if role == "unlabelled":
        low, high = CHOOSES_BY["crossing"]
        return low < number_of(name) / last_frame < high
    return role is None and number_of(name) // 100 % CHOOSES_BY["photos"] == 0


def cut(data, side):
    """[(RGB crop with margin, box in it, state, name)] of one side: 'train', 'test', or of the first 'validation' and 'rest'."""
    roles = {r[0]: r[3] for r in (line.split("\t") for line in SPLIT.read_text().splitlines())}
    folder = data / "vehicles/train"
    names = sorted(p.name for p in (folder / "images").glob("*.jpg"))
    last = max(int(n.split("_")[1]) for n in names if n.startswith("frame"))
    out = []
    for name in names:
        rows = [list(map(float, t.split())) for t in (folder / "labels" / f"{name[:-4]}.txt").read_text().splitlines() if t.strip()]
        rows = [r for r in rows if int(r[0]) in LAMPS]
        if not rows or side_of(name, roles, last) != ("test" if side == "test" else "train"):
            continue
        if side in PARTS and chooses(name, roles, last) != (side == "validation"):
            continue
        image = cv2.imread(str(folder / "images" / name))[:, :, ::-1]
        h, w = image.shape[:2]
        for k, (c, x, y, bw, bh) in enumerate(rows):
            if bw * w < 5 or bh * h < 5:
                continue
            box = np.array(((x - bw / 2) * w, (y - bh / 2) * h, (x + bw / 2) * w, (y + bh / 2) * h))
            grow = LOOSE * np.array((bw * w, bh * h, bw * w, bh * h)) * (-1, -1, 1, 1)
            x1, y1, x2, y2 = np.round(np.clip(box + grow, 0, (w, h, w, h))).astype(int)
            state = LAMPS[int(c)]
            crop, place = np.ascontiguousarray(image[y1:y2, x1:x2]), box - (x1, y1, x1, y1)
            stands = upright(crop, place, state) if side != "test" else (crop, place)
            if stands is not None:
                out.append((*stands, state, f"{name}#{k}"))
    return out


def upright(crop, box, state):
    """The head as heads stand, red left or above and green right or below; None where its light stands in the wrong place.

    The set mirrors and turns many of its pictures: a wide head is mirrored back, a tall one that is upside down is left out.
    """
    x1, y1, x2, y2 = np.round(box).astype(int)
    inner = crop[max(0, y1):y2, max(0, x1):x2].astype(np.float32)
    shine = np.clip(shining(inner, state), 0, None) ** 2
    wide, tall = box[2] - box[0], box[3] - box[1]
    if shine.sum() < 1 or max(wide, tall) < 1.7 * min(wide, tall):
        return crop, box
    along = shine.sum(0 if wide > tall else 1)
    middle = float((along * (np.arange(len(along)) + 0.5)).sum() / along.sum() / len(along))
    turned = {RED: middle > 0.55, GREEN: middle < 0.45, AMBER: False}[state]
    if not turned:
        return crop, box
    if wide < tall:
        return None
    w = crop.shape[1]
    return np.ascontiguousarray(crop[:, ::-1]), np.array((w - box[2], box[1], w - box[0], box[3]))


def letterbox(crop):
    """Head → 48×48 at the top left on grey."""
    scale = SIZE / max(crop.shape[:2])
    h, w = (max(1, round(v * scale)) for v in crop.shape[:2])
    out = np.full((SIZE, SIZE, 3), PAD, np.uint8)
    out[:h, :w] = cv2.resize(crop, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return out


def shining(crop, state):
    """How much each pixel shines in the state's colour."""
    r, g, b = (crop[..., k].astype(np.float32) for k in range(3))
    return {RED: np.minimum(r - g, r - 60), GREEN: np.minimum(g - r, g - 60), AMBER: np.minimum(r - b, r - 60)}[state]


def lit(crop, box, state):
    """Does anything in the crop shine in the state's colour, or is a lamp in the box of it beyond doubt, though faint? Finds labels of lamps that are off."""
    if np.quantile(shining(crop, state), 0.985) > SHINES:
        return True
    x1, y1, x2, y2 = np.round(np.clip(box, 0, None)).astype(int)
    r, g, b = (crop[y1:y2, x1:x2, k].astype(np.float32) for k in range(3))
    own = {RED: r - np.maximum(g, b), GREEN: np.minimum(g - r, g - b + 30), AMBER: np.minimum(r - b, g - b + 30)}[state]
    return np.quantile(own / (r + g + b + 40), 0.97) > COLOURED
