"""Trains a head that needs no suppression beside the shipped one, whose finds after suppression it learns: one point an object, all else nothing.
    python -m vehicles.one_to_one --data ../../../shared/data --out var/vehicles/one-to-one      (body and neck stay; shipped.pt, last.pt)
"""
import argparse
import copy
import json
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from .evaluate import suppress
from .labels import ANY, load
from .loss import loss
from .mean import of_file
from .net import CLASSES, Net, centres, decode, flatten
from .pictures import normalise
from .train import Samples, blend, rate, together

SURE, UNSURE = 0.3, 0.1  # boxes from the one on are taught, between them left alone
N, HERE = len(CLASSES), Path(__file__).parent


def taught(out, points):
    """(objects, ignored) of a picture, by what the shipped head finds in it."""
    scores, boxes = out[:, :N].sigmoid().numpy(), decode(out[:, N:], points).numpy()
    at = np.array(suppress(boxes, scores.max(1), floor=UNSURE), int)
    rows, sure = np.concatenate((scores[at].argmax(1)[:, None], boxes[at]), 1).astype(np.float32), scores[at].max(1) >= SURE
    return torch.from_numpy(rows[sure]), torch.from_numpy(rows[~sure] * (0, 1, 1, 1, 1) + (ANY, 0, 0, 0, 0)).float()


def train(a):
    torch.set_num_threads(1)
    a.out.mkdir(parents=True, exist_ok=True)
    net = of_file(HERE.parents[1] / "vehicles/model.onnx").to(memory_format=torch.channels_last)
    torch.save({"net": net.state_dict(), "slope": 0.0}, a.out / "shipped.pt")
    heads, before, net.heads = copy.deepcopy(net.heads), net.heads, torch.nn.ModuleList([torch.nn.Identity()] * 3)
    average = copy.deepcopy(heads)
    (a.out / "none.json").write_text(json.dumps({line.split("\t")[0]: [] for line in (HERE / "split.tsv").read_text().splitlines()}))
    frames, points = load(a.data, None, a.out / "none.json", ("train", "unlabelled")), centres(a.size, a.size)
    optimiser, mean = torch.optim.AdamW(heads.parameters(), a.rate, weight_decay=1e-4), 0.0
    for step, (pixels, _) in enumerate(DataLoader(Samples(frames, a.size, 1, 0, a.steps * a.batch), a.batch, collate_fn=together, num_workers=1), 1):
        optimiser.param_groups[0]["lr"] = a.rate * rate(step, a.steps)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            seen = net(normalise(pixels).contiguous(memory_format=torch.channels_last))
            told = flatten([head(p).float() for head, p in zip(before, seen)])
        with torch.autocast("cpu", torch.bfloat16):
            maps = [head(p) for head, p in zip(heads, seen)]
        value = loss(flatten([m.float() for m in maps]), points, [taught(each, points) for each in told], N, top_points=1)
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        optimiser.step()
        blend(average, heads, step)
        mean += (value.item() - mean) / min(step, 50)
        if step % 50 == 0:
            print(f"step {step} loss {mean:.3f}", flush=True)
            torch.save({"net": net.state_dict() | {f"heads.{k}": v for k, v in average.state_dict().items()}, "slope": 0.0}, a.out / "last.pt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name, kind, value in (("data", Path, None), ("out", Path, None), ("size", int, 416), ("batch", int, 6), ("steps", int, 1400), ("rate", float, 1e-3)):
        parser.add_argument(f"--{name}", type=kind, default=value)
    train(parser.parse_args())
