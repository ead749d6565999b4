"""Trains all designs of the locator side by side on the very same pictures: `python -m plates.designs --data DIR --out DIR`; then `plates.export` and `plates.evaluate` for each."""
import argparse
import pathlib
import time

import torch

from .average import running_mean
from .model import DESIGNS, Locator, resized
from .street import SIDE, Street
from .train import losses


class Pupil:
    """One design with its optimiser and its mean of weights."""

    def __init__(self, design, rate, seed):
        torch.manual_seed(seed)
        self.design = design
        self.model = Locator(**DESIGNS[design]).to(memory_format=torch.channels_last)
        self.mean = running_mean(self.model, .997)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), rate, weight_decay=.02, fused=True)

    def learn(self, rate, image, truth, zone, exact):
        scale = self.model.side / SIDE
        self.optimiser.param_groups[0]["lr"] = rate
        with torch.autocast("cpu", torch.bfloat16):
            heat, corners = self.model(resized(image, self.model.side))
        # -1 says that there is no plate
        loss, _ = losses(heat, corners, torch.where(truth > -1, truth * scale, truth), zone * scale, exact, self.model.stride)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.)
        self.optimiser.step()
        self.mean.update_parameters(self.model)
        return loss.item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, default="var/plates-designs")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    names = pathlib.Path(__file__).with_name("scenes-train.txt").read_text().split()
    stream = iter(Street(args.data / "vehicles" / "train", args.data / "plates" / "scenes", names, args.seed, 32))
    pupils, shown, began = [Pupil(design, args.rate, args.seed) for design in DESIGNS], [0.] * len(DESIGNS), time.time()
    for step in range(args.steps):
        rate = args.rate * min(1, (step + 1) / 200, max(.004, (args.steps - step) / (.4 * args.steps)))
        batch = next(stream)
        shown = [.98 * s + .02 * p.learn(rate, *batch) for s, p in zip(shown, pupils)]
        if (step + 1) % 50 == 0:
            print(step + 1, round(time.time() - began), {p.design: round(s, 3) for p, s in zip(pupils, shown)}, flush=True)
        if (step + 1) % 250 == 0 or step + 1 == args.steps:
            for p in pupils:
                (args.out / p.design.replace(" ", "-")).mkdir(parents=True, exist_ok=True)
                torch.save({"mean": p.mean.state_dict(), "design": p.design, "step": step + 1}, args.out / p.design.replace(" ", "-") / "checkpoint.pt")


if __name__ == "__main__":
    main()
