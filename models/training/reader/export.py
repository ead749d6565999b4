"""Writes the reader as ONNX, INT8 inside: `python -m reader.export --checkpoint FILE… --frames DIR`; uint8 NHWC in, probabilities out."""
import argparse
import tempfile

import torch

from common.anonymous import anonymous
from common.int8 import to_int8
from common.manifest import record

from .data import CLASSES, COLOURS, HEIGHT, Plates, WIDTH
from .deploy import Deployed
from .model import Reader

CALIBRATION = 8  # batches of 64 rendered plates


def load(checkpoints):
    """The reader of a run; of several checkpoints that began from one another, the one with their mean weights. And their steps."""
    saved = [torch.load(path, map_location="cpu") for path in checkpoints]
    reader = Reader(tuple(saved[0]["widths"]))
    kept = [{k.removeprefix("module."): v for k, v in state["mean"].items() if k.startswith("module.")} for state in saved]
    # counters are not averaged
    reader.load_state_dict({k: torch.stack([state[k] for state in kept]).mean(0) if v.is_floating_point() else v for k, v in kept[0].items()})
    return reader.eval(), [state["step"] for state in saved]


def rendered(frames):
    """Fresh plates as in training, for the ranges of the activations."""
    stream = iter(Plates(frames, 4242, 64, 8., again=0.))
    return [part.numpy() for _ in range(CALIBRATION) for part in next(stream)[0].split(16)]


# normalised inside the network
PICTURE = {"name": "image", "layout": "nhwc", "channels": "rgb", "dtype": "uint8", "mean": [0], "std": [1], "pad": 114}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default=["var/reader/checkpoint.pt"], nargs="+", help="several: the mean of their weights")
    parser.add_argument("--frames", help="folder with images/ of street frames, for INT8; without it the file stays float")
    parser.add_argument("--out", default="../reader/model.onnx")
    parser.add_argument("--temperature", type=float, default=1.)
    parser.add_argument("--publish", action="store_true", help="enter it in the manifest")
    args = parser.parse_args()
    torch.set_num_threads(1)
    reader, steps = load(args.checkpoint)
    batch = torch.export.Dim("batch", min=1, max=256)
    with tempfile.TemporaryDirectory() as folder:
        plain = f"{folder}/plain.onnx" if args.frames else args.out
        torch.onnx.export(Deployed(reader, args.temperature).eval(), (torch.zeros(2, HEIGHT, WIDTH, 3, dtype=torch.uint8),), plain,
                          input_names=["image"], output_names=list(Deployed.names), opset_version=18, dynamo=True, external_data=False,
                          dynamic_shapes={"image": {0: batch}})
        if args.frames:  # the first convolution costs little and sees the finest differences
            to_int8(plain, args.out, "image", rendered(args.frames), skip=1)
    anonymous(args.out)
    if args.publish:
        record({"name": "reader", "job": "reader", "file": "reader/model.onnx", "licence": "Apache-2.0",
             "source": "own, models/training/reader; see reader/card.md", "input": {**PICTURE, "width": WIDTH, "height": HEIGHT, "fit": "stretch"},
             "decoder": "plate_slots", "alphabet": "".join(CLASSES), "colours": COLOURS})
    print(f"steps {steps} written to {args.out}")


if __name__ == "__main__":
    main()
