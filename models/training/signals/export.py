"""Writes the signal networks as one ONNX (uint8 pixels in, probabilities out; convolutions in INT8) and enters it into the manifest.

    python -m signals.export --checkpoint var/signals/plain/last.pt var/signals/residual/last.pt
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import nn

from common.int8 import bodies, to_int8
from common.manifest import MODELS, record

from .net import PAD, SIZE, STATES, load

SOURCE = ("trained from nothing on heads of 'Red light violation detect' v1 (Roboflow user huyhoang, CC BY 4.0) "
          "and on rendered heads")

CALIBRATION = 1024  # heads of the training pool, for the ranges of the activations
ALONE = 0.9  # from here on the network's word counts alone


class Exported(nn.Module):
    """The geometric mean of the networks' probabilities: sure only where each of them is."""

    def __init__(self, nets):
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, pixels):
        x = pixels.permute(0, 3, 1, 2).float()
        return sum(net(x).log_softmax(1) for net in self.nets).div(len(self.nets)).softmax(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path)
    a = parser.parse_args()
    ranges = np.load(a.checkpoint[0].parent / "pool-0.npz")["pixels"][:CALIBRATION].reshape(-1, 32, SIZE, SIZE, 3)
    with tempfile.TemporaryDirectory() as folder:
        plain = f"{folder}/plain.onnx"
        torch.onnx.export(Exported([load(each) for each in a.checkpoint]).eval(), (torch.zeros(1, SIZE, SIZE, 3, dtype=torch.uint8),),
                          plain, input_names=["pixels"], output_names=["states"], opset_version=17, dynamo=False,
                          dynamic_axes={"pixels": {0: "n"}, "states": {0: "n"}})
        to_int8(plain, a.out or MODELS / "signals/model.onnx", "pixels", list(ranges), which=bodies)
    if a.out is None:
        record({"name": "signals", "job": "signals", "file": "signals/model.onnx", "licence": "CC BY 4.0 (data)",
                "source": SOURCE,
                "input": {"name": "pixels", "width": SIZE, "height": SIZE, "layout": "nhwc", "channels": "rgb",
                          "dtype": "uint8", "mean": [0, 0, 0], "std": [1, 1, 1], "fit": "letterbox", "pad": PAD},
                "decoder": "probabilities", "classes": list(STATES), "min_score": ALONE})
