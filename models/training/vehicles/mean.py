"""Networks from checkpoints."""

import torch

from .net import Act, Net


def mean_of(checkpoints):
    """The network of a run; of several runs that began from one another, the one with their mean weights."""
    saved = [torch.load(path, map_location="cpu") for path in checkpoints]
    Act.slope = saved[0].get("slope", 0.1)
    net = Net()
    net.load_state_dict({name: torch.stack([one["net"][name] for one in saved]).mean(0) for name in saved[0]["net"]})
    return net
