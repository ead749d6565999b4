"""AP50 and time of detectors on held-out frames, by camera, light and size; bus and truck count as car.

    python -m vehicles.evaluate --data ../../../shared/data MODEL…   (.pt of ours, .onnx of ours, or yolox_nano.onnx)
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from .labels import BUS, CAR, MOTORCYCLE, TRUCK, overlap, read_labels
from .pictures import letterbox

HOLDOUT = Path(__file__).parents[2] / "eval" / "vehicles-holdout.txt"
COCO_OF = {CAR: (2, 5, 7), MOTORCYCLE: (3,)}
GROUPS = {CAR: (CAR, BUS, TRUCK), MOTORCYCLE: (MOTORCYCLE,)}


def ours_torch(path, size):
    """A checkpoint as a detector: square RGB picture → boxes, scores by class."""
    import torch

    from .net import CLASSES, Act, Net, centres, decode, flatten
    from .pictures import as_input

    saved = torch.load(path, map_location="cpu")
    Act.slope = saved.get("slope", 0.1)
    net = Net().eval()
    net.load_state_dict(saved["net"])
    points = centres(size, size)

    def run(bgr):
        with torch.no_grad():
            out = flatten(net(as_input(bgr)))[0]
        n = len(CLASSES)
        return decode(out[:, n:], points).numpy(), out[:, :n].sigmoid().numpy()

    return run, size, GROUPS


def onnx_session(path):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    return ort.InferenceSession(path if isinstance(path, bytes) else str(path), options, providers=["CPUExecutionProvider"])


def ours_onnx(path, size):
    session = onnx_session(path)
    entry = session.get_inputs()[0]

    def run(bgr):
        boxes, scores = session.run(("boxes", "scores"), {entry.name: np.ascontiguousarray(bgr[None, :, :, ::-1])})
        return boxes[0], scores[0]

    return run, size, GROUPS


def yolox(path):
    """The yardstick: undecoded YOLOX over COCO's classes."""
    session = onnx_session(path)
    grid = [np.stack((*np.meshgrid(np.arange(416 // s), np.arange(416 // s)),
                      np.full((416 // s, 416 // s), s)), -1).reshape(-1, 3) for s in (8, 16, 32)]
    grid = np.concatenate(grid).astype(np.float32)

    def run(bgr):
        x = np.ascontiguousarray(bgr.transpose(2, 0, 1)[None], np.float32)
        out = session.run(None, {session.get_inputs()[0].name: x})[0][0]
        centre, side = (out[:, :2] + grid[:, :2]) * grid[:, 2:], np.exp(out[:, 2:4]) * grid[:, 2:]
        return np.concatenate((centre - side / 2, centre + side / 2), 1), out[:, 4:5] * out[:, 5:]

    return run, 416, COCO_OF


def suppress(boxes, scores, limit=0.6, floor=0.01):
    """Greedy non-maximum suppression; indices by falling score."""
    at = np.nonzero(scores > floor)[0]
    at = at[np.argsort(-scores[at])][:400]
    iou, dead, kept = overlap(boxes[at], boxes[at]), np.zeros(len(at), bool), []
    for n in range(len(at)):
        if not dead[n]:
            kept.append(at[n])
            dead |= iou[n] > limit
    return kept


def average_precision(found, total):
    """Area under the precision–recall curve; `found` are (score, right?)."""
    if not total:
        return float("nan")
    found = sorted(found, key=lambda f: -f[0])
    right = np.cumsum([f[1] for f in found])
    precision = right / np.arange(1, len(found) + 1) if len(found) else np.zeros(0)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    recall = np.concatenate(([0], right / total)) if len(found) else np.zeros(1)
    return float((np.diff(recall) * precision).sum())


def match(boxes, scores, truth, small, limit=0.6):
    """(score, right?) of detections against the truth; truth smaller than `small` px neither helps nor harms."""
    out, taken = [], np.zeros(len(truth), bool)
    for k in suppress(boxes, scores, limit):
        iou = overlap(boxes[k:k + 1], truth)[0] if len(truth) else np.zeros(0)
        best = int(np.argmax(np.where(taken, -1, iou))) if len(iou) else -1
        right = best >= 0 and iou[best] >= 0.5 and not taken[best]
        if right:
            taken[best] = True
        if not (right and small[best]):
            out.append((float(scores[k]), bool(right)))
    return out


def measure(detector, data, floor_px=0, limit=0.6):
    """{(slice, class): AP50}, counts and milliseconds."""
    run, size, groups = detector
    found, total, ms = {}, {}, []
    for line in HOLDOUT.read_text().splitlines():
        name, role, camera, light = line.split("\t")
        image = cv2.imread(str(data / "vehicles/train/images" / name))
        h, w = image.shape[:2]
        labels = read_labels(data / "vehicles/train/labels" / f"{name[:-4]}.txt", w, h)
        boxed, scale = letterbox(image, size)
        began = time.perf_counter()
        boxes, scores = run(boxed)
        ms.append(1000 * (time.perf_counter() - began))
        for c, members in groups.items():
            truth = labels[labels[:, 0] == c, 1:]
            small = (truth[:, 2:] - truth[:, :2]).min(1) < floor_px if len(truth) else np.zeros(0, bool)
            hits = match(boxes / scale, scores[:, list(members)].max(1), truth, small, limit)
            for key in (("all", c), (role, c), (light, c), (camera, c)):
                found.setdefault(key, []).extend(hits)
                total[key] = total.get(key, 0) + int((~small).sum())
    return {k: average_precision(found[k], total[k]) for k in total}, total, np.array(ms)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--size", type=int, default=480)
    parser.add_argument("--limit", type=float, default=0.6, help="IoU from which the weaker of two boxes goes; 1: no suppression")
    parser.add_argument("models", nargs="+", type=Path)
    a = parser.parse_args()
    cv2.setNumThreads(1)
    table = []
    for path in a.models:
        kind = yolox(path) if "yolox" in path.name else ours_onnx(path, a.size) if path.suffix == ".onnx" else ours_torch(path, a.size)
        ap, total, ms = measure(kind, a.data, limit=a.limit)
        table.append((str(path), ap, ms))
    keys = sorted({k[0] for k in ap}, key=lambda k: (k != "all", not k.startswith("unseen"), k))
    print("slice".ljust(16), *(f"{p[-34:]:>36}" for p, _, _ in table), "  objects")
    for k in keys:
        cells = [f"car {ap[k, CAR]:.3f} moto {ap[k, MOTORCYCLE]:.3f}".rjust(36) for _, ap, _ in table]
        print(k.ljust(16), *cells, "  ", total[k, CAR], total[k, MOTORCYCLE])
    print("ms median".ljust(16), *(f"{np.median(ms):36.1f}" for _, _, ms in table))
    print("ms least".ljust(16), *(f"{ms.min():36.1f}" for _, _, ms in table))
