"""Training samples of the reader, rendered while it trains; each worker has its own seed."""
import cv2
import numpy as np
import torch

from plates.camera import photograph
from plates.draw import draw_plate
from plates.glyphs import CHARACTERS, alphabets
from plates.scenery import patches, signs

WIDTH, HEIGHT, SLOTS = 160, 64, 10
CLASSES = [""] + list(CHARACTERS)
COLOURS = ["white", "yellow", "blue", "red", "other"]
CODE = {c: i for i, c in enumerate(CLASSES)}
GRID_W, GRID_H = 20, 8
# drawing costs as much as learning on a CPU: a share of each batch comes from the last pictures, in another light
KEPT = 6000


class Plates(torch.utils.data.IterableDataset):
    """An endless stream of batches as tensors: image uint8 NHWC, characters, centres, second line's start, colour, kind.

    kind: 1 a plate whose whole text is in the picture, 0 anything that must be called unreadable.
    """

    def __init__(self, frames, seed, batch, smallest_px=6., largest_px=40., again=.7):
        self.frames, self.seed, self.batch, self.again = frames, seed, batch, again
        self.smallest_px, self.largest_px = smallest_px, largest_px

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng((self.seed, info.id if info else 0))
        bank = alphabets(int(rng.integers(1 << 30)), 160)
        scenery = patches(self.frames, int(rng.integers(1 << 30)), 1500)
        written = signs(int(rng.integers(1 << 30)), 120)
        samples = self.samples(rng, bank, scenery, written)
        kept = []
        while True:
            fresh = [next(samples) for _ in range(self.batch - (int(self.batch * self.again) if len(kept) >= self.batch else 0))]
            old = [relit(rng, kept[int(i)]) for i in rng.integers(0, len(kept), self.batch - len(fresh))] if kept else []
            for row in fresh:
                if len(kept) < KEPT:
                    kept.append(row)
                else:
                    kept[int(rng.integers(KEPT))] = row
            yield [torch.from_numpy(np.stack(column)) for column in zip(*(fresh + old))]

    def samples(self, rng, bank, scenery, written):
        while True:
            if rng.random() < .05:
                yield nothing(rng, scenery, written)
                continue
            line_px = float(np.exp(rng.uniform(np.log(self.smallest_px), np.log(self.largest_px))))
            plate = draw_plate(rng, bank, line_px=float(np.clip(line_px * 1.4, 18, 44)))
            for _ in range(2):
                # a second picture of the same plate, from another distance, costs no second drawing
                yield picture(rng, plate, scenery[int(rng.integers(len(scenery)))], line_px)
                line_px = float(np.exp(rng.uniform(np.log(self.smallest_px), np.log(max(self.smallest_px + 1, line_px)))))


def relit(rng, row):
    """The same picture in another light and moved by a pixel or two."""
    gain = np.clip(np.arange(256) * rng.uniform(.7, 1.25) + rng.uniform(-15, 15), 0, 255).astype(np.uint8)
    dx, dy = (int(v) for v in rng.integers(-2, 3, 2))
    image = cv2.LUT(row[0], gain)
    return (np.roll(image, (dy, dx), (0, 1)), *row[1:])


def picture(rng, plate, background, line_px):
    """One rendered plate as a training row; a share is covered or cut and must be called unreadable."""
    fate = rng.random()
    margins = None
    if fate < .025:
        margins = rng.uniform(-.05, .2, 4)
        margins[int(rng.integers(4))] = -rng.uniform(.2, .55)
    crop, centres, _ = photograph(rng, plate, background, line_px, (WIDTH, HEIGHT), margins, occlude=.025 <= fate < .05)
    whole = fate >= .05 and bool(((centres > -.01) & (centres < 1.01)).all())
    codes = np.zeros(SLOTS, np.int64)
    spots = np.full((SLOTS, 2), -1, np.float32)
    codes[:len(plate["text"])] = [CODE[c] for c in plate["text"]]
    spots[:len(centres)] = centres
    return crop, codes, spots, np.int64(plate["second"]), np.int64(COLOURS.index(plate["colour"])), np.float32(whole)


def nothing(rng, scenery, written):
    """A crop without a plate."""
    source = written if rng.random() < .35 else scenery
    image = source[int(rng.integers(len(source)))]
    small = cv2.resize(image, (int(rng.integers(14, 160)), int(rng.integers(8, 64))), interpolation=cv2.INTER_AREA)
    crop = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    crop = (crop * rng.uniform(.4, 1.3) + rng.normal(0, rng.uniform(0, 8), crop.shape)).clip(0, 255).astype(np.uint8)
    return crop, np.zeros(SLOTS, np.int64), np.full((SLOTS, 2), -1, np.float32), np.int64(0), np.int64(4), np.float32(0)
