"""Trains the reader on rendered plates: `python -m reader.train --frames DIR --out DIR`; run again, it goes on from its checkpoint."""
import argparse
import json
import pathlib
import time

import torch
from torch.nn import functional as F

from plates.average import running_mean

from .data import GRID_H, GRID_W, Plates, SLOTS
from .model import Reader


def look_targets(spots):
    """For each slot the four cells around its character, weighted by nearness; and which slots have one."""
    b = spots.shape[0]
    has = (spots[..., 0] >= 0) & (spots[..., 1] >= 0) & (spots.amax(-1) < 1)
    x = (spots[..., 0] * GRID_W - .5).clamp(0, GRID_W - 1.001)
    y = (spots[..., 1] * GRID_H - .5).clamp(0, GRID_H - 1.001)
    x0, y0 = x.floor(), y.floor()
    fx, fy = x - x0, y - y0
    target = torch.zeros(b, SLOTS, GRID_W * GRID_H, device=spots.device)
    for dx, dy, weight in ((0, 0, (1 - fx) * (1 - fy)), (1, 0, fx * (1 - fy)), (0, 1, (1 - fx) * fy), (1, 1, fx * fy)):
        target.scatter_add_(2, ((y0 + dy) * GRID_W + x0 + dx).long().unsqueeze(-1), weight.unsqueeze(-1))
    return target, has


def losses(out, codes, spots, second, colour, kind):
    """All parts of the loss; only plates whose whole text is in the picture teach characters."""
    whole = kind > 0
    n = whole.sum().clamp(min=1)
    chars = out["chars"].float()
    text = (F.cross_entropy(chars.flatten(0, 1), codes.flatten(), reduction="none").view(-1, SLOTS).sum(1) * whole).sum() / n
    target, has = look_targets(spots)
    used = has & whole.unsqueeze(1)
    look = sum(-(target * seen.float().log_softmax(-1)).sum(-1)[used].mean() for seen in out["looks"][-1:])
    cell_codes = torch.zeros(len(codes), GRID_W * GRID_H, dtype=torch.long, device=codes.device)
    nearest = target.argmax(-1)
    cell_codes.scatter_(1, nearest, torch.where(used, codes, 0))
    cells = out["cells"].float().flatten(0, 1)
    weight = torch.full((cells.shape[1],), 1., device=cells.device)
    weight[0] = .08
    cell = F.cross_entropy(cells, cell_codes.flatten(), weight)
    split = (F.cross_entropy(out["second"].float(), second, reduction="none") * whole).sum() / n
    paint = F.cross_entropy(out["colour"].float(), colour)
    exact = (chars.argmax(-1) == codes).all(1) & whole & (out["second"].argmax(1) == second)
    # "sure" learns whether this very read is exact: on fresh pictures that is an honest confidence
    sure = F.binary_cross_entropy_with_logits(out["sure"].float().squeeze(1), exact.float())
    total = text + .5 * look + 1.5 * cell + .3 * split + .3 * paint + .5 * sure
    return total, {"text": text.item(), "look": look.item(), "cell": cell.item(), "split": split.item(), "colour": paint.item(),
                   "sure": sure.item(), "exact": (exact.sum() / n).item()}


def rate(step, steps, peak):
    """Warm-up, flat, and a linear fall over the last 40 % of the steps."""
    return peak * min(1, (step + 1) / 300, max(.004, (steps - step) / (.4 * steps)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", required=True, help="folder with images/ of street frames (texture around the plates)")
    parser.add_argument("--out", default="var/reader")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--smallest-px", type=float, default=7, help="height of the smallest text line; begin with 9, it learns faster")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--widths", type=int, nargs=2, default=(48, 96))
    args = parser.parse_args()
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    model = Reader(tuple(args.widths)).to(device, memory_format=torch.channels_last)
    mean = running_mean(model, .998)
    optimiser = torch.optim.AdamW(model.parameters(), args.rate, weight_decay=.02, fused=True)
    step, saved = 0, out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, map_location=device)
        model.load_state_dict(state["model"])
        mean.load_state_dict(state["mean"])
        optimiser.load_state_dict(state["optimiser"])
        step = state["step"]
    data = Plates(args.frames, args.seed + step, args.batch, args.smallest_px)
    loader = iter(torch.utils.data.DataLoader(data, batch_size=None, num_workers=args.workers, prefetch_factor=4))
    log, t0, shown = (out / "log.jsonl").open("a"), time.time(), {}
    while step < args.steps:
        for group in optimiser.param_groups:
            group["fused"], group["lr"] = True, rate(step, args.steps, args.rate)
        batch = [t.to(device, non_blocking=True) for t in next(loader)]
        with torch.autocast(device, torch.bfloat16):
            result = model(batch[0])
        loss, parts = losses(result, *batch[1:])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.)
        optimiser.step()
        mean.update_parameters(model)
        step += 1
        for k, v in parts.items():
            shown[k] = shown.get(k, 0) + v
        if step % 50 == 0:
            line = {"step": step, "seconds": round(time.time() - t0), **{k: round(v / 50, 4) for k, v in shown.items()}}
            shown = {}
            print(json.dumps(line), file=log, flush=True)
        if step % 125 == 0 or step == args.steps:
            torch.save({"model": model.state_dict(), "mean": mean.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                        "widths": list(args.widths)}, saved.with_suffix(".tmp"))
            saved.with_suffix(".tmp").replace(saved)


if __name__ == "__main__":
    main()
