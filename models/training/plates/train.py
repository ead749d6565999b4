"""Trains the locator: `python -m plates.train --data DIR --out DIR`; run again, it goes on from its checkpoint."""
import argparse
import json
import pathlib
import time

import torch
from torch.nn import functional as F

from .average import running_mean
from .model import DESIGNS, Locator, cell_centres
from .street import STRIDE, Street


def targets(corners, zone, grid, stride):
    """Heat map (1 at a plate's middle cell, falling around it), blame per cell, and which plate each cell belongs to."""
    b, k, _ = corners.shape
    centre = cell_centres(corners.device, grid, stride)[:2]
    has = corners[..., 0] > -1
    quad = corners.view(b, k, 4, 2)
    middle, size = quad.mean(2), quad.amax(2) - quad.amin(2)
    gap = (centre[None, None] - middle[..., None, None]).abs()
    # the spread follows the plate's size, so that a large plate has more than one good cell
    spread = (size[..., None, None] * .16).clamp(min=stride * .45)
    bell = torch.exp(-.5 * ((gap / spread) ** 2).sum(2)) * has[..., None, None]
    heat, owner = bell.max(1)
    one = torch.zeros_like(heat).flatten(1)
    cell = (middle / stride).long().clamp(0, grid - 1)
    one.scatter_(1, cell[..., 1] * grid + cell[..., 0], has.float())
    heat = torch.maximum(heat, one.view_as(heat))
    inside = (centre[0] > zone[:, 0, None, None]) & (centre[0] < zone[:, 2, None, None]) & (centre[1] > zone[:, 1, None, None]) & (centre[1] < zone[:, 3, None, None])
    # a real plate may stand there unlabelled: little blame, and none near nothing
    return heat, torch.where(inside, .25, 1.), owner


def losses(heat, corners, truth, zone, exact, stride=STRIDE):
    grid = heat.shape[-1]
    target, blame, owner = targets(truth, zone, grid, stride)
    score = heat.squeeze(1).float()
    p = score.sigmoid()
    # a cell that is nearly a middle is nearly right
    hit = (target > .97) | (target >= 1)
    focal = torch.where(hit, (1 - p) ** 2 * F.softplus(-score), (1 - target) ** 4 * p ** 2 * F.softplus(score) * blame)
    n = hit.sum().clamp(min=1)
    seen = (corners.float() + cell_centres(corners.device, grid, stride)).permute(0, 2, 3, 1)
    wanted = truth.gather(1, owner.flatten(1).unsqueeze(-1).expand(-1, -1, 8)).view_as(seen)
    use = target > .6
    got, want = seen[use].view(-1, 4, 2), wanted[use].view(-1, 4, 2)
    scale = (want.amax(1) - want.amin(1)).clamp(min=4)
    sharp = exact[:, None, None].expand_as(target)[use]
    corner = F.smooth_l1_loss(got / scale[:, None], want / scale[:, None], beta=.05, reduction="none").sum((1, 2)) / 4
    # a box alone tells no corners: taught by its sides, a plate seen askew got any corners that touch them
    where = (corner * sharp).sum() / sharp.sum().clamp(min=1)
    return focal.sum() / n + 2.5 * where, {"heat": (focal.sum() / n).item(), "corners": where.item()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with vehicles/train and plates/scenes")
    parser.add_argument("--split", default="plates/scenes-train.txt")
    parser.add_argument("--out", default="var/plates")
    parser.add_argument("--design", choices=DESIGNS, default="kept")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    out, data = pathlib.Path(args.out), pathlib.Path(args.data)
    out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    model = Locator(**DESIGNS[args.design]).to(device, memory_format=torch.channels_last)
    mean = running_mean(model, .997)
    optimiser = torch.optim.AdamW(model.parameters(), args.rate, weight_decay=.02, fused=True)
    step, saved = 0, out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, map_location=device)
        model.load_state_dict(state["model"])
        mean.load_state_dict(state["mean"])
        optimiser.load_state_dict(state["optimiser"])
        step = state["step"]
    names = pathlib.Path(args.split).read_text().split()
    stream = Street(data / "vehicles" / "train", data / "plates" / "scenes", names, args.seed + step, args.batch)
    loader = iter(torch.utils.data.DataLoader(stream, batch_size=None, num_workers=args.workers, prefetch_factor=4))
    log, t0, shown = (out / "log.jsonl").open("a"), time.time(), {}
    while step < args.steps:
        for group in optimiser.param_groups:
            group["fused"], group["lr"] = True, args.rate * min(1, (step + 1) / 200, max(.004, (args.steps - step) / (.4 * args.steps)))
        image, truth, zone, exact = [t.to(device) for t in next(loader)]
        with torch.autocast(device, torch.bfloat16):
            heat, corners = model(image)
        loss, parts = losses(heat, corners, truth, zone, exact, model.stride)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.)
        optimiser.step()
        mean.update_parameters(model)
        step += 1
        shown = {k: shown.get(k, 0) + v / 50 for k, v in parts.items()}
        if step % 50 == 0:
            print(json.dumps({"step": step, "seconds": round(time.time() - t0), **{k: round(v, 4) for k, v in shown.items()}}), file=log, flush=True)
            shown = {}
        if step % 125 == 0 or step == args.steps:
            torch.save({"model": model.state_dict(), "mean": mean.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "design": args.design}, saved.with_suffix(".tmp"))
            saved.with_suffix(".tmp").replace(saved)


if __name__ == "__main__":
    main()
