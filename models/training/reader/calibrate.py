"""Finds the temperature and the honest confidence of a reader on fresh rendered plates and on the photographed ones: never on the measured crops."""
import argparse
import csv
import pathlib

import cv2
import numpy as np
import torch

from plates.slant import levelled

from .crops import canonical
from .data import CODE, HEIGHT, Plates, SLOTS, WIDTH
from .export import load


def photographed(folder):
    """Plates of the photographs with certain text, as loose crops."""
    images, codes = [], []
    for row in csv.reader((pathlib.Path(folder) / "plate-text.tsv").open(), delimiter="\t"):
        if len(row) < 4 or row[0].startswith("#") or row[0] == "image" or "?" in row[3]:
            continue
        picture = cv2.imread(str(pathlib.Path(folder) / "images" / row[0]))[..., ::-1]
        x, y, w, h = (int(v) for v in row[2].split(","))
        images.append(levelled(picture[max(0, y):y + h, max(0, x):x + w], (WIDTH, HEIGHT))[0])
        code = np.zeros(SLOTS, np.int64)
        text = canonical(row[3])
        code[:len(text)] = [CODE[c] for c in text]
        codes.append(code)
    return torch.from_numpy(np.stack(images)), torch.from_numpy(np.stack(codes))


def scores(reader, images):
    with torch.inference_mode():
        out = [reader(part) for part in images.split(128)]
    return torch.cat([o["chars"] for o in out]), torch.cat([o["sure"] for o in out])[:, 0]


def report(title, chars, sure, codes, kind, temperature):
    """Share exact, and what a confidence of 0.9 (smallest of all characters and of 'readable') is worth."""
    exact = (chars.argmax(-1) == codes).all(1) & (kind > 0)
    confidence = torch.minimum((chars / temperature).softmax(-1).amax(-1).amin(1), (sure / temperature).sigmoid())
    high = confidence >= .9
    right = exact[high].float().mean().item() if high.any() else float("nan")
    print(f"{title}: {len(codes)} pictures, exact {exact[kind > 0].float().mean():.3f} of plates; "
          f"confidence >= 0.9: {high.float().mean():.3f} of all, of these exact {right:.4f} ({int((~exact[high]).sum())} wrong)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default=["var/reader/checkpoint.pt"], nargs="+", help="several: the mean of their weights")
    parser.add_argument("--frames", required=True)
    parser.add_argument("--scenes", required=True)
    parser.add_argument("--count", type=int, default=4096)
    args = parser.parse_args()
    torch.set_num_threads(1)
    reader, steps = load(args.checkpoint)
    stream = iter(Plates(args.frames, 990, 256, again=0.))
    parts = [next(stream) for _ in range(args.count // 256)]
    image, codes, _, _, _, kind = (torch.cat(c) for c in zip(*parts))
    chars, sure = scores(reader, image)
    whole = kind > 0
    nll = {t: torch.nn.functional.cross_entropy((chars[whole] / t).flatten(0, 1), codes[whole].flatten()).item() for t in np.arange(.8, 2.01, .1)}
    temperature = float(min(nll, key=nll.get))
    print(f"steps {steps}; temperature {temperature:.1f} (nll {nll[temperature]:.4f}, at 1.0 {nll[min(nll, key=lambda t: abs(t - 1))]:.4f})")
    seen, told = photographed(args.scenes)
    there, firm = scores(reader, seen)
    for t in (1., temperature):
        report(f"rendered, temperature {t:.1f}", chars, sure, codes, kind, t)
        report(f"photographs, temperature {t:.1f}", there, firm, told, torch.ones(len(told)), t)


if __name__ == "__main__":
    main()
