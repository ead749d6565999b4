"""Trains the signal network; goes on from its last checkpoint when started again.

    python -m signals.train --data ../../../shared/data --out var/signals/run
"""

import argparse
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from .heads import cut, letterbox, lit
from .net import DESIGNS, SIZE, Net, load
from .render import rendered, seen_through_air


def changed(crop, box, rng):
    """A real head cropped more or less loosely, with other light, resolution and compression."""
    h, w = crop.shape[:2]
    side = np.array((box[2] - box[0], box[3] - box[1]) * 2)
    x1, y1, x2, y2 = box + side * rng.uniform(-0.08, 0.45, 4) * (-1, -1, 1, 1)
    x1, y1 = int(np.clip(x1, 0, w - 4)), int(np.clip(y1, 0, h - 4))
    x2, y2 = int(np.clip(np.ceil(x2), x1 + 4, w)), int(np.clip(np.ceil(y2), y1 + 4, h))
    out = crop[y1:y2, x1:x2].astype(np.float32)
    if rng.random() < 0.5:
        scale = np.exp(rng.uniform(np.log(6), np.log(48))) / min(out.shape[:2])
        if scale < 1:
            out = cv2.resize(out, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    out = seen_through_air(out * rng.uniform(0.6, 1.3) * rng.uniform(0.88, 1.12, 3) + rng.uniform(-15, 15), rng)
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.3, 1.0))
    out = np.clip(out + rng.normal(0, rng.uniform(0, 7), out.shape), 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        code = cv2.imencode(".jpg", out[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 90))])[1]
        out = cv2.imdecode(code, cv2.IMREAD_COLOR)[:, :, ::-1]
    # a wide head may not be mirrored: which of its lamps is lit is half of what it says
    return out[:, ::-1] if h > w and rng.random() < 0.5 else out


def by_scene(group):
    """How often each head is drawn: one camera has a thousand heads, most photos stand alone, so a scene counts by the root of its heads."""
    scenes = [name.split("_")[0] if name.startswith("frame") else int(name.split("_")[0]) // 100 for *_, name in group]
    share = np.array([1 / np.sqrt(scenes.count(s)) for s in scenes])
    return share / share.sum()


def pool(real, frames, count, seed):
    """(pixels [n, 48, 48, 3], states): `count` heads, four of ten real."""
    by_state = [[r for r in real if r[2] == s] for s in range(3)]
    shares = [by_scene(group) for group in by_state]
    pixels, states = np.empty((count, SIZE, SIZE, 3), np.uint8), np.empty(count, np.int64)
    for n in range(count):
        rng = np.random.default_rng((seed, n))
        if rng.random() < 0.4:
            state = rng.integers(3)
            crop, box, states[n], _ = by_state[state][rng.choice(len(by_state[state]), p=shares[state])]
            crop = changed(crop, box, rng)
        else:
            crop, states[n] = rendered(frames, rng)
        pixels[n] = letterbox(crop)
    return pixels, states


def believed(pixels, states, guide):
    """Which heads to learn from: not those whose label a first model surely contradicts (digits, lamps that are out, slips)."""
    sure = torch.cat([guide(x.float()).softmax(1) for x in pixels.split(512)])
    best, said = sure.max(1)
    return ~((best > 0.9) & (said != states))


def varied(x):
    """Light and colour of a batch, another each time a head is seen."""
    gain = 1 + 0.25 * (torch.rand(len(x), 1, 1, 1) - 0.5) + 0.16 * (torch.rand(len(x), 3, 1, 1) - 0.5)
    return (x * gain + 24 * (torch.rand(len(x), 1, 1, 1) - 0.5)).clamp(0, 255)


def train(a):
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    real = [r for r in cut(a.data, "rest" if a.choosing else "train") if lit(r[0], r[1], r[2])]
    names = sorted((a.data / "vehicles/train/images").glob("1[45]*.jpg"))[:60]
    frames = [cv2.imread(str(p)) for p in names]
    a.out.mkdir(parents=True, exist_ok=True)
    parts = []
    for n in range(a.parts):
        kept = a.out / f"pool-{n}.npz"
        if not kept.exists():
            pixels, states = pool(real, frames, a.heads, a.seed + n)
            np.savez(kept, pixels=pixels, states=states)
        parts.append(np.load(kept))
    pixels = torch.from_numpy(np.concatenate([p["pixels"] for p in parts])).permute(0, 3, 1, 2)
    states = torch.from_numpy(np.concatenate([p["states"] for p in parts]))
    print(len(real), "real heads,", len(states), "in the pool", flush=True)
    if a.guide:
        guide = load(a.guide)
        with torch.no_grad():
            keep = believed(pixels, states, guide)
        print(int((~keep).sum()), "labels not believed", flush=True)
        pixels, states = pixels[keep], states[keep]
    learn(a, pixels, states, device)


def learn(a, pixels, states, device):
    net = Net(a.design).to(device, memory_format=torch.channels_last)
    steady = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995), use_buffers=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=a.rate, weight_decay=1e-3)
    last, step = a.out / "last.pt", 0
    if last.exists():
        saved = torch.load(last, map_location=device)
        net.load_state_dict(saved["now"])
        steady.module.load_state_dict(saved["net"])
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
        steady.n_averaged.fill_(step)  # at 0 the first update would begin the average anew
    began, mean, right = time.time(), 0.0, 0.0
    order = np.random.default_rng(a.seed)
    picks = [torch.from_numpy(order.permutation(len(states))) for _ in range(a.steps * a.batch // len(states) + 1)]
    picks = torch.cat(picks)
    while step < a.steps:
        at = picks[step * a.batch:(step + 1) * a.batch]
        state = states[at]
        x = varied(pixels[at].to(device).float()).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device, torch.bfloat16):
            out = net(x).float()
        value = F.cross_entropy(out, state.to(device), label_smoothing=0.01)
        for g in optimiser.param_groups:
            g["lr"] = a.rate * min(1, (step + 1) / 150) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / a.steps)))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        steady.update_parameters(net)
        step += 1
        keep = 0.98
        mean = keep * mean + (1 - keep) * value.item()
        right = keep * right + (1 - keep) * (out.argmax(1).cpu() == state).float().mean().item()
        if step % 100 == 0:
            print(f"step {step} loss {mean:.3f} right {right:.4f} {(time.time() - began) / 100:.2f} s a step", flush=True)
            began = time.time()
        if step % 200 == 0 or step == a.steps:
            torch.save({"net": steady.module.state_dict(), "design": a.design, "now": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, last)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--design", choices=DESIGNS, default="plain")
    parser.add_argument("--choosing", action="store_true", help="leave out the part that designs are chosen by")
    parser.add_argument("--guide", type=Path, help="checkpoint of a first run: labels that it surely contradicts are left out")
    for name, kind, value in (("heads", int, 8000), ("parts", int, 4), ("batch", int, 96), ("steps", int, 1500), ("rate", float, 2e-3), ("seed", int, 1), ("threads", int, 1)):
        parser.add_argument(f"--{name}", type=kind, default=value)
    train(parser.parse_args())
