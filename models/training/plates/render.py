"""Contact sheets of rendered plates, to be looked at: `python -m plates.render --n 60 --out DIR`."""
import argparse
import pathlib

import cv2
import numpy as np

from .camera import photograph
from .draw import draw_plate
from .glyphs import alphabets


def sheet(tiles, columns=6):
    blank = np.zeros_like(tiles[0])
    tiles = tiles + [blank] * (-len(tiles) % columns)
    return np.vstack([np.hstack(tiles[i:i + columns]) for i in range(0, len(tiles), columns)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--out", default="var/plates")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--line-px", type=float, default=0, help="height of a text line in pixels; 0: any")
    args = parser.parse_args()
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(args.seed)
    bank = alphabets(args.seed, 24)
    clean, seen = [], []
    for _ in range(args.n):
        plate = draw_plate(rng, bank)
        clean.append(cv2.resize(plate["image"].clip(0, 255).astype(np.uint8), (220, 110)))
        line_px = args.line_px or float(np.exp(rng.uniform(np.log(7), np.log(48))))
        background = (rng.random((6, 8, 3)) * 140).astype(np.float32)
        crop, centres, _ = photograph(rng, plate, background, line_px, (220, 110))
        cv2.putText(crop, f"{plate['text']} {line_px:.0f}px", (2, 108), cv2.FONT_HERSHEY_PLAIN, .9, (255, 0, 255), 1)
        for x, y in centres:
            cv2.circle(crop, (int(x * 220), int(y * 110)), 1, (0, 255, 0), -1)
        seen.append(crop)
    cv2.imwrite(str(out / "clean.png"), sheet(clean)[..., ::-1])
    cv2.imwrite(str(out / "seen.png"), sheet(seen)[..., ::-1])


if __name__ == "__main__":
    main()
