"""Measures a reader beside PP-OCRv4 on real crops: `python -m reader.evaluate --model FILE --crops DIR [--ocr DIR]`."""
import argparse
import pathlib
import time

import cv2
import numpy as np
import onnxruntime as ort

from plates.slant import levelled

from .crops import crops
from .data import CLASSES, HEIGHT, WIDTH

SIZES = (0, 32, 20, 14, 10)


def session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def read(model, images):
    """(text, confidence, start of the second line) of each image."""
    batch = np.stack([levelled(image, (WIDTH, HEIGHT))[0] for image in images])
    chars, _, _, readable, second = model.run(["chars", "lines", "colour", "readable", "break"], {"image": batch})
    texts = ["".join(CLASSES[i] for i in row.argmax(1)) for row in chars]
    return [(t, float(min(c.max(1).min(), r[0])), int(b.argmax())) for t, c, r, b in zip(texts, chars, readable, second)]


def read_lines_by_ocr(ocr, keys, image, boxes):
    """PP-OCRv4's recogniser, given where the lines are."""
    h, w = image.shape[:2]
    text = ""
    for x0, y0, x1, y1 in boxes:
        m = .08 * (y1 - y0)
        line = image[max(0, int((y0 - m) * h)):int(np.ceil((y1 + m) * h)), max(0, int((x0 - m * .5) * w)):int(np.ceil((x1 + m * .5) * w))]
        line = cv2.resize(line, (max(16, round(48 * line.shape[1] / line.shape[0])), 48))[..., ::-1].astype(np.float32)
        scores = ocr.run(None, {ocr.get_inputs()[0].name: ((line / 255 - .5) / .5).transpose(2, 0, 1)[None]})[0][0]
        best = scores.argmax(1)
        text += "".join(keys[i - 1] for i, before in zip(best, [0, *best[:-1]]) if i and i != before and i <= len(keys))
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def table(model, listing, folder, ocr=None, keys=None):
    """Rows: size, crops, crops really shrunk, share exact, share and exactness of confident reads, PP-OCRv4's share exact."""
    data = crops(folder, listing)
    rows, wrong = [], []
    for size in SIZES:
        images = [c.shrunk(size) for c in data]
        got = [r for i in range(0, len(images), 64) for r in read(model, images[i:i + 64])]
        ok = np.array([g[0] == c.text for g, c in zip(got, data)])
        sure = np.array([g[1] >= .9 for g in got])
        wrong += [(size, c.name, c.text, g) for g, c in zip(got, data) if g[0] != c.text]
        theirs = None
        if ocr is not None:
            theirs = np.mean([read_lines_by_ocr(ocr, keys, i, c.line_boxes()) == c.text for i, c in zip(images, data)])
        rows.append((size, len(data), sum(size == 0 or c.line_px > size for c in data), ok.mean(), sure.mean(),
                     ok[sure].mean() if sure.any() else float("nan"), int((~ok[sure]).sum()), theirs))
    return rows, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../reader/model.onnx")
    parser.add_argument("--crops", required=True)
    parser.add_argument("--ocr", help="folder with ch_PP-OCRv4_rec_infer.onnx and ppocr_keys_v1.txt")
    parser.add_argument("--wrong", action="store_true", help="print each wrong read")
    args = parser.parse_args()
    model = session(args.model)
    ocr = keys = None
    if args.ocr:
        ocr = session(pathlib.Path(args.ocr) / "ch_PP-OCRv4_rec_infer.onnx")
        keys = (pathlib.Path(args.ocr) / "ppocr_keys_v1.txt").read_text().splitlines() + [" "]
    for listing in ("verified.tsv", "agreed.tsv"):
        rows, wrong = table(model, listing, args.crops, ocr, keys)
        print(f"{listing}\nline px | crops | shrunk | exact | sure >= .9 | exact of sure | wrong of sure | PP-OCRv4")
        for size, n, shrunk, ok, sure, right, bad, theirs in rows:
            print(f"{size or 'full'} | {n} | {shrunk} | {ok:.3%} | {sure:.1%} | {right:.3%} | {bad} | {'' if theirs is None else f'{theirs:.1%}'}")
        if args.wrong:
            for row in wrong:
                print("wrong", *row)
    one = np.zeros((1, HEIGHT, WIDTH, 3), np.uint8)
    times = []
    for _ in range(60):
        t = time.perf_counter()
        model.run(None, {"image": one})
        times.append((time.perf_counter() - t) * 1000)
    print(f"one plate on one core: median {np.median(times):.2f} ms, best {min(times):.2f} ms")


if __name__ == "__main__":
    main()
