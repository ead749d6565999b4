"""Splits the street frames by camera and by time and writes `split.tsv` and the list of held-out frames.

    python -m vehicles.split ../../../shared/data/vehicles/train

The frames come shuffled, some mirrored. Frames of one camera are found by the likeness of their backgrounds,
the number in a frame's name is its place in its recording. Whole cameras are held out (among them the two that
the measured clips of Bangkok and the Emirates come from), and the last part of each other camera's recordings.
"""

import sys
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).parent
HOLDOUT = HERE.parents[1] / "eval" / "vehicles-holdout.txt"
# one frame number of each camera, found by looking: number → (camera, light, role)
SEEDS = {
    1002: ("gantry", "night", "train"), 1183: ("roundabout", "night", "train"), 1490: ("gantry", "day", "train"),
    2029: ("arrows", "day", "train"), 1899: ("twin-road", "day", "unseen-camera"),
    1857: ("brick-kerb", "day", "unseen-camera"), 2182: ("uae", "day", "unseen-camera"),
    2200: ("bangkok", "day", "unseen-camera"),
}
SAME_CAMERA = 0.8  # correlation of 24×24 grey thumbnails
LAST_PART = 0.15  # of a recording, held out from the cameras that are trained on
SAME_MOMENT = 1.5  # mean grey difference under which two frames show the same traffic


def thumbnail(path, size):
    grey = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, (size, size), interpolation=cv2.INTER_AREA).astype(np.float32)


def directions(grey):
    flat = np.array([cv2.resize(g, (24, 24), interpolation=cv2.INTER_AREA).ravel() for g in grey])
    flat -= flat.mean(1, keepdims=True)
    return flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6)


def components(like):
    """Groups of frames joined by pairs that are alike."""
    label, n = -np.ones(len(like), int), 0
    for i in range(len(like)):
        if label[i] < 0:
            todo = [i]
            label[i] = n
            while todo:
                near = np.nonzero(like[todo.pop()] & (label < 0))[0]
                label[near] = n
                todo += near.tolist()
            n += 1
    return label


def split(folder):
    paths = sorted((folder / "images").glob("*.jpg"))
    grey = np.array([thumbnail(p, 96) for p in paths])
    a, b = directions(grey), directions(grey[:, :, ::-1])
    label = components(np.maximum(a @ a.T, a @ b.T) > SAME_CAMERA)
    number = [int(p.name.split("_")[0]) if p.name[0].isdigit() else -1 for p in paths]
    rows = []
    for seed, (camera, light, role) in SEEDS.items():
        group = label[number.index(seed)]
        members = [i for i in range(len(paths)) if label[i] == group]
        late = set()
        if role == "train":
            main = sorted({number[i] for i in members if 1000 <= number[i] < 4000})
            late = set(main[int(len(main) * (1 - LAST_PART)):])
        held = [i for i in members if number[i] in late]
        for i in members:
            r = "unseen-time" if i in held else role
            if r == "train" and held:
                other = np.array([grey[k] for k in held])
                near = min(np.abs(other - grey[i]).mean((1, 2)).min(),
                           np.abs(other[:, :, ::-1] - grey[i]).mean((1, 2)).min())
                r = "dropped" if near < SAME_MOMENT else r
            rows.append((paths[i].name, camera, light, r))
    rows += [(p.name, "crossing", "night", "unlabelled") for p in paths if p.name.startswith("frame_")]
    return rows


if __name__ == "__main__":
    found = split(Path(sys.argv[1]))
    (HERE / "split.tsv").write_text("".join("\t".join(r) + "\n" for r in found))
    held = [r for r in found if r[3].startswith("unseen")]
    HOLDOUT.write_text("".join("\t".join((r[0], r[3], r[1], r[2])) + "\n" for r in held))
    for key in sorted({r[1:] for r in found}):
        print(*key, sum(r[1:] == key for r in found))
