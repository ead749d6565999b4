"""Fine-tunes the detector; goes on from its last checkpoint when started again.

    python -m vehicles.train --data ../../../shared/data --drafts var/vehicles/drafts.json --start var/vehicles/start.pt --out var/vehicles/run
"""

import argparse
import copy
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from .augment import sample
from .labels import load
from .loss import loss
from .mean import mean_of
from .net import CLASSES, Act, Net, centres, flatten
from .pictures import normalise


class Samples(Dataset):
    """Endless augmented pictures; the n-th is the same for the same seed."""

    def __init__(self, frames, size, seed, first, count):
        self.frames, self.size, self.seed, self.first, self.count = frames, size, seed, first, count

    def __len__(self):
        return self.count

    def __getitem__(self, n):
        cv2.setNumThreads(0)
        image, objects, ignored = sample(self.frames, self.size, (self.seed, self.first + n))
        return torch.from_numpy(image).permute(2, 0, 1), torch.from_numpy(objects), torch.from_numpy(ignored)


def together(batch):
    return torch.stack([b[0] for b in batch]), [(b[1], b[2]) for b in batch]


def rate(step, steps):
    warm = min(1.0, (step + 1) / 100)
    return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))


def groups(net, top):
    """Slower for what COCO taught well already."""
    early = [p for m in (net.stem, net.s4, net.s8) for p in m.parameters()]
    middle = [p for m in (net.s16, net.s32) for p in m.parameters()]
    late = [p for m in (net.lateral, net.down, net.heads) for p in m.parameters()]
    return [{"params": p, "top": top * k} for p, k in ((early, 0.3), (middle, 0.5), (late, 1.0))]


def blend(average, net, step):
    keep = min(0.998, (1 + step) / (20 + step))
    with torch.no_grad():
        for a, b in zip(average.state_dict().values(), net.state_dict().values()):
            a.lerp_(b, 1 - keep)


def train(a):
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net = Net().to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    for m in (net.stem, net.s4) if a.freeze else ():
        m.requires_grad_(False)
    optimiser = torch.optim.AdamW(groups(net, a.rate), weight_decay=1e-4)
    a.out.mkdir(parents=True, exist_ok=True)
    last, step = a.out / "last.pt", 0
    if last.exists():
        saved = torch.load(last, map_location=device)
        net.load_state_dict(saved["raw"])
        average.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
    else:
        start = mean_of(a.start).state_dict()
        net.load_state_dict(start)
        average.load_state_dict(start)
    frames = load(a.data, a.drafts, a.redrafts, ("train", "unlabelled"))
    points = centres(a.size, a.size)
    batches = DataLoader(Samples(frames, a.size, a.seed, step * a.batch, (a.steps - step) * a.batch), a.batch,
                         collate_fn=together, num_workers=1, prefetch_factor=4)
    began, mean = time.time(), 0.0
    for pixels, targets in batches:
        Act.slope = max(0.0, 0.1 * (1 - step / max(1, a.relu_by))) if step < a.relu_by else 0.0
        for g in optimiser.param_groups:
            g["lr"] = g["top"] * rate(step, a.steps)
        x = normalise(pixels.to(device)).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device, torch.bfloat16):
            maps = net(x)
        value = loss(flatten([m.float() for m in maps]).cpu(), points, targets, len(CLASSES))
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        blend(average, net, step)
        mean += (value.item() - mean) / min(step, 50)
        if step % 25 == 0:
            print(f"step {step} loss {mean:.3f} {(time.time() - began) / 25:.2f} s a step", flush=True)
            began = time.time()
        if step % 50 == 0 or step == a.steps:
            torch.save({"net": average.state_dict(), "raw": net.state_dict(), "optimiser": optimiser.state_dict(),
                        "step": step, "slope": Act.slope}, last.with_suffix(".new"))
            last.with_suffix(".new").rename(last)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name, many in (("data", None), ("drafts", None), ("start", "+"), ("out", None)):
        parser.add_argument(f"--{name}", type=Path, required=True, nargs=many)
    parser.add_argument("--redrafts", type=Path, help="drafts of a former checkpoint of ours")
    for name, kind, value in (("size", int, 416), ("batch", int, 8), ("steps", int, 1500), ("rate", float, 4e-4),
                              ("seed", int, 1), ("threads", int, 2), ("relu-by", int, 300)):
        parser.add_argument(f"--{name}", type=kind, default=value)
    parser.add_argument("--freeze", action="store_true", help="leave the two highest-resolution parts as they are")
    train(parser.parse_args())
