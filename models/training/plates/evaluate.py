"""Measures the locator: `python -m plates.evaluate --model FILE --data DIR`; held-out frames with drawn plates, held-out photographs."""
import argparse
import pathlib
import time

import cv2
import numpy as np
import onnxruntime as ort

from .glyphs import alphabets
from .scenery import signs
from .street import SIDE, dressed, finish, letterbox, scenes, vehicle_crops, window


def overlap(a, b):
    """IoU of two convex quadrilaterals."""
    shared, _ = cv2.intersectConvexConvex(a.astype(np.float32), b.astype(np.float32))
    union = cv2.contourArea(a.astype(np.float32)) + cv2.contourArea(b.astype(np.float32)) - shared
    return shared / union if union > 0 else 0.


def box_overlap(a, b):
    lo, hi = np.maximum(a.min(0), b.min(0)), np.minimum(a.max(0), b.max(0))
    shared = np.prod(np.clip(hi - lo, 0, None))
    return shared / (np.prod(a.max(0) - a.min(0)) + np.prod(b.max(0) - b.min(0)) - shared)


def find(model, image, threshold):
    side = model.get_inputs()[0].shape[1]
    seen = image if side == SIDE else cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
    corners, scores = model.run(["corners", "scores"], {"image": seen[None]})
    return [c.reshape(4, 2) * (SIDE / side) for c, s in zip(corners[0], scores[0]) if s >= threshold]


def drawn(model, data, threshold, count):
    """Rows (line height in crop pixels, plate width at the input, best IoU) of drawn plates on held-out frames, and false finds a crop."""
    rng = np.random.default_rng(77)
    bank, written = alphabets(901, 30), signs(902, 100)
    crops = vehicle_crops(data / "vehicles" / "train", 903, 400, holdout=True)
    rows, false, worst = [], 0, []
    for _ in range(count):
        image, quads, maybe = dressed(rng, crops[int(rng.integers(len(crops)))], bank, written)
        f = max(image.shape[:2]) / SIDE
        boxed, small = letterbox(image, quads)
        boxed = finish(rng, boxed)
        got = find(model, boxed, threshold)
        for q in small:
            tall = np.linalg.norm(q[3] - q[0]) * f
            wide = np.linalg.norm(q[1] - q[0]) * f
            best = max((overlap(q, g) for g in got), default=0)
            rows.append((tall * (.66 if wide / max(tall, 1) > 3 else .4), wide / f, best))
            worst.append((best, boxed, q, got))
        zone = maybe / f
        false += sum(max((overlap(q, g) for q in small), default=0) < .1 and not ((g.mean(0) > zone[:2]).all() and (g.mean(0) < zone[2:]).all()) for g in got)
    return np.array(rows), false / count, sorted(worst, key=lambda r: r[0])[:20]


def photographed(model, data, names, threshold, repeats=4):
    """Best box IoU of each plate in windows of held-out photographs."""
    rng = np.random.default_rng(78)
    out = []
    for scene in scenes(data / "plates" / "scenes", names):
        for _ in range(repeats * len(scene[1])):
            image, quads, _ = window(rng, scene)
            boxed, small = letterbox(image, quads)
            got = find(model, boxed, threshold)
            out += [max((box_overlap(q, g) for g in got), default=0) for q in small]
    return np.array(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../plates/model.onnx")
    parser.add_argument("--data", required=True)
    parser.add_argument("--threshold", type=float, default=.3)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--sheet", help="write the 20 worst drawn cases there (PNG)")
    args = parser.parse_args()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = ort.InferenceSession(args.model, options, providers=["CPUExecutionProvider"])
    data = pathlib.Path(args.data)
    rows, false, worst = drawn(model, data, args.threshold, args.count)
    for low, high in ((5, 8), (8, 12), (12, 20), (20, 99), (12, 99)):
        part = rows[(rows[:, 0] >= low) & (rows[:, 0] < high), 2]
        print(f"drawn, line {low}-{high} px: {len(part)} plates, recall at IoU 0.5 {np.mean(part >= .5):.3f}, at 0.7 {np.mean(part >= .7):.3f}")
    print(f"false finds a crop outside the zone of real plates: {false:.3f}")
    held = pathlib.Path(__file__).with_name("scenes-held-out.txt").read_text().split()
    for title, part in (("photographs, motorcycles also in training photographs", "clip3"), ("photographs, cars never seen", "clip4")):
        iou = photographed(model, data, [n for n in held if n.startswith(part)], args.threshold)
        print(f"{title}: {len(iou)} windows, recall at box IoU 0.5 {np.mean(iou >= .5):.3f}, at 0.7 {np.mean(iou >= .7):.3f}")
    side = model.get_inputs()[0].shape[1]
    blank, times = np.zeros((1, side, side, 3), np.uint8), []
    for _ in range(60):
        t = time.perf_counter()
        model.run(None, {"image": blank})
        times.append((time.perf_counter() - t) * 1000)
    print(f"one vehicle on one core: median {np.median(times):.2f} ms, best {min(times):.2f} ms")
    if args.sheet:
        tiles = []
        for _, image, quad, got in worst:
            tile = image.copy()
            for q, colour in [(quad, (0, 255, 0)), *[(g, (255, 0, 0)) for g in got]]:
                cv2.polylines(tile, [q.astype(np.int32)], True, colour, 1)
            tiles.append(tile)
        cv2.imwrite(args.sheet, np.vstack([np.hstack(tiles[i:i + 5]) for i in range(0, 20, 5)])[..., ::-1])


if __name__ == "__main__":
    main()
