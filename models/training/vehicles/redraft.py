"""Boxes for pictures without vehicle labels, drafted by a first checkpoint of ours: the crossing at night.

    python -m vehicles.redraft --data ../../../shared/data --checkpoint var/vehicles/run1/last.pt --out var/vehicles/redrafts.json
"""

import argparse
import json
from pathlib import Path

import cv2
import torch

from .draft import boxes_of
from .net import Act, Net

EVERY = 3  # neighbours in the crossing's recording look the same
SHAPE = (608, 448)  # enlarged, as the frames are small

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "checkpoint", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    a = parser.parse_args()
    torch.set_num_threads(1)
    saved = torch.load(a.checkpoint, map_location="cpu")
    Act.slope = saved["slope"]
    net = Net().eval()
    net.load_state_dict(saved["net"])
    net = net.to(memory_format=torch.channels_last)
    rows = [line.split("\t") for line in (Path(__file__).parent / "split.tsv").read_text().splitlines()]
    names = [r[0] for r in rows if r[3] == "unlabelled"][::EVERY]
    out = {}
    for n, name in enumerate(names):
        image = cv2.imread(str(a.data / "vehicles/train/images" / name))
        out[name] = boxes_of(net, image, SHAPE)
        if n % 50 == 49 or n == len(names) - 1:
            a.out.write_text(json.dumps(out))
            print(n + 1, "of", len(names), flush=True)
