"""Merges the data set's boxes with drafts: what to teach and what to leave alone, a frame at a time."""

import json
from pathlib import Path

import cv2
import numpy as np

from .net import CLASSES

CAR, MOTORCYCLE, BUS, TRUCK, BICYCLE, PERSON = range(len(CLASSES))
ANY = -1  # an ignored region for all classes
SET_CLASSES = {0: CAR, 2: MOTORCYCLE}  # of the data set; its lamps and lines are not for us
WORTH, SURE_PERSON = 0.25, 0.5  # scores of drafts
SURE_OWN = 0.45  # score of our own checkpoint, looked at on a sample
JUDGED = 18  # px: smaller cars were not looked at for kinds.tsv
SMALLEST = 10  # px: smaller drafts are not taught


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


def merge(labels, drafts, kinds, own, places):
    """(objects, ignored): rows [class, x1, y1, x2, y2]; `drafts` (COCO's) and `own` are rows [class, score, x1, y1, x2, y2]."""
    drafts = drafts[drafts[:, 1] > WORTH]
    drafts = drafts[(drafts[:, 0] == PERSON) | ~_at(drafts[:, 2:], places["thing"])]
    objects, ignored = _filled(labels, drafts, kinds)
    taught, unsure = _own(own, objects, places)
    ignored = ignored[overlap(ignored[:, 1:], taught[:, 1:]).max(1, initial=0) < 0.5]
    untold = np.concatenate([np.insert(taught[taught[:, 0] == CAR, 1:], 0, k, axis=1) for k in (BUS, TRUCK)])
    unclear = np.insert(places["unclear"], 0, ANY, axis=1)
    return np.concatenate((objects, taught)), np.concatenate((ignored, unsure, untold, unclear)).astype(np.float32)


def _own(own, objects, places):
    """What the labels lack and our own checkpoint found: moving vehicles it was sure of are taught, others left alone."""
    own = own[own[:, 1] > WORTH]
    box = own[:, 2:]
    free = (overlap(box, objects[:, 1:]).max(1, initial=0) < 0.35) & ~_at(box, places["thing"])
    free &= (overlap(box, objects[:, 1:], of_first=True).max(1, initial=0) < 0.5)
    own = own[free][np.argsort(-own[free][:, 1])]
    first = [not (overlap(own[n:n + 1, 2:], own[:n, 2:]) > 0.5).any() for n in range(len(own))]  # one class a vehicle
    own = own[np.array(first, bool)]
    sure = (own[:, 1] > SURE_OWN) & (own[:, 0] != PERSON) & ~_at(own[:, 2:], places["standing"]) & ((own[:, 4:] - own[:, 2:4]).min(1, initial=1e9) > SMALLEST)
    rows = np.delete(own, 1, axis=1)
    unsure = rows[~sure]
    unsure[:, 0] = ANY
    return rows[sure], unsure


def _at(boxes, places):
    """Which boxes are a place's, or lie in it."""
    return (overlap(boxes, places).max(1, initial=0) > 0.4) | (overlap(boxes, places, of_first=True).max(1, initial=0) > 0.85)


def _filled(labels, drafts, kinds):
    """The labels with kinds told by eye, riders seated and persons added, and what COCO's drafts put in doubt."""
    objects, ignored = labels.copy(), []
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


def read_places():
    """Places of a camera told by eye, in fractions of its picture: no vehicle (`thing`), parked for long (`standing`), too small or dark to tell (`unclear`)."""
    out = {}
    for line in (Path(__file__).parent / "places.tsv").read_text().splitlines():
        camera, light, kind, *box = line.split("\t")
        out.setdefault((camera, light), {}).setdefault(kind, []).append(list(map(float, box)))
    return out


def load(data, drafts_file, own_file, roles):
    """Frames of the roles as (name, picture BGR, objects, ignored)."""
    drafts, own = (json.loads(Path(f).read_text()) if f else {} for f in (drafts_file, own_file))
    kinds, places, out = read_kinds(), read_places(), []
    for line in (Path(__file__).parent / "split.tsv").read_text().splitlines():
        name, camera, light, role = line.split("\t")
        if role not in roles or (role == "unlabelled" and name not in own):
            continue
        image = cv2.imread(str(data / "vehicles/train/images" / name))
        h, w = image.shape[:2]
        size = np.float32((w, h, w, h))
        labels = read_labels(data / "vehicles/train/labels" / f"{name[:-4]}.txt", w, h)
        if role == "unlabelled":
            labels, drafts[name] = labels[:0], []
        drafted, ours = (_rows(source.get(name, []), size) for source in (drafts, own))
        there = places.get((camera, light), {})
        at = {kind: np.array(there.get(kind, []), np.float32).reshape(-1, 4) * size for kind in ("thing", "standing", "unclear")}
        out.append((name, image, *merge(labels, drafted, kinds.get(name, {}), ours, at)))
    return out


def _rows(drafts, size):
    rows = np.array(drafts, np.float32).reshape(-1, 6)
    rows[:, 2:] *= size
    return rows
