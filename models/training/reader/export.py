"""Writes the reader as ONNX: `python -m reader.export --checkpoint FILE --out FILE`; uint8 NHWC in, probabilities out."""
import argparse

import torch
from torch import nn

from common.anonymous import anonymous
from common.manifest import record

from .data import CLASSES, COLOURS, HEIGHT, WIDTH
from .model import Reader


class Deployed(nn.Module):
    """Probabilities by name; `temperature` is what calibration on rendered plates found."""

    def __init__(self, reader, temperature):
        super().__init__()
        self.reader, self.temperature = reader, temperature

    def forward(self, image):
        out = self.reader(image)
        second = out["second"].softmax(-1)
        lines = torch.cat([second[:, :1], 1 - second[:, :1]], 1)
        return ((out["chars"] / self.temperature).softmax(-1), lines, out["colour"].softmax(-1),
                (out["sure"] / self.temperature).sigmoid(), second)


def load(checkpoint):
    state = torch.load(checkpoint, map_location="cpu")
    reader = Reader(tuple(state["widths"]))
    averaged = {k.removeprefix("module."): v for k, v in state["mean"].items() if k.startswith("module.")}
    reader.load_state_dict(averaged)
    return reader.eval(), state["step"]


# normalised inside the network
PICTURE = {"name": "image", "layout": "nhwc", "channels": "rgb", "dtype": "uint8", "mean": [0], "std": [1], "pad": 114}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="var/reader/checkpoint.pt")
    parser.add_argument("--out", default="../reader/model.onnx")
    parser.add_argument("--temperature", type=float, default=1.)
    parser.add_argument("--publish", action="store_true", help="enter it in the manifest")
    args = parser.parse_args()
    reader, step = load(args.checkpoint)
    names = ["chars", "lines", "colour", "readable", "break"]
    batch = torch.export.Dim("batch", min=1, max=256)
    torch.onnx.export(Deployed(reader, args.temperature).eval(), (torch.zeros(2, HEIGHT, WIDTH, 3, dtype=torch.uint8),), args.out,
                      input_names=["image"], output_names=names, opset_version=18, dynamo=True, external_data=False,
                      dynamic_shapes={"image": {0: batch}})
    anonymous(args.out)
    if args.publish:
        record({"name": "reader", "job": "reader", "file": "reader/model.onnx", "licence": "Apache-2.0",
             "source": "own, models/training/reader; see reader/card.md", "input": {**PICTURE, "width": WIDTH, "height": HEIGHT, "fit": "stretch"},
             "decoder": "plate_slots", "alphabet": "".join(CLASSES), "colours": COLOURS})
    print(f"step {step} written to {args.out}")


if __name__ == "__main__":
    main()
