"""Writes the locator as ONNX: `python -m plates.export --checkpoint FILE --out FILE`; uint8 NHWC in, corners and scores out."""
import argparse

import torch

from common.anonymous import anonymous
from common.manifest import record

from .model import Deployed, Locator
from .street import SIDE

# normalised inside the network
PICTURE = {"name": "image", "layout": "nhwc", "channels": "rgb", "dtype": "uint8", "mean": [0], "std": [1], "pad": 114}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="var/plates/checkpoint.pt")
    parser.add_argument("--out", default="../plates/model.onnx")
    parser.add_argument("--publish", action="store_true", help="enter it in the manifest")
    args = parser.parse_args()
    state = torch.load(args.checkpoint, map_location="cpu")
    locator = Locator()
    locator.load_state_dict({k.removeprefix("module."): v for k, v in state["mean"].items() if k.startswith("module.")})
    batch = torch.export.Dim("batch", min=1, max=256)
    torch.onnx.export(Deployed(locator).eval(), (torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8),), args.out, input_names=["image"],
                      output_names=["corners", "scores"], opset_version=18, dynamo=True, external_data=False, dynamic_shapes={"image": {0: batch}})
    anonymous(args.out)
    if args.publish:
        record({"name": "plates", "job": "plates", "file": "plates/model.onnx", "licence": "Apache-2.0",
             "source": "own, models/training/plates; see plates/card.md", "input": {**PICTURE, "width": SIDE, "height": SIDE, "fit": "letterbox"}, "decoder": "corners"})
    print(f"step {state['step']} written to {args.out}")


if __name__ == "__main__":
    main()
