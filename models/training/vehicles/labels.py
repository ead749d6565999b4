"""Merges the data set's boxes with the drafts: what to teach and what to leave alone, a frame at a time."""

import json
from pathlib import Path

import cv2
import numpy as np

from .net import CLASSES

CAR, MOTORCYCLE, BUS, TRUCK, BICYCLE, PERSON = range(len(CLASSES))
ANY = -1  # an ignored region for all classes
SET_CLASSES = {0: CAR, 2: MOTORCYCLE}  # of the data set; its lamps and lines are not for us
WORTH, SURE_PERSON = 0.25, 0.5  # scores of drafts
SURE_OWN = 0.42  # score of our own first checkpoint, looked at on a sample
JUDGED = 18  # px: smaller cars were not looked at for kinds.tsv


def overlap(a, b, of_first=False):
    """IoU of boxes [n, 4] with [m, 4], or the share of each first box that the second covers."""
    lt, rb = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.clip(rb - lt, 0, None).prod(2)
    area_a, area_b = (a[:, 2:] - a[:, :2]).prod(1)[:, None], (b[:, 2:] - b[:, :2]).prod(1)[None]
    return both / (area_a if of_first else area_a + area_b - both + 1e-9)


def read_labels(path, width, height):
    """The data set's vehicles as rows [class, x1, y1, x2, y2] in pixels."""
    rows = []
    for c, x, y, w, h in (map(float, line.split()) for line in path.read_text().splitlines() if line.strip()):
        if int(c) in SET_CLASSES:
            rows.append([SET_CLASSES[int(c)], (x - w / 2) * width, (y - h / 2) * height,
                         (x + w / 2) * width, (y + h / 2) * height])
    return np.array(rows, np.float32).reshape(-1, 5)


def merge(labels, drafts, kinds):
    """(objects, ignored): rows [class, x1, y1, x2, y2]; `drafts` are rows [class, score, x1, y1, x2, y2]."""
    objects, ignored = labels.copy(), []
    drafts = drafts[drafts[:, 1] > WORTH]
    kind, score, box = drafts[:, 0].astype(int), drafts[:, 1], drafts[:, 2:]
    _seat_riders(objects, box[kind == PERSON])
    iou = overlap(objects[:, 1:], box)
    for n in np.nonzero(objects[:, 0] == CAR)[0]:
        seen = kinds.get(n)
        if seen in CLASSES:
            objects[n, 0] = CLASSES.index(seen)
        elif seen == "doubtful" or (objects[n, 3:] - objects[n, 1:3]).min() < JUDGED:
            ignored += [[k, *objects[n, 1:]] for k in (BUS, TRUCK)]
    inside = overlap(box, objects[:, 1:], of_first=True).max(1, initial=0)
    free = (iou.max(0, initial=0) < 0.35) & (inside < 0.5)
    extra = []
    for i in np.nonzero(free)[0]:
        machine = np.isin(kind, (BICYCLE, MOTORCYCLE)) & free & (overlap(box[i:i + 1], box)[0] > 0.05)
        if kind[i] == PERSON and machine.any() and score[i] > 0.25:
            both = box[machine | (np.arange(len(box)) == i)]
            ignored.append([ANY, *both[:, :2].min(0), *both[:, 2:].max(0)])  # a rider without a label
        elif kind[i] == PERSON and score[i] > SURE_PERSON:
            extra.append([PERSON, *box[i]])
        elif kind[i] == PERSON:
            ignored.append([PERSON, *box[i]])
        else:
            ignored.append([ANY, *box[i]])
    rows = [objects, np.array(extra, np.float32).reshape(-1, 5)]
    return np.concatenate(rows).astype(np.float32), np.array(ignored, np.float32).reshape(-1, 5)


def _seat_riders(objects, persons):
    """Some boxes of the set leave the rider out: widens them by a person who sits on the machine."""
    for n in np.nonzero(objects[:, 0] == MOTORCYCLE)[0]:
        x1, y1, x2, y2 = objects[n, 1:]
        for p in persons:
            middle, rise = (p[0] + p[2]) / 2, y1 - p[1]
            if x1 < middle < x2 and y1 < p[3] < y2 and 0 < rise < 1.2 * (y2 - y1) and p[2] - p[0] < 2 * (x2 - x1):
                objects[n, 1:] = min(x1, p[0]), min(y1, p[1]), max(x2, p[2]), max(y2, p[3])


def read_kinds():
    """Buses and trucks among the set's "cars", told by eye: name → {row: kind}."""
    out = {}
    for line in (Path(__file__).parent / "kinds.tsv").read_text().splitlines():
        name, row, kind = line.split("\t")
        out.setdefault(name, {})[int(row)] = kind
    return out


def load_drafted(data, redrafts_file):
    """Frames without labels: sure drafts are taught, the others left alone."""
    out = []
    for name, rows in json.loads(Path(redrafts_file).read_text()).items():
        image = cv2.imread(str(data / "vehicles/train/images" / name))
        h, w = image.shape[:2]
        rows = np.array(rows, np.float32).reshape(-1, 6)
        rows = rows[rows[:, 1] > WORTH]
        boxes = np.concatenate((rows[:, :1], rows[:, 2:] * (w, h, w, h)), 1).astype(np.float32)
        sure = (rows[:, 1] > SURE_OWN) & (boxes[:, 4] - boxes[:, 2] > JUDGED) & (rows[:, 0] < 4)
        doubt = boxes[~sure]
        doubt[:, 0] = ANY
        out.append((name, image, boxes[sure], doubt))
    return out


def load(data, drafts_file, roles):
    """Frames of the roles as (name, picture BGR, objects, ignored)."""
    drafts = json.loads(Path(drafts_file).read_text())
    kinds, out = read_kinds(), []
    for line in (Path(__file__).parent / "split.tsv").read_text().splitlines():
        name, _, _, role = line.split("\t")
        if role in roles:
            image = cv2.imread(str(data / "vehicles/train/images" / name))
            h, w = image.shape[:2]
            labels = read_labels(data / "vehicles/train/labels" / f"{name[:-4]}.txt", w, h)
            drafted = np.array(drafts.get(name, []), np.float32).reshape(-1, 6)
            drafted[:, 2:] *= (w, h, w, h)
            out.append((name, image, *merge(labels, drafted, kinds.get(name, {}))))
    return out
