"""Writes the locator as ONNX, INT8 inside: `python -m plates.export --checkpoint FILE --data DIR`; uint8 NHWC in, corners and scores out."""
import argparse
import pathlib
import tempfile

import torch

from common.anonymous import anonymous
from common.int8 import to_int8
from common.manifest import record

from .model import DESIGNS, Deployed, Locator, resized
from .street import Street

CALIBRATION = 8  # batches of 32 training pictures

# normalised inside the network
PICTURE = {"name": "image", "layout": "nhwc", "channels": "rgb", "dtype": "uint8", "mean": [0], "std": [1], "pad": 114}


def pictures(data, side):
    """Training pictures, for the ranges of the activations."""
    names = pathlib.Path(__file__).with_name("scenes-train.txt").read_text().split()
    stream = iter(Street(data / "vehicles" / "train", data / "plates" / "scenes", names, 6161, 32, again=0.))
    return [resized(part, side).numpy() for _ in range(CALIBRATION) for part in next(stream)[0].split(8)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="var/plates/checkpoint.pt")
    parser.add_argument("--data", type=pathlib.Path, help="folder with vehicles/train and plates/scenes, for INT8; without it the file stays float")
    parser.add_argument("--out", default="../plates/model.onnx")
    parser.add_argument("--publish", action="store_true", help="enter it in the manifest")
    args = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(args.checkpoint, map_location="cpu")
    locator = Locator(**DESIGNS[state.get("design", "kept")])
    side = locator.side
    locator.load_state_dict({k.removeprefix("module."): v for k, v in state["mean"].items() if k.startswith("module.")})
    batch = torch.export.Dim("batch", min=1, max=256)
    with tempfile.TemporaryDirectory() as folder:
        plain = f"{folder}/plain.onnx" if args.data else args.out
        torch.onnx.export(Deployed(locator).eval(), (torch.zeros(2, side, side, 3, dtype=torch.uint8),), plain, input_names=["image"],
                          output_names=["corners", "scores"], opset_version=18, dynamo=True, external_data=False, dynamic_shapes={"image": {0: batch}})
        if args.data:
            to_int8(plain, args.out, "image", pictures(args.data, side))
    anonymous(args.out)
    if args.publish:
        record({"name": "plates", "job": "plates", "file": "plates/model.onnx", "licence": "Apache-2.0",
             "source": "own, models/training/plates; see plates/card.md", "input": {**PICTURE, "width": side, "height": side, "fit": "letterbox"}, "decoder": "corners"})
    print(f"step {state['step']} written to {args.out}")


if __name__ == "__main__":
    main()
