"""Drafts boxes with NanoDet-g at about the frames' true shape and scale; they only fill gaps of the labels.

    python -m vehicles.draft DATA_FOLDER START.pt var/vehicles/drafts.json
"""

import json
import sys
from pathlib import Path

import cv2
import torch
from torchvision.ops import batched_nms

from .net import CLASSES, Net, centres, decode, flatten
from .pictures import as_input

SHAPE = {(640, 640): (1344, 768), (380, 270): (1024, 576)}  # stretched frames were 16:9
LOWEST = 0.15


def boxes_of(net, image, size):
    """Drafts in fractions of the picture: [class, score, x1, y1, x2, y2]."""
    w, h = size
    with torch.no_grad():
        out = flatten(net(as_input(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC))))[0]
    scores, boxes = out[:, :len(CLASSES)].sigmoid(), decode(out[:, len(CLASSES):], centres(h, w))
    at, cls = (scores > LOWEST).nonzero(as_tuple=True)
    keep = batched_nms(boxes[at], scores[at, cls], cls, 0.55)[:150]
    at, cls = at[keep], cls[keep]
    scale = torch.tensor([w, h, w, h])
    return [[int(c), round(float(scores[a, c]), 3), *(round(v, 4) for v in (boxes[a] / scale).clamp(0, 1).tolist())]
            for a, c in zip(at, cls)]


if __name__ == "__main__":
    data, start, target = map(Path, sys.argv[1:4])
    torch.set_num_threads(1)
    net = Net().eval()
    net.load_state_dict(torch.load(start)["net"])
    net = net.to(memory_format=torch.channels_last)
    names = [line.split("\t") for line in (Path(__file__).parent / "split.tsv").read_text().splitlines()]
    rank = {"train": 0, "dropped": 1}
    todo = [data / "vehicles/train/images" / r[0] for r in sorted(names, key=lambda r: rank.get(r[3], 9)) if r[3] in rank]
    done = json.loads(target.read_text()) if target.exists() else {}
    for n, path in enumerate(todo):
        if path.name not in done:
            image = cv2.imread(str(path))
            done[path.name] = boxes_of(net, image, SHAPE.get(image.shape[1::-1], (1152, 640)))
        if n % 50 == 49 or n == len(todo) - 1:
            target.write_text(json.dumps(done))
            print(n + 1, "of", len(todo), flush=True)
