"""What a checkpoint of ours sees in the frames of the training: boxes where the labels have none.

    python -m vehicles.redraft --data ../../../shared/data --checkpoint var/vehicles/run1/last.pt --out var/vehicles/redrafts.json
"""

import argparse
import json
from pathlib import Path

import cv2
import torch

from .draft import boxes_of
from .mean import mean_of

EVERY = 3  # neighbours in the crossing's recording look the same
SHAPE = {(640, 640): (1088, 608), (380, 270): (608, 448)}  # stretched frames were 16:9, small ones are enlarged

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name, many in (("data", None), ("checkpoint", "+"), ("out", None)):
        parser.add_argument(f"--{name}", type=Path, required=True, nargs=many)
    a = parser.parse_args()
    torch.set_num_threads(1)
    net = mean_of(a.checkpoint).eval().to(memory_format=torch.channels_last)
    rows = [line.split("\t") for line in (Path(__file__).parent / "split.tsv").read_text().splitlines()]
    names = [r[0] for r in rows if r[3] == "unlabelled"][::EVERY] + [r[0] for r in rows if r[3] == "train"]
    out = {}
    for n, name in enumerate(names):
        image = cv2.imread(str(a.data / "vehicles/train/images" / name))
        out[name] = boxes_of(net, image, SHAPE[image.shape[1::-1]])
        if n % 50 == 49 or n == len(names) - 1:
            a.out.write_text(json.dumps(out))
            print(n + 1, "of", len(names), flush=True)
