"""Networks from checkpoints, and from exported files."""

import torch

from reader.from_onnx import weights

from .net import Act, FOLD, Net


def of_file(path):
    """The network that an INT8 file stands for."""
    kept = {name.removeprefix("net."): t.float() for name, t in weights(path).items()}
    stem = next(name for name in ("stem.1", "stem.0.1") if f"{name}.weight" in kept)  # as `export.folded_stem` leaves it; as in a file that was folded afterwards
    fours = kept[f"{stem}.weight"].reshape(2, 32, FOLD, 3, 3, 2)[0]
    kept["stem.0.weight"] = torch.stack([fours[:, at % FOLD, :, :, at // FOLD] for at in range(FOLD - 1, FOLD + 2)], 3)
    kept["stem.0.bias"] = kept[f"{stem}.bias"][:32]
    kept |= {f"heads.{k}.1.{what}": torch.cat([kept[f"split.{k}.{part}.{what}"] for part in (0, 1)]) for k in range(3) for what in ("weight", "bias")}
    net = Net()
    net.load_state_dict({name: kept[name] for name in net.state_dict()})
    Act.slope = 0.0
    return net.eval()


def mean_of(checkpoints):
    """The network of a run; of several runs that began from one another, the one with their mean weights. An exported file is a run's network, too."""
    if len(checkpoints) == 1 and checkpoints[0].suffix == ".onnx":
        return of_file(checkpoints[0])
    saved = [torch.load(path, map_location="cpu") for path in checkpoints]
    Act.slope = saved[0].get("slope", 0.1)
    net = Net()
    net.load_state_dict({name: torch.stack([one["net"][name] for one in saved]).mean(0) for name in saved[0]["net"]})
    return net
