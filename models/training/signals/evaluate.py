"""Right, unknown and wrong of the signal model on held-out real heads and on rendered ones, and its time.

    python -m signals.evaluate --data ../../../shared/data [--model ../signals/model.onnx] [--wrong FILE.png]
    python -m signals.evaluate --data ../../../shared/data --side validation --placed
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

from . import heads
from .heads import cut, letterbox, lit
from .net import STATES, UNKNOWN
from .render import rendered

SURE = 0.8  # less than this is said to be unknown
LOOSENESS = 0.1  # of the box on each side, as in the product


def session_of(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def read(session, crop):
    p = session.run(None, {"pixels": letterbox(crop)[None]})[0][0]
    best = int(p.argmax())
    return best if p[best] >= SURE else UNKNOWN, p


def tight(crop, box):
    h, w = crop.shape[:2]
    m = LOOSENESS * np.array((box[2] - box[0], box[3] - box[1]) * 2) * (-1, -1, 1, 1)
    x1, y1, x2, y2 = np.round(np.clip(box + m, 0, (w, h, w, h))).astype(int)
    return crop[y1:y2, x1:x2]


def placed(session, data, side, sure):
    """Right and wrong where a head's rectangle is drawn loosely or beside it."""
    heads.LOOSE = 1.0  # room for rectangles that reach far beyond the head
    rng = np.random.default_rng(5)
    held = [h for h in cut(data, side) if lit(*h[:3])]
    for title, times, draw in (("tight", 3, lambda: rng.uniform(-0.05, 0.08, 4) * (-1, -1, 1, 1)),
                               ("loose", 5, lambda: rng.uniform(-0.05, 0.3, 4) * (-1, -1, 1, 1)),
                               ("offset", 5, lambda: np.tile(rng.uniform(-0.22, 0.22, 2), 2))):
        right, wrong, n = 0, 0, 0
        for crop, box, state, _ in held:
            h, w = crop.shape[:2]
            for _ in range(times):
                drawn = box + np.tile(box[2:] - box[:2], 2) * draw()
                x1, y1, x2, y2 = np.round(np.clip(drawn + LOOSENESS * np.tile(drawn[2:] - drawn[:2], 2) * (-1, -1, 1, 1), 0, (w, h, w, h))).astype(int)
                p = session.run(None, {"pixels": letterbox(crop[y1:max(y2, y1 + 4), x1:max(x2, x1 + 4)])[None]})[0][0]
                told = int(p.argmax()) if p.max() >= sure else UNKNOWN
                right, wrong, n = right + (told == state), wrong + (told not in (state, UNKNOWN)), n + 1
        print(f"{title}: {n} rectangles, right {right / n:.4f}, wrong {wrong / n:.4f}")


def tally(title, cases, session):
    """Prints one line a state; returns the wrong ones. A head that shows nothing may be called unknown or dark."""
    wrong, ms = [], []
    rows = {s: [0, 0, 0] for s in range(len(STATES))}
    for crop, state, name in cases:
        began = time.perf_counter()
        said, p = read(session, crop)
        ms.append(1000 * (time.perf_counter() - began))
        kind = 0 if said == state else 1 if said == UNKNOWN else 2
        rows[state][kind] += 1
        if kind == 2:
            wrong.append((crop, f"{STATES[state]}>{STATES[said]}", name))
    total = np.sum(list(rows.values()), 0)
    print(f"{title}: {total.sum()} heads, right {total[0] / total.sum():.4f}, unknown {total[1] / total.sum():.4f}, "
          f"wrong {total[2] / total.sum():.4f}; {np.median(ms):.2f} ms (least {min(ms):.2f})")
    for s, r in rows.items():
        if sum(r):
            print(f"  {STATES[s]:15} n {sum(r):5} right {r[0] / sum(r):.4f} unknown {r[1] / sum(r):.4f} wrong {r[2] / sum(r):.4f}")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path(__file__).parents[2] / "signals/model.onnx")
    parser.add_argument("--side", choices=("test", "validation"), default="test", help="validation: what designs are chosen by, see `signals.train --choosing`")
    parser.add_argument("--placed", action="store_true", help="rectangles drawn loosely or beside the head, from 0.9 on")
    parser.add_argument("--wrong", type=Path, help="picture of the wrong ones")
    a = parser.parse_args()
    session = session_of(a.model)
    if a.placed:
        raise SystemExit(placed(session, a.data, a.side, 0.9))
    held = cut(a.data, a.side)
    plain = [(tight(c, b), s, n) for c, b, s, n in held]
    shining = [(t, s, n) for (t, s, n), (c, b, *_) in zip(plain, held) if lit(c, b, s)]
    wrong = tally("real, all labels", plain, session)
    tally("real, a lamp of the label's colour shines", shining, session)
    frames = [cv2.imread(str(p)) for p in sorted((a.data / "vehicles/train/images").glob("19*.jpg"))[:20]]
    rng = np.random.default_rng(987)
    wrong += tally("rendered", [(*rendered(frames, rng), str(k)) for k in range(2000)], session)
    if a.wrong:
        tiles = []
        for crop, text, _ in wrong[:120]:
            tile = np.zeros((112, 120, 3), np.uint8)
            tile[:96, :96] = cv2.resize(letterbox(crop), (96, 96), interpolation=cv2.INTER_NEAREST)[:, :, ::-1]
            tiles.append(cv2.putText(tile, text, (1, 108), cv2.FONT_HERSHEY_SIMPLEX, 0.36, (255, 255, 255)))
        tiles += [np.zeros((112, 120, 3), np.uint8)] * (-len(tiles) % 12)
        cv2.imwrite(str(a.wrong), np.vstack([np.hstack(tiles[k:k + 12]) for k in range(0, len(tiles), 12)]))
